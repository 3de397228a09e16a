/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/clips.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/dsp/fade.h"

enum { ENVELOPE_LIMIT = 1 << 20 };
#define GAIN_MAX_DB 200.0              /* what is not below it, NaN too, is no gain */
#define FRAME_LIMIT ((int64_t)1 << 52) /* positions and lengths beyond it are cut: sums of them do not overflow */

typedef struct Envelope { /* a factor of a clip's gain */
    int64_t from, to;     /* frames; outside it is 1 */
    int64_t fall, rise; /* lengths: falls from `from` on, rises up to `to`, 0 between; a fade in is all rise, a fade out
                           all fall */
    FadeShape fall_shape, rise_shape;
} Envelope;

typedef struct Clip {
    ClipSpec spec;
    int64_t end, reach; /* reach: largest end of this and all clips before */
    double gain;
    Envelope *envelope;
    int envelope_count, envelope_room;
} Clip;

struct ClipTable {
    Clip *clips;      /* by start, then the longer first */
    ClipSpec *joined; /* as given, but for what was joined */
    int count, envelopes, refs;
};

/* ---- what was split is one clip ---- */

typedef struct Placed {
    ClipSpec spec;
    int index; /* among those given; -1: part of another */
} Placed;

static int by_start(const void *a, const void *b)
{
    const Placed *x = a, *y = b;
    if (x->spec.start != y->spec.start)
        return x->spec.start < y->spec.start ? -1 : 1;
    if (x->spec.length != y->spec.length)
        return x->spec.length > y->spec.length ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

static int64_t within(int64_t value, int64_t low, int64_t high)
{
    return value < low ? low : (value > high ? high : value);
}

static void place(Placed *placed, const ClipSpec *spec, int index)
{
    *placed = (Placed){*spec, index};
    placed->spec.start = within(spec->start, -FRAME_LIMIT, FRAME_LIMIT);
    placed->spec.offset = within(spec->offset, -FRAME_LIMIT, FRAME_LIMIT);
    placed->spec.length = within(spec->length, 0, FRAME_LIMIT);
}

static bool goes_on(const ClipSpec *clip, const ClipSpec *next)
{
    return next->stream == clip->stream && next->start == clip->start + clip->length &&
           next->offset == clip->offset + clip->length && clip->fade_out <= 0 && next->fade_in <= 0 &&
           memcmp(&clip->gain_db, &next->gain_db, sizeof clip->gain_db) == 0;
}

/* The one that goes on where this one ends, or NULL. */
static Placed *find_next(Placed *placed, int count, const Placed *clip)
{
    int64_t end = clip->spec.start + clip->spec.length;
    int low = -1, high = count;
    if (clip->spec.length == 0)
        return NULL;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (placed[middle].spec.start >= end)
            high = middle;
        else
            low = middle;
    }
    for (; high < count && placed[high].spec.start == end; high++)
        if (placed[high].index >= 0 && goes_on(&clip->spec, &placed[high].spec))
            return &placed[high];
    return NULL;
}

/* By start, then the longer first, and what goes on where another ends joined to it; NULL without memory. */
static ClipSpec *join(const ClipSpec *clips, int count, int *joined_count)
{
    int left = 0;
    Placed *placed = calloc((size_t)count + 1, sizeof *placed), *next;
    ClipSpec *joined = calloc((size_t)count + 1, sizeof *joined);
    for (int i = 0; placed && joined && i < count; i++)
        place(&placed[i], &clips[i], i);
    if (placed && joined) {
        qsort(placed, (size_t)count, sizeof *placed, by_start);
        for (int i = 0; i < count; i++)
            while (placed[i].index >= 0 && (next = find_next(placed, count, &placed[i]))) {
                placed[i].spec.length += next->spec.length;
                placed[i].spec.fade_out = next->spec.fade_out;
                placed[i].spec.fade_out_shape = next->spec.fade_out_shape;
                next->index = -1;
            }
        for (int i = 0; i < count; i++)
            if (placed[i].index >= 0)
                placed[left++] = placed[i];
        qsort(placed, (size_t)left, sizeof *placed, by_start);
        for (int i = 0; i < left; i++)
            joined[i] = placed[i].spec;
        *joined_count = left;
    }
    bool failed = !placed;
    free(placed);
    if (!failed)
        return joined;
    free(joined);
    return NULL;
}

/* ---- fades ---- */

static Status add_envelope(ClipTable *table, Clip *clip, Envelope envelope)
{
    if (table->envelopes++ >= ENVELOPE_LIMIT)
        return STATUS_FULL;
    if (clip->envelope_count == clip->envelope_room) {
        int room = clip->envelope_room ? clip->envelope_room * 2 : 2;
        Envelope *more = realloc(clip->envelope, (size_t)room * sizeof *more);
        if (!more)
            return STATUS_NO_MEMORY;
        clip->envelope = more;
        clip->envelope_room = room;
    }
    clip->envelope[clip->envelope_count++] = envelope;
    return STATUS_OK;
}

