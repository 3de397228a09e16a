/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq/detector.h"

#include "audio/base/maths.h"

#define DETECTOR_FALL_MS 10.0 /* of the peak */

enum { EAR_SETTINGS = 8, EAR_STATES = 3 }; /* vectors of EqEars: own to low, first to peak */

bool eq_band_is_dynamic(const EqBandSettings *band)
{
    return band->ratio > 1 && band->on;
}

static void put(D8 *vectors, int lane, int count, const double *values)
{
    for (int i = 0; i < count; i++)
        ((double *)(vectors + i))[lane] = values ? values[i] : 0;
}

/* What of its own and of the other channel each of the two hears. */
static bool ear_mix(EqChannel channel, int c, int channels, double *own, double *other)
{
    bool first = channel == EQ_LEFT || channel == EQ_MID;
    *own = 1;
    *other = 0;
    if (channel == EQ_STEREO)
        return true;
    if (first != (c == 0))
        return false;
    if (channels == 2 && channel >= EQ_MID) {
        *own = channel == EQ_MID ? 0.5 : -0.5;
        *other = 0.5;
    }
    return true;
}

void eq_ears_set(EqEars *ears, int lane, int channels, const EqBandSettings *band, double rate_hz)
{
    bool low = band->band.type == EQ_LOWSHELF, high = band->band.type == EQ_HIGHSHELF;
    double turns = band->band.freq_hz / rate_hz;
    double k = low || high ? 1.4142135623730951 : band->band.q > 0 ? 1 / band->band.q : 1;
    double g = maths_tan(MATHS_PI * (turns < 0.49 ? turns : 0.49));
    for (int c = 0; c < channels; c++) {
        double own, other;
        if (!ear_mix(band->channel, c, channels, &own, &other)) {
            eq_ears_clear(ears, lane + c, 1);
            continue;
        }
        const double settings[EAR_SETTINGS] = {own, other, g, 1 / (1 + g * (g + k)), k, high, low || high ? 0 : k, low};
        put(&ears->own, lane + c, EAR_SETTINGS, settings);
        ears->lanes |= (unsigned char)(1u << (lane + c));
    }
}

void eq_ears_clear(EqEars *ears, int lane, int channels)
{
    for (int c = lane; c < lane + channels; c++) {
        put(&ears->own, c, EAR_SETTINGS + EAR_STATES, NULL);
        ears->lanes &= (unsigned char)~(1u << c);
    }
}

void eq_ears_copy(EqEars *to, int to_lane, const EqEars *from, int from_lane, int channels)
{
    for (int c = 0; c < channels; c++) {
        unsigned bit = from->lanes >> (from_lane + c) & 1u;
        for (int i = 0; i < EAR_SETTINGS + EAR_STATES; i++)
            ((double *)(&to->own + i))[to_lane + c] = ((const double *)(&from->own + i))[from_lane + c];
        to->lanes = (unsigned char)((to->lanes & ~(1u << (to_lane + c))) | bit << (to_lane + c));
    }
}

double eq_ears_fall(double rate_hz)
{
    return maths_exp(-1.0 / (DETECTOR_FALL_MS * 0.001 * rate_hz));
}

double eq_ears_follow(const EqEars *ears, int lane, int channels, const EqBandSettings *band, double rate_hz,
                      double reduction_db)
{
    const double *peaks = (const double *)&ears->peak;
    double peak = channels == 2 && peaks[lane + 1] > peaks[lane] ? peaks[lane + 1] : peaks[lane];
    double level_db = peak > 1e-30 ? 0.5 * maths_db_from_lin(peak) : -300;
    double over = level_db - band->threshold_db, want = over > 0 ? over * (1 - 1 / band->ratio) : 0;
    double ms = want > reduction_db ? band->attack_ms : band->release_ms;
    double part = 1 - maths_exp(-CELL_FRAMES / (ms * 0.001 * rate_hz));
    want = want > 30 ? 30 : want;
    reduction_db += part * (want - reduction_db);
    return reduction_db < 1e-4 ? 0 : reduction_db;
}
