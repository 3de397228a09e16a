/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mix/gainstage.h"

#include <math.h>
#include <stdlib.h>

#include "audio/engine/step/clips.h"
#include "audio/measure/levels.h"
#include "audio/measure/loudness.h"
#include "projects/model/model.h"

enum { BLOCK_FRAMES = 4096, STEPS_OF_WINDOW = 3 }; /* three steps of 100 ms */
static const double gate_db = 50;

typedef struct SourceMeter {
    double *steps; /* mean square of each 100 ms */
    int count, capacity;
    double sum; /* of squares in the present step, over both channels */
    int64_t frames, step_frames;
    float peak;
    Loudness *loudness;
} SourceMeter;

static bool close_step(SourceMeter *meter, int64_t frames)
{
    if (meter->count == meter->capacity) {
        int capacity = meter->capacity ? meter->capacity * 2 : 256;
        double *steps = realloc(meter->steps, sizeof *steps * (size_t)capacity);
        if (!steps)
            return false;
        meter->steps = steps;
        meter->capacity = capacity;
    }
    meter->steps[meter->count++] = meter->sum / (double)frames;
    meter->sum = 0;
    meter->frames = 0;
    return true;
}

static bool add_block(SourceMeter *meter, const float *const channels[2], int count, int frames)
{
    for (int i = 0; i < frames; i++) {
        for (int c = 0; c < count; c++) {
            float x = channels[c][i], level = fabsf(x);
            meter->peak = level > meter->peak ? level : meter->peak;
            meter->sum += (double)x * x / count;
        }
        if (++meter->frames == meter->step_frames && !close_step(meter, meter->step_frames))
            return false;
    }
    loudness_add(meter->loudness, channels, frames);
    return true;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Steps become windows in place; what is left of a signal shorter than one window is a window of its own. */
static double percentile_rms(SourceMeter *meter)
{
    if (meter->frames && meter->count < STEPS_OF_WINDOW && !close_step(meter, meter->frames))
        return NAN;
    int width = meter->count < STEPS_OF_WINDOW ? meter->count : STEPS_OF_WINDOW, windows = meter->count - width + 1,
        kept = 0;
    if (width == 0)
        return -INFINITY;
    for (int i = 0; i < windows; i++) {
        double sum = 0;
        for (int k = 0; k < width; k++)
            sum += meter->steps[i + k];
        meter->steps[i] = sum / width;
    }
    qsort(meter->steps, (size_t)windows, sizeof *meter->steps, compare_doubles);
    double loudest = meter->steps[windows - 1], gate = loudest * pow(10, -gate_db / 10);
    while (kept < windows && meter->steps[kept] < gate)
        kept++;
    int above = windows - kept, rank = (int)ceil(0.95 * above);
    return level_rms_db(meter->steps[kept + (rank > 0 ? rank - 1 : 0)]);
}

static Status run_clips(SourceMeter *meter, const StripSpec *strip, ClipTable *table, const atomic_bool *cancelled)
{
    float *left = calloc(4 * (size_t)BLOCK_FRAMES, sizeof *left);
    double *gain = calloc(BLOCK_FRAMES, sizeof *gain);
    Status status = left && gain ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK) {
        ClipReader reader = {.kernels = kernels_best(),
                             .scratch = {left + 2 * BLOCK_FRAMES, left + 3 * BLOCK_FRAMES},
                             .gain = gain,
                             .wait = true};
        float *out[2] = {left, left + BLOCK_FRAMES};
        const float *const in[2] = {out[0], out[1]};
        int64_t end = clips_end(table);
        for (int64_t at = 0; at < end && status == STATUS_OK; at += BLOCK_FRAMES) {
            int frames = end - at < BLOCK_FRAMES ? (int)(end - at) : BLOCK_FRAMES;
            if (atomic_load(cancelled))
                status = STATUS_INTERRUPTED;
            clips_read(table, &reader, at, frames, out, strip->channels);
            if (status == STATUS_OK && !add_block(meter, in, strip->channels, frames))
                status = STATUS_NO_MEMORY;
        }
    }
    free(left);
    free(gain);
    return status;
}

