/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bounce: a project in, sound files out, and an outcome in data; nothing is printed.
 *
 * Any thread but audio; as many at once as there are projects (a project is used by one).  Each has a store and an
 * engine of its own, and nothing of it is kept: an album calls this in a loop.
 */
#ifndef TTYMIX_SRC_RENDER_JOB_H
#define TTYMIX_SRC_RENDER_JOB_H

#include "src/render/outcome.h"
#include "src/song/song.h"

typedef struct RenderSetup {
    const char *output;       /* a path, "-" = standard output, NULL = TITLE.wav beside the project */
    bool implied;             /* nobody typed `output`: see OUTPUT_IMPLIED; likewise of NULL */
    const char *stems_folder; /* made if it is not there: a float file for each strip that feeds the master; or NULL */
    bool format_given;        /* else by the name of the output, else wav */
    FileFormat format;
    int bits;          /* 16, 24, 32; 0 = float */
    DitherKind dither; /* of 16 and 24 bits, where a sample changes on the way from the stems (unity.h) */
    int rate_hz;       /* of the output; 0 = the project's */
    bool has_range;
    int64_t range_from, range_to; /* project frames; see range.h */
    int jobs;                     /* threads, 0 = as many as there are processors */
    bool measure;                 /* loudness, peaks and the SHA-256 of the sound */
    bool allow_missing;           /* stems that are missing, and what of them cannot be read, are silence */
    bool allow_unknown;           /* processors that this program does not know are bypassed */
    /* NULL, or called about ten times a second on the caller's thread; true ends the bounce. */
    bool (*progress)(void *context, int64_t frame, int64_t end_frame);
    void *context;
} RenderSetup;

/* Renders the project's present text; the project was opened with ProjectSetup.offline.  Clear the outcome whatever
 * comes back.  Returns outcome->fault.  Whatever fails before the last rename, an old output stays as it was. */
RenderFault render_project(Project *project, const RenderSetup *setup, RenderOutcome *outcome);

#endif
