/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The progress line of a bounce on a terminal's stderr: drawn ten times a second at most, wiped at the end. */
#ifndef TTYMIX_SRC_MODE_PROGRESS_H
#define TTYMIX_SRC_MODE_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Progress {
    bool shown, drawn;
    double began_s, last_s;
} Progress;

void progress_init(Progress *progress, bool shown);
/* RenderSetup.progress: draws, and returns true when a signal asked to end. */
bool progress_show(void *context, int64_t frame, int64_t end_frame);
void progress_clear(Progress *progress);

#endif
