/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The output that feeds a device child. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "audio/base/clock.h"
#include "audio/io/device/name.h"
#include "audio/io/device/output.h"
#include "audio/io/device/process.h"

enum { WAIT_NS = 100000000, PATIENCE_MS = 200, PATIENCE_MOST_MS = 500, PERIOD_SMALLEST = 64 };

typedef struct FeedOutput {
    DeviceOutput output;
    DeviceShare *share;
    DeviceProcess process;
    int fd;
    int block_frames;    /* of one push, about */
    int first_frames;    /* in the ring before the device starts */
    int margin_frames;   /* more in the ring since there were gaps */
    uint64_t underflows; /* when margin_frames was set */
    _Atomic int target_frames;
} FeedOutput;

static FeedOutput *feed_of(DeviceOutput *output)
{
    return (FeedOutput *)output;
}

static DeviceChildState feed_state(const FeedOutput *feed)
{
    return (DeviceChildState)atomic_load(&feed->share->state);
}

static Status feed_failure(FeedOutput *feed, Error *error)
{
    return error_set(error, feed->share->status, "%s", feed->share->reason);
}

static Status feed_died(const FeedOutput *feed, Error *error)
{
    char how[32];
    const char *name = feed->share->opened_name;
    device_process_describe(&feed->process, how, sizeof how);
    return error_set(error, STATUS_LOST, "%s: its process has ended (%s)", name[0] ? name : "the sound system", how);
}

static Status feed_await_open(FeedOutput *feed, const _Atomic bool *stop, Error *error)
{
    while (!atomic_load(stop)) {
        uint32_t seen = atomic_load(&feed->share->state_changed.count);
        bool runs = device_process_runs(&feed->process); /* before the state: what a child said before its end counts */
        DeviceChildState state = feed_state(feed);
        if (state == CHILD_OPENED)
            return STATUS_OK;
        if (state == CHILD_FAILED)
            return feed_failure(feed, error);
        if (!runs)
            return feed_died(feed, error);
        device_word_wait(&feed->share->state_changed, seen, clock_now_ns() + WAIT_NS / 5);
    }
    return error_set(error, STATUS_LOST, "the sound device did not answer in time");
}

/* A tenth of a second to begin with: a device without a clock shows by then that it can be waited for, and JACK's
 * longest period is covered. */
static void feed_size(FeedOutput *feed, int block_frames)
{
    const DeviceShare *share = feed->share;
    int rate_hz = share->opened_rate_hz;
    int held = share->latency_s > 0.0 && share->latency_s < 1.0 ? (int)(2.0 * share->latency_s * rate_hz) : 0;
    feed->block_frames = block_frames;
    feed->first_frames = (rate_hz / 10 > held ? rate_hz / 10 : held) + block_frames;
    if (feed->first_frames > DEVICE_RING_FRAMES / 2)
        feed->first_frames = DEVICE_RING_FRAMES / 2;
}

static Status feed_open(DeviceOutput *output, const DeviceSetup *setup, const _Atomic bool *stop, Error *error)
{
    FeedOutput *feed = feed_of(output);
    DeviceShare *share = feed->share;
    snprintf(share->name, sizeof share->name, "%s", setup->name);
    share->rate_hz = setup->rate_hz;
    share->block_frames = setup->block_frames;
    Status status = device_process_start(&feed->process, share, feed->fd, error);
    if (status == STATUS_OK)
        status = feed_await_open(feed, stop, error);
    if (status != STATUS_OK)
        return status;
    output->rate_hz = share->opened_rate_hz;
    snprintf(output->name, sizeof output->name, "%s", share->opened_name);
    feed_size(feed, setup->block_frames);
    return STATUS_OK;
}

/* Two periods and a block lie ready; each gap adds a period, up to a tenth of a second. */
static int feed_target(FeedOutput *feed, int frames)
{
    DeviceShare *share = feed->share;
    int period = atomic_load(&share->callback_frames);
    uint64_t underflows = atomic_load(&share->underflows);
    if (!atomic_load(&share->go))
        return feed->first_frames;
    if (period < PERIOD_SMALLEST)
        period = PERIOD_SMALLEST;
    if (underflows != feed->underflows && feed->margin_frames < feed->output.rate_hz / 10)
        feed->margin_frames += period;
    feed->underflows = underflows;
    int target = 2 * period + frames + feed->margin_frames;
    if (target > DEVICE_RING_FRAMES)
        target = DEVICE_RING_FRAMES;
    atomic_store(&feed->target_frames, target);
    return target;
}

