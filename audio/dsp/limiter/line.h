/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last frames of one channel for the limiter's scans, in one piece, with the highest sample among those that a scan
 * reads.
 *
 * Frames come in groups of PEAKSCAN_GROUP.  RT_SAFE but for `init` and `clear`.
 */
#ifndef TTYMIX_AUDIO_DSP_LIMITER_LINE_H
#define TTYMIX_AUDIO_DSP_LIMITER_LINE_H

#include <stdbool.h>

#include "audio/dsp/math/peakscan.h"

enum {
    LIMITLINE_TOPS = 64, /* at least LIMITLINE_SCAN_GROUPS */
    LIMITLINE_SCAN_GROUPS = PEAKSCAN_TAPS / PEAKSCAN_GROUP + 1
};

typedef struct LimitLine {
    float *data;
    int keep, end;              /* the newest frame is data[end - 1] */
    float tops[LIMITLINE_TOPS]; /* highest absolute sample of the newest groups, by group modulo LIMITLINE_TOPS */
    unsigned groups;
    float top;          /* the highest of the newest LIMITLINE_SCAN_GROUPS groups, */
    unsigned top_group; /* and which was it */
} LimitLine;

/* A line that remembers `keep` frames, all zero; false without memory. */
bool limitline_init(LimitLine *line, int keep);
void limitline_clear(LimitLine *line);
RT_SAFE void limitline_reset(LimitLine *line);
/* Takes a group. */
RT_SAFE void limitline_append(LimitLine *line, const float *group);
/* Both remember as many frames. */
RT_SAFE void limitline_copy(LimitLine *to, const LimitLine *from);

/* The group that came in `back` frames before the newest one. */
RT_SAFE static inline const float *limitline_back(const LimitLine *line, int back)
{
    return line->data + line->end - PEAKSCAN_GROUP - back;
}

#endif
