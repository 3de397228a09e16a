/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/analysis.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/measure/ballistics.h"
#include "audio/measure/levels.h"
#include "audio/measure/loudness.h"
#include "audio/measure/truepeak.h"

#define SILENCE_LIN 0.001f /* -60 dBFS */
#define GATE_LUFS (-70.0)
#define NOISE_SHARE 0.05

const char *const analysis_part_words[] = {"loudness", "true-peak", "levels",  "meters",
                                           "image",    "spectrum",  "silence", NULL};

enum { PSR_STEPS = 3 * ANALYSIS_STEPS_PER_S };

typedef struct Channel {
    TruePeak true_peak;
    ChannelLevel level;
    Needles needles;
    double rms_600_max_db, step_squares;
} Channel;

struct Analysis {
    Channel channel[2];
    int channels;
    unsigned parts;
    double rate_hz;
    Loudness *loudness;
    Spectrum *spectrum;
    Correlation correlation;
    LevelWindow window;
    int64_t frames, step, step_frames;
    int64_t first_loud, last_loud; /* frames above -60 dBFS; -1: none */
    AnalysisPoint *points;
    int64_t count, room;
};

void analysis_free(Analysis *analysis)
{
    if (!analysis)
        return;
    loudness_free(analysis->loudness);
    spectrum_free(analysis->spectrum);
    free(analysis->points);
    free(analysis);
}

Status analysis_new(Analysis **analysis, double rate_hz, int channels, unsigned parts)
{
    Analysis *made = aligned_alloc(64, (sizeof *made + 63) / 64 * 64);
    if (!made)
        return STATUS_NO_MEMORY;
    memset(made, 0, sizeof *made);
    made->channels = channels;
    made->parts = parts;
    made->rate_hz = rate_hz;
    made->first_loud = made->last_loud = -1;
    Status status = loudness_new(&made->loudness, rate_hz, channels);
    if (status == STATUS_OK)
        status = spectrum_new(&made->spectrum, rate_hz, channels);
    if (status != STATUS_OK) {
        analysis_free(made);
        return status;
    }
    level_window_init(&made->window, rate_hz);
    for (int c = 0; c < channels; c++) {
        Channel *channel = &made->channel[c];
        truepeak_init(&channel->true_peak, rate_hz);
        channel_level_init(&channel->level);
        needles_init(&channel->needles, rate_hz);
        channel->rms_600_max_db = -INFINITY;
    }
    *analysis = made;
    return STATUS_OK;
}

static Status point_new(Analysis *analysis, AnalysisPoint **point)
{
    if (analysis->count == analysis->room) {
        int64_t room = analysis->room ? 2 * analysis->room : 1024;
        AnalysisPoint *points = realloc(analysis->points, (size_t)room * sizeof *points);
        if (!points)
            return STATUS_NO_MEMORY;
        analysis->points = points;
        analysis->room = room;
    }
    *point = &analysis->points[analysis->count++];
    return STATUS_OK;
}

/* Highest true peak of the last 3 s, the present step included. */
static double recent_peak_db(const Analysis *analysis)
{
    double top = -INFINITY;
    for (int64_t i = analysis->count - 1; i >= 0 && i >= analysis->count - PSR_STEPS; i--)
        top = analysis->points[i].true_peak_db > top ? analysis->points[i].true_peak_db : top;
    return top;
}

static Status step_finish(Analysis *analysis)
{
    AnalysisPoint *point;
    Status status = point_new(analysis, &point);
    if (status != STATUS_OK)
        return status;
    double squares = 0, top = 0;
    for (int c = 0; c < analysis->channels; c++) {
        Channel *channel = &analysis->channel[c];
        double peak = truepeak_take(&channel->true_peak), rms_600 = level_window_rms_db(&analysis->window, c, 600);
        top = peak > top ? peak : top;
        squares += channel->step_squares;
        channel->step_squares = 0;
        channel->rms_600_max_db = rms_600 > channel->rms_600_max_db ? rms_600 : channel->rms_600_max_db;
    }
    double short_term = loudness_short_term(analysis->loudness);
    point->momentary_lufs = (float)loudness_momentary(analysis->loudness);
    point->short_term_lufs = (float)short_term;
    point->true_peak_db = (float)maths_db_from_lin(top);
    point->rms_db = (float)level_rms_db(squares / (double)(analysis->channels * analysis->step_frames));
    point->correlation = (float)level_window_correlation(&analysis->window);
    point->psr_db = short_term > GATE_LUFS ? (float)(recent_peak_db(analysis) - short_term) : NAN;
    analysis->step++;
    analysis->step_frames = 0;
    return STATUS_OK;
}

