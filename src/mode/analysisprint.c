/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/analysisprint.h"

#include <jansson.h>
#include <math.h>
#include <stddef.h>
#include <stdio.h>

#include "audio/base/attributes.h"

/* A figure of the report (or of a channel, or a point): its key, where it stands, and how exact it is worth printing.
 */
typedef struct Figure {
    const char *key;
    size_t offset;
    double steps;
    unsigned needs; /* AnalysisPart, or'ed: told where all of them were measured */
} Figure;

enum { LEVEL = 10000, LINEAR = 1000000000 };

#define WHOLE(key, field, steps, needs)                                                                                \
    {                                                                                                                  \
        key, offsetof(AnalysisReport, field), steps, needs                                                             \
    }
#define CHANNEL(key, field, steps, needs)                                                                              \
    {                                                                                                                  \
        key, offsetof(AnalysisChannel, field), steps, needs                                                            \
    }

static const Figure whole_figures[] = {
    WHOLE("seconds", seconds, LINEAR, 0),
    WHOLE("integrated_lufs", integrated_lufs, LEVEL, ANALYSIS_LOUDNESS),
    WHOLE("momentary_max_lufs", momentary_max_lufs, LEVEL, ANALYSIS_LOUDNESS),
    WHOLE("short_term_max_lufs", short_term_max_lufs, LEVEL, ANALYSIS_LOUDNESS),
    WHOLE("range_lu", range_lu, LEVEL, ANALYSIS_LOUDNESS),
    WHOLE("true_peak_max_dbtp", true_peak_db, LEVEL, ANALYSIS_TRUE_PEAK),
    WHOLE("plr_db", plr_db, LEVEL, ANALYSIS_LOUDNESS | ANALYSIS_TRUE_PEAK),
    WHOLE("psr_min_db", psr_min_db, LEVEL, ANALYSIS_LOUDNESS | ANALYSIS_TRUE_PEAK),
    WHOLE("correlation", correlation, LEVEL, ANALYSIS_IMAGE),
    WHOLE("correlation_min", correlation_min, LEVEL, ANALYSIS_IMAGE),
    WHOLE("mid_rms_dbfs", mid_rms_db, LEVEL, ANALYSIS_IMAGE),
    WHOLE("side_rms_dbfs", side_rms_db, LEVEL, ANALYSIS_IMAGE),
    WHOLE("mono_loss_db", mono_loss_db, LEVEL, ANALYSIS_IMAGE),
    WHOLE("noise_floor_dbfs", noise_floor_db, LEVEL, ANALYSIS_SILENCE),
    WHOLE("tilt_db_per_octave", tilt_db_per_octave, LEVEL, ANALYSIS_SPECTRUM),
    WHOLE("head_silence_s", head_silence_s, LINEAR, ANALYSIS_SILENCE),
    WHOLE("tail_silence_s", tail_silence_s, LINEAR, ANALYSIS_SILENCE),
};

static const Figure channel_figures[] = {
    CHANNEL("true_peak_dbtp", true_peak_db, LEVEL, ANALYSIS_TRUE_PEAK),
    CHANNEL("true_peak_seconds", true_peak_s, LINEAR, ANALYSIS_TRUE_PEAK),
    CHANNEL("sample_peak_dbfs", sample_peak_db, LEVEL, ANALYSIS_TRUE_PEAK),
    CHANNEL("sample_peak_seconds", sample_peak_s, LINEAR, ANALYSIS_TRUE_PEAK),
    CHANNEL("rms_dbfs", rms_db, LEVEL, ANALYSIS_LEVELS),
    CHANNEL("crest_db", crest_db, LEVEL, ANALYSIS_LEVELS),
    CHANNEL("dc", dc, LINEAR, ANALYSIS_LEVELS),
    CHANNEL("clip_first_seconds", clip_first_s, LINEAR, ANALYSIS_LEVELS),
    CHANNEL("rms_600_max_dbfs", rms_600_max_db, LEVEL, ANALYSIS_LEVELS),
};

