/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/song/impulse.h"

#include <stdio.h>
#include <stdlib.h>

enum { READ_FRAMES = 4096 };

/* Samples of a response are densities in time: at another rate there are more or fewer of them to the second, and each
 * counts for as much less or more, so that the frequency response of the file is kept. */
static void keep_response(float *samples, size_t count, int file_hz, int rate_hz)
{
    double gain = (double)file_hz / rate_hz;
    for (size_t i = 0; i < count && file_hz != rate_hz; i++)
        samples[i] = (float)(samples[i] * gain);
}

/* Reads the whole file through a store of its own, because the project's may be a playback store that never waits. */
static bool decode_whole(Stem *stem, int rate_hz)
{
    StemStore *store;
    StoreSetup setup = {.rate_hz = rate_hz, .offline = true};
    Stream *stream;
    if (store_new(&store, &setup, NULL) != STATUS_OK)
        return false;
    if (store_open(store, stem->full, &stream, NULL, NULL) != STATUS_OK) {
        store_free(store);
        return true;
    }
    size_t frames = (size_t)stream->frames;
    float *samples = calloc(frames * 2 + 1, sizeof *samples);
    for (size_t at = 0; samples && at < frames; at += READ_FRAMES) {
        float *out[2] = {samples + at, samples + frames + at};
        int count = frames - at < READ_FRAMES ? (int)(frames - at) : READ_FRAMES;
        stream->ops->read(stream, (int64_t)at, count, out, true);
    }
    if (samples)
        keep_response(samples, frames * 2, stem->info.rate_hz, rate_hz);
    stem->impulse =
        (ProcessorFile){{samples, samples && stream->channels > 1 ? samples + frames : samples}, stream->frames};
    store_free(store);
    return samples != NULL;
}

bool impulse_is_too_long(const StemTable *stems, const Stem *stem)
{
    return stem->stream->frames > (int64_t)IMPULSE_SECONDS_MAX * stems->rate_hz;
}

bool impulse_load(StemTable *stems, const char *path, const ProcessorFile **file)
{
    Stem *stem = stems_find(stems, path);
    *file = NULL;
    if (!stem)
        return false;
    if (!stem->stream)
        return true;
    if (stem->stream->frames == 0 || impulse_is_too_long(stems, stem))
        return true;
    if (!stem->impulse.channel[0] && !decode_whole(stem, stems->rate_hz))
        return false;
    *file = stem->impulse.channel[0] ? &stem->impulse : NULL;
    return true;
}
