/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/device/device.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "audio/base/clock.h"
#include "audio/io/device/name.h"
#include "audio/io/device/output.h"
#include "audio/io/device/process.h"
#include "audio/io/device/pump.h"

enum {
    OPEN_MS = 2300, /* and half a second to end what did not open: below the 3 s promised */
    LIST_MS = 2000,
    LOST_MS = 900,      /* and a poll: noticed within 1 s */
    BEGIN_MS = 3000,    /* as long as it has hardly begun: sound servers and wireless outputs stall once more then */
    BEGUN_MS = 500,     /* of sound taken */
    POLL_MOST_MS = 300, /* of one poll: a program that was stopped has not seen the device stand still */
    RATE_LEAST_HZ = 8000,
    RATE_MOST_HZ = 384000,
    PRIORITY = 50 /* SCHED_FIFO, where it is allowed */
};
#define BUSY_MOST_NS 200000000 /* the audio thread never keeps a core for longer */

struct Device {
    DeviceSetup setup;
    DeviceOutput *output;
    DevicePump pump;
    pthread_t thread;
    Error error;       /* the audio thread's; valid once phase is LOST or FAILED */
    _Atomic int phase; /* DevicePhase, by the audio thread */
    DeviceWord phase_changed;
    _Atomic bool stop; /* no more blocks: closing, or found lost by a poll */
    _Atomic bool lost;
    /* of the control thread */
    bool poll_lost;
    uint64_t heartbeat;
    int64_t poll_ns, still_ns;
};

static void phase_set(Device *device, DevicePhase phase)
{
    atomic_store(&device->phase, (int)phase);
    device_word_tell(&device->phase_changed);
}

static void ask_for_priority(void)
{
    const struct sched_param wish = {.sched_priority = PRIORITY};
    (void)pthread_setschedparam(pthread_self(), SCHED_FIFO, &wish);
}

/* Overloaded, with priority, on one core: keys must still be answered. */
static void rest_when_busy(int64_t *busy_since_ns, bool waited)
{
    int64_t now = clock_now_ns();
    if (!waited && now - *busy_since_ns < BUSY_MOST_NS)
        return;
    if (!waited) {
        const struct timespec pause = {0, 1000000};
        nanosleep(&pause, NULL);
    }
    *busy_since_ns = clock_now_ns();
}

/* Feeds the output until told to stop (OK), or until the device goes. */
static Status thread_feed(Device *device)
{
    DeviceOutput *output = device->output;
    int64_t busy_since_ns = clock_now_ns();
    bool running = false;
    while (!atomic_load(&device->stop)) {
        DeviceTurn turn = output->ops->wait(output, device->pump.out_frames, &device->error);
        if (turn == TURN_OVER)
            return STATUS_LOST;
        if (!running && output->ops->is_running(output)) {
            running = true;
            phase_set(device, DEVICE_RUNNING);
        }
        if (turn == TURN_PULL && device_pump_run(&device->pump, &device->error) != STATUS_OK)
            return STATUS_LOST;
        rest_when_busy(&busy_since_ns, turn == TURN_WAIT);
    }
    return STATUS_OK;
}

static void *thread_run(void *argument)
{
    Device *device = argument;
    DeviceOutput *output = device->output;
    Status status = output->ops->open(output, &device->setup, &device->stop, &device->error);
    if (status == STATUS_OK)
        status = device_pump_init(&device->pump, &device->setup, &device->error);
    if (status == STATUS_OK) {
        ask_for_priority();
        status = thread_feed(device);
    }
    bool was_running = atomic_load(&device->phase) == DEVICE_RUNNING;
    if (status != STATUS_OK)
        phase_set(device, was_running ? DEVICE_LOST : DEVICE_FAILED);
    output->ops->close(output, status != STATUS_OK || atomic_load(&device->lost));
    return NULL;
}

/* Signals belong to the threads that handle them. */
static int thread_start(Device *device)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(&device->thread, NULL, thread_run, device);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failed;
}

