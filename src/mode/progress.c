/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/progress.h"

#include <stdio.h>
#include <string.h>

#include "audio/base/clock.h"
#include "src/base/signals.h"

enum { BAR_COLUMNS = 40 };

void progress_init(Progress *progress, bool shown)
{
    *progress = (Progress){.shown = shown, .began_s = clock_now_s()};
}

static void draw(double part, double seconds_left)
{
    char bar[BAR_COLUMNS + 1];
    int full = (int)(part * BAR_COLUMNS);
    memset(bar, '-', BAR_COLUMNS);
    memset(bar, '#', (size_t)full);
    bar[BAR_COLUMNS] = '\0';
    fprintf(stderr, "\r[%s] %3d %%  %4.0f s left ", bar, (int)(part * 100), seconds_left);
}

bool progress_show(void *context, int64_t frame, int64_t end_frame)
{
    Progress *progress = context;
    if (progress->shown) {
        double now = clock_now_s(), part = end_frame > 0 ? (double)frame / (double)end_frame : 1;
        part = part > 1 ? 1 : part;
        if (now - progress->last_s >= 0.1) {
            draw(part, part > 0 ? (now - progress->began_s) * (1 - part) / part : 0);
            progress->last_s = now;
            progress->drawn = true;
        }
    }
    return signals_ending() != 0;
}

void progress_clear(Progress *progress)
{
    if (progress->drawn)
        fputs("\r\033[K", stderr);
    progress->drawn = false;
}
