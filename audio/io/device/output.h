/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the audio thread's frames go: a table of what an output can do, and the two there are, the device child
 * and the silent clock. */
#ifndef TTYMIX_AUDIO_IO_DEVICE_OUTPUT_H
#define TTYMIX_AUDIO_IO_DEVICE_OUTPUT_H

#include "audio/io/device/share.h"

typedef struct DeviceOutput DeviceOutput;

typedef enum DeviceTurn {
    TURN_WAIT, /* nothing to do yet; come again */
    TURN_PULL, /* a block is wanted */
    TURN_OVER  /* the device has gone; the error says how */
} DeviceTurn;

typedef struct DeviceFigures {
    uint64_t heartbeat; /* grows while the device takes sound */
    uint64_t frames;    /* taken, at the output's rate */
    uint64_t underflows, underflow_frame;
    double latency_s; /* from push to ear */
} DeviceFigures;

typedef struct DeviceOutputOps {
    /* Audio thread. Fills rate_hz and name. Returns early when *stop is set. */
    Status (*open)(DeviceOutput *output, const DeviceSetup *setup, const _Atomic bool *stop, Error *error);
    /* Audio thread. Waits for room for `frames` frames, but at most 100 ms. */
    DeviceTurn (*wait)(DeviceOutput *output, int frames, Error *error);
    /* Audio thread. How many of the frames were taken: all, unless the output is stuck. */
    int (*push)(DeviceOutput *output, const float *interleaved, int frames);
    /* Audio thread. True once sound flows. */
    bool (*is_running)(const DeviceOutput *output);
    /* Audio thread, also after a failed open. Takes 800 ms at most. `lost`: do not ask, kill. */
    void (*close)(DeviceOutput *output, bool lost);
    /* Control thread, while the audio thread runs. */
    void (*report)(const DeviceOutput *output, DeviceFigures *figures);
    /* Control thread. Ends a wait, and a rest. */
    void (*wake)(DeviceOutput *output);
    /* Control thread, after the audio thread has ended. */
    void (*free)(DeviceOutput *output);
} DeviceOutputOps;

struct DeviceOutput {
    const DeviceOutputOps *ops;
    bool resting;                /* audio thread: the last block was silence, and so is what comes until `wake` */
    int rate_hz;                 /* after open */
    char name[DEVICE_FULL_NAME]; /* after open */
};

/* Control thread. */
NODISCARD Status device_output_new_child(DeviceOutput **output, Error *error);
NODISCARD Status device_output_new_null(DeviceOutput **output, Error *error);

#endif
