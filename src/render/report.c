/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/render/jsontext.h"
#include "src/render/report.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "projects/text/escape.h"

static const char *const tail_words[] = {
    [TAIL_NONE] = "none",
    [TAIL_SILENT] = "until every processor was silent",
    [TAIL_QUIET] = "until the output stayed below -120 dBFS",
    [TAIL_LIMIT] = "cut at 30 s, still sounding",
    [TAIL_RANGE] = "as the range says",
};

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double seconds_of(const RenderReport *report)
{
    return report->rate_hz ? (double)report->file.frames / report->rate_hz : 0;
}

static void format_level(char *out, size_t size, double value, const char *unit)
{
    if (isfinite(value))
        snprintf(out, size, "%.1f %s", value + 0.0, unit);
    else
        snprintf(out, size, "-inf %s", unit);
}

static void format_length(char *out, size_t size, double seconds)
{
    int minutes = (int)(seconds / 60);
    snprintf(out, size, "%d:%06.3f", minutes, seconds - 60.0 * minutes);
}

static void print_row(FILE *out, const char *name, const char *text)
{
    fprintf(out, "%-14s %s\n", name, text);
}

static void print_level(FILE *out, const char *name, double value, const char *unit)
{
    char text[64];
    format_level(text, sizeof text, value, unit);
    print_row(out, name, text);
}

static void print_measures(const RenderReport *report, FILE *out)
{
    const MasterReading *reading = &report->reading;
    char text[128], where[32];
    print_level(out, "peak", larger(reading->sample_peak_db[0], reading->sample_peak_db[1]), "dBFS");
    int channel = reading->true_peak_db[1] > reading->true_peak_db[0];
    format_level(text, sizeof text, reading->true_peak_max_db, "dBTP");
    if (isfinite(reading->true_peak_max_db)) {
        format_length(where, sizeof where, (double)reading->true_peak_frame[channel] / report->rate_hz);
        snprintf(text + strlen(text), sizeof text - strlen(text), " at %s", where);
    }
    print_row(out, "true peak", text);
    print_level(out, "loudness", reading->integrated_lufs, "LUFS-I");
    print_level(out, "range", reading->range_lu, "LU");
    snprintf(text, sizeof text, "%+.2f", reading->correlation);
    print_row(out, "correlation", text);
}

static void print_overs(const RenderReport *report, FILE *out)
{
    char text[160];
    if (report->over_count == 0)
        print_row(out, "overs", "none");
    for (int i = 0; i < report->over_count; i++) {
        const StripOvers *over = &report->overs[i];
        snprintf(text, sizeof text, "%s: %llu samples, highest %+.1f dBFS (inside the float mix)", over->name,
                 (unsigned long long)over->samples, over->peak_db);
        print_row(out, i == 0 ? "overs" : "", text);
    }
    uint64_t clipped = report->file.clipped[0] + report->file.clipped[1];
    snprintf(text, sizeof text, clipped ? "%llu samples in the file" : "none", (unsigned long long)clipped);
    print_row(out, "clips", text);
}

/* What each strip adds, a line each. */
static void print_latency(const RenderReport *report, FILE *out)
{
    char text[200];
    if (report->latency_count == 0)
        return;
    snprintf(text, sizeof text, "%d frames (%.1f ms) to the output, taken off", report->latency_frames,
             1000.0 * report->latency_frames / report->project_rate_hz);
    print_row(out, "latency", text);
    for (int i = 0; i < report->latency_count; i++) {
        const StripLatency *one = &report->latencies[i];
        snprintf(text, sizeof text, "%s: %d frames (%.1f ms)", one->name, one->frames,
                 1000.0 * one->frames / report->project_rate_hz);
        print_row(out, "", text);
    }
}

