/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shapes of fades: gain as a function of the part x of a fade-in that is done. A fade-out is the same curve
 * backwards.
 *
 *   linear        x                      equal gain: a cross-fade of equal signals keeps its level
 *   equal-power   sin(x pi/2)            a cross-fade of unrelated signals keeps its power
 *   s-curve       (1 - cos(x pi)) / 2    no corner at either end
 *   exponential   (e^(kx) - 1)/(e^k - 1), k = 4: starts slowly
 *   logarithmic   1 - exponential(1 - x): starts quickly
 */
#ifndef TTYMIX_AUDIO_DSP_FADE_H
#define TTYMIX_AUDIO_DSP_FADE_H

#include "audio/base/attributes.h"
#include "audio/dsp/words.h"

/* Gain at x, clamped to 0..1; exactly 0 at 0 and exactly 1 at 1. Any thread. */
RT_SAFE double fade_gain(FadeShape shape, double x);

#endif