static DeviceTurn feed_look(FeedOutput *feed, Error *error)
{
    bool runs = device_process_runs(&feed->process);
    DeviceChildState state = feed_state(feed);
    if (state == CHILD_FAILED)
        (void)feed_failure(feed, error);
    else if (state == CHILD_ENDED)
        (void)error_set(error, STATUS_LOST, "%s has stopped by itself", feed->output.name);
    else if (!runs)
        (void)feed_died(feed, error);
    else
        return TURN_WAIT;
    return TURN_OVER;
}

static void feed_go(FeedOutput *feed)
{
    if (atomic_load(&feed->share->go))
        return;
    atomic_store(&feed->share->go, true);
    device_word_tell(&feed->share->told);
}

static DeviceTurn feed_wait(DeviceOutput *output, int frames, Error *error)
{
    FeedOutput *feed = feed_of(output);
    uint32_t seen = atomic_load(&feed->share->taken.count);
    if (device_share_fill(feed->share) + frames <= feed_target(feed, frames))
        return TURN_PULL;
    feed_go(feed);
    bool running = feed_state(feed) == CHILD_RUNNING;
    int64_t until = clock_now_ns() + (running ? WAIT_NS : WAIT_NS / 20);
    device_word_wait(&feed->share->taken, seen, until);
    return clock_now_ns() < until ? TURN_WAIT : feed_look(feed, error);
}

static int feed_push(DeviceOutput *output, const float *interleaved, int frames)
{
    FeedOutput *feed = feed_of(output);
    int pushed = device_share_write(feed->share, interleaved, frames);
    device_word_tell(&feed->share->given);
    return pushed;
}

static bool feed_is_running(const DeviceOutput *output)
{
    return feed_state((const FeedOutput *)output) == CHILD_RUNNING;
}

static void feed_close(DeviceOutput *output, bool lost)
{
    FeedOutput *feed = feed_of(output);
    int patience_ms = 0;
    if (!lost && feed_is_running(output)) {
        double held_ms = 1000.0 * feed->share->latency_s;
        patience_ms = PATIENCE_MS + (held_ms > 0.0 && held_ms < 1000.0 ? (int)held_ms : 0);
    }
    device_process_end(&feed->process, feed->share, patience_ms < PATIENCE_MOST_MS ? patience_ms : PATIENCE_MOST_MS);
}

static void feed_report(const DeviceOutput *output, DeviceFigures *figures)
{
    const FeedOutput *feed = (const FeedOutput *)output;
    const DeviceShare *share = feed->share;
    *figures =
        (DeviceFigures){.heartbeat = atomic_load(&share->heartbeat),
                        .frames = atomic_load(&share->read),
                        .underflows = atomic_load(&share->underflows),
                        .underflow_frame = atomic_load(&share->underflow_frame),
                        .latency_s = share->latency_s + (double)atomic_load(&feed->target_frames) / output->rate_hz};
}

static void feed_wake(DeviceOutput *output)
{
    device_word_tell(&feed_of(output)->share->taken);
    device_word_tell(&feed_of(output)->share->state_changed);
}

static void feed_free(DeviceOutput *output)
{
    FeedOutput *feed = feed_of(output);
    device_share_free(feed->share);
    if (feed->fd >= 0)
        close(feed->fd);
    free(feed);
}

static const DeviceOutputOps feed_ops = {.open = feed_open,
                                         .wait = feed_wait,
                                         .push = feed_push,
                                         .is_running = feed_is_running,
                                         .close = feed_close,
                                         .report = feed_report,
                                         .wake = feed_wake,
                                         .free = feed_free};

Status device_output_new_child(DeviceOutput **output, Error *error)
{
    FeedOutput *made = calloc(1, sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "no memory for the sound device");
    made->output.ops = &feed_ops;
    made->fd = -1;
    Status status = device_share_new(&made->share, &made->fd, error);
    if (status != STATUS_OK) {
        free(made);
        return status;
    }
    *output = &made->output;
    return STATUS_OK;
}
