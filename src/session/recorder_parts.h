/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recorder's insides, for its own files. */
#ifndef TTYMIX_SRC_SESSION_RECORDER_PARTS_H
#define TTYMIX_SRC_SESSION_RECORDER_PARTS_H

#include "projects/command/ride.h"
#include "src/session/recorder.h"

typedef struct Armed {
    char address[256];
    const ParamInfo *param;
    RecordingState state;
    Ride *ride;
    double value;    /* aimed at: as heard, or what a trim adds */
    int64_t moved;   /* the position of the last move */
    int64_t written; /* up to where the document has the ride for good; INT64_MIN: nothing yet */
    double told;     /* the value last told; NAN */
} Armed;

struct Recorder {
    Document *document;
    RecorderHost host;
    Armed *items;
    int count, room;
    bool playing, idle;
    int64_t position, last_piece;
    bool has_entry;          /* this pass has an entry on top of the history */
    uint64_t entry_revision; /* while the document's revision is this one */
    char **unheard;          /* owned; moves that went past automation in read */
    int unheard_count, unheard_room;
};

/* armed.c: one address that is in some state. */

/* NULL for an address in read. */
Armed *armed_find(const Recorder *recorder, const char *address);
/* The same, new if there was none; NULL without memory. Others may move in memory. */
Armed *armed_add(Recorder *recorder, const char *address, const ParamInfo *param);
/* Into read, without a word. Others may move in memory. */
void armed_drop(Recorder *recorder, Armed *armed);
/* A strip's new name, in the addresses of what is inside it and of what is sent to it. */
void armed_follow_name(Armed *armed, const Change *change);

/* recorder_rides.c: how rides begin, end, and get into the document. */

const Model *recorder_model(const Recorder *recorder);
int64_t recorder_frames(const Recorder *recorder, double seconds);
/* As heard at the recorder's position, with what is aimed at; NAN where there is nothing. */
double armed_value(const Recorder *recorder, const Armed *armed);
NODISCARD bool armed_begin_ride(Recorder *recorder, Armed *armed);
/* The ride goes on towards a value as heard. */
void armed_aim(Recorder *recorder, Armed *armed, double value);
/* Gives the document what the ride has become so far; false where it does not take it. */
NODISCARD bool armed_write_ride(Recorder *recorder, Armed *armed);
/* Lets go at a frame; the whole ride is written, and what follows from the end of a pass is the caller's. */
void armed_end_ride(Recorder *recorder, Armed *armed, int64_t frame);
/* After rides have ended. */
void recorder_close_pass(Recorder *recorder);

#endif