static Status add_fade_in(ClipTable *table, Clip *clip, int64_t frames, FadeShape shape)
{
    return add_envelope(
        table, clip,
        (Envelope){.from = clip->spec.start, .to = clip->spec.start + frames, .rise = frames, .rise_shape = shape});
}

static Status add_fade_out(ClipTable *table, Clip *clip, int64_t frames, FadeShape shape)
{
    return add_envelope(table, clip,
                        (Envelope){.from = clip->end - frames, .to = clip->end, .fall = frames, .fall_shape = shape});
}

static int64_t short_fade(const Clip *inner, int64_t own, int64_t usual)
{
    int64_t half = inner->spec.length / 2;
    int64_t frames = own > 0 ? own : usual;
    return frames < half ? frames : half;
}

/* `inner` lies within `outer`. */
static Status replace(ClipTable *table, Clip *outer, Clip *inner, int64_t usual)
{
    int64_t in = short_fade(inner, inner->spec.fade_in, usual), out = short_fade(inner, inner->spec.fade_out, usual);
    Status status =
        add_envelope(table, outer,
                     (Envelope){.from = inner->spec.start,
                                .to = inner->end,
                                .fall = in,
                                .rise = out,
                                .fall_shape = inner->spec.fade_in ? inner->spec.fade_in_shape : FADE_EQUAL_POWER,
                                .rise_shape = inner->spec.fade_out ? inner->spec.fade_out_shape : FADE_EQUAL_POWER});
    if (status == STATUS_OK && inner->spec.fade_in == 0)
        status = add_fade_in(table, inner, in, FADE_EQUAL_POWER);
    if (status == STATUS_OK && inner->spec.fade_out == 0)
        status = add_fade_out(table, inner, out, FADE_EQUAL_POWER);
    return status;
}

static Status cross(ClipTable *table, Clip *early, Clip *late, int64_t usual)
{
    if (late->end <= early->end)
        return replace(table, early, late, usual);
    int64_t overlap = early->end - late->spec.start;
    Status status = STATUS_OK;
    if (early->spec.fade_out == 0)
        status = add_fade_out(table, early, overlap, FADE_EQUAL_POWER);
    if (status == STATUS_OK && late->spec.fade_in == 0)
        status = add_fade_in(table, late, overlap, FADE_EQUAL_POWER);
    return status;
}

static Status find_envelopes(ClipTable *table, double rate_hz)
{
    int64_t usual = (int64_t)floor(CLIP_SHORT_MS * rate_hz / 1000.0 + 0.5);
    Status status = STATUS_OK;
    for (int i = 0; i < table->count && status == STATUS_OK; i++) {
        Clip *clip = &table->clips[i];
        if (clip->spec.fade_in > 0)
            status = add_fade_in(table, clip, clip->spec.fade_in, clip->spec.fade_in_shape);
        if (clip->spec.fade_out > 0 && status == STATUS_OK)
            status = add_fade_out(table, clip, clip->spec.fade_out, clip->spec.fade_out_shape);
        for (int j = i + 1; j < table->count && table->clips[j].spec.start < clip->end && status == STATUS_OK; j++)
            status = cross(table, clip, &table->clips[j], usual);
    }
    return status;
}

/* ---- the table ---- */

static void set_clip(Clip *clip, const ClipSpec *spec)
{
    clip->spec = *spec;
    clip->spec.fade_in = within(spec->fade_in, 0, spec->length);
    clip->spec.fade_out = within(spec->fade_out, 0, spec->length);
    clip->end = spec->start + spec->length;
    clip->gain = spec->gain_db < GAIN_MAX_DB ? maths_lin_from_db(spec->gain_db) : 1.0;
}

Status clips_new(ClipTable **result, const ClipSpec *clips, int count, double rate_hz)
{
    ClipTable *table = calloc(1, sizeof *table);
    int joined = 0;
    if (!table)
        return STATUS_NO_MEMORY;
    table->refs = 1;
    table->joined = join(clips, count, &joined);
    table->clips = calloc((size_t)joined + 1, sizeof *table->clips);
    Status status = table->clips && table->joined ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK) {
        table->count = joined;
        for (int i = 0; i < joined; i++) {
            Clip *clip = &table->clips[i];
            set_clip(clip, &table->joined[i]);
            clip->reach = i > 0 && clip[-1].reach > clip->end ? clip[-1].reach : clip->end;
        }
        status = find_envelopes(table, rate_hz);
    }
    if (status == STATUS_OK)
        *result = table;
    else
        clips_unref(table);
    return status;
}

ClipTable *clips_ref(ClipTable *table)
{
    if (table)
        table->refs++;
    return table;
}

void clips_unref(ClipTable *table)
{
    if (!table || --table->refs > 0)
        return;
    for (int i = 0; i < table->count; i++)
        free(table->clips[i].envelope);
    free(table->clips);
    free(table->joined);
    free(table);
}

