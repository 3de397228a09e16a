/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How moves of a value are recorded as automation: the states of an address, and their words. What each does is told in
 * src/session/recorder.h; none stands in a file. */
#ifndef TTYMIX_PROJECTS_MODEL_RECORDING_H
#define TTYMIX_PROJECTS_MODEL_RECORDING_H

#include <stdbool.h>

typedef enum RecordingState {
    RECORDING_READ, /* nothing is recorded */
    RECORDING_TOUCH,
    RECORDING_LATCH,
    RECORDING_WRITE,
    RECORDING_TRIM,
    RECORDING_PREVIEW,
    RECORDING_STATES, /* what an address may be in; the others are asked for, and end in one of these */
    RECORDING_PUNCH = RECORDING_STATES, /* writes the previewed value, and latches */
    RECORDING_OFF,                      /* reads, and has the automation off */
    RECORDING_WORDS
} RecordingState;

/* "read", "touch" ... in their order, ended by NULL: the words of `auto` and of the line `state auto`. */
extern const char *const recording_words[RECORDING_WORDS + 1];
/* The same, as a command says what it takes. */
#define RECORDING_CHOICE "read|touch|latch|write|trim|preview|punch|off"
/* The state of a word; false, and nothing written, if it is none. */
bool recording_find(const char *word, RecordingState *state);

#endif
