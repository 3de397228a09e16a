/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points of automation, and the value between two of them: what is played and what is recorded ask here, so that what
 * was moved is what is heard, bit for bit.
 *
 * A point's shape tells the segment that ends at it.  With x the part of the segment's time that is over, `hold` keeps
 * the value before, `linear` is the part x of the way, `curve` C the part (e^(kx) - 1) / (e^k - 1) of it with k = 6 C
 * (a part of such a curve is a curve with that part of C).  The way is that of the row's law (param_interpolate).  Any
 * thread.
 */
#ifndef TTYMIX_AUDIO_DSP_SEGMENT_H
#define TTYMIX_AUDIO_DSP_SEGMENT_H

#include <stdint.h>

#include "audio/base/attributes.h"
#include "audio/dsp/param.h"
#include "audio/dsp/words.h"

typedef struct LanePoint {
    int64_t frame;
    double value;
    LaneShape shape; /* of the segment that ends here */
    double curve;    /* SHAPE_CURVE: -1..1 */
} LanePoint;

/* Index of the last of ascending points at or before a frame; -1 before the first. */
RT_SAFE int segment_find(const LanePoint *points, int count, int64_t frame);
/* The value at a frame before `to`; that of `from` at its frame and before. */
RT_SAFE double segment_value(const ParamInfo *param, const LanePoint *from, const LanePoint *to, int64_t frame);

#endif