/* What is not as ever: TPDF for 16 and 24 bits. */
static void print_dither(const RenderReport *report, FILE *out)
{
    char text[160];
    const DitherInfo *info = &dither_table[report->dither];
    snprintf(text, sizeof text, "%s: %s", info->word, info->help);
    if (report->unchanged)
        print_row(out, "dither", "none is needed: no sample changes between the stems and the file");
    else if (report->dither != DITHER_TPDF && (report->bits == 16 || report->bits == 24))
        print_row(out, "dither", text);
}

/* What the conversion's peaks cost. */
static void print_guard(const RenderReport *report, FILE *out)
{
    char text[200], ceiling[64] = "0 dBFS", amount[32];
    if (!report->guarded)
        return;
    if (report->guard_true_peak)
        snprintf(ceiling, sizeof ceiling, "%.4g dBTP", report->guard_ceiling_db + 0.0);
    snprintf(amount, sizeof amount, report->guard.reduction_db < 0.01 ? "less than 0.01" : "up to %.2f",
             report->guard.reduction_db);
    if (report->guard.reduced_frames == 0)
        snprintf(text, sizeof text, "not needed: the conversion from %d Hz stays below %s", report->project_rate_hz,
                 ceiling);
    else
        snprintf(text, sizeof text, "took off %s dB, for %.3f s, to keep the conversion from %d Hz below %s", amount,
                 (double)report->guard.reduced_frames / report->rate_hz, report->project_rate_hz, ceiling);
    print_row(out, "guard", text);
}

static void print_stems(const RenderReport *report, FILE *out)
{
    char text[700], folder[600];
    if (!report->stems_written)
        return;
    text_escape_for_terminal(folder, sizeof folder, report->stems_folder, strlen(report->stems_folder));
    snprintf(text, sizeof text, "%d in %s", report->stem_count, folder);
    print_row(out, "stems", text);
    if (isfinite(report->null_db))
        snprintf(text, sizeof text, "%.1f dBFS: their sum against the master's input", report->null_db);
    else
        snprintf(text, sizeof text, "bit for bit: their sum is the master's input");
    print_row(out, "null", text);
}

char *report_file_words(const RenderReport *report, char *out, size_t size)
{
    char path[600], bits[16];
    snprintf(bits, sizeof bits, report->bits ? "%d bit" : "float", report->bits);
    text_escape_for_terminal(path, sizeof path, report->output, strlen(report->output));
    snprintf(out, size, "%s (%s, %s, %d Hz)", strcmp(report->output, "-") == 0 ? "standard output" : path,
             format_table[report->format].word, bits, report->rate_hz);
    return out;
}

char *report_fault_words(const RenderOutcome *outcome, char *out, size_t size)
{
    static const char *const words[] = {
        [RENDER_STEMS_MISSING] = "stems are missing (--allow-missing plays silence for them)",
        [RENDER_STRANGE] = "it has processors that this version does not know (--allow-unknown bypasses them)",
        [RENDER_NO_BITS] = "takes 16 or 24 bit",
        [RENDER_NO_DITHER] = "is made for 16 bit at 44100 or 48000 Hz",
        [RENDER_NO_PIPE] = "cannot be written to standard output; wav and raw can",
        [RENDER_CLASH] = "would be the mix and the file of a strip at once",
        [RENDER_STEMS_LOST] = "not written: sound of the stems is missing (--allow-missing writes it all the same)",
        [RENDER_INTERRUPTED] = "not written: interrupted",
        [RENDER_STEMS_DO_NOT_ADD] = "the stems do not add up to the master's input",
    };
    char subject[600];
    size_t fault = (size_t)outcome->fault;
    const char *text = fault < ARRAY_LEN(words) && words[fault] ? words[fault] : outcome->error.text;
    text_escape_for_terminal(subject, sizeof subject, outcome->subject, strlen(outcome->subject));
    if (outcome->fault == RENDER_BEYOND)
        snprintf(subject, sizeof subject, "--range");
    snprintf(out, size, "%s%s%s", subject, subject[0] ? ": " : "", text);
    return out;
}

