/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How loud a dynamic band of the equalizer is, and how far its gain is turned down for it.
 *
 * The band hears what it acts on: the greater of the channels, the left or the right one, (l + r)/2 as mid, (l - r)/2
 * as side; a band of the right channel or the side hears nothing of a mono signal.  It hears it as it comes into the
 * equalizer, through a filter of its own width; the peak falls with 10 ms, is compared with the threshold in dB at
 * every cell's end, and the reduction moves towards what the ratio asks for with the band's attack and release. All in
 * double. RT_SAFE.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_DETECTOR_H
#define TTYMIX_AUDIO_DSP_EQ_DETECTOR_H

#include <stdbool.h>

#include "audio/dsp/eq/bank.h"

RT_SAFE bool eq_band_is_dynamic(const EqBandSettings *band);
/* Sets the ears of an instance at `lane`, with what they heard so far: a bell, a notch and a band pass hear their own
 * width, a shelf its side. */
RT_SAFE void eq_ears_set(EqEars *ears, int lane, int channels, const EqBandSettings *band, double rate_hz);
/* Deaf, and nothing heard. */
RT_SAFE void eq_ears_clear(EqEars *ears, int lane, int channels);
RT_SAFE void eq_ears_copy(EqEars *to, int to_lane, const EqEars *from, int from_lane, int channels);
/* The factor by which peaks fall a frame, for eq_listen. */
double eq_ears_fall(double rate_hz);
/* At a cell's end: how much the band's gain shall be reduced at the end of the next, after `reduction_db` now. */
RT_SAFE double eq_ears_follow(const EqEars *ears, int lane, int channels, const EqBandSettings *band, double rate_hz,
                              double reduction_db);

#endif
