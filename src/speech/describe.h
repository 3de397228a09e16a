/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The session in words: one fact a line, name first, then value, then state. Session thread. */
#ifndef TTYMIX_SRC_SPEECH_DESCRIBE_H
#define TTYMIX_SRC_SPEECH_DESCRIBE_H

#include <stdio.h>

#include "src/session/session.h"
#include "src/speech/words.h"

typedef enum Verbosity { VERBOSITY_BRIEF, VERBOSITY_NORMAL, VERBOSITY_FULL } Verbosity;

typedef struct Describer {
    Session *session; /* NULL without one: only what the document says */
    const Document *document;
    Speech speech;
    FILE *out;
} Describer;

void describe_strip(const Describer *describer, const Strip *strip, Verbosity verbosity);
/* "Vox soloed. 4 tracks silent. Plate and Delay still heard.": what the solos do now. */
void describe_solo(const Describer *describer, Verbosity verbosity);
/* The processor or band at an address ("vox.comp", "vox.eq.2"), every parameter a line; brief: those not at their
 * default; full: with what each takes. False if there is none. */
bool describe_parameters(const Describer *describer, const char *address, Verbosity verbosity);
/* What the processor at an address ("vox.eq") does over frequency, or to
 * levels; false if there is none with a curve. */
bool describe_curve(const Describer *describer, const char *address);
/* What the monitor plays, in one line: always, or only where something but its level is not as usual. */
void describe_monitor(const Describer *describer, bool always);
/* Title, length, tempo, strips by kind, and the monitor where it is not as usual. */
void describe_project(const Describer *describer);
/* The timeline: tempo, markers, loop and end, and how many clips and lanes each track has. */
void describe_timeline(const Describer *describer);
/* The clips of a strip and its lanes, a line each. */
void describe_timeline_of_strip(const Describer *describer, const Strip *strip);
/* The points of a lane, a line each; false if there is no automation at that address. */
bool describe_lane(const Describer *describer, const char *address);
/* Loudness of the master along time; its spectrum and its place between left and right, since it is watched. */
void describe_loudness(const Describer *describer);
void describe_image(const Describer *describer);
/* The history of edits, the newest first, at most so many; of a new project nothing is saved. */
void describe_history(const Describer *describer, bool is_new, long most);
/* The questions: `what is soloed`, `what is muted`, `what is over`, `what is playing`, `what is heard`, `what is not
 * default [STRIP]`. False if it is none of these. */
bool describe_what(const Describer *describer, int count, char *const *words);

#endif
