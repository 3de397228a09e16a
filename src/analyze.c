/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `--analyze FILE`: a sound file read through the same store as a stem, measured by the same meters as a bounce. */
#include <stdio.h>
#include <string.h>

#include "audio/io/store.h"
#include "audio/measure/mastermeter.h"
#include "projects/escape.h"
#include "src/list.h"
#include "src/report.h"

enum { BLOCK_FRAMES = 4096 };

static void print_text(const SoundFileInfo *info, const MasterReading *reading)
{
    double seconds = (double)info->frames / info->rate_hz;
    printf("file           %s, %d channel%s, %d Hz, %d:%06.3f\n", info->format, info->channels, info->channels == 1 ? "" : "s",
           info->rate_hz, (int)(seconds / 60), seconds - 60 * (int)(seconds / 60));
    printf("loudness       %.1f LUFS-I, momentary at most %.1f, short-term at most %.1f\n", reading->integrated_lufs,
           reading->momentary_max_lufs, reading->short_term_max_lufs);
    printf("range          %.1f LU\n", reading->range_lu);
    printf("true peak      %.2f dBTP left, %.2f right\n", reading->true_peak_db[0], reading->true_peak_db[1]);
    printf("sample peak    %.2f dBFS left, %.2f right\n", reading->sample_peak_db[0], reading->sample_peak_db[1]);
    printf("RMS            %.2f dBFS left, %.2f right\n", reading->rms_db[0], reading->rms_db[1]);
    printf("clipped runs   %lld left, %lld right\n", (long long)reading->clip_runs[0], (long long)reading->clip_runs[1]);
    printf("correlation    %+.2f\n", reading->correlation);
    printf("PLR            %.1f dB\n", reading->plr_db);
}

static void measure(Stream *stream, MasterMeter *meter)
{
    static float left[BLOCK_FRAMES], right[BLOCK_FRAMES];
    float *out[2] = {left, right};
    const float *const in[2] = {left, stream->channels == 2 ? right : left};
    for (int64_t at = 0; at < stream->frames; at += BLOCK_FRAMES) {
        int frames = stream->frames - at < BLOCK_FRAMES ? (int)(stream->frames - at) : BLOCK_FRAMES;
        stream->ops->read(stream, at, frames, out, true);
        mastermeter_add(meter, in, frames);
    }
    mastermeter_finish(meter);
}

int analyze_main(const Options *options)
{
    const char *path = options->operands[0];
    SoundFileInfo info;
    StemStore *store = NULL;
    Stream *stream;
    MasterMeter *meter = NULL;
    MasterReading reading;
    Error error = {0};
    Status status = soundfile_inspect(path, &info, &error);
    StoreSetup setup = {.rate_hz = status == STATUS_OK ? info.rate_hz : 48000, .offline = true};
    MasterMeterSetup meter_setup = {.rate_hz = setup.rate_hz, .mode = LOUDNESS_BOUNDED};
    if (status == STATUS_OK)
        status = store_new(&store, &setup, &error);
    if (status == STATUS_OK)
        status = store_open(store, path, &stream, NULL, &error);
    if (status == STATUS_OK)
        status = mastermeter_new(&meter, &meter_setup);
    if (status == STATUS_OK) {
        measure(stream, meter);
        mastermeter_read(meter, &reading);
        if (options->json)
            report_print_analysis(&info, &reading, stdout);
        else
            print_text(&info, &reading);
    } else {
        char shown[600];
        text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
        fprintf(stderr, "%s: %s\n", shown, error.text[0] ? error.text : "out of memory");
    }
    mastermeter_free(meter);
    store_free(store);
    return status == STATUS_OK ? EXIT_DONE : EXIT_STEM;
}
