/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/timeline.h"

#include <string.h>

void timeline_start(Timeline *timeline, int64_t clock, int64_t position, bool fade_in, bool moving)
{
    TimelineSegment last = timeline->count > 0 ? timeline->segment[timeline->count - 1] : (TimelineSegment){0};
    timeline->count = 1;
    timeline->segment[0] = (TimelineSegment){
        .clock = moving ? clock : clock - timeline->fade_frames, /* its fade-out lies behind */
        .position = moving ? position : position - timeline->fade_frames,
        .stops = !moving,
        .fades_in = fade_in,
        .loop_on = last.loop_on,
        .loop_from = last.loop_from,
        .loop_to = last.loop_to,
    };
}

/* Forgets segments that lie wholly before `oldest_clock`, and makes room for one that begins at `clock`. */
static TimelineSegment *next_segment(Timeline *timeline, int64_t clock, int64_t oldest_clock)
{
    int gone = 0;
    while (gone + 1 < timeline->count && timeline->segment[gone + 1].clock <= oldest_clock)
        gone++;
    memmove(timeline->segment, timeline->segment + gone,
            (size_t)(timeline->count - gone) * sizeof timeline->segment[0]);
    timeline->count -= gone;
    if (timeline->count == TIMELINE_SEGMENTS)
        return NULL;
    TimelineSegment *next = &timeline->segment[timeline->count];
    TimelineSegment *last = next - 1;
    *next = *last;
    next->position = timeline_position(timeline, clock);
    next->clock = clock;
    next->fades_in = false;
    timeline->count++;
    return next;
}

bool timeline_stop(Timeline *timeline, int64_t clock, int64_t oldest_clock)
{
    if (timeline->segment[timeline->count - 1].stops)
        return true;
    TimelineSegment *next = next_segment(timeline, clock, oldest_clock);
    if (next)
        next->stops = true;
    return next != NULL;
}

bool timeline_loop(Timeline *timeline, int64_t clock, int64_t oldest_clock, bool on, int64_t from, int64_t to)
{
    TimelineSegment *last = &timeline->segment[timeline->count - 1];
    if (!last->stops) {
        last = next_segment(timeline, clock, oldest_clock);
        if (!last)
            return false;
    }
    last->loop_on = on && to > from;
    last->loop_from = from;
    last->loop_to = to;
    return true;
}

/* Position `frames` frames into a segment, and in *left how many follow before a loop wraps. */
static int64_t position_in(const TimelineSegment *segment, int64_t frames, int64_t *left)
{
    int64_t position = segment->position + frames;
    *left = INT64_MAX;
    if (!segment->loop_on || segment->position >= segment->loop_to)
        return position;
    if (position >= segment->loop_to)
        position = segment->loop_from + (position - segment->loop_to) % (segment->loop_to - segment->loop_from);
    *left = segment->loop_to - position;
    return position;
}

static void limit(TimelineSpan *span, int64_t frames)
{
    if (frames < span->frames)
        span->frames = (int)frames;
}

TimelineSpan timeline_span(const Timeline *timeline, int64_t clock, int frames)
{
    int at = timeline->count - 1;
    while (at > 0 && timeline->segment[at].clock > clock)
        at--;
    const TimelineSegment *segment = &timeline->segment[at];
    TimelineSpan span = {.frames = frames, .moving = true};
    if (at + 1 < timeline->count)
        limit(&span, timeline->segment[at + 1].clock - clock);
    int64_t into = clock - segment->clock, left;
    if (into < 0) { /* before the start nothing sounds: delays are still filling */
        limit(&span, -into);
        span.position = segment->position;
        span.moving = false;
        return span;
    }
    if (segment->stops && into >= timeline->fade_frames) {
        span.position = position_in(segment, timeline->fade_frames, &left);
        span.moving = false;
        return span;
    }
    span.position = position_in(segment, into, &left);
    limit(&span, left);
    if ((segment->stops || segment->fades_in) && into < timeline->fade_frames) {
        span.fade = segment->stops ? TIMELINE_FADE_OUT : TIMELINE_FADE_IN;
        span.fade_at = (int)into;
        limit(&span, timeline->fade_frames - into);
    }
    return span;
}

int64_t timeline_position(const Timeline *timeline, int64_t clock)
{
    return timeline_span(timeline, clock, 1).position;
}
