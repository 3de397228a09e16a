/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/ballistics.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "audio/base/maths.h"

/* A step answer of second order that overshoots by 1.25 % has this damping, and reaches 99 % when w t = 4.05358. */
#define VU_DAMPING 0.8127169865
#define VU_RADIANS_PER_S (4.05358 / 0.3)

/* Simper's filter (svf.h) as one step of its state, so that a frame waits for one product and two sums of the frame
 * before, and not for the whole of it. With s = 1/(1 + g (k + g)), band b and needle n: high = s (x - (k + g) b - n),
 * b' = b + 2 g high, low = n + g (b + g high), n' = n + 2 g (b + g high). */
static void vu_init(VuMeter *meter, double rate_hz)
{
    double g = maths_tan(VU_RADIANS_PER_S / 2 / rate_hz), k = 2 * VU_DAMPING, s = 1 / (1 + g * (g + k));
    memset(meter, 0, sizeof *meter);
    meter->push[0] = 2 * g * s;
    meter->push[1] = 2 * g * g * s;
    meter->turn[0][0] = 1 - 2 * g * s * (k + g);
    meter->turn[0][1] = -2 * g * s;
    meter->turn[1][0] = 2 * g - 2 * g * g * s * (k + g);
    meter->turn[1][1] = 1 - 2 * g * g * s;
}

/* A sine's rectified mean is 2/pi of its peak. */
static double vu_db(double needle)
{
    return needle > 1e-12 ? maths_db_from_lin(needle * MATHS_PI / 2) : -INFINITY;
}

double vu_read_db(const VuMeter *meter)
{
    return vu_db(meter->needle);
}

double vu_highest_db(const VuMeter *meter)
{
    return vu_db(meter->highest);
}

/* Charging time constants fitted to the standard's tone bursts (the test shows the fit); the gain makes a steady 1 kHz
 * read true. */
static const struct {
    double charge_s[2], fall_db_per_s, gain;
} ppm_types[] = {
    [PPM_I] = {{0.0009, 0.0021}, 20 / 1.7, 1.0219},
    [PPM_II] = {{0.0011, 0.005}, 24 / 2.8, 1.0277},
};

static void ppm_init(PpmMeter *meter, PpmType type, double rate_hz)
{
    memset(meter, 0, sizeof *meter);
    for (int i = 0; i < 2; i++)
        meter->charge[i] = 1 - maths_exp(-1 / (ppm_types[type].charge_s[i] * rate_hz));
    meter->fall = maths_lin_from_db(-ppm_types[type].fall_db_per_s / rate_hz);
    meter->gain = ppm_types[type].gain;
}

/* A channel in each lane. */
typedef double Pair __attribute__((vector_size(16)));
typedef int64_t PairMask __attribute__((vector_size(16)));

typedef struct PairPpm {
    Pair first, second, highest;
} PairPpm;

static inline Pair pair_above(Pair x, Pair floor)
{
    return (Pair)((PairMask)x & (x > floor));
}

static inline Pair pair_max(Pair a, Pair b)
{
    PairMask above = a > b;
    return (Pair)(((PairMask)a & above) | ((PairMask)b & ~above));
}

/* A capacitor that charges gets its share of what is above it. */
static inline void pair_ppm_take(PairPpm *ppm, const PpmMeter *meter, Pair x)
{
    Pair first = ppm->first * meter->fall, second = ppm->second * meter->fall, zero = {0, 0};
    ppm->first = first + meter->charge[0] * pair_above(x - first, zero);
    ppm->second = second + meter->charge[1] * pair_above(x - second, zero);
    ppm->highest = pair_max(ppm->first + ppm->second, ppm->highest);
}

static PairPpm pair_ppm_of(const PpmMeter *left, const PpmMeter *right)
{
    return (PairPpm){
        {left->level[0], right->level[0]}, {left->level[1], right->level[1]}, {left->highest, right->highest}};
}

static void pair_ppm_leave(const PairPpm *ppm, PpmMeter *meter, int lane)
{
    meter->level[0] = ppm->first[lane];
    meter->level[1] = ppm->second[lane];
    meter->highest = ppm->highest[lane];
}

/* Each waits for its own last frame: side by side they wait once. */
void needles_add(Needles *const needles[2], const float *const samples[2], int channels, int frames)
{
    const Needles *left = needles[0], *right = needles[channels - 1];
    const VuMeter *vu = &left->vu;
    Pair band = {vu->band, right->vu.band}, needle = {vu->needle, right->vu.needle},
         highest = {vu->highest, right->vu.highest};
    PairPpm one = pair_ppm_of(&left->ppm[PPM_I], &right->ppm[PPM_I]),
            two = pair_ppm_of(&left->ppm[PPM_II], &right->ppm[PPM_II]);
    for (int i = 0; i < frames; i++) {
        Pair x = {fabs((double)samples[0][i]), fabs((double)samples[channels - 1][i])};
        Pair next = vu->turn[1][0] * band + (vu->turn[1][1] * needle + vu->push[1] * x);
        band = vu->turn[0][0] * band + (vu->turn[0][1] * needle + vu->push[0] * x);
        highest = pair_max(0.5 * (needle + next), highest);
        needle = next;
        pair_ppm_take(&one, &left->ppm[PPM_I], x);
        pair_ppm_take(&two, &left->ppm[PPM_II], x);
    }
    for (int lane = channels - 1; lane >= 0; lane--) {
        VuMeter *own = &needles[lane]->vu;
        own->band = band[lane];
        own->needle = needle[lane];
        own->highest = highest[lane];
        pair_ppm_leave(&one, &needles[lane]->ppm[PPM_I], lane);
        pair_ppm_leave(&two, &needles[lane]->ppm[PPM_II], lane);
    }
}

static double ppm_db(const PpmMeter *meter, double level)
{
    return level > 1e-12 ? maths_db_from_lin(0.5 * level * meter->gain) : -INFINITY;
}

double ppm_read_db(const PpmMeter *meter)
{
    return ppm_db(meter, meter->level[0] + meter->level[1]);
}

double ppm_highest_db(const PpmMeter *meter)
{
    return ppm_db(meter, meter->highest);
}

void needles_init(Needles *needles, double rate_hz)
{
    vu_init(&needles->vu, rate_hz);
    ppm_init(&needles->ppm[PPM_I], PPM_I, rate_hz);
    ppm_init(&needles->ppm[PPM_II], PPM_II, rate_hz);
}

double ppm_ii_mark(double level_db, double lineup_db)
{
    double mark = 4 + (level_db - lineup_db) / 4;
    return mark >= 2 ? mark : 2 + (level_db - lineup_db + 8) / 6;
}
