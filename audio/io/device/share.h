/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory that the player and its device child share: a request, a reply, a ring of frames, and words to wait
 * on.
 *
 * One memfd, mapped by both.  Exactly one thread of the parent writes frames and exactly one thread of the child
 * (the device's callback) reads them; both sides are wait-free.  Positions only ever grow; the ring is indexed
 * modulo its size, so that a scribbled position can spoil the sound but reach no other memory.
 *
 * Waiting: a word is counted up by who changes something and waited on by who needs it (futex, between processes).
 * A wake is a system call only when somebody has announced that he waits; FUTEX_WAKE never sleeps, and the host's
 * own callback thread makes calls of that kind each period.
 */
#ifndef TTYMIX_AUDIO_IO_DEVICE_SHARE_H
#define TTYMIX_AUDIO_IO_DEVICE_SHARE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "audio/io/device/device.h"

enum {
    DEVICE_RING_FRAMES = 65536, /* a power of two; JACK's largest period several times over */
    DEVICE_LIST_LIMIT = 128,
    DEVICE_FULL_NAME = 168 /* "HOST: NAME" and its end */
};

typedef enum DeviceChildState { /* in order; FAILED and ENDED are final */
                                CHILD_STARTING,
                                CHILD_OPENED, /* the reply is filled in; waits for go */
                                CHILD_RUNNING,
                                CHILD_FAILED, /* status and reason say why */
                                CHILD_ENDED   /* has stopped by itself, or listed */
} DeviceChildState;

typedef struct DeviceWord { /* counted up at every event */
    _Alignas(64) _Atomic uint32_t count;
    _Atomic uint32_t waiting; /* someone sleeps on it */
} DeviceWord;

typedef struct DeviceShare {
    uint32_t magic, size; /* DEVICE_SHARE_MAGIC, sizeof(DeviceShare) */
    int parent_pid;
    bool list_only;

    /* request, before the child starts */
    char name[128];
    int rate_hz, block_frames; /* 0 = the device's choice */

    /* reply, before CHILD_OPENED, FAILED or ENDED is stored */
    char opened_name[DEVICE_FULL_NAME];
    int opened_rate_hz;
    double latency_s;
    Status status;
    char reason[512];
    DeviceInfo infos[DEVICE_LIST_LIMIT];
    int info_count;

    _Atomic int state;     /* DeviceChildState, written by the child */
    _Atomic bool go, quit; /* written by the parent */
    DeviceWord state_changed;
    DeviceWord told;  /* go or quit was set */
    DeviceWord taken; /* frames left the ring */
    DeviceWord given; /* frames entered it */

    _Alignas(64) _Atomic uint64_t written; /* frames, by the parent */
    _Alignas(64) _Atomic uint64_t read;    /* frames really played, by the callback */
    _Atomic uint64_t heartbeat;            /* callbacks */
    _Atomic uint64_t underflows;           /* gaps heard: the device's own, and callbacks that found the ring empty */
    _Atomic uint64_t underflow_frame;      /* `read` at the last one */
    _Atomic int callback_frames;           /* the most that one callback has asked for */

    _Alignas(64) float ring[DEVICE_RING_FRAMES * 2]; /* left, right */
} DeviceShare;

#define DEVICE_SHARE_MAGIC 0x5479644du

/* Makes the memory and maps it, every page present. The descriptor is closed on exec. Control threads. */
NODISCARD Status device_share_new(DeviceShare **share, int *fd, Error *error);
/* Maps memory made by device_share_new in another process; refuses what is not such memory. */
NODISCARD Status device_share_map(DeviceShare **share, int fd);
/* Unmaps; NULL is safe. */
void device_share_free(DeviceShare *share);

/* Frames in the ring; exact for the reader, an upper bound for the writer. */
RT_SAFE int device_share_fill(const DeviceShare *share);
/* Copies interleaved frames in; how many fitted. Writer's thread. */
RT_SAFE int device_share_write(DeviceShare *share, const float *frames, int count);
/* Copies frames out, spread over `channels` (1: the mean of both, more than 2: silence in the rest); how many
 * there were. Reader's thread. */
RT_SAFE int device_share_read(DeviceShare *share, float *frames, int count, int channels);

/* An event happened: wakes whoever waits for it. Does not block. */
void device_word_tell(DeviceWord *word);
/* Sleeps until the word no longer is `seen`, or until `deadline_ns` (CLOCK_MONOTONIC), or for no reason. */
void device_word_wait(DeviceWord *word, uint32_t seen, int64_t deadline_ns);

#endif
