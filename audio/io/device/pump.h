/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the audio thread carries: blocks from a source, interleaved, converted where the device's rate differs, to
 * an output.
 *
 * Frames at the device's own rate pass with their bits unchanged.
 */
#ifndef TTYMIX_AUDIO_IO_DEVICE_PUMP_H
#define TTYMIX_AUDIO_IO_DEVICE_PUMP_H

#include "audio/io/device/output.h"
#include "audio/io/file/resampler.h"

typedef struct DevicePump {
    DeviceSource source;
    void *context;
    DeviceOutput *output;
    const _Atomic bool *stop;
    int block_frames;                           /* pulled at a time */
    int out_frames;                             /* at most what a block becomes, about */
    float *planar[2], *interleaved, *converted; /* into `memory` */
    float *memory;
    Resampler *resampler; /* NULL when the rates agree */
} DevicePump;

enum { DEVICE_BLOCK_MOST = 4096, DEVICE_BLOCK_DEFAULT = 256, DEVICE_BLOCK_NULL = 1024 };

/* After the output has opened. Allocates all that is needed. */
NODISCARD Status device_pump_init(DevicePump *pump, const DeviceSetup *setup, Error *error);
/* A zeroed pump is fine. */
void device_pump_clear(DevicePump *pump);
/* Pulls one block and pushes it. RT_SAFE but for the output's wait, which it enters only when the output is full. */
NODISCARD Status device_pump_run(DevicePump *pump, Error *error);

#endif