/* From both ends inwards: of a part that is loud, two samples are looked at. */
static void note_silence(Analysis *analysis, const float *samples, int frames)
{
    int first = 0, last = frames - 1;
    while (first < frames && fabsf(samples[first]) < SILENCE_LIN)
        first++;
    if (first == frames)
        return;
    while (fabsf(samples[last]) < SILENCE_LIN)
        last--;
    if (analysis->frames + last > analysis->last_loud)
        analysis->last_loud = analysis->frames + last;
    if (analysis->first_loud < 0 || analysis->frames + first < analysis->first_loud)
        analysis->first_loud = analysis->frames + first;
}

static bool measures(const Analysis *analysis, unsigned any)
{
    return (analysis->parts & any) != 0;
}

static void channel_add(Analysis *analysis, Channel *channel, const float *samples, int frames)
{
    if (measures(analysis, ANALYSIS_TRUE_PEAK))
        truepeak_add(&channel->true_peak, samples, frames);
    if (measures(analysis, ANALYSIS_LEVELS))
        channel_level_add(&channel->level, samples, frames);
    if (measures(analysis, ANALYSIS_LEVELS | ANALYSIS_IMAGE | ANALYSIS_SILENCE))
        for (int i = 0; i < frames; i++)
            channel->step_squares += (double)samples[i] * samples[i];
    if (measures(analysis, ANALYSIS_SILENCE))
        note_silence(analysis, samples, frames);
}

/* A part that ends no later than the present step. */
static void part_add(Analysis *analysis, const float *const channels[2], int frames)
{
    const float *right = channels[analysis->channels - 1];
    for (int c = 0; c < analysis->channels; c++)
        channel_add(analysis, &analysis->channel[c], channels[c], frames);
    if (measures(analysis, ANALYSIS_METERS))
        needles_add((Needles *const[2]){&analysis->channel[0].needles, &analysis->channel[1].needles}, channels,
                    analysis->channels, frames);
    if (measures(analysis, ANALYSIS_IMAGE))
        correlation_add(&analysis->correlation, channels[0], right, frames);
    if (measures(analysis, ANALYSIS_LEVELS | ANALYSIS_IMAGE))
        level_window_add(&analysis->window, channels[0], right, frames);
    if (measures(analysis, ANALYSIS_LOUDNESS))
        loudness_add(analysis->loudness, channels, frames);
    if (measures(analysis, ANALYSIS_SPECTRUM))
        spectrum_add(analysis->spectrum, channels, frames);
    analysis->frames += frames;
    analysis->step_frames += frames;
}

Status analysis_add(Analysis *analysis, const float *const channels[2], int frames)
{
    for (int done = 0; done < frames;) {
        int64_t step_end = (int64_t)floor((double)(analysis->step + 1) * analysis->rate_hz / ANALYSIS_STEPS_PER_S);
        int64_t left = step_end - analysis->frames;
        int part = frames - done < left ? frames - done : (int)left;
        part_add(analysis,
                 (const float *const[2]){channels[0] + done, analysis->channels == 2 ? channels[1] + done : NULL},
                 part);
        done += part;
        if (part == left) {
            Status status = step_finish(analysis);
            if (status != STATUS_OK)
                return status;
        }
    }
    return STATUS_OK;
}

static int compare_floats(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return x < y ? -1 : x > y;
}

/* The level that the quietest steps between the first and the last sound stay below. */
static Status noise_floor(const Analysis *analysis, double *floor_db)
{
    int64_t per_step = (int64_t)(analysis->rate_hz / ANALYSIS_STEPS_PER_S), count = 0;
    *floor_db = -INFINITY;
    if (analysis->first_loud < 0 || analysis->count == 0)
        return STATUS_OK;
    float *levels = malloc((size_t)analysis->count * sizeof *levels);
    if (!levels)
        return STATUS_NO_MEMORY;
    for (int64_t i = analysis->first_loud / per_step; i <= analysis->last_loud / per_step && i < analysis->count; i++)
        levels[count++] = analysis->points[i].rms_db;
    qsort(levels, (size_t)count, sizeof *levels, compare_floats);
    if (count > 0)
        *floor_db = levels[(int64_t)(NOISE_SHARE * (double)(count - 1))];
    free(levels);
    return STATUS_OK;
}

