/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sound devices, and the audio thread that feeds them.
 *
 * PortAudio hangs for ever in stop, abort and close when its device is gone, so it lives in a child process (this
 * same program, re-executed with `--device-child FD`), fed through shared memory: it can be killed and started
 * again.  The parent's audio thread takes blocks from a source (engine_process) and pushes them.  A heartbeat that
 * stands for 0.9 s means that the device is lost, so that a poll notices within 1 s (3 s in its first half second).
 */
#ifndef TTYMIX_AUDIO_IO_DEVICE_DEVICE_H
#define TTYMIX_AUDIO_IO_DEVICE_DEVICE_H

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
    char name[128]; /* "" = the default; "null" = no sound, real-time clock; "ALSA: X", "X", "JACK", or a unique part */
    int rate_hz;    /* the project's */
    int block_frames; /* 0 = the device's own choice; 1024 for "null" */
} DeviceSetup;

/* The audio thread calls it for every block: fills out[0], out[1]. RT_SAFE.  True when nothing but silence will come
 * until the source is told something (device_tell): the null device then sleeps for up to 100 ms; a real one is fed as
 * ever. */
typedef bool (*DeviceSource)(void *context, float *const out[2], int frames);

typedef enum DevicePhase { DEVICE_CLOSED, DEVICE_OPENING, DEVICE_RUNNING, DEVICE_LOST, DEVICE_FAILED } DevicePhase;

typedef struct DeviceState { /* a snapshot */
    DevicePhase phase;
    char name[128]; /* as opened, with its host */
    int rate_hz;    /* of the device; differs from the project's when it is converted outside the engine */
    int block_frames;
    double latency_s;
    uint64_t underflows;      /* gaps heard: the device's own count, and the times it found nothing to play */
    uint64_t underflow_frame; /* frames_played at the last of them */
    uint64_t frames_played;   /* of the source, at the project's rate, that the device has really taken */
    char reason[256];         /* DEVICE_LOST, DEVICE_FAILED, or why the null device is in use */
} DeviceState;

typedef struct Device Device;

/* Control thread (any one thread per device; need not live as long as the device). Starts the audio thread and the
 * child; never blocks longer than 3 s. When no device can be opened it fails (STATUS_NOT_FOUND, LOST or REFUSED;
 * BAD_VALUE for a name that fits several, a rate or a block out of range) and the caller may open "null".  The
 * source is called before this returns: about 100 ms of sound lie ready when the device starts, so that its first
 * frame is the first that is heard. */
NODISCARD Status device_open(Device **device, const DeviceSetup *setup, DeviceSource source, void *context,
                             Error *error);
/* Stops the audio thread, lets the device play out, ends the child (kills it after 200 ms and the device's
 * latency). Returns within 1 s whatever the device does; the source is not called any more then.  To have an
 * end heard, go on until frames_played has passed it by latency_s.  NULL is safe. */
void device_close(Device *device);
/* The source has been told something: who sleeps asks it at once. Control thread. */
void device_tell(Device *device);
/* Watches the heartbeat; call it ten times a second, from the control thread.  Once DEVICE_LOST it stays so and
 * the source is called no more: close it, and open it or another again.  NULL gives DEVICE_CLOSED. */
void device_poll(Device *device, DeviceState *state);
/* Lists devices in a child of its own; count, at most `limit`; 0 when there are none. */
int device_list(DeviceInfo *infos, int limit, Error *error);
/* main() calls this first: when argv asks for the child, runs it and returns its exit status; -1 otherwise. */
int device_child_main(int argc, char **argv);

#endif
