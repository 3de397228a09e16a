/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/analyze.h"

#include <stdio.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/io/file/extremes.h"
#include "audio/io/stream/store.h"
#include "audio/measure/analysis.h"
#include "projects/text/escape.h"
#include "src/mode/analysisprint.h"

enum { BLOCK_FRAMES = 4096 };

static Status measure(Stream *stream, Analysis *analysis, AnalysisReport *report)
{
    static float left[BLOCK_FRAMES], right[BLOCK_FRAMES];
    float *out[2] = {left, right};
    const float *const in[2] = {left, right};
    for (int64_t at = 0; at < stream->frames; at += BLOCK_FRAMES) {
        int frames = stream->frames - at < BLOCK_FRAMES ? (int)(stream->frames - at) : BLOCK_FRAMES;
        stream->ops->read(stream, at, frames, out, true);
        Status status = analysis_add(analysis, in, frames);
        if (status != STATUS_OK)
            return status;
    }
    return analysis_finish(analysis, report);
}

/* What reading made safe, as it stands in the file: the peaks that are reported are the true ones. */
static void find_extremes(const char *path, SoundExtremes *extremes, AnalysisReport *report)
{
    SoundFile file;
    if (soundfile_open(&file, path, NULL) != STATUS_OK)
        return;
    extremes_find(&file, extremes);
    for (int c = 0; c < report->channels; c++)
        if (extremes->peak[c] > (double)UNPACK_LIMIT) {
            report->channel[c].sample_peak_db = maths_db_from_lin(extremes->peak[c]);
            report->channel[c].sample_peak_s = (double)extremes->peak_frame[c] / file.info.rate_hz;
        }
    soundfile_close(&file);
}

static unsigned parts_of(const Options *options)
{
    return options->only ? options->only : (unsigned)ANALYSIS_ALL;
}

static void print(const Options *options, const SoundFileInfo *info, const Analysis *analysis, AnalysisReport *report)
{
    static SpectrumBands bands;
    SoundExtremes extremes = {0};
    AnalysisPrint what = {.info = info,
                          .report = report,
                          .parts = parts_of(options),
                          .extremes = &extremes,
                          .bands_per_octave = options->bands,
                          .series = options->series};
    find_extremes(options->operands[0], &extremes, report);
    if (options->bands && (what.parts & ANALYSIS_SPECTRUM)) {
        analysis_read_bands(analysis, options->bands, &bands);
        what.bands = &bands;
    }
    (options->json ? analysis_print_json : analysis_print_text)(&what);
}

static Status analyze(const Options *options, const SoundFileInfo *info, StemStore *store, Error *error)
{
    Stream *stream;
    Analysis *analysis = NULL;
    AnalysisReport report;
    Status status = store_open(store, options->operands[0], &stream, NULL, error);
    if (status == STATUS_OK) {
        status = analysis_new(&analysis, info->rate_hz, stream->channels, parts_of(options));
        if (status == STATUS_BAD_VALUE)
            snprintf(error->text, sizeof error->text, "%d Hz is too slow to be measured (4000 Hz or more)",
                     info->rate_hz);
    }
    if (status == STATUS_OK)
        status = measure(stream, analysis, &report);
    if (status == STATUS_OK)
        print(options, info, analysis, &report);
    analysis_free(analysis);
    return status;
}

int analyze_main(const Options *options)
{
    const char *path = options->operands[0];
    SoundFileInfo info;
    StemStore *store = NULL;
    Error error = {0};
    Status status = soundfile_inspect(path, &info, &error);
    StoreSetup setup = {.rate_hz = status == STATUS_OK ? info.rate_hz : 48000, .offline = true};
    if (status == STATUS_OK)
        status = store_new(&store, &setup, &error);
    if (status == STATUS_OK)
        status = analyze(options, &info, store, &error);
    if (status != STATUS_OK) {
        char shown[600];
        text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
        fprintf(stderr, "%s: %s\n", shown, error.text[0] ? error.text : "out of memory");
    }
    store_free(store);
    return status == STATUS_OK ? EXIT_DONE : EXIT_STEM;
}