/* Meters whose zero is not full scale: what is added to the level in dBFS. */
static const struct {
    const char *key, *title, *unit;
    size_t offset;
    double add_db;
    unsigned needs;
} meter_figures[] = {
    {"vu_max", "VU", " VU", offsetof(AnalysisChannel, vu_max_db), -ANALYSIS_LINEUP_DBFS, ANALYSIS_METERS},
    {"ppm_1_max_db_test", "PPM I", " dB over test", offsetof(AnalysisChannel, ppm_i_max_db), -ANALYSIS_LINEUP_DBFS,
     ANALYSIS_METERS},
    {"ppm_2_max_db_test", "PPM II", " dB over test", offsetof(AnalysisChannel, ppm_ii_max_db), -ANALYSIS_LINEUP_DBFS,
     ANALYSIS_METERS},
    {"k_12_max_db", "K-12", "", offsetof(AnalysisChannel, rms_600_max_db), 12, ANALYSIS_LEVELS},
    {"k_14_max_db", "K-14", "", offsetof(AnalysisChannel, rms_600_max_db), 14, ANALYSIS_LEVELS},
    {"k_20_max_db", "K-20", "", offsetof(AnalysisChannel, rms_600_max_db), 20, ANALYSIS_LEVELS},
};

static const struct {
    const char *key;
    size_t offset;
} channel_counts[] = {
    {"overs", offsetof(AnalysisChannel, overs)},
    {"clip_runs", offsetof(AnalysisChannel, clip_runs)},
    {"clip_longest_frames", offsetof(AnalysisChannel, clip_longest)},
};

static const struct {
    const char *key, *title;
    size_t offset;
    unsigned needs;
} point_figures[] = {
    {"momentary_lufs", "momentary", offsetof(AnalysisPoint, momentary_lufs), ANALYSIS_LOUDNESS},
    {"short_term_lufs", "short-term", offsetof(AnalysisPoint, short_term_lufs), ANALYSIS_LOUDNESS},
    {"true_peak_dbtp", "true peak", offsetof(AnalysisPoint, true_peak_db), ANALYSIS_TRUE_PEAK},
    {"rms_dbfs", "RMS", offsetof(AnalysisPoint, rms_db), ANALYSIS_LEVELS},
    {"correlation", "correlation", offsetof(AnalysisPoint, correlation), ANALYSIS_IMAGE},
    {"psr_db", "PSR", offsetof(AnalysisPoint, psr_db), ANALYSIS_LOUDNESS | ANALYSIS_TRUE_PEAK},
};

static bool is_told(const AnalysisPrint *print, unsigned needs)
{
    return (print->parts & needs) == needs;
}

static double double_at(const void *structure, size_t offset)
{
    return *(const double *)(const void *)((const char *)structure + offset);
}

static int64_t count_at(const void *structure, size_t offset)
{
    return *(const int64_t *)(const void *)((const char *)structure + offset);
}

static double point_value(const AnalysisPoint *point, size_t figure)
{
    return (double)*(const float *)(const void *)((const char *)point + point_figures[figure].offset);
}

/* ---- JSON ---- */

static json_t *json_figure(double value, double steps)
{
    return isfinite(value) ? json_real(floor(value * steps + 0.5) / steps) : json_null();
}

static void add_channels(json_t *root, const AnalysisPrint *print)
{
    const AnalysisReport *report = print->report;
    for (size_t i = 0; i < ARRAY_LEN(channel_figures); i++) {
        const Figure *row = &channel_figures[i];
        if (!is_told(print, row->needs))
            continue;
        json_t *values = json_array();
        for (int c = 0; c < report->channels; c++)
            json_array_append_new(values, json_figure(double_at(&report->channel[c], row->offset), row->steps));
        json_object_set_new(root, row->key, values);
    }
    for (size_t i = 0; i < ARRAY_LEN(meter_figures); i++) {
        if (!is_told(print, meter_figures[i].needs))
            continue;
        json_t *values = json_array();
        for (int c = 0; c < report->channels; c++)
            json_array_append_new(
                values,
                json_figure(double_at(&report->channel[c], meter_figures[i].offset) + meter_figures[i].add_db, LEVEL));
        json_object_set_new(root, meter_figures[i].key, values);
    }
    for (size_t i = 0; is_told(print, ANALYSIS_LEVELS) && i < ARRAY_LEN(channel_counts); i++) {
        json_t *values = json_array();
        for (int c = 0; c < report->channels; c++)
            json_array_append_new(values, json_integer(count_at(&report->channel[c], channel_counts[i].offset)));
        json_object_set_new(root, channel_counts[i].key, values);
    }
}