static void print_given(FILE *out, const char *name, const char *value)
{
    char text[400];
    if (!value)
        return;
    text_escape_for_terminal(text, sizeof text, value, strlen(value));
    print_row(out, name, text);
}

void report_print(const RenderReport *report, FILE *out)
{
    char text[800], length[32];
    print_row(out, "wrote", report_file_words(report, text, sizeof text));
    print_given(out, "version", report->version);
    print_given(out, "isrc", report->isrc);
    format_length(length, sizeof length, seconds_of(report));
    snprintf(text, sizeof text, "%s (%lld frames)", length, (long long)report->file.frames);
    print_row(out, "length", text);
    if (report->tail_end == TAIL_NONE || report->tail_end == TAIL_RANGE)
        print_row(out, "tail", tail_words[report->tail_end]);
    else {
        int at = snprintf(text, sizeof text, "%.3f s, %s", (double)report->tail_frames / report->project_rate_hz,
                          tail_words[report->tail_end]);
        if (report->tail_end == TAIL_QUIET)
            snprintf(text + at, sizeof text - (size_t)at, " for %.4g s", report->tail_quiet_s);
        if (report->tail_end == TAIL_LIMIT)
            snprintf(text + at, sizeof text - (size_t)at, " at %.1f dBFS", report->tail_cut_db);
        print_row(out, "tail", text);
    }
    if (report->measured) {
        print_measures(report, out);
        print_overs(report, out);
    }
    print_guard(report, out);
    print_dither(report, out);
    print_latency(report, out);
    print_stems(report, out);
    if (report->missing_clips) {
        snprintf(text, sizeof text, "%d, played as silence", report->missing_clips);
        print_row(out, "missing clips", text);
    }
    if (report->unknown_processors) {
        snprintf(text, sizeof text, "%d, bypassed", report->unknown_processors);
        print_row(out, "unknown", text);
    }
    if (report->lossy_stems)
        print_row(out, "note", "lossy stems: the bytes may differ with another decoder's version");
    if (report->seconds_taken > 0) {
        snprintf(text, sizeof text, "%.1f x real time (%.2f s, %d thread%s)",
                 seconds_of(report) / report->seconds_taken, report->seconds_taken, report->jobs,
                 report->jobs == 1 ? "" : "s");
        print_row(out, "speed", text);
    }
    if (report->file.sha256[0])
        print_row(out, "sha256", report->file.sha256);
}

/* JSON has no infinity: silence is null. */
static json_t *json_level(double value)
{
    return isfinite(value) ? json_real(floor(value * 1e4 + 0.5) / 1e4) : json_null();
}

static json_t *json_latency(const RenderReport *report)
{
    json_t *strips = json_array();
    for (int i = 0; i < report->latency_count; i++)
        json_array_append_new(strips,
                              json_pack("{s:s,s:i,s:o}", "strip", report->latencies[i].name, "frames",
                                        report->latencies[i].frames, "ms",
                                        json_level(1000.0 * report->latencies[i].frames / report->project_rate_hz)));
    return json_pack("{s:i,s:o,s:o}", "frames", report->latency_frames, "ms",
                     json_level(1000.0 * report->latency_frames / report->project_rate_hz), "strips", strips);
}

