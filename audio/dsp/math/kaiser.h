/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kaiser's window and the sincs under it that draw the curve between samples.  For tables, while something is made; any
 * thread.  Source: J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function", 1974. */
#ifndef TTYMIX_AUDIO_DSP_MATH_KAISER_H
#define TTYMIX_AUDIO_DSP_MATH_KAISER_H

/* I0(beta sqrt(1 - x^2)) / I0(beta): 1 in the middle, 0 from x = -1 and 1 outwards. */
double kaiser_window(double x, double beta);
/* Taps of the value `fraction` (above 0, below 1) of a frame after tap count/2 - 1: sin(pi t) / (pi t) under a window
 * that reaches count/2 frames, scaled so that they sum to one (a constant stays exact).  Returns the sum of their
 * magnitudes: no value exceeds that times the highest sample. */
double kaiser_taps(float *taps, int count, double fraction, double beta);

#endif
