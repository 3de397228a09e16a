/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second-order Butterworth low cut or high cut of one channel whose frequency may move.
 *
 * Topology-preserving state variable filter (V. Zavalishin, "The Art of VA Filter Design", 2018, chapter 4), Q = sqrt
 * 1/2: its gain never exceeds one, and it stays stable while its frequency moves.  `g` is tan(pi f / rate).  In double,
 * because near half the rate, where g is great, what comes out is a small difference of great numbers.
 */
#ifndef TTYMIX_AUDIO_DSP_MATH_SVF_H
#define TTYMIX_AUDIO_DSP_MATH_SVF_H

#include "audio/base/attributes.h"
#include "audio/base/maths.h"
#include "audio/dsp/cell.h"

#define SVF_DAMPING 1.41421356237309505

typedef struct Svf {
    double low, band; /* states of the two integrators */
} Svf;

/* A cut that comes and goes: `share` of it is heard, the rest passes by.  One that is not `on` has no memory. */
typedef struct SvfCut {
    Ramp g, share;
    bool on;
} SvfCut;

/* The coefficient of a frequency, kept below 0.49 of the rate. */
RT_SAFE static inline double svf_g(double hz, double rate_hz)
{
    double share = hz / rate_hz;
    return maths_tan(MATHS_PI * (share < 0.49 ? share : 0.49));
}

RT_SAFE static inline double svf_step(Svf *svf, double g, double x, double *high)
{
    double h = (x - (SVF_DAMPING + g) * svf->band - svf->low) / (1.0 + g * (SVF_DAMPING + g));
    double band = g * h + svf->band;
    double low = g * band + svf->low;
    svf->band = band + g * h;
    svf->low = low + g * band;
    *high = h;
    return low;
}

RT_SAFE static inline float svf_low_cut(Svf *svf, float g, float x)
{
    double high;
    svf_step(svf, (double)g, (double)x, &high);
    return (float)high;
}

RT_SAFE static inline float svf_high_cut(Svf *svf, float g, float x)
{
    double high;
    return (float)svf_step(svf, (double)g, (double)x, &high);
}

/* `hz` 0 = off.  It fades in at its frequency and out at the one that it has, over the cell. */
RT_SAFE static inline void svf_cut_set(SvfCut *cut, double hz, double rate_hz, bool jump)
{
    if (hz > 0)
        ramp_set(&cut->g, svf_g(hz, rate_hz), jump || !cut->on);
    ramp_set(&cut->share, hz > 0, jump);
    cut->on = cut->share.from > 0 || cut->share.to > 0;
}

/* At the cell's end; true when the filters are off and their states must be forgotten. */
RT_SAFE static inline bool svf_cut_settle(SvfCut *cut)
{
    ramps_settle(&cut->g, 1);
    ramps_settle(&cut->share, 1);
    cut->on = cut->share.to > 0;
    return !cut->on;
}

RT_SAFE static inline float svf_cut_run(const SvfCut *cut, Svf *svf, bool low, int position, float x)
{
    float g = ramp_at(&cut->g, position), share = ramp_at(&cut->share, position);
    float y = low ? svf_low_cut(svf, g, x) : svf_high_cut(svf, g, x);
    return share == 1 ? y : x + (y - x) * share;
}

#endif
