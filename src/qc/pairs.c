/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/qc/pairs.h"

#include <math.h>
#include <stdlib.h>

#include "audio/engine/step/clips.h"

enum { MEAN_FRAMES = 8, BLOCK_MEANS = 512, BLOCK_FRAMES = MEAN_FRAMES * BLOCK_MEANS };

typedef struct Pairs {
    const MixSpec *spec;
    const int *tracks;
    int count;
    ClipTable *tables[PAIRS_TRACKS_MAX];
    float *memory; /* a track's two channels, and the reader's two */
    double *gain;
    double *means;    /* count * BLOCK_MEANS */
    double *products; /* count * count: on the diagonal the squares */
} Pairs;

static Status open_tracks(Pairs *pairs)
{
    size_t count = (size_t)pairs->count;
    pairs->memory = calloc(4 * (size_t)BLOCK_FRAMES, sizeof *pairs->memory);
    pairs->gain = calloc(BLOCK_FRAMES, sizeof *pairs->gain);
    pairs->means = calloc(count * BLOCK_MEANS, sizeof *pairs->means);
    pairs->products = calloc(count * count, sizeof *pairs->products);
    Status status = pairs->memory && pairs->gain && pairs->means && pairs->products ? STATUS_OK : STATUS_NO_MEMORY;
    for (int i = 0; i < pairs->count && status == STATUS_OK; i++) {
        const StripSpec *strip = &pairs->spec->strips[pairs->tracks[i]];
        status = clips_new(&pairs->tables[i], strip->clips, strip->clip_count, pairs->spec->rate_hz);
    }
    return status;
}

static void close_tracks(Pairs *pairs)
{
    for (int i = 0; i < pairs->count; i++)
        clips_unref(pairs->tables[i]);
    free(pairs->memory);
    free(pairs->gain);
    free(pairs->means);
    free(pairs->products);
}

static void read_means(Pairs *pairs, int track, int64_t at)
{
    const StripSpec *strip = &pairs->spec->strips[pairs->tracks[track]];
    float *out[2] = {pairs->memory, pairs->memory + BLOCK_FRAMES};
    ClipReader reader = {.kernels = kernels_best(),
                         .scratch = {pairs->memory + 2 * BLOCK_FRAMES, pairs->memory + 3 * BLOCK_FRAMES},
                         .gain = pairs->gain,
                         .wait = true};
    double *means = pairs->means + (size_t)track * BLOCK_MEANS;
    double left = strip->polarity_left ? -1 : 1, right = strip->polarity_right ? -1 : 1;
    clips_read(pairs->tables[track], &reader, at - strip->offset_frames, BLOCK_FRAMES, out, strip->channels);
    for (int i = 0; i < BLOCK_MEANS; i++) {
        double sum = 0;
        for (int k = i * MEAN_FRAMES; k < (i + 1) * MEAN_FRAMES; k++)
            sum += strip->channels == 2 ? left * out[0][k] + right * out[1][k] : left * out[0][k];
        means[i] = sum;
    }
}

static void add_products(Pairs *pairs)
{
    for (int i = 0; i < pairs->count; i++)
        for (int j = i; j < pairs->count; j++) {
            const double *a = pairs->means + (size_t)i * BLOCK_MEANS, *b = pairs->means + (size_t)j * BLOCK_MEANS;
            double sums[4] = {0};
            for (int k = 0; k < BLOCK_MEANS; k += 4)
                for (int lane = 0; lane < 4; lane++)
                    sums[lane] += a[k + lane] * b[k + lane];
            pairs->products[i * pairs->count + j] += (sums[0] + sums[1]) + (sums[2] + sums[3]);
        }
}

Status pairs_correlate(const MixSpec *spec, const int *tracks, int count, double *correlation)
{
    Pairs pairs = {.spec = spec, .tracks = tracks, .count = count < PAIRS_TRACKS_MAX ? count : PAIRS_TRACKS_MAX};
    Status status = open_tracks(&pairs);
    for (int64_t at = 0; at < spec->end_frame && status == STATUS_OK; at += BLOCK_FRAMES) {
        for (int i = 0; i < pairs.count; i++)
            read_means(&pairs, i, at);
        add_products(&pairs);
    }
    for (int i = 0; i < pairs.count && status == STATUS_OK; i++)
        for (int j = i + 1; j < pairs.count; j++) {
            double squares = pairs.products[i * pairs.count + i] * pairs.products[j * pairs.count + j];
            correlation[i * count + j] = squares > 0 ? pairs.products[i * pairs.count + j] / sqrt(squares) : 0;
        }
    close_tracks(&pairs);
    return status;
}
