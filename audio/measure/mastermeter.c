/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/mastermeter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/measure/levels.h"
#include "audio/measure/truepeak.h"

enum { PSR_STEPS = 30, PSR_STEPS_PER_S = 10 };

struct MasterMeter {
    TruePeak peaks[2];
    ChannelLevel levels[2];
    Correlation correlation;
    LevelWindow window;
    Loudness *loudness;
    bool windows;
    double rate_hz;
    int64_t frames, psr_step;
    float psr_peaks[PSR_STEPS]; /* highest true peak of each tenth of a second */
    float unread[2];            /* since the last reading */
};

Status mastermeter_new(MasterMeter **meter, const MasterMeterSetup *setup)
{
    MasterMeter *made = aligned_alloc(64, (sizeof *made + 63) / 64 * 64);
    if (!made)
        return STATUS_NO_MEMORY;
    memset(made, 0, sizeof *made);
    Status status = loudness_new(&made->loudness, setup->rate_hz, 2);
    if (status != STATUS_OK) {
        free(made);
        return status;
    }
    for (int c = 0; c < 2; c++) {
        truepeak_init(&made->peaks[c], setup->rate_hz);
        channel_level_init(&made->levels[c]);
    }
    level_window_init(&made->window, setup->rate_hz);
    made->windows = setup->windows;
    made->rate_hz = setup->rate_hz;
    *meter = made;
    return STATUS_OK;
}

void mastermeter_free(MasterMeter *meter)
{
    if (!meter)
        return;
    loudness_free(meter->loudness);
    free(meter);
}

static void psr_step(MasterMeter *meter)
{
    float top = 0;
    for (int c = 0; c < 2; c++) {
        float recent = truepeak_take(&meter->peaks[c]);
        meter->unread[c] = recent > meter->unread[c] ? recent : meter->unread[c];
        top = recent > top ? recent : top;
    }
    meter->psr_peaks[meter->psr_step++ % PSR_STEPS] = top;
}

static void add_windows(MasterMeter *meter, const float *const channels[2], int frames)
{
    level_window_add(&meter->window, channels[0], channels[1], frames);
    while ((double)(meter->frames + frames) * PSR_STEPS_PER_S >= (double)(meter->psr_step + 1) * meter->rate_hz)
        psr_step(meter);
}

void mastermeter_add(MasterMeter *meter, const float *const channels[2], int frames)
{
    for (int c = 0; c < 2; c++) {
        truepeak_add(&meter->peaks[c], channels[c], frames);
        channel_level_add(&meter->levels[c], channels[c], frames);
    }
    correlation_add(&meter->correlation, channels[0], channels[1], frames);
    loudness_add(meter->loudness, channels, frames);
    if (meter->windows)
        add_windows(meter, channels, frames);
    meter->frames += frames;
}

void mastermeter_finish(MasterMeter *meter)
{
    truepeak_flush(&meter->peaks[0]);
    truepeak_flush(&meter->peaks[1]);
}

static void read_channel(const MasterMeter *meter, int c, MasterReading *reading)
{
    reading->true_peak_db[c] = maths_db_from_lin(meter->peaks[c].peak);
    reading->true_peak_frame[c] = meter->peaks[c].peak_frame;
    reading->sample_peak_db[c] = maths_db_from_lin(meter->peaks[c].sample_peak);
    reading->sample_peak_frame[c] = meter->peaks[c].sample_peak_frame;
    reading->rms_db[c] = channel_level_rms_db(&meter->levels[c]);
    reading->dc[c] = channel_level_dc(&meter->levels[c]);
    reading->overs[c] = meter->levels[c].overs;
    reading->clip_runs[c] = meter->levels[c].clip_runs;
    reading->clip_first[c] = meter->levels[c].clip_first;
}

static void read_moving(MasterMeter *meter, MasterReading *reading)
{
    float top = 0;
    for (int i = 0; i < PSR_STEPS; i++)
        top = meter->psr_peaks[i] > top ? meter->psr_peaks[i] : top;
    reading->moving.psr_db = top > 0 ? maths_db_from_lin(top) - reading->short_term_lufs : 0;
    reading->moving.correlation = level_window_correlation(&meter->window);
    for (int c = 0; c < 2; c++) {
        float recent = meter->peaks[c].recent > meter->unread[c] ? meter->peaks[c].recent : meter->unread[c];
        reading->moving.true_peak_db[c] = maths_db_from_lin(recent);
        reading->moving.rms_db[c] = level_window_rms_db(&meter->window, c, 300);
        reading->moving.rms_600_db[c] = level_window_rms_db(&meter->window, c, 600);
        meter->unread[c] = 0;
    }
}

void mastermeter_read(MasterMeter *meter, MasterReading *reading)
{
    memset(reading, 0, sizeof *reading);
    reading->frames = meter->frames;
    reading->momentary_lufs = loudness_momentary(meter->loudness);
    reading->short_term_lufs = loudness_short_term(meter->loudness);
    reading->momentary_max_lufs = loudness_momentary_max(meter->loudness);
    reading->short_term_max_lufs = loudness_short_term_max(meter->loudness);
    reading->integrated_lufs = loudness_integrated(meter->loudness);
    reading->range_lu = loudness_range(meter->loudness);
    for (int c = 0; c < 2; c++)
        read_channel(meter, c, reading);
    bool left = reading->true_peak_db[0] > reading->true_peak_db[1];
    reading->true_peak_max_db = reading->true_peak_db[left ? 0 : 1];
    reading->correlation = correlation_value(&meter->correlation);
    reading->plr_db = isfinite(reading->integrated_lufs) ? reading->true_peak_max_db - reading->integrated_lufs : 0;
    if (meter->windows)
        read_moving(meter, reading);
}
