/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/space/reverb_layout.h"

const double reverb_tap_ms[2][REVERB_TAPS] = {{4.3, 9.7, 15.1, 22.3, 31.9, 12.7, 26.3, 41.3},
                                              {5.9, 8.3, 17.3, 24.7, 29.3, 11.1, 28.7, 43.9}};
const float reverb_tap_gains[2][REVERB_TAPS] = {{0.58f, -0.46f, 0.37f, 0.30f, -0.23f, 0.31f, -0.24f, 0.15f},
                                                {0.57f, 0.47f, -0.36f, 0.31f, -0.24f, -0.32f, 0.23f, 0.15f}};
