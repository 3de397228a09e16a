/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/live/monitor_noise.h"

#include <math.h>
#include <string.h>

#include "audio/base/maths.h"

#define HALF_OCTAVE 1.41421356237309505
#define LOWEST_POLE_HZ 8.0
#define MEAN_S 3.0
#define SILENCE 1e-20 /* square below which nothing is followed */

/* (1 + s/zero)/(1 + s/pole) by the bilinear transform. */
static void set_pole(double c[3], double pole_hz, double zero_hz, double rate_hz)
{
    double pole = maths_tan(MATHS_PI * pole_hz / rate_hz), zero = maths_tan(MATHS_PI * zero_hz / rate_hz);
    double scale = pole / (zero * (1.0 + pole));
    c[0] = (zero + 1.0) * scale;
    c[1] = (zero - 1.0) * scale;
    c[2] = (pole - 1.0) / (1.0 + pole);
}

void monitor_noise_start(MonitorNoise *noise, double below_hz, double level_lu, double rate_hz)
{
    EqBand cut = {EQ_HIGHCUT, below_hz, 0, 0, 24};
    memset(noise, 0, sizeof *noise);
    double pole_hz = LOWEST_POLE_HZ;
    for (int i = 0; i < NOISE_POLES; i++, pole_hz *= 2)
        set_pole(noise->pole[i], pole_hz, HALF_OCTAVE * pole_hz, rate_hz);
    noise->cut_count = filter_add_band(noise->cut, 0, NOISE_CUTS, &cut, rate_hz);
    kweight_init(&noise->mix, rate_hz);
    kweight_init(&noise->noise, rate_hz);
    noise->forget = 1.0 - maths_exp(-1.0 / (MEAN_S * rate_hz));
    noise->ratio = maths_lin_from_db(2 * level_lu);
}

/* White, -1 to 1. */
static double next_white(MonitorNoise *noise)
{
    uint32_t x = ++noise->count * 0x9e3779b9u;
    x = (x ^ (x >> 16)) * 0x85ebca6bu;
    x = (x ^ (x >> 13)) * 0xc2b2ae35u;
    return (double)(x ^ (x >> 16)) / 2147483648.0 - 1.0;
}

static double next_pink(MonitorNoise *noise, int channel)
{
    double x = next_white(noise);
    for (int i = 0; i < NOISE_POLES; i++) {
        const double *c = noise->pole[i];
        double *state = &noise->pole_state[i][channel], y = c[0] * x + *state;
        *state = c[1] * x - c[2] * y;
        x = y;
    }
    for (int i = 0; i < noise->cut_count; i++)
        x = filter_section_run(&noise->cut[i], noise->cut_state[i][channel], x);
    return x;
}

static void follow(KWeight *filter, const double frame[2], double forget, double *mean)
{
    float left = (float)frame[0], right = (float)frame[1];
    KWeightPair sum = {0, 0};
    kweight_add_squares(filter, &left, &right, 1, &sum);
    *mean += (sum[0] + sum[1] - *mean) * forget;
}

void monitor_noise_add(MonitorNoise *noise, double frame[2])
{
    double own[2] = {next_pink(noise, 0), next_pink(noise, 1)};
    follow(&noise->mix, frame, noise->forget, &noise->mix_square);
    follow(&noise->noise, own, noise->forget, &noise->noise_square);
    if (noise->mix_square < SILENCE || noise->noise_square < SILENCE)
        return;
    double gain = sqrt(noise->ratio * noise->mix_square / noise->noise_square);
    frame[0] += gain * own[0];
    frame[1] += gain * own[1];
}