static json_t *json_measures(const RenderReport *report)
{
    const MasterReading *reading = &report->reading;
    json_t *object = json_object();
    json_object_set_new(object, "peak_dbfs",
                        json_level(larger(reading->sample_peak_db[0], reading->sample_peak_db[1])));
    json_object_set_new(object, "true_peak_dbtp", json_level(reading->true_peak_max_db));
    json_object_set_new(object, "integrated_lufs", json_level(reading->integrated_lufs));
    json_object_set_new(object, "momentary_max_lufs", json_level(reading->momentary_max_lufs));
    json_object_set_new(object, "short_term_max_lufs", json_level(reading->short_term_max_lufs));
    json_object_set_new(object, "range_lu", json_level(reading->range_lu));
    json_object_set_new(object, "plr_db", json_level(reading->plr_db));
    json_object_set_new(object, "correlation", json_level(reading->correlation));
    json_object_set_new(object, "clipped_samples",
                        json_integer((json_int_t)(report->file.clipped[0] + report->file.clipped[1])));
    json_t *overs = json_array();
    for (int i = 0; i < report->over_count; i++)
        json_array_append_new(overs, json_pack("{s:s,s:I,s:o}", "strip", report->overs[i].name, "samples",
                                               (json_int_t)report->overs[i].samples, "peak_dbfs",
                                               json_level(report->overs[i].peak_db)));
    json_object_set_new(object, "overs", overs);
    return object;
}

void report_print_json(const RenderReport *report, FILE *out)
{
    json_t *root = json_object();
    json_object_set_new(root, "program", json_string("ttymix " PACKAGE_VERSION));
    json_object_set_new(root, "project", json_text(report->project));
    json_object_set_new(root, "output", json_text(report->output));
    if (report->version)
        json_object_set_new(root, "version", json_text(report->version));
    if (report->isrc)
        json_object_set_new(root, "isrc", json_text(report->isrc));
    json_object_set_new(root, "format", json_string(format_table[report->format].word));
    json_object_set_new(root, "bits", report->bits ? json_integer(report->bits) : json_string("float"));
    json_object_set_new(root, "dither", json_string(dither_table[report->dither].word));
    json_object_set_new(root, "unchanged", json_boolean(report->unchanged));
    json_object_set_new(root, "rate_hz", json_integer(report->rate_hz));
    json_object_set_new(root, "frames", json_integer(report->file.frames));
    json_object_set_new(root, "seconds", json_real(seconds_of(report)));
    json_object_set_new(root, "tail_seconds", json_real((double)report->tail_frames / report->project_rate_hz));
    json_object_set_new(root, "tail_end", json_string(tail_words[report->tail_end]));
    if (report->tail_end == TAIL_LIMIT)
        json_object_set_new(root, "tail_cut_dbfs", json_level(report->tail_cut_db));
    if (report->measured)
        json_object_set_new(root, "measured", json_measures(report));
    json_object_set_new(root, "latency", json_latency(report));
    if (report->guarded)
        json_object_set_new(root, "guard",
                            json_pack("{s:f,s:b,s:o,s:f}", "ceiling_db", report->guard_ceiling_db, "true_peak",
                                      report->guard_true_peak, "reduction_db", json_level(report->guard.reduction_db),
                                      "seconds", (double)report->guard.reduced_frames / report->rate_hz));
    if (report->stems_written)
        json_object_set_new(root, "stems",
                            json_pack("{s:o,s:i,s:o}", "folder", json_text(report->stems_folder), "count",
                                      report->stem_count, "null_dbfs", json_level(report->null_db)));
    json_object_set_new(root, "missing_clips", json_integer(report->missing_clips));
    json_object_set_new(root, "unknown_processors", json_integer(report->unknown_processors));
    json_object_set_new(root, "stem_problems", json_integer(report->stem_problems));
    json_object_set_new(root, "lossy_stems", json_boolean(report->lossy_stems));
    json_object_set_new(root, "soxr", json_text(report->soxr_version ? report->soxr_version : ""));
    json_object_set_new(root, "jobs", json_integer(report->jobs));
    json_object_set_new(root, "seconds_taken", json_real(report->seconds_taken));
    json_object_set_new(root, "times_real_time",
                        json_real(report->seconds_taken > 0 ? seconds_of(report) / report->seconds_taken : 0));
    json_object_set_new(root, "sha256_pcm", json_string(report->file.sha256));
    json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
    fputc('\n', out);
    json_decref(root);
}
