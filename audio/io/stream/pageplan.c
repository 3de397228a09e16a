/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/stream/pageplan.h"

#include <stdlib.h>

/* Pages first..last of `stem`, which a cue sounds in the stretch [from, to) of the timeline; false if none. */
typedef struct Span {
    Stem *stem;
    int64_t first, last;
    int64_t page_due; /* frames from `from` to the first frame of page `first`; may be below 0 */
} Span;

static bool span_of(const StoreCue *cue, int64_t from, int64_t to, Span *span)
{
    Stem *stem = (Stem *)cue->stream;
    int64_t length = cue->length < stem->stream.frames - cue->offset ? cue->length : stem->stream.frames - cue->offset;
    int64_t start = from > cue->start ? from : cue->start, end = to < cue->start + length ? to : cue->start + length;
    int64_t shift = cue->offset - cue->start; /* from the timeline to the stem */
    if (start + shift < 0)
        start = -shift;
    if (length <= 0 || start >= end)
        return false;
    span->stem = stem;
    span->first = (start + shift) / STORE_PAGE_FRAMES;
    span->last = (end - 1 + shift) / STORE_PAGE_FRAMES;
    span->page_due = span->first * STORE_PAGE_FRAMES - shift - from;
    return true;
}

static bool add(PagePlan *plan, Stem *stem, int64_t index, int64_t due)
{
    if (plan->count == plan->room) {
        int room = plan->room ? plan->room * 2 : 256;
        PlannedPage *list = realloc(plan->list, sizeof *list * (size_t)room);
        if (!list)
            return false;
        plan->list = list;
        plan->room = room;
    }
    plan->list[plan->count++] = (PlannedPage){stem, index, due};
    return true;
}

/* All pages of the stretch [from, to), whose first frame is heard in `due` frames; `constant`: no page later than that.
 */
static bool add_stretch(PagePlan *plan, const StoreCue *cues, int count, int64_t from, int64_t to, int64_t due,
                        bool constant)
{
    for (int i = 0; i < count; i++) {
        Span span;
        if (!span_of(&cues[i], from, to, &span))
            continue;
        for (int64_t index = span.first; index <= span.last; index++) {
            int64_t later = constant ? 0 : span.page_due + (index - span.first) * STORE_PAGE_FRAMES;
            if (!add(plan, span.stem, index, due + (later > 0 ? later : 0)))
                return false;
        }
    }
    return true;
}

/* What the transport will play, turn by turn around the loop. */
static bool add_what_is_heard(PagePlan *plan, const StoreCue *cues, int count, const PlanPlace *place)
{
    int64_t at = place->position, left = place->ahead_frames, due = 0;
    bool loops = place->loop_on && place->loop_to > place->loop_from && at < place->loop_to;
    for (int turn = 0; left > 0 && turn < 64; turn++) {
        int64_t length = loops && place->loop_to - at < left ? place->loop_to - at : left;
        if (!add_stretch(plan, cues, count, at, at + length, due, false))
            return false;
        due += length;
        left -= length;
        at = place->loop_from;
    }
    return true;
}

static bool add_heads(PagePlan *plan, const StoreCue *cues, int count, const PlanPlace *place)
{
    for (int i = 0; i < count; i++) {
        Span span;
        if (span_of(&cues[i], cues[i].start, cues[i].start + 1, &span) &&
            !add(plan, span.stem, span.first, PLANNED_HEAD))
            return false;
    }
    return !place->loop_on ||
           add_stretch(plan, cues, count, place->loop_from, place->loop_from + 1, PLANNED_HEAD - 1, true);
}

static int by_due(const void *a, const void *b)
{
    const PlannedPage *x = a, *y = b;
    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

Status pageplan_make(PagePlan *plan, const StoreCue *cues, int count, const PlanPlace *place)
{
    plan->count = 0;
    bool good = add_stretch(plan, cues, count, place->asked_from, place->asked_from + place->asked_frames, 0, true) &&
                add_what_is_heard(plan, cues, count, place) && add_heads(plan, cues, count, place);
    if (plan->count)
        qsort(plan->list, (size_t)plan->count, sizeof *plan->list, by_due);
    return good ? STATUS_OK : STATUS_NO_MEMORY;
}

void pageplan_clear(PagePlan *plan)
{
    free(plan->list);
    *plan = (PagePlan){0};
}

bool pageplan_is_met(const StoreCue *cues, int count, int64_t from, int64_t frames)
{
    for (int i = 0; i < count; i++) {
        Span span;
        if (!span_of(&cues[i], from, from + frames, &span))
            continue;
        for (int64_t index = span.first; index <= span.last; index++)
            if (!page_table_get(&span.stem->pages, index))
                return false;
    }
    return true;
}