static json_t *json_bands(const SpectrumBands *bands)
{
    json_t *list = json_array();
    for (int i = 0; i < bands->count; i++)
        json_array_append_new(list, json_pack("{s:o,s:o,s:o}", "hz", json_figure(bands->centre_hz[i], 1000),
                                              "level_dbfs", json_figure(bands->level_db[i], LEVEL), "mono_loss_db",
                                              json_figure(bands->mono_loss_db[i], LEVEL)));
    return list;
}

static json_t *json_series(const AnalysisPrint *print)
{
    const AnalysisReport *report = print->report;
    json_t *series = json_pack("{s:f}", "step_seconds", 1.0 / ANALYSIS_STEPS_PER_S);
    for (size_t figure = 0; figure < ARRAY_LEN(point_figures); figure++) {
        if (!is_told(print, point_figures[figure].needs))
            continue;
        json_t *values = json_array();
        for (int64_t i = 0; i < report->point_count; i++)
            json_array_append_new(values, json_figure(point_value(&report->points[i], figure), 100));
        json_object_set_new(series, point_figures[figure].key, values);
    }
    return series;
}

static void add_extremes(json_t *root, const AnalysisPrint *print)
{
    const SoundExtremes *found = print->extremes;
    double rate_hz = print->info->rate_hz;
    json_object_set_new(root, "not_finite_samples", json_integer(found->bad_samples));
    json_object_set_new(root, "not_finite_first_seconds",
                        json_figure(found->bad_samples ? (double)found->bad_first / rate_hz : NAN, LINEAR));
    json_object_set_new(root, "beyond_full_scale_samples", json_integer(found->over_samples));
    json_object_set_new(root, "beyond_full_scale_first_seconds",
                        json_figure(found->over_samples ? (double)found->over_first / rate_hz : NAN, LINEAR));
}

