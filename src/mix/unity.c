/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mix/unity.h"

#include <stdlib.h>

typedef struct Stretch { /* of the song, while a clip sounds */
    int64_t from, to;
} Stretch;

static bool is_sound(const StripSpec *strip)
{
    return strip->kind != STRIP_VCA && strip->kind != STRIP_GROUP;
}

/* A strip that takes nothing off and adds nothing. Both channels of a mono one get its pan law. */
static bool is_neutral(const StripSpec *strip)
{
    return strip->processor_count == 0 && strip->send_count == 0 && strip->vca < 0 && !strip->polarity_left &&
           !strip->polarity_right && !strip->silenced && !strip->output_silenced &&
           control_is_still(&strip->trim_db, 0) && control_is_still(&strip->fader_db, 0) &&
           control_is_still(&strip->mute, 0) && control_is_still(&strip->width, 100) &&
           strip->pan_mode == PAN_BALANCE && control_is_still(&strip->pan, 0) &&
           (strip->channels == 2 || strip->pan_law_db == 0);
}

static const SoundFileInfo *info_of(const StemTable *stems, const Stream *stream)
{
    for (int i = 0; i < stems->count; i++)
        if (stems->items[i]->stream == stream)
            return &stems->items[i]->info;
    return NULL;
}

/* What of the clip's samples comes through whole. */
static bool is_exact(const ClipSpec *clip, const MixSpec *spec, const StemTable *stems, int bits)
{
    const SoundFileInfo *info = clip->stream ? info_of(stems, clip->stream) : NULL;
    if (!clip->stream)
        return true; /* silence */
    return info && !info->is_float && !info->lossy && info->bits <= bits && info->rate_hz == spec->rate_hz &&
           clip->gain_db == 0 && clip->fade_in == 0 && clip->fade_out == 0;
}

static int compare_stretches(const void *a, const void *b)
{
    const Stretch *first = a, *second = b;
    return (first->from > second->from) - (first->from < second->from);
}

static int count_clips(const MixSpec *spec)
{
    int count = 0;
    for (int i = 0; i < spec->strip_count; i++)
        count += spec->strips[i].clip_count;
    return count;
}

static bool one_at_a_time(const MixSpec *spec)
{
    int room = count_clips(spec), count = 0;
    Stretch *stretches = calloc((size_t)room + 1, sizeof *stretches);
    bool alone = stretches != NULL;
    for (int i = 0; stretches && i < spec->strip_count; i++)
        for (int k = 0; k < spec->strips[i].clip_count; k++) {
            const ClipSpec *clip = &spec->strips[i].clips[k];
            int64_t from = clip->start + spec->strips[i].offset_frames;
            if (clip->length > 0)
                stretches[count++] = (Stretch){from, from + clip->length};
        }
    if (count > 0)
        qsort(stretches, (size_t)count, sizeof *stretches, compare_stretches);
    for (int i = 1; i < count; i++)
        alone = alone && stretches[i].from >= stretches[i - 1].to;
    free(stretches);
    return alone;
}

bool unity_of_mix(const MixSpec *spec, const StemTable *stems, int bits)
{
    for (int i = 0; i < spec->strip_count; i++) {
        const StripSpec *strip = &spec->strips[i];
        if (is_sound(strip) && !is_neutral(strip))
            return false;
        for (int k = 0; k < strip->clip_count; k++)
            if (!is_exact(&strip->clips[k], spec, stems, bits))
                return false;
    }
    return one_at_a_time(spec);
}
