/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the control thread tells the audio thread's states: first values of new ones, and changes of old ones. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_TELL_H
#define TTYMIX_AUDIO_ENGINE_LIVE_TELL_H

#include "audio/engine/step/state.h"

/* Sets a state that nobody else has seen yet. False without memory. Control thread. */
NODISCARD bool tell_new_strip(StripState *state, const StripSpec *spec);
NODISCARD bool tell_new_send(SendState *state, const SendSpec *spec);
NODISCARD bool tell_new_voice(VoiceState *state, const ProcessorSpec *spec);

/* One value that is to be another. */
typedef enum ChangeKind {
    CHANGE_STRIP,
    CHANGE_SETTINGS,
    CHANGE_SEND,
    CHANGE_VALUE,
    CHANGE_BYPASS,
    CHANGE_BYPASS_DB
} ChangeKind;

typedef struct Change {
    ChangeKind kind;
    int index;
    StripState *strip;
    SendState *send;
    VoiceState *voice;
    Control next;
    double told_value; /* as the spec said it */
    StripSettings settings;
    Lane *lane; /* next.lane, owned by `told` once the batch is committed */
} Change;

typedef struct Batch { /* changes that take effect on one frame */
    Change *changes;
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