static Status setup_check(const DeviceSetup *setup, Error *error)
{
    if (setup->rate_hz < RATE_LEAST_HZ || setup->rate_hz > RATE_MOST_HZ)
        return error_set(error, STATUS_BAD_VALUE, "no sound device plays at %d Hz", setup->rate_hz);
    if (setup->block_frames < 0 || setup->block_frames > DEVICE_BLOCK_MOST)
        return error_set(error, STATUS_BAD_VALUE, "a block of %d frames is out of range (1 to %d)", setup->block_frames,
                         DEVICE_BLOCK_MOST);
    return STATUS_OK;
}

static Status device_new(Device **device, const DeviceSetup *setup, DeviceSource source, void *context, Error *error)
{
    Device *made = aligned_alloc(_Alignof(Device), sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "no memory for the sound device");
    bool is_null = !strcmp(setup->name, "null");
    *made = (Device){.setup = *setup, .phase = DEVICE_OPENING};
    if (is_null && setup->block_frames == 0)
        made->setup.block_frames = DEVICE_BLOCK_NULL;
    Status status =
        is_null ? device_output_new_null(&made->output, error) : device_output_new_child(&made->output, error);
    if (status != STATUS_OK) {
        free(made);
        return status;
    }
    made->pump = (DevicePump){.source = source, .context = context, .output = made->output, .stop = &made->stop};
    *device = made;
    return STATUS_OK;
}

static void device_free(Device *device)
{
    device_pump_clear(&device->pump);
    device->output->ops->free(device->output);
    free(device);
}

static void await_phase(Device *device, int64_t until_ns)
{
    while (atomic_load(&device->phase) == DEVICE_OPENING && clock_now_ns() < until_ns) {
        uint32_t seen = atomic_load(&device->phase_changed.count);
        if (atomic_load(&device->phase) == DEVICE_OPENING)
            device_word_wait(&device->phase_changed, seen, until_ns);
    }
}

static Status open_failed(Device *device, DevicePhase phase, Error *error)
{
    bool spoke = phase == DEVICE_FAILED || phase == DEVICE_LOST;
    Error why = {0};
    atomic_store(&device->lost, true);
    atomic_store(&device->stop, true);
    device->output->ops->wake(device->output);
    pthread_join(device->thread, NULL);
    if (spoke)
        why = device->error;
    else
        (void)error_set(&why, STATUS_LOST, "the sound device does not answer");
    device_free(device);
    if (error)
        *error = why;
    return why.status;
}

Status device_open(Device **device, const DeviceSetup *setup, DeviceSource source, void *context, Error *error)
{
    Device *made = NULL;
    Status status = setup_check(setup, error);
    if (status == STATUS_OK)
        status = device_new(&made, setup, source, context, error);
    if (status != STATUS_OK)
        return status;
    int failed = thread_start(made);
    if (failed) {
        device_free(made);
        return error_set_os(error, failed, "cannot start the audio thread");
    }
    await_phase(made, clock_now_ns() + (int64_t)OPEN_MS * 1000000);
    DevicePhase phase = (DevicePhase)atomic_load(&made->phase);
    if (phase != DEVICE_RUNNING)
        return open_failed(made, phase, error);
    made->poll_ns = clock_now_ns();
    *device = made;
    return STATUS_OK;
}

void device_close(Device *device)
{
    if (!device)
        return;
    atomic_store(&device->stop, true);
    device->output->ops->wake(device->output);
    pthread_join(device->thread, NULL);
    device_free(device);
}

void device_tell(Device *device)
{
    device->output->ops->wake(device->output);
}

/* True while the heartbeat stands still for longer than a device ever does. */
static bool heart_stands(Device *device, const DeviceFigures *figures)
{
    bool begun = figures->frames >= (uint64_t)device->output->rate_hz * BEGUN_MS / 1000;
    int64_t now = clock_now_ns(), since = now - device->poll_ns;
    device->poll_ns = now;
    if (since > (int64_t)POLL_MOST_MS * 1000000)
        since = (int64_t)POLL_MOST_MS * 1000000;
    device->still_ns = figures->heartbeat == device->heartbeat ? device->still_ns + since : 0;
    device->heartbeat = figures->heartbeat;
    return device->still_ns >= (int64_t)(begun ? LOST_MS : BEGIN_MS) * 1000000;
}

