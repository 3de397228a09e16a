/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/qc/tap.h"

#include <math.h>

/* Runs at full scale lie in blocks that reach it. */
static void find_runs(ClipTap *tap, int c, const float *samples, int frames, float peak)
{
    static const float full_scale = 32767.0f / 32768.0f;
    if (peak >= full_scale) {
        channel_level_add(&tap->level[c], samples, frames);
    } else {
        tap->level[c].run = 0;
        tap->level[c].frames += frames;
    }
}

static void measure(ClipTap *tap, int64_t from, int frames, float *const *out)
{
    if (from > tap->next && tap->next == tap->from) { /* the clip begins before the song does */
        tap->next = from < tap->to ? from : tap->to;
        tap->late = true;
    }
    int64_t first = tap->next > from ? tap->next : from, end = from + frames < tap->to ? from + frames : tap->to;
    if (from > tap->next || first >= end)
        return; /* nothing new, or a gap: a clip is read in one go */
    int count = (int)(end - first);
    for (int c = 0; c < tap->stream.channels; c++) {
        const float *samples = out[c] + (first - from);
        if (first == tap->from)
            tap->first[c] = samples[0];
        tap->last[c] = samples[count - 1];
        float peak = 0, square = 0;
        tap->kernels->measure(samples, count, &peak, &square);
        tap->squares[c] += (double)square;
        find_runs(tap, c, samples, count, peak);
        rumble_add(&tap->rumble[c], samples, count);
    }
    tap->next = end;
}

static bool tap_read(Stream *stream, int64_t from, int frames, float *const *out, bool wait)
{
    ClipTap *tap = (ClipTap *)stream;
    bool whole = tap->behind->ops->read(tap->behind, from, frames, out, wait);
    measure(tap, from, frames, out);
    return whole;
}

void tap_insert(ClipTap *tap, ClipSpec *clip, double rate_hz)
{
    static const StreamOps ops = {tap_read};
    *tap = (ClipTap){.behind = clip->stream, .kernels = kernels_best()};
    if (!clip->stream)
        return;
    tap->stream = (Stream){&ops, clip->stream->channels, clip->stream->frames};
    /* what lies before a stem, or behind it, is silence and no part of it */
    tap->from = tap->next = clip->offset > 0 ? clip->offset : 0;
    tap->to = clip->offset + clip->length < clip->stream->frames ? clip->offset + clip->length : clip->stream->frames;
    for (int c = 0; c < 2; c++) {
        channel_level_init(&tap->level[c]);
        rumble_init(&tap->rumble[c], rate_hz);
    }
    clip->stream = &tap->stream;
}

bool tap_is_whole(const ClipTap *tap)
{
    return tap->behind && tap->to > tap->from && tap->next == tap->to && !tap->late;
}

double tap_dc(const ClipTap *tap)
{
    double most = 0;
    for (int c = 0; tap->behind && c < tap->stream.channels; c++)
        most = fmax(most, fabs(rumble_mean(&tap->rumble[c])));
    return most;
}

double tap_squares(const ClipTap *tap)
{
    double sum = 0;
    for (int c = 0; tap->behind && c < tap->stream.channels; c++)
        sum += tap->squares[c];
    return sum;
}

double tap_low_squares(const ClipTap *tap)
{
    double sum = 0;
    for (int c = 0; tap->behind && c < tap->stream.channels; c++)
        sum += rumble_mean_square(&tap->rumble[c]) * (double)tap->level[c].frames;
    return sum;
}
