/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clips as lines, for commands that cut, move and copy them on several tracks; for the files of this room only. */
#ifndef TTYMIX_PROJECTS_COMMAND_CLIP_LINES_H
#define TTYMIX_PROJECTS_COMMAND_CLIP_LINES_H

#include "projects/command/run.h"

typedef struct ClipFrames {     /* where a clip lies */
    int64_t at, offset, length; /* length -1: to the end of the file, which nobody knows here */
} ClipFrames;

ClipFrames clip_frames(const Run *run, int strip, int clip);
/* The frame behind it; INT64_MAX where it is not known. */
int64_t clip_end(const ClipFrames *clip);
/* The topmost clip of a strip that covers a frame; -1 without one. */
int clip_at(const Run *run, int strip, int64_t frame);
void clip_format_frame(const Run *run, int64_t frame, char out[TIME_TEXT_MAX]);

/* The tracks that the next word names, those of groups that it names among them, each once; others are passed over.
 * `*tracks` is the caller's, whatever comes of it. */
NODISCARD Status clips_take_tracks(Run *run, int **tracks, int *count);
/* The time at the next word, written as the file has it, and its frame. */
NODISCARD Status clips_take_frame(Run *run, const char *what, int64_t *frame, char text[TIME_TEXT_MAX]);

/* The clip at the next word, and its address as it is written. Those of included files are not refused here. */
NODISCARD Status clip_take(Run *run, Address *address, char exact[256]);

/* Writes one value of a clip's line; NULL takes it away. Refuses clips of included files. */
NODISCARD Status clip_write(Run *run, int strip, int clip, int row, const char *text);
/* Gives a clip other frames: what stays the same keeps its text.  Fades go where their end of the clip goes.  The model
 * is fresh then, as after all below. */
NODISCARD Status clip_set_frames(Run *run, int strip, int clip, ClipFrames frames, bool fade_in, bool fade_out);
/* A copy of its line behind it, without its name. */
NODISCARD Status clip_copy(Run *run, int strip, int clip, ClipFrames frames, bool fade_in, bool fade_out);
NODISCARD Status clip_delete(Run *run, int strip, int clip);
/* Leaves of a clip what lies outside of [from, to): two pieces, one, or none. */
NODISCARD Status clip_cut_out(Run *run, int strip, int clip, int64_t from, int64_t to);

#endif
