/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules of stems, and of tracks before anything is done to them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "projects/text/escape.h"
#include "src/qc/pairs.h"
#include "src/qc/sums.h"
#include "src/qc/tell.h"

static const Model *model_of(const Audit *audit)
{
    return document_model(audit->project->document);
}

static void tell_clip(Audit *audit, int strip, const Clip *clip, double value, double at_s)
{
    char subject[300];
    snprintf(subject, sizeof subject, "%.290s", clip->path);
    lint_tell(audit->lint, audit->rule, &(Measurement){{clip->file, clip->line}, strip, subject, value, at_s});
}

typedef void (*OnClip)(Audit *audit, int strip, int index, const Clip *clip);

static void for_clips(Audit *audit, OnClip act)
{
    const Model *model = model_of(audit);
    for (int i = 0; i < model->strip_count; i++)
        for (int k = 0; k < model->strips[i].clip_count; k++)
            act(audit, i, k, &model->strips[i].clips[k]);
}

/* ---- before the render ---- */

static Stem *stem_of(Audit *audit, const Clip *clip)
{
    Stem *stem = stems_find(&audit->project->stems, clip->path);
    if (!stem)
        audit->status = STATUS_NO_MEMORY;
    return stem;
}

static void tell_if_missing(Audit *audit, int strip, int index, const Clip *clip)
{
    (void)index;
    const Stem *stem = stem_of(audit, clip);
    if (stem && !stem->stream)
        tell_clip(audit, strip, clip, 1, NAN);
}

static void tell_missing(Audit *audit)
{
    if (!audit->silent_missing)
        for_clips(audit, tell_if_missing);
}

/* The first clip that plays a file of that name. */
static void tell_changed_file(void *context, const char *name)
{
    Audit *audit = context;
    const Model *model = model_of(audit);
    for (int i = 0; i < model->strip_count; i++)
        for (int k = 0; k < model->strips[i].clip_count; k++)
            if (strcmp(model->strips[i].clips[k].path, name) == 0) {
                tell_clip(audit, i, &model->strips[i].clips[k], 1, NAN);
                return;
            }
    lint_tell(audit->lint, audit->rule,
              &(Measurement){.strip = LINT_NO_STRIP, .subject = name, .value = 1, .at_s = NAN});
}

static void tell_changed(Audit *audit)
{
    Error error = {0};
    Status status = sums_compare(audit->project->path, tell_changed_file, audit, &error);
    if (status == STATUS_OK || status == STATUS_NOT_FOUND)
        return;
    audit->status = status;
    if (audit->error)
        *audit->error = error;
}

static void tell_rate(Audit *audit, int strip, int index, const Clip *clip)
{
    (void)index;
    const Stem *stem = stem_of(audit, clip);
    if (stem && stem->stream && stem->info.rate_hz != audit->project->stems.rate_hz)
        tell_clip(audit, strip, clip, 1, NAN);
}

static void tell_rates(Audit *audit)
{
    for_clips(audit, tell_rate);
}

/* ---- what the taps have seen ---- */

static double clip_second(const Audit *audit, int strip, int index, int64_t frame_of_clip)
{
    return (double)(audit->mix->spec.strips[strip].clips[index].start + frame_of_clip) / audit->mix->spec.rate_hz;
}

/* Of a stem at another rate the samples are not its own. */
static void tell_runs(Audit *audit, int strip, int index, const Clip *clip)
{
    const ClipTap *tap = &audit->taps[strip][index];
    const Stem *stem = stem_of(audit, clip);
    int64_t first = -1, runs = 0;
    if (!stem || !stem->stream || stem->info.rate_hz != audit->project->stems.rate_hz)
        return;
    for (int c = 0; c < tap->stream.channels; c++) {
        runs += tap->level[c].clip_runs;
        if (tap->level[c].clip_first >= 0 && (first < 0 || tap->level[c].clip_first < first))
            first = tap->level[c].clip_first;
    }
    tell_clip(audit, strip, clip, (double)runs, clip_second(audit, strip, index, first < 0 ? 0 : first));
}

static void tell_clip_runs(Audit *audit)
{
    for_clips(audit, tell_runs);
}

static void tell_clip_dc(Audit *audit, int strip, int index, const Clip *clip)
{
    tell_clip(audit, strip, clip, maths_db_from_lin(tap_dc(&audit->taps[strip][index])), NAN);
}

static void tell_dc(Audit *audit)
{
    for_clips(audit, tell_clip_dc);
}

/* ---- rumble ---- */

static bool has_low_cut(const Strip *strip)
{
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        if (!processor->kind || processor->bypass || !processor->band_labels || !processor->kind->band_params)
            continue;
        for (int slot = 0; slot < processor->kind->band_max; slot++) {
            int index = processor_value_index(processor->kind, slot, "type");
            const ParamInfo *type = index >= 0 ? processor_value_param(processor->kind, index) : NULL;
            if (processor->band_labels[slot] && type && type->choices &&
                strcmp(type->choices[(int)processor->values[index]], "lowcut") == 0)
                return true;
        }
    }
    return false;
}

