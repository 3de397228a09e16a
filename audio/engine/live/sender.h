/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control thread's side of playback: what a new spec changes, and how the audio thread is told. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_SENDER_H
#define TTYMIX_AUDIO_ENGINE_LIVE_SENDER_H

#include "audio/engine/live/message.h"

typedef struct Sender {
    EngineSetup setup;
    Mail *mail;
    Plan *told;     /* the plan last handed over; owned by the audio thread's side until it comes back */
    long under_way; /* plans and batches sent and not given back */
    Message waiting[MESSAGE_KINDS]; /* transport and monitor, for which there was no room; a stop at MESSAGE_PLAY */
    bool waits[MESSAGE_KINDS], any_waits;
} Sender;

/* As engine_apply. */
NODISCARD Status sender_apply(Sender *sender, const MixSpec *spec, Error *error);
/* As engine_poll. */
void sender_poll(Sender *sender);
/* A message of transport or monitor.  What finds no room waits outside, the newest of its kind; a stop takes the place
 * of a play. */
void sender_send(Sender *sender, Message message);

#endif
