/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The low and the high cut before a detector: 12 dB/oct Butterworth in trapezoidal state variables (Simper, "Linear
 * trapezoidal integrated SVF", 2013), which stay stable whatever is done to their frequency. A cut that is off passes
 * every bit. */
#ifndef TTYMIX_AUDIO_DSP_MATH_KEY_FILTER_H
#define TTYMIX_AUDIO_DSP_MATH_KEY_FILTER_H

#include "audio/dsp/lanes.h"

typedef struct KeyFilterHalf {
    F8 g, scale; /* tan(pi f/fs), 1/(1 + g (g + k)) */
    F8 first, second;
    F8 thru, wet; /* what of the input, what of the filter's output */
} KeyFilterHalf;

typedef struct KeyFilter {
    KeyFilterHalf lowcut, highcut;
    bool lane_on[BANK_LANES];
    bool any_on;
} KeyFilter;

/* Frequencies in Hz; 0 = off. */
RT_SAFE void key_filter_set(KeyFilter *filter, int lane, double lowcut_hz, double highcut_hz, double rate_hz);
RT_SAFE void key_filter_reset(KeyFilter *filter, int lane);
RT_SAFE void key_filter_move(KeyFilter *to, int to_lane, const KeyFilter *from, int from_lane);

/* Seconds that cuts at these frequencies (0 = off) ring on, to -120 dB. Any thread. */
double key_filter_tail_s(double lowcut_hz, double highcut_hz, double rate_hz);

#define KEY_FILTER_K 1.41421356f /* 1/Q of a Butterworth pair */

LANES_INLINE F8 key_filter_half(KeyFilterHalf *half, F8 x, bool high_pass)
{
    F8 rest = x - half->second;
    F8 band = half->scale * (half->first + half->g * rest);
    F8 turn = half->g * band;
    F8 low = half->second + turn;
    half->first = band + band - half->first;
    half->second = low + turn;
    F8 out = high_pass ? x - KEY_FILTER_K * band - low : low;
    return half->thru * x + half->wet * out;
}

/* States in registers, which a compiler cannot keep there while it writes vectors elsewhere. */
LANES_INLINE void key_filter_run(KeyFilter *filter, const F8 *x, F8 *out, int frames)
{
    KeyFilterHalf low = filter->lowcut, high = filter->highcut;
    for (int i = 0; i < frames; i++)
        out[i] = key_filter_half(&high, key_filter_half(&low, x[i], true), false);
    filter->lowcut = low;
    filter->highcut = high;
}

#endif
