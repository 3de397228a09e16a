/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A second-order Butterworth low cut or high cut of one channel whose frequency may move.
 *
 * Topology-preserving state variable filter (V. Zavalishin, "The Art of VA Filter Design", 2018, chapter 4), Q = sqrt
 * 1/2: its gain never exceeds one, and it stays stable while its frequency moves.  `g` is tan(pi f / rate).  In double,
 * because near half the rate, where g is great, what comes out is a small difference of great numbers.
 */
#ifndef TTYMIX_AUDIO_DSP_SVF_H
#define TTYMIX_AUDIO_DSP_SVF_H

#include "audio/base/attributes.h"
#include "audio/base/maths.h"

#define SVF_DAMPING 1.41421356237309505

typedef struct Svf {
    double low, band; /* states of the two integrators */
} Svf;

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

#endif