static bool same_clip(const ClipSpec *a, const ClipSpec *b)
{
    return a->stream == b->stream && a->start == b->start && a->offset == b->offset && a->length == b->length &&
           memcmp(&a->gain_db, &b->gain_db, sizeof a->gain_db) == 0 && a->fade_in == b->fade_in &&
           a->fade_out == b->fade_out && a->fade_in_shape == b->fade_in_shape && a->fade_out_shape == b->fade_out_shape;
}

bool clips_are_made_of(const ClipTable *table, const ClipSpec *clips, int count)
{
    int joined_count = 0;
    ClipSpec *joined = join(clips, count, &joined_count);
    bool same = joined && joined_count == table->count;
    for (int i = 0; same && i < joined_count; i++)
        same = same_clip(&table->joined[i], &joined[i]);
    free(joined);
    return same;
}

int64_t clips_end(const ClipTable *table)
{
    return table->count > 0 ? table->clips[table->count - 1].reach : 0;
}

static double envelope_gain(const Envelope *envelope, int64_t position)
{
    int64_t into = position - envelope->from, left = envelope->to - position;
    if (into < 0 || left <= 0)
        return 1.0;
    if (into < envelope->fall)
        return fade_gain(envelope->fall_shape, 1.0 - (double)into / (double)envelope->fall);
    if (left <= envelope->rise)
        return fade_gain(envelope->rise_shape, 1.0 - (double)left / (double)envelope->rise);
    return 0.0;
}

/* Fills the gains of a part of a clip; false when they are all clip->gain. */
static bool fill_gain(const Clip *clip, int64_t position, int frames, double *gain)
{
    bool varies = false;
    for (int e = 0; e < clip->envelope_count; e++) {
        const Envelope *envelope = &clip->envelope[e];
        if (envelope->to <= position || envelope->from >= position + frames)
            continue;
        if (!varies)
            for (int i = 0; i < frames; i++)
                gain[i] = clip->gain;
        varies = true;
        int64_t first = envelope->from > position ? envelope->from - position : 0;
        int64_t last = envelope->to < position + frames ? envelope->to - position : frames;
        for (int64_t i = first; i < last; i++)
            gain[i] *= envelope_gain(envelope, position + i);
    }
    return varies;
}

static void fold(const Kernels *kernels, float *const *in, int in_channels, float *const *out, int out_channels,
                 int frames)
{
    (void)kernels;
    if (in_channels == 1 && out_channels == 2) {
        memcpy(out[1], in[0], (size_t)frames * sizeof(float));
    } else if (in_channels == 2 && out_channels == 1) {
        for (int i = 0; i < frames; i++)
            out[0][i] = 0.5f * in[0][i] + 0.5f * in[1][i];
    }
}

/* Reads a part of one clip into `to`, whose second channel is there even for a mono track when the stem is stereo. */
static bool read_part(const Clip *clip, const ClipReader *reader, int64_t position, int frames, float *const *to,
                      int channels)
{
    Stream *stream = clip->spec.stream;
    float *in[2] = {to[0], channels == 2 ? to[1] : reader->scratch[1]};
    bool whole = stream->ops->read(stream, clip->spec.offset + position - clip->spec.start, frames, in, reader->wait);
    fold(reader->kernels, in, stream->channels, to, channels, frames);
    bool varies = fill_gain(clip, position, frames, reader->gain);
    for (int c = 0; c < channels; c++) {
        if (varies)
            reader->kernels->scale_varying(to[c], reader->gain, frames);
        else if (clip->gain != 1.0)
            reader->kernels->scale(to[c], clip->gain, frames);
    }
    return whole;
}

static int first_reaching(const ClipTable *table, int64_t position)
{
    int low = -1, high = table->count;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (table->clips[middle].reach > position)
            high = middle;
        else
            low = middle;
    }
    return high;
}

bool clips_read(const ClipTable *table, const ClipReader *reader, int64_t position, int frames, float *const *out,
                int channels)
{
    bool whole = true, written = false;
    int64_t end = position + frames;
    for (int i = first_reaching(table, position); i < table->count && table->clips[i].spec.start < end; i++) {
        const Clip *clip = &table->clips[i];
        int64_t from = clip->spec.start > position ? clip->spec.start : position;
        int64_t to = clip->end < end ? clip->end : end;
        if (!clip->spec.stream || to <= from)
            continue;
        if (!written && from == position && to == end) {
            whole &= read_part(clip, reader, position, frames, out, channels);
            written = true;
            continue;
        }
        for (int c = 0; c < channels && !written; c++)
            memset(out[c], 0, (size_t)frames * sizeof(float));
        written = true;
        whole &= read_part(clip, reader, from, (int)(to - from), reader->scratch, channels);
        for (int c = 0; c < channels; c++)
            reader->kernels->add(out[c] + (from - position), reader->scratch[c], (int)(to - from));
    }
    for (int c = 0; c < channels && !written; c++)
        memset(out[c], 0, (size_t)frames * sizeof(float));
    return whole;
}