Status source_measure(const StripSpec *strip, double rate_hz, const atomic_bool *cancelled, SourceLevel *level)
{
    SourceMeter meter = {.step_frames = (int64_t)floor(rate_hz / 10 + 0.5)};
    ClipTable *table = NULL;
    Status status = clips_new(&table, strip->clips, strip->clip_count, rate_hz);
    if (status == STATUS_OK)
        status = loudness_new(&meter.loudness, rate_hz, strip->channels);
    if (status == STATUS_OK)
        status = run_clips(&meter, strip, table, cancelled);
    if (status == STATUS_OK) {
        level->peak_dbfs = meter.peak > 0 ? 20 * log10(meter.peak) : -INFINITY;
        level->integrated_lufs = loudness_integrated(meter.loudness);
        level->rms_dbfs = percentile_rms(&meter);
        status = isnan(level->rms_dbfs) ? STATUS_NO_MEMORY : STATUS_OK;
    }
    loudness_free(meter.loudness);
    clips_unref(table);
    free(meter.steps);
    return status;
}

/* ---- decision ---- */

static double measured(const GainTarget *target, const StagedStrip *strip)
{
    return target->lufs ? strip->level.integrated_lufs : strip->level.rms_dbfs;
}

static double tenths(double db)
{
    return floor(db * 10 + 0.5) / 10;
}

static double tenths_below(double db)
{
    return floor(db * 10 + 1e-6) / 10;
}

/* True if there is nothing to decide by; says why. */
static bool is_left_alone(const GainTarget *target, StagedStrip *strip)
{
    strip->trim_after = strip->trim_before;
    if (strip->automated)
        strip->bound = GAIN_AUTOMATED;
    else if (!isfinite(strip->level.peak_dbfs))
        strip->bound = GAIN_SILENCE;
    else if (!isfinite(measured(target, strip)))
        strip->bound = GAIN_SHORT;
    else
        return false;
    return true;
}

/* The change of trim, at most what the peak and the trim's range leave. */
static double bounded(double wanted, double peak_room, double low, double high, GainBound *bound)
{
    double change = tenths(wanted);
    *bound = GAIN_TARGET;
    if (change > peak_room) {
        change = tenths_below(peak_room);
        *bound = wanted > peak_room ? GAIN_PEAK : GAIN_TARGET;
    }
    if (change > high || change < low) {
        change = change > high ? high : low;
        *bound = GAIN_RANGE;
    }
    return change;
}

static void decide_one(const GainTarget *target, StagedStrip *strip)
{
    const ParamInfo *row = &strip_facts[FACT_TRIM];
    if (!is_left_alone(target, strip))
        strip->trim_after = bounded(target->level - measured(target, strip),
                                    GAINSTAGE_PEAK_DBFS - strip->level.peak_dbfs, row->min, row->max, &strip->bound);
}

static void decide_together(const GainTarget *target, StagedStrip *strips, int count)
{
    const ParamInfo *row = &strip_facts[FACT_TRIM];
    double loudest = -INFINITY, peak_room = INFINITY, low = -INFINITY, high = INFINITY;
    int by_level = -1, by_peak = -1, by_range = -1;
    for (int i = 0; i < count; i++) {
        StagedStrip *strip = &strips[i];
        if (is_left_alone(target, strip))
            continue;
        strip->bound = GAIN_OTHER;
        double level = measured(target, strip) + strip->trim_before,
               room = GAINSTAGE_PEAK_DBFS - strip->level.peak_dbfs - strip->trim_before;
        if (level > loudest) {
            loudest = level;
            by_level = i;
        }
        if (room < peak_room) {
            peak_room = room;
            by_peak = i;
        }
        if (row->max - strip->trim_before < high) {
            high = row->max - strip->trim_before;
            by_range = i;
        }
        low = fmax(low, row->min - strip->trim_before);
    }
    if (by_level < 0)
        return;
    GainBound bound;
    double change = bounded(target->level - loudest, peak_room, low, high, &bound);
    strips[bound == GAIN_PEAK ? by_peak : bound == GAIN_RANGE && change > 0 ? by_range : by_level].bound = bound;
    for (int i = 0; i < count; i++)
        if (strips[i].bound == GAIN_OTHER || strips[i].bound == bound)
            strips[i].trim_after = floor((strips[i].trim_before + change) * 1000 + 0.5) / 1000;
}

void gainstage_decide(const GainTarget *target, StagedStrip *strips, int count)
{
    if (target->together) {
        decide_together(target, strips, count);
        return;
    }
    for (int i = 0; i < count; i++)
        decide_one(target, &strips[i]);
}

const char *gainstage_bound_words(GainBound bound)
{
    static const char *const words[] = {[GAIN_TARGET] = "target",
                                        [GAIN_PEAK] = "peak",
                                        [GAIN_RANGE] = "range of trim",
                                        [GAIN_SILENCE] = "silence: no sound found",
                                        [GAIN_SHORT] = "too short or too soft to measure",
                                        [GAIN_AUTOMATED] = "automation of trim",
                                        [GAIN_OTHER] = "goes with the others"};
    return words[bound];
}
