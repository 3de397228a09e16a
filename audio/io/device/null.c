/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The silent clock: takes blocks in real time and drops them, so that a desk without a sound device still runs. */
#include <stdio.h>
#include <stdlib.h>

#include "audio/base/clock.h"
#include "audio/io/device/output.h"

enum { WAIT_NS = 100000000, LATE_NS = 50000000 };

typedef struct NullOutput {
    DeviceOutput output;
    DeviceWord woken;
    uint32_t seen;    /* of it, before the last block was asked for */
    int64_t start_ns; /* when frame `start_frame` was due */
    uint64_t start_frame;
    _Atomic uint64_t frames;
} NullOutput;

static NullOutput *null_of(DeviceOutput *output)
{
    return (NullOutput *)output;
}

static Status null_open(DeviceOutput *output, const DeviceSetup *setup, const _Atomic bool *stop, Error *error)
{
    (void)stop;
    (void)error;
    output->rate_hz = setup->rate_hz;
    snprintf(output->name, sizeof output->name, "null");
    null_of(output)->start_ns = clock_now_ns();
    return STATUS_OK;
}

/* Reckoned from the start, so that no rounding adds up. */
static int64_t null_due_ns(const NullOutput *null)
{
    uint64_t since = atomic_load(&null->frames) - null->start_frame;
    uint64_t rate = (uint64_t)null->output.rate_hz;
    return null->start_ns + (int64_t)(since / rate * 1000000000 + since % rate * 1000000000 / rate);
}

static DeviceTurn null_wait(DeviceOutput *output, int frames, Error *error)
{
    NullOutput *null = null_of(output);
    (void)frames;
    (void)error;
    if (output->resting && atomic_load(&null->woken.count) == null->seen)
        device_word_wait(&null->woken, null->seen, clock_now_ns() + WAIT_NS);
    int64_t due = null_due_ns(null), now = clock_now_ns();
    if (now < due) {
        uint32_t seen = atomic_load(&null->woken.count);
        device_word_wait(&null->woken, seen, due - now > WAIT_NS ? now + WAIT_NS : due);
        if (clock_now_ns() < due)
            return TURN_WAIT;
        now = due;
    }
    if (now - due > LATE_NS) { /* stopped, or overloaded: that time is gone, nothing is caught up */
        null->start_ns = now;
        null->start_frame = atomic_load(&null->frames);
    }
    null->seen = atomic_load(&null->woken.count);
    return TURN_PULL;
}

static int null_push(DeviceOutput *output, const float *interleaved, int frames)
{
    (void)interleaved;
    atomic_fetch_add(&null_of(output)->frames, (uint64_t)frames);
    return frames;
}

static bool null_is_running(const DeviceOutput *output)
{
    (void)output;
    return true;
}

static void null_close(DeviceOutput *output, bool lost)
{
    (void)output;
    (void)lost;
}

static void null_report(const DeviceOutput *output, DeviceFigures *figures)
{
    const NullOutput *null = (const NullOutput *)output;
    *figures = (DeviceFigures){.heartbeat = (uint64_t)clock_now_ns(), .frames = atomic_load(&null->frames)};
}

static void null_wake(DeviceOutput *output)
{
    device_word_tell(&null_of(output)->woken);
}

static void null_free(DeviceOutput *output)
{
    free(output);
}

static const DeviceOutputOps null_ops = {.open = null_open,
                                         .wait = null_wait,
                                         .push = null_push,
                                         .is_running = null_is_running,
                                         .close = null_close,
                                         .report = null_report,
                                         .wake = null_wake,
                                         .free = null_free};

Status device_output_new_null(DeviceOutput **output, Error *error)
{
    NullOutput *made = aligned_alloc(_Alignof(NullOutput), sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "no memory for the sound device");
    *made = (NullOutput){.output = {.ops = &null_ops}};
    *output = &made->output;
    return STATUS_OK;
}
