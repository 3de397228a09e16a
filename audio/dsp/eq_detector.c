/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq_detector.h"

#include "audio/base/maths.h"

#define DETECTOR_FALL_MS 10.0 /* of the peak */

bool eq_band_is_dynamic(const EqBandSettings *band)
{
    return band->ratio > 1 && band->on;
}

void eq_detector_set(EqDetector *detector, const EqBandSettings *band, double rate_hz)
{
    bool low = band->band.type == EQ_LOWSHELF, high = band->band.type == EQ_HIGHSHELF;
    double turns = band->band.freq_hz / rate_hz;
    double k = low || high ? 1.4142135623730951 : band->band.q > 0 ? 1 / band->band.q : 1;
    EqTurn ear = {.g = maths_tan(MATHS_PI * (turns < 0.49 ? turns : 0.49)), .k = k, .high = high, .band = low || high ? 0 : k, .low = low};
    for (int c = 0; c < 2; c++)
        detector->filter[c].from = detector->filter[c].to = ear;
}

/* The signals that the band acts on, and how many they are. */
static int hear(EqChannel channel, const float *x, int channels, double heard[2])
{
    heard[0] = (double)x[0];
    if (channels == 1)
        return channel == EQ_RIGHT || channel == EQ_SIDE ? 0 : 1;
    if (channel == EQ_RIGHT)
        heard[0] = (double)x[1];
    if (channel == EQ_MID)
        heard[0] = 0.5 * ((double)x[0] + (double)x[1]);
    if (channel == EQ_SIDE)
        heard[0] = 0.5 * ((double)x[0] - (double)x[1]);
    heard[1] = (double)x[1];
    return channel == EQ_STEREO ? 2 : 1;
}

void eq_detector_listen(EqDetector *detector, EqChannel channel, double rate_hz, const F8 *x, int lane, int channels, int frames)
{
    double fall = maths_exp(-1.0 / (DETECTOR_FALL_MS * 0.001 * rate_hz));
    for (int i = 0; i < frames; i++) {
        double in[2], greatest = 0;
        int count = hear(channel, (const float *)&x[i] + lane, channels, in);
        for (int c = 0; c < count; c++) {
            double heard = eq_moving_run(&detector->filter[c], in[c], 1);
            greatest = heard * heard > greatest ? heard * heard : greatest;
        }
        detector->peak *= fall;
        detector->peak = greatest > detector->peak ? greatest : detector->peak;
        if (detector->peak < 1e-30)
            detector->peak = 0;
    }
}

void eq_detector_follow(EqDetector *detector, const EqBandSettings *band, double rate_hz)
{
    double level_db = detector->peak > 0 ? 0.5 * maths_db_from_lin(detector->peak) : -300;
    double over = level_db - band->threshold_db, want = over > 0 ? over * (1 - 1 / band->ratio) : 0;
    double ms = want > detector->reduction_db ? band->attack_ms : band->release_ms;
    double part = 1 - maths_exp(-CELL_FRAMES / (ms * 0.001 * rate_hz));
    want = want > 30 ? 30 : want;
    detector->reduction_db += part * (want - detector->reduction_db);
    if (detector->reduction_db < 1e-4)
        detector->reduction_db = 0;
}
