/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What passes between the control thread and the audio thread of a playing engine: messages to it, what it is done with
 * back, and what it played. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_MESSAGE_H
#define TTYMIX_AUDIO_ENGINE_LIVE_MESSAGE_H

#include "audio/base/ring.h"
#include "audio/engine/live/tell.h"
#include "audio/engine/plan/plan.h"
#include "audio/engine/step/probe.h"

enum {
    MESSAGE_ROOM = 1024,
    TAP_FRAMES = 1 << 17, /* of the master, waiting to be measured: 2.7 s at 48 kHz */
    PROBE_FRAMES = 1 << 14
};

typedef enum MessageKind {
    MESSAGE_PLAN,
    MESSAGE_VALUES,
    MESSAGE_PLAY,
    MESSAGE_STOP,
    MESSAGE_LOCATE,
    MESSAGE_LOOP,
    MESSAGE_MONITOR,
    MESSAGE_PROBES
} MessageKind;
enum { MESSAGE_KINDS = MESSAGE_PROBES + 1 };

typedef struct Message { /* to the audio thread */
    MessageKind kind;
    union {
        Plan *plan;
        Batch *batch;
        int64_t frame;
        struct {
            int64_t from, to;
            bool on;
        } loop;
        MonitorSpec monitor;
        uint32_t probe_uid[PROBES]; /* of processors; 0: none */
    };
} Message;

typedef struct Returned { /* from the audio thread, to be freed */
    Plan *plan;
    Batch *batch;
} Returned;

typedef struct Mail {
    Ring messages;      /* Message, to the audio thread */
    Ring returned;      /* Returned, from it; never fuller than what was sent */
    Ring tap;           /* interleaved frames of the master, from it */
    Ring probe[PROBES]; /* ProbeFrame, from it */
} Mail;

NODISCARD Status mail_init(Mail *mail);
/* After the audio thread has stopped: frees what waits in the messages, and the rings. Fine after a failed mail_init.
 */
void mail_clear(Mail *mail);

#endif
