/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pink noise below a frequency, at a loudness that follows what is heard of the mix: the road under a car's stereo.
 *
 * White noise is a hash of a running number, so it is the same whenever it begins. Seven poles an octave apart, each
 * with a zero half an octave above it, make -3 dB an octave from 10 Hz to 600 Hz; then a Butterworth high cut of
 * 24 dB/oct.  Mix and noise are K-weighted (BS.1770-5) and averaged alike, with 3 s, so that their ratio is right
 * from the first moment on; the noise goes down with the mix. In double, frame by frame. RT_SAFE.
 */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_MONITOR_NOISE_H
#define TTYMIX_AUDIO_ENGINE_LIVE_MONITOR_NOISE_H

#include <stdint.h>

#include "audio/base/attributes.h"
#include "audio/dsp/math/kweight.h"
#include "audio/engine/live/section.h"

enum { NOISE_POLES = 7, NOISE_CUTS = 4 };

typedef struct MonitorNoise {
    uint32_t count;
    double pole[NOISE_POLES][3], pole_state[NOISE_POLES][2]; /* b0 b1 a1; a channel each */
    FilterSection cut[NOISE_CUTS];
    int cut_count;
    double cut_state[NOISE_CUTS][2][2];
    KWeight mix, noise;
    double mix_square, noise_square, forget; /* running means, both channels together */
    double ratio;                            /* of the squares, of noise and mix */
} MonitorNoise;

RT_SAFE void monitor_noise_start(MonitorNoise *noise, double below_hz, double level_lu, double rate_hz);
/* Adds its next frame to a frame of the mix. */
RT_SAFE void monitor_noise_add(MonitorNoise *noise, double frame[2]);

#endif
