/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which project frame stands at which frame of a strip's clock: playing, looping, standing still.
 *
 * Engine frame o is the o-th frame given out; a strip that lies `ahead` frames before the output works on clock o +
 * ahead. Everything that depends on the project's time asks here, so a loop wraps at every strip exactly when its own
 * signal wraps.
 */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_TIMELINE_H
#define TTYMIX_AUDIO_ENGINE_STEP_TIMELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/attributes.h"

enum { TIMELINE_SEGMENTS = 8 };

typedef struct TimelineSegment {
    int64_t clock, position; /* the segment's first frame, on either scale */
    bool stops;              /* plays for `fade` frames while it fades out, then stands still */
    bool fades_in;
    bool loop_on;
    int64_t loop_from, loop_to; /* taken when the segment begins before loop_to */
} TimelineSegment;

typedef struct Timeline {
    TimelineSegment segment[TIMELINE_SEGMENTS]; /* ascending in clock */
    int count;
    int fade_frames; /* 5 ms */
} Timeline;

typedef enum TimelineFade { TIMELINE_PLAIN, TIMELINE_FADE_IN, TIMELINE_FADE_OUT } TimelineFade;

typedef struct TimelineSpan { /* frames that follow one another in the project */
    int64_t position;
    int frames;
    bool moving; /* false: stands still at `position`, sources are silent */
    TimelineFade fade;
    int fade_at; /* of fade_frames, at the span's first frame */
} TimelineSpan;

/* Begins anew: clock `clock` is project frame `position`. */
RT_SAFE void timeline_start(Timeline *timeline, int64_t clock, int64_t position, bool fade_in, bool moving);
/* Stops at `clock`, which nobody has passed yet. False when too many changes are still under way. */
RT_SAFE bool timeline_stop(Timeline *timeline, int64_t clock, int64_t oldest_clock);
/* From `clock` on the loop is this. */
RT_SAFE bool timeline_loop(Timeline *timeline, int64_t clock, int64_t oldest_clock, bool on, int64_t from, int64_t to);
/* The longest span from `clock` on, at most `frames` long, at least 1. */
RT_SAFE TimelineSpan timeline_span(const Timeline *timeline, int64_t clock, int frames);
RT_SAFE int64_t timeline_position(const Timeline *timeline, int64_t clock);

#endif
