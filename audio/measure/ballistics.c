/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/ballistics.h"

#include <math.h>
#include <string.h>

#include "audio/base/maths.h"

/* A step answer of second order that overshoots by 1.25 % has this damping, and reaches 99 % when w t = 4.05358. */
#define VU_DAMPING 0.8127169865
#define VU_RADIANS_PER_S (4.05358 / 0.3)

void vu_init(VuMeter *meter, double rate_hz)
{
    memset(meter, 0, sizeof *meter);
    meter->g = maths_tan(VU_RADIANS_PER_S / 2 / rate_hz);
}

void vu_add(VuMeter *meter, const float *samples, int frames)
{
    double g = meter->g, k = 2 * VU_DAMPING, scale = 1 / (1 + g * (g + k));
    for (int i = 0; i < frames; i++) {
        double high = (fabs((double)samples[i]) - (k + g) * meter->band - meter->needle) * scale;
        double band = g * high + meter->band, low = g * band + meter->needle;
        meter->band = band + g * high;
        meter->needle = low + g * band;
        meter->highest = low > meter->highest ? low : meter->highest;
    }
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

void ppm_init(PpmMeter *meter, PpmType type, double rate_hz)
{
    memset(meter, 0, sizeof *meter);
    for (int i = 0; i < 2; i++)
        meter->charge[i] = 1 - maths_exp(-1 / (ppm_types[type].charge_s[i] * rate_hz));
    meter->fall = maths_lin_from_db(-ppm_types[type].fall_db_per_s / rate_hz);
    meter->gain = ppm_types[type].gain;
}

void ppm_add(PpmMeter *meter, const float *samples, int frames)
{
    for (int i = 0; i < frames; i++) {
        double x = fabs((double)samples[i]);
        for (int c = 0; c < 2; c++) {
            meter->level[c] *= meter->fall;
            if (x > meter->level[c])
                meter->level[c] += meter->charge[c] * (x - meter->level[c]);
        }
        double level = meter->level[0] + meter->level[1];
        meter->highest = level > meter->highest ? level : meter->highest;
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

double ppm_ii_mark(double level_db, double lineup_db)
{
    double mark = 4 + (level_db - lineup_db) / 4;
    return mark >= 2 ? mark : 2 + (level_db - lineup_db + 8) / 6;
}
