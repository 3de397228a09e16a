/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How loud a dynamic band of the equalizer is, and how far its gain is turned down for it.
 *
 * The band hears what it acts on: the greater of the channels, the left or the right one, (l + r)/2 as mid, (l - r)/2 as side; a band of
 * the right channel or the side hears nothing of a mono signal.  It hears it as it comes into the equalizer, through a filter of its own
 * width; the peak falls with 10 ms, is compared with the threshold in dB at every cell's end, and the reduction moves towards
 * what the ratio asks for with the band's attack and release. All in double. RT_SAFE.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_DETECTOR_H
#define TTYMIX_AUDIO_DSP_EQ_DETECTOR_H

#include <stdbool.h>

#include "audio/dsp/eq_bank.h"
#include "audio/dsp/eq_moving.h"

typedef struct EqDetector { /* of a dynamic band; the filters: left, or what alone is heard, and right */
    EqMoving filter[2];
    double peak;         /* mean square that has lasted */
    double reduction_db; /* taken away now */
} EqDetector;

RT_SAFE bool eq_band_is_dynamic(const EqBandSettings *band);
/* A bell, a notch and a band pass hear their own width, a shelf its side. Keeps what was heard so far. */
RT_SAFE void eq_detector_set(EqDetector *detector, const EqBandSettings *band, double rate_hz);
/* Follows the band's level; `x` is the instance's input, a vector a frame, from lane `lane` on. */
RT_SAFE void eq_detector_listen(EqDetector *detector, EqChannel channel, double rate_hz, const F8 *x, int lane, int channels, int frames);
/* At a cell's end: how much the band's gain shall be reduced at the end of the next. */
RT_SAFE void eq_detector_follow(EqDetector *detector, const EqBandSettings *band, double rate_hz);

#endif
