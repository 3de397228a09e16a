/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Second-order state variable filters of eight channels (Simper's trapezoidal form): stable however their frequency
 * moves. */
#ifndef TTYMIX_AUDIO_DSP_MATH_LANE_SVF_H
#define TTYMIX_AUDIO_DSP_MATH_LANE_SVF_H

#include "audio/base/maths.h"
#include "audio/dsp/lanes.h"

typedef struct LaneSvf {
    F8 first, second; /* states */
} LaneSvf;

typedef struct LaneSvfOut {
    F8 low, band, high; /* low + k band + high = in */
} LaneSvfOut;

/* g = tan(pi f/fs); scale = 1/(1 + g (g + k)) */
LANES_INLINE LaneSvfOut lane_svf_run(LaneSvf *svf, F8 x, F8 g, F8 scale, float k)
{
    LaneSvfOut out;
    out.band = scale * (svf->first + g * (x - svf->second));
    F8 gained = g * out.band;
    out.low = svf->second + gained;
    out.high = x - k * out.band - out.low;
    svf->first = out.band + out.band - svf->first;
    svf->second = out.low + gained;
    return out;
}

LANES_INLINE F8 lane_svf_scale(F8 g, float k)
{
    return 1.0f / (1.0f + g * (g + k));
}

/* g of a frequency, which is kept below 0.49 of the rate. */
static inline double lane_svf_g(double hz, double rate_hz)
{
    double turns = hz / rate_hz;
    return maths_tan(MATHS_PI * (turns < 0.49 ? turns : 0.49));
}

/* Seconds until a filter that was left alone has fallen by 122 dB (14 nepers). Near half the rate it rings longer than
 * its frequency says: there the trapezoid puts the poles close to the circle. */
static inline double lane_svf_ring_s(double hz, double rate_hz, double k)
{
    double g = lane_svf_g(hz, rate_hz), even = 1 + g * g;
    return 28 / maths_log((even + g * k) / (even - g * k)) / rate_hz;
}

#endif
