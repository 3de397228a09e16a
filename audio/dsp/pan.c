/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/pan.h"

#include <math.h>

#include "audio/base/maths.h"

static double clamp(double value, double low, double high)
{
    if (!(value > low))
        return low;
    return value < high ? value : high;
}

/* Gain of the side that the source leaves as t goes from 0 to 1; the other side is the mirror image. */
static double law_gain(double law_db, double t)
{
    if (t <= 0)
        return 1.0;
    if (t >= 1)
        return 0.0;
    if (law_db > -1.5)
        return t <= 0.5 ? 1.0 : 2.0 * (1.0 - t);
    if (law_db < -5.25)
        return 1.0 - t;
    double cosine = t == 0.5 ? sqrt(0.5) : maths_cos(t * (MATHS_PI / 2));
    return law_db > -3.75 ? cosine : sqrt((1.0 - t) * cosine);
}

/* Gains of a mono source at `position` (-100..100). */
static void pan_mono(double law_db, double position, double *left, double *right)
{
    double t = (clamp(position, -100, 100) + 100.0) / 200.0;
    *left = law_gain(law_db, t);
    *right = law_gain(law_db, 1.0 - t);
}

static void set_mid_side(double gain[PAN_GAINS], double left, double right, double side)
{
    /* L' = left M + side S, R' = right M - side S */
    gain[PAN_LL] = 0.5 * (left + side);
    gain[PAN_RL] = 0.5 * (left - side);
    gain[PAN_LR] = 0.5 * (right - side);
    gain[PAN_RR] = 0.5 * (right + side);
}

static void set_balance(double gain[PAN_GAINS], double position, double width)
{
    double left, right;
    pan_mono(0, position, &left, &right);
    set_mid_side(gain, 1.0, 1.0, width);
    gain[PAN_LL] *= left;
    gain[PAN_RL] *= left;
    gain[PAN_LR] *= right;
    gain[PAN_RR] *= right;
}

static void set_image(double gain[PAN_GAINS], double position, double width)
{
    double left = 1.0, right = 1.0;
    if (position != 0) {
        pan_mono(-3, position, &left, &right);
        left *= sqrt(2.0);
        right *= sqrt(2.0);
    }
    set_mid_side(gain, left, right, width * (1.0 - fabs(position) / 100.0));
}

void pan_matrix(const PanSettings *settings, double gain[PAN_GAINS])
{
    double position = clamp(settings->position, -100, 100);
    double width = clamp(settings->width, -100, 200) / 100.0;
    if (settings->channels == 1) {
        pan_mono(settings->law_db, position, &gain[PAN_LL], &gain[PAN_LR]);
        gain[PAN_RL] = gain[PAN_RR] = 0.0;
    } else if (settings->mode == PAN_DUAL) {
        pan_mono(settings->law_db, settings->left, &gain[PAN_LL], &gain[PAN_LR]);
        pan_mono(settings->law_db, settings->right, &gain[PAN_RL], &gain[PAN_RR]);
    } else if (settings->mode == PAN_IMAGE) {
        set_image(gain, position, width);
    } else {
        set_balance(gain, position, width);
    }
}
