/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The part that has the stems' overviews: they are found or made by a thread of its own once a desk asks for them, one
 * after the other, and kept open while the song is. */
#ifndef TTYMIX_SRC_SESSION_OVERVIEWS_H
#define TTYMIX_SRC_SESSION_OVERVIEWS_H

#include "audio/measure/overview.h"

typedef struct Overviews Overviews;

/* `count` columns (up to OVERVIEW_COLUMNS_MAX) of `step` frames each of a stem as the document names it, from frame
 * `from` on; frames are of the project's rate.  False: not ready, and asked for unless there is none.  `*length`: the
 * stem's in frames, -1 where there is none. */
bool overviews_columns(Overviews *overviews, const char *path, int64_t from, int64_t step, int count,
                       OverviewBlock *columns, int64_t *length);

#endif