static void channel_report(const Analysis *analysis, const Channel *channel, AnalysisChannel *report)
{
    const ChannelLevel *level = &channel->level;
    report->true_peak_db = maths_db_from_lin(channel->true_peak.peak);
    report->true_peak_s = (double)channel->true_peak.peak_frame / analysis->rate_hz;
    double sample_peak = analysis->parts & ANALYSIS_TRUE_PEAK ? channel->true_peak.sample_peak : level->peak;
    report->sample_peak_db = maths_db_from_lin(sample_peak);
    report->sample_peak_s = (double)channel->true_peak.sample_peak_frame / analysis->rate_hz;
    report->rms_db = channel_level_rms_db(level);
    report->crest_db =
        isfinite(report->rms_db) ? report->sample_peak_db - report->rms_db + 10 * MATHS_LN2 / MATHS_LN10 : 0;
    report->dc = channel_level_dc(level);
    report->overs = level->overs;
    report->clip_runs = level->clip_runs;
    report->clip_longest = level->clip_run_longest;
    report->clip_first_s = level->clip_first < 0 ? -1 : (double)level->clip_first / analysis->rate_hz;
    report->vu_max_db = vu_highest_db(&channel->needles.vu);
    report->ppm_i_max_db = ppm_highest_db(&channel->needles.ppm[PPM_I]);
    report->ppm_ii_max_db = ppm_highest_db(&channel->needles.ppm[PPM_II]);
    report->rms_600_max_db = channel->rms_600_max_db;
}

/* Of two channels with powers ll and rr the middle has (ll + rr + 2 lr)/4, the sides (ll + rr - 2 lr)/4. */
static void mid_side_report(const Correlation *correlation, AnalysisReport *report)
{
    double ll = 0, rr = 0, lr = 0, frames = correlation->frames ? (double)correlation->frames : 1;
    for (int i = 0; i < LEVEL_LANES; i++) {
        ll += correlation->left_left[i];
        rr += correlation->right_right[i];
        lr += correlation->left_right[i];
    }
    double middle = fmax(0.25 * (ll + rr + 2 * lr), 0), sides = fmax(0.25 * (ll + rr - 2 * lr), 0),
           mean = 0.5 * (ll + rr);
    report->mid_rms_db = level_rms_db(middle / frames);
    report->side_rms_db = level_rms_db(sides / frames);
    report->mono_loss_db = mean > 0 ? 10 / MATHS_LN10 * maths_log(middle / mean) : 0;
}

static void loudness_report(const Analysis *analysis, AnalysisReport *report)
{
    report->integrated_lufs = loudness_integrated(analysis->loudness);
    report->momentary_max_lufs = loudness_momentary_max(analysis->loudness);
    report->short_term_max_lufs = loudness_short_term_max(analysis->loudness);
    report->range_lu = loudness_range(analysis->loudness);
    report->plr_db = isfinite(report->integrated_lufs) ? report->true_peak_db - report->integrated_lufs : 0;
    for (int64_t i = PSR_STEPS - 1; i < analysis->count; i++)
        if (!isnan(analysis->points[i].psr_db) &&
            (report->psr_min_db == 0 || analysis->points[i].psr_db < report->psr_min_db))
            report->psr_min_db = analysis->points[i].psr_db;
}

static void image_report(const Analysis *analysis, AnalysisReport *report)
{
    bool stereo = analysis->channels == 2;
    report->correlation = stereo ? correlation_value(&analysis->correlation) : 1;
    report->correlation_min = 1;
    for (int64_t i = 0; stereo && i < analysis->count; i++)
        if (analysis->points[i].rms_db > GATE_LUFS && analysis->points[i].correlation < report->correlation_min)
            report->correlation_min = analysis->points[i].correlation;
    mid_side_report(&analysis->correlation, report);
}

Status analysis_finish(Analysis *analysis, AnalysisReport *report)
{
    memset(report, 0, sizeof *report);
    Status status = analysis->step_frames > 0 ? step_finish(analysis) : STATUS_OK;
    if (status == STATUS_OK)
        status = noise_floor(analysis, &report->noise_floor_db);
    if (status != STATUS_OK)
        return status;
    report->rate_hz = analysis->rate_hz;
    report->channels = analysis->channels;
    report->frames = analysis->frames;
    report->seconds = (double)analysis->frames / analysis->rate_hz;
    report->true_peak_db = -INFINITY;
    for (int c = 0; c < analysis->channels; c++) {
        truepeak_flush(&analysis->channel[c].true_peak);
        channel_report(analysis, &analysis->channel[c], &report->channel[c]);
        if (report->channel[c].true_peak_db > report->true_peak_db)
            report->true_peak_db = report->channel[c].true_peak_db;
    }
    loudness_report(analysis, report);
    image_report(analysis, report);
    report->head_silence_s =
        (double)(analysis->first_loud < 0 ? analysis->frames : analysis->first_loud) / analysis->rate_hz;
    report->tail_silence_s = analysis->first_loud < 0
                                 ? report->seconds
                                 : (double)(analysis->frames - 1 - analysis->last_loud) / analysis->rate_hz;
    spectrum_read(analysis->spectrum, 3, 0, &report->spectrum);
    report->tilt_db_per_octave = spectrum_slope_db(&report->spectrum);
    report->points = analysis->points;
    report->point_count = analysis->count;
    return STATUS_OK;
}

void analysis_read_bands(const Analysis *analysis, int bands_per_octave, SpectrumBands *bands)
{
    spectrum_read(analysis->spectrum, bands_per_octave, 0, bands);
}
