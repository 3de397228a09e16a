/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recording of automation: which numbers are in which state, the rides that run, and how they get into the document.
 *
 *   read     the automation plays, moves of the number are edits like any other
 *   touch    while the song plays, moves take the automation's place, until 700 ms after the last one; then it
 *            glides back in 250 ms
 *   latch    the same, but the last value holds until play ends or jumps
 *   write    from the moment that play begins the present value is written, moved or not; after that pass the state
 *            is touch
 *   trim     as touch, but what is moved is added to the automation that is there
 *   preview  the number has left its automation: it is moved and heard, and nothing is written; `punch` writes it
 *            from there on, as latch does
 *
 * States belong to the session: they are in no file and no bounce.  One pass, from the first ride to the end of the
 * last, is one entry of the history.  While a ride runs the document is given its points every 100 ms, as though it had
 * ended just then, so that a crash loses no more; at its end they are written anew, thinned to 0.1 dB or the
 * parameter's fine step.
 *
 * No clock: positions come from outside, as heard.  One thread.
 */
#ifndef TTYMIX_SRC_SESSION_RECORDER_H
#define TTYMIX_SRC_SESSION_RECORDER_H

#include <stdbool.h>
#include <stdint.h>

#include "projects/document/document.h"
#include "projects/model/recording.h"
#include "src/mix/compile.h"

#define RECORDER_RELEASE_S 0.7
#define RECORDER_PIECE_S 0.1

/* The state of an address, and its value as heard where that is not the document's (`has_value`). */
typedef void (*RecorderTell)(void *context, const char *address, RecordingState state, bool has_value, double value);

typedef struct RecorderHost {
    void *context;
    /* Runs a command of the document; it is journalled and told like one that was typed. */
    Status (*edit)(void *context, const char *line);
    /* What the engine plays in the place of the document's values is other than before. */
    void (*heard)(void *context);
    /* An address has another state, or is heard at another value. */
    RecorderTell tell;
} RecorderHost;

typedef struct Recorder Recorder;

/* NULL without memory. It becomes the document's rider. */
Recorder *recorder_new(Document *document, const RecorderHost *host);
void recorder_free(Recorder *recorder);

/* `address` is exact.  RECORDING_OFF and RECORDING_READ also set the lane's mode; RECORDING_PUNCH needs a preview and
 * the song to play. */
NODISCARD Status recorder_set_state(Recorder *recorder, const char *address, RecordingState state, Error *error);
RecordingState recorder_state(const Recorder *recorder, const char *address);
/* What is heard of an address that is in some state; false of others. */
bool recorder_value(const Recorder *recorder, const char *address, double *value);
/* The song begins to play at a position; it is at a position as heard; it stops or leaves it (a locate, the end of a
 * loop). */
void recorder_play(Recorder *recorder, int64_t position);
void recorder_tick(Recorder *recorder, int64_t position);
void recorder_jump(Recorder *recorder, int64_t position); /* passes end; it plays on, somewhere else */
void recorder_stop(Recorder *recorder, int64_t position);
/* Gives the document what was moved up to now: before it is written or bounced, or judged whether it has changed. */
void recorder_write_rides(Recorder *recorder);
/* Passes end, each move having got where it was going: before the session ends. */
void recorder_finish(Recorder *recorder);
/* Passes end where they are: before an undo. */
void recorder_end_passes(Recorder *recorder);
/* True while some ride runs. */
bool recorder_is_recording(const Recorder *recorder);
/* After an edit of somebody else: follows names, forgets what is gone or whose automation reads no more. */
void recorder_follow(Recorder *recorder, const Change *change);
/* The document is another one, or its rate: everything is forgotten, nothing is written. */
void recorder_reset(Recorder *recorder, Document *document);
/* While the journal is replayed nobody rides. */
void recorder_set_idle(Recorder *recorder, bool idle);
/* The addresses of moves, since they were last forgotten, that went past automation in read; each once. */
int recorder_unheard_count(const Recorder *recorder);
const char *recorder_unheard(const Recorder *recorder, int index);
void recorder_forget_unheard(Recorder *recorder);

/* Tells everything that is not in read, to whom it may concern. */
void recorder_tell_all(Recorder *recorder, RecorderTell tell, void *context);
/* At most recorder_count() overrides; their addresses live until the next call of anything. */
int recorder_count(const Recorder *recorder);
int recorder_list(const Recorder *recorder, MixOverride *overrides);

#endif
