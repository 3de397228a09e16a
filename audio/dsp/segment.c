/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/segment.h"

#include <math.h>

#include "audio/base/maths.h"

#define CURVE_RATE 6.0 /* k of curve 1 */
#define STRAIGHT 1e-9  /* a k below is a line: the quotient would be made of rounding errors */

int segment_find(const LanePoint *points, int count, int64_t frame)
{
    int low = -1, high = count;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (points[middle].frame <= frame)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static double curve_part(double curve, double x)
{
    double k = CURVE_RATE * curve;
    return fabs(k) < STRAIGHT ? x : (maths_exp(k * x) - 1.0) / (maths_exp(k) - 1.0);
}

double segment_value(const ParamInfo *param, const LanePoint *from, const LanePoint *to, int64_t frame)
{
    if (to->shape == SHAPE_HOLD || frame <= from->frame)
        return from->value;
    double x = (double)(frame - from->frame) / (double)(to->frame - from->frame);
    return param_interpolate(param, from->value, to->value, to->shape == SHAPE_CURVE ? curve_part(to->curve, x) : x);
}
