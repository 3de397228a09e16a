/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a strip stands between left and right: a matrix of four gains from what it is set to.
 *
 * Let p be the position, -1 (left) .. 1 (right), and t = (p + 1) / 2.  A mono source is placed by its law:
 *    0 dB    L = min(1, 1 - p)                 R = min(1, 1 + p)
 *   -3 dB    L = cos(t pi/2)                   R = sin(t pi/2)                  (sine/cosine, constant power)
 *   -4.5 dB  L = sqrt((1 - t) cos(t pi/2))     R = sqrt(t sin(t pi/2))
 *   -6 dB    L = 1 - t                         R = t                            (constant sum)
 * Any other law is read as the nearest of these.  A stereo source, M = (L + R) / 2, S = (L - R) / 2, w the width:
 *   balance  first S times w; then the far side is turned down by the 0 dB law: nothing moves across
 *   dual     left and right are each placed as a mono source by the law
 *   image    M is placed by the sine/cosine law times sqrt 2 (unity at the centre), S is multiplied by w (1 - |p|): M
 * is the same for every width At the defaults (centre, width 100 %, dual left -100 and right 100) the matrix is exactly
 * the identity.
 */
#ifndef TTYMIX_AUDIO_DSP_PAN_H
#define TTYMIX_AUDIO_DSP_PAN_H

#include "audio/base/attributes.h"
#include "audio/dsp/words.h"

/* Indexes of a matrix: PAN_LR is the gain from the left source to the right output. A mono source is its left. */
enum { PAN_LL, PAN_RL, PAN_LR, PAN_RR, PAN_GAINS };

typedef struct PanSettings {
    PanMode mode;       /* of stereo sources */
    int channels;       /* of the source, 1 or 2 */
    double position;    /* -100..100 */
    double left, right; /* -100..100, PAN_DUAL */
    double width;       /* %, -100..200, balance and image */
    double law_db;      /* 0, -3, -4.5, -6 */
} PanSettings;

/* Any thread. */
RT_SAFE void pan_matrix(const PanSettings *settings, double gain[PAN_GAINS]);

#endif