/* On the track, or on a bus that it runs through. */
static bool is_cut(const Model *model, const Strip *strip)
{
    for (int depth = 0; strip && depth <= model->strip_count; depth++) {
        if (has_low_cut(strip))
            return true;
        strip = strip->out ? model_strip(model, strip->out) : NULL;
    }
    return false;
}

static void tell_rumble(Audit *audit)
{
    const Model *model = model_of(audit);
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        double low = 0, all = 0;
        for (int k = 0; k < strip->clip_count; k++) {
            low += tap_low_squares(&audit->taps[i][k]);
            all += tap_squares(&audit->taps[i][k]);
        }
        if (low > 0 && all > 0 && !is_cut(model, strip))
            lint_tell(audit->lint, audit->rule,
                      &(Measurement){{strip->file, strip->line}, i, strip->name, 10 * log10(low / all), NAN});
    }
}

/* ---- polarity ---- */

static void tell_pairs(Audit *audit, const int *tracks, int count, const double *correlation)
{
    char subject[200];
    const Model *model = model_of(audit);
    for (int i = 0; i < count; i++)
        for (int j = i + 1; j < count; j++) {
            const Strip *one = &model->strips[tracks[i]], *other = &model->strips[tracks[j]];
            snprintf(subject, sizeof subject, "%.90s against %.90s", other->name, one->name);
            lint_tell(audit->lint, audit->rule,
                      &(Measurement){{other->file, other->line}, tracks[j], subject, correlation[i * count + j], NAN});
        }
}

static void tell_group(Audit *audit, const Strip *group)
{
    int tracks[PAIRS_TRACKS_MAX], count = 0;
    const Model *model = model_of(audit);
    for (int i = 0; i < group->member_count && count < PAIRS_TRACKS_MAX; i++) {
        int index = model_strip_index(model, group->members[i]);
        if (index >= 0 && model->strips[index].clip_count > 0)
            tracks[count++] = index;
    }
    double *correlation = calloc((size_t)count * (size_t)count + 1, sizeof *correlation);
    if (!correlation || (count > 1 && pairs_correlate(&audit->mix->spec, tracks, count, correlation) != STATUS_OK))
        audit->status = STATUS_NO_MEMORY;
    else
        tell_pairs(audit, tracks, count, correlation);
    free(correlation);
}

static void tell_polarity(Audit *audit)
{
    const Model *model = model_of(audit);
    for (int i = 0; i < model->strip_count; i++)
        if (model->strips[i].kind == SECTION_GROUP)
            tell_group(audit, &model->strips[i]);
}

/* ---- edges of clips ---- */

/* The clip of the track, another than `index`, that sounds at a frame, or ends or begins right there; -1 without one.
 */
static int neighbour(const StripSpec *strip, int index, int64_t frame)
{
    for (int i = 0; i < strip->clip_count; i++) {
        const ClipSpec *clip = &strip->clips[i];
        if (i != index && clip->start <= frame && frame <= clip->start + clip->length)
            return i;
    }
    return -1;
}

static double edge_step(const ClipTap *tap, const float samples[2], double gain_db)
{
    double most = 0;
    for (int c = 0; c < tap->stream.channels; c++)
        most = fmax(most, fabs((double)samples[c]));
    return maths_db_from_lin(most) + gain_db;
}

/* A clip that meets another is cross-faded by the engine, or goes on where it was split. */
static void tell_edge(Audit *audit, int strip, int index, const Clip *clip)
{
    const StripSpec *spec = &audit->mix->spec.strips[strip];
    const ClipSpec *from = &spec->clips[index];
    const ClipTap *tap = &audit->taps[strip][index];
    if (!tap_is_whole(tap))
        return;
    if (from->fade_in == 0 && neighbour(spec, index, from->start) < 0)
        tell_clip(audit, strip, clip, edge_step(tap, tap->first, from->gain_db), clip_second(audit, strip, index, 0));
    if (from->fade_out == 0 && neighbour(spec, index, from->start + from->length) < 0)
        tell_clip(audit, strip, clip, edge_step(tap, tap->last, from->gain_db),
                  clip_second(audit, strip, index, from->length));
}

static void tell_edges(Audit *audit)
{
    for_clips(audit, tell_edge);
}

const Teller stem_tellers[] = {
    {"stem/missing", tell_missing, true},   {"stem/changed", tell_changed, true}, {"stem/rate", tell_rates, true},
    {"stem/clip", tell_clip_runs, false},   {"stem/dc", tell_dc, false},          {"mix/subsonic", tell_rumble, false},
    {"mix/polarity", tell_polarity, false}, {"mix/edge", tell_edges, false},      {NULL, NULL, false},
};