void analysis_print_json(const AnalysisPrint *print)
{
    const AnalysisReport *report = print->report;
    json_t *root = json_object();
    json_object_set_new(root, "format", json_string(print->info->format));
    json_object_set_new(root, "channels", json_integer(report->channels));
    json_object_set_new(root, "rate_hz", json_integer(print->info->rate_hz));
    json_object_set_new(root, "frames", json_integer(report->frames));
    for (size_t i = 0; i < ARRAY_LEN(whole_figures); i++)
        if (is_told(print, whole_figures[i].needs))
            json_object_set_new(root, whole_figures[i].key,
                                json_figure(double_at(report, whole_figures[i].offset), whole_figures[i].steps));
    add_channels(root, print);
    add_extremes(root, print);
    json_object_set_new(root, "lineup_dbfs", json_real(ANALYSIS_LINEUP_DBFS));
    if (is_told(print, ANALYSIS_SPECTRUM))
        json_object_set_new(root, "third_octaves", json_bands(&report->spectrum));
    if (print->bands) {
        json_object_set_new(root, "bands_per_octave", json_integer(print->bands_per_octave));
        json_object_set_new(root, "bands", json_bands(print->bands));
    }
    if (print->series)
        json_object_set_new(root, "series", json_series(print));
    json_dumpf(root, stdout, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
    putchar('\n');
    json_decref(root);
}

/* ---- words ---- */

static const char *spoken(char *out, size_t size, double value, int digits, const char *unit)
{
    if (isfinite(value))
        snprintf(out, size, "%.*f%s", digits, value, unit);
    else
        snprintf(out, size, "none");
    return out;
}

static void print_sides(const char *title, int channels, char text[2][48])
{
    if (channels == 2)
        printf("%-14s %s left, %s right\n", title, text[0], text[1]);
    else
        printf("%-14s %s\n", title, text[0]);
}

static void print_channels(const AnalysisReport *report, const char *title, size_t offset, int digits, const char *unit)
{
    char text[2][48];
    for (int c = 0; c < report->channels; c++)
        spoken(text[c], sizeof text[c], double_at(&report->channel[c], offset), digits, unit);
    print_sides(title, report->channels, text);
}

static void print_meters(const AnalysisPrint *print)
{
    const AnalysisReport *report = print->report;
    char text[2][48];
    for (size_t i = 0; i < ARRAY_LEN(meter_figures); i++) {
        if (!is_told(print, meter_figures[i].needs))
            continue;
        for (int c = 0; c < report->channels; c++) {
            double value = double_at(&report->channel[c], meter_figures[i].offset) + meter_figures[i].add_db;
            if (isfinite(value))
                snprintf(text[c], sizeof text[c], "%+.1f%s", value, meter_figures[i].unit);
            else
                snprintf(text[c], sizeof text[c], "none");
        }
        print_sides(meter_figures[i].title, report->channels, text);
    }
}

static void print_one(const char *title, double value, int digits, const char *unit)
{
    char text[48];
    printf("%-14s %s\n", title, spoken(text, sizeof text, value, digits, unit));
}

static void print_peaks(const AnalysisReport *report)
{
    static const char *const sides[] = {" left", " right"};
    char text[48];
    printf("true peak     ");
    for (int c = 0; c < report->channels; c++) {
        const AnalysisChannel *channel = &report->channel[c];
        spoken(text, sizeof text, channel->true_peak_db, 2, " dBTP");
        printf("%s %s%s", c ? "," : "", text, report->channels == 2 ? sides[c] : "");
        if (isfinite(channel->true_peak_db))
            printf(" at %.3f s", channel->true_peak_s);
    }
    putchar('\n');
}

static void print_clipping(const AnalysisReport *report)
{
    static const char *const sides[] = {" left", " right"};
    printf("clipped runs  ");
    for (int c = 0; c < report->channels; c++) {
        const AnalysisChannel *channel = &report->channel[c];
        printf("%s %lld%s", c ? "," : "", (long long)channel->clip_runs, report->channels == 2 ? sides[c] : "");
        if (channel->clip_runs)
            printf(" (first at %.3f s, longest %lld frames)", channel->clip_first_s, (long long)channel->clip_longest);
    }
    putchar('\n');
}

static void print_extremes(const AnalysisPrint *print)
{
    const SoundExtremes *found = print->extremes;
    double rate_hz = print->info->rate_hz;
    if (found->bad_samples)
        printf("not numbers    %lld sample%s, NaN or infinite (first at %.3f s), measured as silence\n",
               (long long)found->bad_samples, found->bad_samples == 1 ? "" : "s", (double)found->bad_first / rate_hz);
    if (found->over_samples)
        printf("beyond full    %lld sample%s (first at %.3f s), the largest %+.1f dBFS%s\n",
               (long long)found->over_samples, found->over_samples == 1 ? "" : "s", (double)found->over_first / rate_hz,
               extremes_peak_db(found),
               extremes_peak_db(found) > 20 * log10((double)UNPACK_LIMIT) ? ", otherwise measured as +120.0 dBFS" : "");
}

/* Thirds of an octave are called by their nominal frequencies (IEC 61260-1, annex E), others by what they are. */
static void name_band(char *out, size_t size, double centre_hz, bool third)
{
    static const double nominal[] = {1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8};
    double decades = floor(log10(centre_hz) + 0.01), hz = centre_hz;
    if (third)
        hz = nominal[(int)lround(10 * (log10(centre_hz) - decades)) % 10] * pow(10, decades);
    if (hz < 1000)
        snprintf(out, size, "%.4g Hz", hz);
    else
        snprintf(out, size, "%.4g kHz", hz / 1000);
}

static void print_spectrum(const SpectrumBands *bands, int bands_per_octave)
{
    char level[24], loss[24], name[32];
    printf("spectrum       1/%d octave, dBFS, and what mono loses\n", bands_per_octave);
    for (int i = 0; i < bands->count; i++) {
        name_band(name, sizeof name, bands->centre_hz[i], bands_per_octave == 3);
        printf("%12s   %8s   %8s\n", name, spoken(level, sizeof level, bands->level_db[i], 1, ""),
               spoken(loss, sizeof loss, bands->mono_loss_db[i], 1, ""));
    }
}

static void print_series(const AnalysisPrint *print)
{
    const AnalysisReport *report = print->report;
    char text[24];
    printf("series\n  seconds");
    for (size_t i = 0; i < ARRAY_LEN(point_figures); i++)
        if (is_told(print, point_figures[i].needs))
            printf("  %11s", point_figures[i].title);
    putchar('\n');
    for (int64_t at = 0; at < report->point_count; at++) {
        printf("%9.1f", (double)(at + 1) / ANALYSIS_STEPS_PER_S);
        for (size_t i = 0; i < ARRAY_LEN(point_figures); i++)
            if (is_told(print, point_figures[i].needs))
                printf("  %11s", spoken(text, sizeof text, point_value(&report->points[at], i), 2, ""));
        putchar('\n');
    }
}

static void print_loudness(const AnalysisPrint *print)
{
    const AnalysisReport *report = print->report;
    char text[3][32];
    printf("loudness       %s, momentary at most %s, short-term at most %s\n",
           spoken(text[0], sizeof text[0], report->integrated_lufs, 1, " LUFS-I"),
           spoken(text[1], sizeof text[1], report->momentary_max_lufs, 1, ""),
           spoken(text[2], sizeof text[2], report->short_term_max_lufs, 1, ""));
    print_one("range", report->range_lu, 1, " LU");
    if (!is_told(print, ANALYSIS_TRUE_PEAK))
        return;
    print_one("PLR", report->plr_db, 1, " dB");
    print_one("PSR, least", report->psr_min_db, 1, " dB");
}

static void print_image(const AnalysisReport *report)
{
    char mid[32], side[32];
    printf("mid and side   %s, %s\n", spoken(mid, sizeof mid, report->mid_rms_db, 2, " dBFS"),
           spoken(side, sizeof side, report->side_rms_db, 2, " dBFS"));
    printf("correlation    %+.2f, at least %+.2f\n", report->correlation, report->correlation_min);
    print_one("mono loss", report->mono_loss_db, 2, " dB");
}

static void print_levels(const AnalysisReport *report)
{
    print_channels(report, "RMS", offsetof(AnalysisChannel, rms_db), 2, " dBFS");
    print_channels(report, "RMS 600 ms", offsetof(AnalysisChannel, rms_600_max_db), 2, " dBFS");
    print_channels(report, "crest", offsetof(AnalysisChannel, crest_db), 2, " dB");
}

static void print_silence(const AnalysisReport *report)
{
    print_one("noise floor", report->noise_floor_db, 1, " dBFS");
    printf("silence        %.3f s at the head, %.3f s at the tail\n", report->head_silence_s, report->tail_silence_s);
}

void analysis_print_text(const AnalysisPrint *print)
{
    const SoundFileInfo *info = print->info;
    const AnalysisReport *report = print->report;
    int minutes = (int)(report->seconds / 60);
    printf("file           %s, %d channel%s, %d Hz, %d:%06.3f\n", info->format, report->channels,
           report->channels == 1 ? "" : "s", info->rate_hz, minutes, report->seconds - 60 * minutes);
    if (is_told(print, ANALYSIS_LOUDNESS))
        print_loudness(print);
    if (is_told(print, ANALYSIS_TRUE_PEAK)) {
        print_peaks(report);
        print_channels(report, "sample peak", offsetof(AnalysisChannel, sample_peak_db), 2, " dBFS");
    }
    if (is_told(print, ANALYSIS_LEVELS))
        print_levels(report);
    print_meters(print);
    if (is_told(print, ANALYSIS_LEVELS)) {
        print_channels(report, "DC", offsetof(AnalysisChannel, dc), 6, "");
        print_clipping(report);
    }
    print_extremes(print);
    if (report->channels == 2 && is_told(print, ANALYSIS_IMAGE))
        print_image(report);
    if (is_told(print, ANALYSIS_SILENCE))
        print_silence(report);
    if (is_told(print, ANALYSIS_SPECTRUM)) {
        print_one("tilt", report->tilt_db_per_octave, 1, " dB an octave");
        print_spectrum(print->bands ? print->bands : &report->spectrum, print->bands ? print->bands_per_octave : 3);
    }
    if (print->series)
        print_series(print);
}
