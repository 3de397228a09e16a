/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which pages will be heard, and when: the disk thread's plan, made from cues and a position. Plain arithmetic. */
#ifndef TTYMIX_AUDIO_IO_STREAM_PAGEPLAN_H
#define TTYMIX_AUDIO_IO_STREAM_PAGEPLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "audio/io/stream/stem.h"
#include "audio/io/stream/store.h"

typedef struct PlannedPage {
    Stem *stem;
    int64_t index; /* of the page */
    int64_t due;   /* frames until it is heard; PLANNED_HEAD for those that only make a start immediate */
} PlannedPage;

#define PLANNED_HEAD (INT64_MAX / 2)

typedef struct PagePlan {
    PlannedPage *list; /* owned; what is heard first comes first */
    int count, room;
} PagePlan;

/* Where the transport is, and what else was asked for. */
typedef struct PlanPlace {
    int64_t position, loop_from, loop_to;
    bool loop_on;
    int64_t ahead_frames;
    int64_t asked_from, asked_frames; /* asked_frames 0: nothing */
} PlanPlace;

/* Replaces the plan: what is asked for, what is heard from the position on (around the loop), and the first page of
 * every cue, of the loop.
 */
NODISCARD Status pageplan_make(PagePlan *plan, const StoreCue *cues, int count, const PlanPlace *place);
void pageplan_clear(PagePlan *plan);
/* True if every page heard in [from, from + frames) is in memory. */
bool pageplan_is_met(const StoreCue *cues, int count, int64_t from, int64_t frames);

#endif
