/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the control thread tells the audio thread's states: values that are to be others. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_TELL_H
#define TTYMIX_AUDIO_ENGINE_LIVE_TELL_H

#include "audio/engine/step/state.h"

/* One value that is to be another. */
typedef enum ValueChangeKind {
    VALUE_OF_STRIP,
    VALUE_OF_SETTINGS,
    VALUE_OF_SEND,
    VALUE_OF_PROCESSOR,
    VALUE_OF_BYPASS,
    VALUE_OF_BYPASS_DB
} ValueChangeKind;

typedef struct ValueChange {
    ValueChangeKind kind;
    int index;
    StripState *strip;
    SendState *send;
    VoiceState *voice;
    Control next;
    double told_value; /* as the spec said it */
    StripSettings settings;
    Lane *lane; /* next.lane, owned by `told` once the batch is committed */
} ValueChange;

typedef struct Batch { /* changes that take effect on one frame */
    ValueChange *changes;
    int count, room;
    Lane **retired; /* lanes that nobody reads once the batch has come back */
    int retired_count;
} Batch;

Batch *batch_new(void);
/* Frees the batch and the lanes it retired. NULL is safe. */
void batch_free(Batch *batch);
/* Notes what differs between what was told and the spec. False without memory. */
NODISCARD bool tell_strip(Batch *batch, StripState *state, const StripSpec *spec);
NODISCARD bool tell_send(Batch *batch, SendState *state, const SendSpec *spec);
NODISCARD bool tell_voice(Batch *batch, VoiceState *state, const ProcessorSpec *spec);
/* The batch will be sent: `told` becomes what it says, and lanes replaced are retired. False without memory, and
 * nothing changed. */
NODISCARD bool batch_commit(Batch *batch);
/* Takes back a batch that was not committed: frees its new lanes and the batch. */
void batch_drop(Batch *batch);
/* Audio thread: the values become what they shall be. Voices glide from what they are, from engine frame `frame` on,
 * where `live`. */
RT_SAFE void batch_apply(const Batch *batch, int64_t frame, bool live);

#endif
