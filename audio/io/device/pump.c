/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/device/pump.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64 };

static Status pump_prepare_resampler(DevicePump *pump, int from_hz, int to_hz, Error *error)
{
    Status status = resampler_new(&pump->resampler, from_hz, to_hz, 2, RESAMPLER_HIGH, error);
    if (status != STATUS_OK)
        return status;
    if (resampler_warm(pump->resampler) != STATUS_OK)
        return error_set(error, STATUS_NO_MEMORY, "no memory to convert the sample rate");
    /* A block may grow; what it becomes has its own limit. */
    int most = (int)((double)DEVICE_BLOCK_MOST * from_hz / to_hz);
    if (pump->block_frames > most)
        pump->block_frames = most > 0 ? most : 1;
    pump->out_frames = (int)((double)pump->block_frames * to_hz / from_hz) + 1;
    return STATUS_OK;
}

Status device_pump_init(DevicePump *pump, const DeviceSetup *setup, Error *error)
{
    const size_t lane = DEVICE_BLOCK_MOST * sizeof(float);
    pump->block_frames = setup->block_frames ? setup->block_frames : DEVICE_BLOCK_DEFAULT;
    pump->out_frames = pump->block_frames;
    if (pump->output->rate_hz != setup->rate_hz) {
        Status status = pump_prepare_resampler(pump, setup->rate_hz, pump->output->rate_hz, error);
        if (status != STATUS_OK)
            return status;
    }
    pump->memory = aligned_alloc(ALIGNMENT, 6 * lane);
    if (!pump->memory)
        return error_set(error, STATUS_NO_MEMORY, "no memory for the sound device");
    memset(pump->memory, 0, 6 * lane);
    pump->planar[0] = pump->memory;
    pump->planar[1] = pump->memory + DEVICE_BLOCK_MOST;
    pump->interleaved = pump->memory + 2 * DEVICE_BLOCK_MOST;
    pump->converted = pump->memory + 4 * DEVICE_BLOCK_MOST;
    return STATUS_OK;
}

void device_pump_clear(DevicePump *pump)
{
    resampler_free(pump->resampler);
    free(pump->memory);
    pump->resampler = NULL;
    pump->memory = NULL;
}

/* All frames, waiting where the output is full; what is left when the device goes or we are stopped is dropped. */
static Status pump_push(DevicePump *pump, const float *frames, int count, Error *error)
{
    DeviceOutput *output = pump->output;
    for (;;) {
        int pushed = output->ops->push(output, frames, count);
        frames += 2 * pushed;
        count -= pushed;
        if (count == 0 || atomic_load(pump->stop))
            return STATUS_OK;
        if (output->ops->wait(output, count, error) == TURN_OVER)
            return STATUS_LOST;
    }
}

static Status pump_push_converted(DevicePump *pump, const float *frames, int count, Error *error)
{
    int made = DEVICE_BLOCK_MOST;
    while (count > 0 || made == DEVICE_BLOCK_MOST) {
        int used = 0;
        made = resampler_process(pump->resampler, frames, count, &used, pump->converted, DEVICE_BLOCK_MOST);
        if (made < 0)
            return error_set(error, STATUS_UNSUPPORTED, "the sample rate cannot be converted");
        frames += 2 * used;
        count -= used;
        Status status = pump_push(pump, pump->converted, made, error);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

Status device_pump_run(DevicePump *pump, Error *error)
{
    int frames = pump->block_frames;
    pump->output->resting = pump->source(pump->context, pump->planar, frames);
    for (int i = 0; i < frames; i++) {
        pump->interleaved[2 * i] = pump->planar[0][i];
        pump->interleaved[2 * i + 1] = pump->planar[1][i];
    }
    if (pump->resampler)
        return pump_push_converted(pump, pump->interleaved, frames, error);
    return pump_push(pump, pump->interleaved, frames, error);
}
