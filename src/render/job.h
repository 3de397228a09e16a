/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `--bounce`: a project in, sound files and a report out. */
#ifndef TTYMIX_SRC_RENDER_JOB_H
#define TTYMIX_SRC_RENDER_JOB_H

#include <stdio.h>

#include "src/options.h"
#include "src/song/song.h"

/* Runs the mode; the process's exit status. */
int bounce_main(const Options *options);

/* The same for a project that is open elsewhere (the desk's `bounce FILE`): renders `document`'s present text with its
 * own store and engine. Any thread but audio; `cancel` is polled. Messages and the report go to `talk` and `result`. */
typedef struct BounceWatch {
    bool (*progress)(void *context, int64_t frame, int64_t end_frame);
    void *context;
} BounceWatch;
int bounce_project(Project *project, const Options *options, const BounceWatch *watch, FILE *talk, FILE *result);

#endif