static void poll_heart(Device *device, const DeviceFigures *figures)
{
    if (device->poll_lost || !heart_stands(device, figures))
        return;
    device->poll_lost = true;
    atomic_store(&device->lost, true);
    atomic_store(&device->stop, true);
    device->output->ops->wake(device->output);
}

static uint64_t frames_at_rate(uint64_t frames, int from_hz, int to_hz)
{
    uint64_t from = (uint64_t)from_hz, to = (uint64_t)to_hz;
    return frames / from * to + frames % from * to / from;
}

static void state_fill(const Device *device, const DeviceFigures *figures, DeviceState *state)
{
    int from_hz = device->output->rate_hz, to_hz = device->setup.rate_hz;
    device_name_clean(state->name, sizeof state->name, device->output->name);
    state->rate_hz = from_hz;
    state->block_frames = device->pump.block_frames;
    state->latency_s = figures->latency_s;
    state->underflows = figures->underflows;
    state->underflow_frame = frames_at_rate(figures->underflow_frame, from_hz, to_hz);
    state->frames_played = frames_at_rate(figures->frames, from_hz, to_hz);
}

void device_poll(Device *device, DeviceState *state)
{
    DeviceFigures figures;
    *state = (DeviceState){.phase = DEVICE_CLOSED};
    if (!device)
        return;
    state->phase = (DevicePhase)atomic_load(&device->phase);
    device->output->ops->report(device->output, &figures);
    state_fill(device, &figures, state);
    if (state->phase == DEVICE_RUNNING)
        poll_heart(device, &figures);
    if (state->phase == DEVICE_LOST) {
        device_name_clean(state->reason, sizeof state->reason, device->error.text);
    } else if (device->poll_lost) {
        state->phase = DEVICE_LOST;
        snprintf(state->reason, sizeof state->reason, "%s takes no more sound", state->name);
    }
}

/* Waits until a child has listed. */
static Status list_await(DeviceProcess *process, DeviceShare *share, Error *error)
{
    int64_t until = clock_now_ns() + (int64_t)LIST_MS * 1000000;
    while (clock_now_ns() < until) {
        uint32_t seen = atomic_load(&share->state_changed.count);
        bool runs = device_process_runs(process); /* before the state: what it said before its end counts */
        DeviceChildState state = (DeviceChildState)atomic_load(&share->state);
        if (state == CHILD_FAILED)
            return error_set(error, share->status, "%s", share->reason);
        if (state != CHILD_STARTING)
            return STATUS_OK;
        if (!runs) {
            char how[32];
            device_process_describe(process, how, sizeof how);
            return error_set(error, STATUS_LOST, "the sound system: its process has ended (%s)", how);
        }
        device_word_wait(&share->state_changed, seen, clock_now_ns() + 20000000);
    }
    return error_set(error, STATUS_LOST, "the sound system does not answer");
}

static int list_take(const DeviceShare *share, DeviceInfo *infos, int limit, Error *error)
{
    int count = share->info_count < DEVICE_LIST_LIMIT ? share->info_count : DEVICE_LIST_LIMIT;
    count = count < limit ? count : limit;
    if (count <= 0) {
        (void)error_set(error, STATUS_NOT_FOUND, "there is no sound device, or none that is free");
        return 0;
    }
    memcpy(infos, share->infos, sizeof *infos * (size_t)count);
    return count;
}

int device_list(DeviceInfo *infos, int limit, Error *error)
{
    DeviceShare *share;
    DeviceProcess process = {0};
    int fd, count = 0;
    if (device_share_new(&share, &fd, error) != STATUS_OK)
        return 0;
    share->list_only = true;
    if (device_process_start(&process, share, fd, error) == STATUS_OK) {
        if (list_await(&process, share, error) == STATUS_OK)
            count = list_take(share, infos, limit, error);
        device_process_end(&process, share, 0);
    }
    device_share_free(share);
    close(fd);
    return count;
}
