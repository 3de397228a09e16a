/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sound devices, and the audio thread that feeds them.
 *
 * PortAudio hangs for ever in stop, abort and close when its device is gone, so it lives in a child process (this same program, re-executed with
 * `--device-child FD`), fed through shared memory: it can be killed and started again.  The parent's audio thread takes blocks from a
 * source (engine_process) and pushes them.  A heartbeat that stands for 1 s means that the device is lost.
 */
#ifndef TTYMIX_AUDIO_IO_DEVICE_H
#define TTYMIX_AUDIO_IO_DEVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"

typedef struct DeviceInfo {
    char name[128], host[32];
    int channels;
    double default_rate_hz, low_latency_s;
    bool is_default;
} DeviceInfo;

typedef struct DeviceSetup {
    char name[128];   /* "" = the default; "null" = no sound, real-time clock; a part of a name matches if unique */
    int rate_hz;      /* the project's */
    int block_frames; /* 0 = the device's own choice */
} DeviceSetup;

/* The audio thread calls it for every block: fills out[0], out[1]. RT_SAFE. */
typedef void (*DeviceSource)(void *context, float *const out[2], int frames);

typedef enum DevicePhase { DEVICE_CLOSED, DEVICE_OPENING, DEVICE_RUNNING, DEVICE_LOST, DEVICE_FAILED } DevicePhase;

typedef struct DeviceState { /* a snapshot */
    DevicePhase phase;
    char name[128];        /* as opened, with its host */
    int rate_hz;           /* of the device; differs from the project's when it is converted outside the engine */
    int block_frames;
    double latency_s;
    uint64_t underflows;   /* the device's own count */
    uint64_t frames_played;
    char reason[256];      /* DEVICE_LOST, DEVICE_FAILED, or why the null device is in use */
} DeviceState;

typedef struct Device Device;

/* Control thread. Starts the audio thread and the child; never blocks longer than 3 s.  When no device can be opened it fails (STATUS_NOT_FOUND,
 * LOST or REFUSED) and the caller may open "null". */
NODISCARD Status device_open(Device **device, const DeviceSetup *setup, DeviceSource source, void *context, Error *error);
/* Stops the audio thread, ends the child (kills it after 200 ms). Returns within 1 s whatever the device does. */
void device_close(Device *device);
/* Watches the heartbeat; call it ten times a second. */
void device_poll(Device *device, DeviceState *state);
/* Lists devices in a child of its own; count, at most `limit`; 0 when there are none. */
int device_list(DeviceInfo *infos, int limit, Error *error);
/* main() calls this first: when argv asks for the child, runs it and returns its exit status; -1 otherwise. */
int device_child_main(int argc, char **argv);

#endif
