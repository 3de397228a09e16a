/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/gains.h"

#include <string.h>

#include "audio/base/maths.h"

#define NEPER_PER_DB (MATHS_LN10 / 20.0)

/* Part of a glide that is done at `frame`, 0..1. */
static double glide_part(const Glide *glide, int64_t frame)
{
    int64_t into = frame - glide->start;
    if (into <= 0)
        return 0.0;
    return into >= glide->frames ? 1.0 : (double)into / (double)glide->frames;
}

/* By a solo elsewhere: the whole strip, or its own output while its sends go on. */
static bool is_silenced(const GainPath *path)
{
    for (int i = 0; i < path->strip_count && !path->unsilenced; i++) {
        const StripSettings *settings = &path->strip[i]->settings;
        if (settings->silenced || (settings->output_silenced && !path->send))
            return true;
    }
    return false;
}

static double level_at(const GainPath *path, const Kernels *kernels, int64_t position)
{
    double level = 0.0;
    for (int i = 0; i < path->level_count; i++)
        level += control_value(path->level[i], position);
    level *= NEPER_PER_DB;
    kernels->exp(&level, 1);
    for (int i = 0; i < path->mute_count; i++)
        level *= 1.0 - control_value(path->mute[i], position);
    if (is_silenced(path))
        level = 0.0;
    return level;
}

static void multiply(const double second[PAN_GAINS], double gain[PAN_GAINS])
{
    double first[PAN_GAINS];
    memcpy(first, gain, sizeof first);
    gain[PAN_LL] = second[PAN_LL] * first[PAN_LL] + second[PAN_RL] * first[PAN_LR];
    gain[PAN_RL] = second[PAN_LL] * first[PAN_RL] + second[PAN_RL] * first[PAN_RR];
    gain[PAN_LR] = second[PAN_LR] * first[PAN_LL] + second[PAN_RR] * first[PAN_LR];
    gain[PAN_RR] = second[PAN_LR] * first[PAN_RL] + second[PAN_RR] * first[PAN_RR];
}

static void pans_at(const GainPath *path, int64_t position, double gain[PAN_GAINS])
{
    const StripState *strip = path->strip[0];
    int channels = path->channels;
    memcpy(gain, (double[PAN_GAINS]){[PAN_LL] = 1.0, [PAN_RR] = 1.0}, sizeof(double[PAN_GAINS]));
    if (path->polarity) {
        gain[PAN_LL] = strip->settings.polarity[0] ? -1.0 : 1.0;
        gain[PAN_RR] = strip->settings.polarity[1] ? -1.0 : 1.0;
    }
    if (path->plain)
        return;
    if (path->strip_pan) {
        pan_matrix(&(PanSettings){.mode = strip->settings.pan_mode,
                                  .channels = channels,
                                  .position = control_value(&strip->control[STRIP_PAN], position),
                                  .left = control_value(&strip->control[STRIP_PAN_LEFT], position),
                                  .right = control_value(&strip->control[STRIP_PAN_RIGHT], position),
                                  .width = control_value(&strip->control[STRIP_WIDTH], position),
                                  .law_db = strip->settings.pan_law_db},
                   gain);
        channels = 2;
    }
    if (path->send) {
        double second[PAN_GAINS];
        pan_matrix(&(PanSettings){.mode = PAN_BALANCE,
                                  .channels = channels,
                                  .position = control_value(&path->send->control[SEND_PAN], position),
                                  .width = 100,
                                  .law_db = strip->settings.pan_law_db},
                   second);
        if (path->strip_pan)
            multiply(second, gain);
        else
            memcpy(gain, second, sizeof second);
    }
}

static void target_at(const GainPath *path, const Kernels *kernels, int64_t position, double gain[PAN_GAINS])
{
    double level = level_at(path, kernels, position);
    pans_at(path, position, gain);
    for (int i = 0; i < PAN_GAINS; i++)
        gain[i] *= level;
}

static bool pans_move(const GainPath *path)
{
    const StripState *strip = path->strip[0];
    bool moves = path->send && control_moves(&path->send->control[SEND_PAN]);
    for (int i = STRIP_PAN; path->strip_pan && i <= STRIP_WIDTH; i++)
        moves |= control_moves(&strip->control[i]);
    return moves;
}

static bool path_moves(const GainPath *path)
{
    bool moves = pans_move(path);
    for (int i = 0; i < path->level_count; i++)
        moves |= control_moves(path->level[i]);
    for (int i = 0; i < path->mute_count; i++)
        moves |= control_moves(path->mute[i]);
    return moves;
}

static bool pans_are_flat(const GainPath *path, int64_t position, int frames)
{
    const StripState *strip = path->strip[0];
    bool flat = !path->send || control_is_flat(&path->send->control[SEND_PAN], position, frames);
    for (int i = STRIP_PAN; path->strip_pan && i <= STRIP_WIDTH; i++)
        flat &= control_is_flat(&strip->control[i], position, frames);
    return flat;
}

static bool path_is_flat(const GainPath *path, int64_t position, int frames)
{
    bool flat = pans_are_flat(path, position, frames);
    for (int i = 0; i < path->level_count && flat; i++)
        flat = control_is_flat(path->level[i], position, frames);
    for (int i = 0; i < path->mute_count && flat; i++)
        flat = control_is_flat(path->mute[i], position, frames);
    return flat;
}

/* The same operations as level_at, a frame each. */
static void fill_levels(const GainPath *path, const GainClock *clock, int64_t position, int frames, double *level)
{
    double *one = clock->scratch;
    memset(level, 0, (size_t)frames * sizeof *level);
    for (int i = 0; i < path->level_count; i++) {
        control_fill(path->level[i], position, frames, one);
        for (int f = 0; f < frames; f++)
            level[f] += one[f];
    }
    for (int f = 0; f < frames; f++)
        level[f] *= NEPER_PER_DB;
    clock->kernels->exp(level, frames);
    for (int i = 0; i < path->mute_count; i++) {
        control_fill(path->mute[i], position, frames, one);
        for (int f = 0; f < frames; f++)
            level[f] *= 1.0 - one[f];
    }
    if (is_silenced(path))
        memset(level, 0, (size_t)frames * sizeof *level);
}

static void fill_span(const GainPath *path, const GainClock *clock, const TimelineSpan *span, int at,
                      double *const row[PAN_GAINS])
{
    double gain[PAN_GAINS], *level = row[PAN_RR] + at;
    int frames = span->frames;
    if (!span->moving || path_is_flat(path, span->position, frames)) {
        target_at(path, clock->kernels, span->position, gain);
        for (int i = 0; i < PAN_GAINS; i++)
            for (int f = 0; f < frames; f++)
                row[i][at + f] = gain[i];
        return;
    }
    fill_levels(path, clock, span->position, frames, level);
    bool flat = pans_are_flat(path, span->position, frames);
    pans_at(path, span->position, gain);
    for (int f = 0; f < frames; f++) {
        double by = level[f]; /* row[PAN_RR] is written last */
        if (!flat && f > 0)
            pans_at(path, span->position + f, gain);
        for (int i = 0; i < PAN_GAINS; i++)
            row[i][at + f] = gain[i] * by;
    }
}

static void apply_glide(EdgeState *edge, const GainClock *clock, double *const row[PAN_GAINS])
{
    for (int f = 0; f < clock->frames; f++) {
        double part = glide_part(&edge->glide, clock->frame + f);
        if (part >= 1 && !edge->closing)
            return;
        for (int i = 0; i < PAN_GAINS; i++)
            row[i][f] = edge->closing ? edge->glide.from[i] * (1.0 - part)
                                      : edge->glide.from[i] + (row[i][f] - edge->glide.from[i]) * part;
    }
}

static const double *steady_gains(const GainPath *path, EdgeState *edge, const GainClock *clock)
{
    if (!edge->steady_known) {
        edge->moves = path_moves(path);
        if (!edge->moves)
            target_at(path, clock->kernels, 0, edge->steady);
        edge->steady_known = true;
    }
    return edge->steady;
}

GainKind gains_of_run(const GainPath *path, EdgeState *edge, const GainClock *clock, double steady[PAN_GAINS],
                      double *const row[PAN_GAINS])
{
    if (edge->glide.frames > 0 && !edge->closing && glide_part(&edge->glide, clock->frame) >= 1)
        edge->glide.frames = 0;
    steady_gains(path, edge, clock);
    if (!edge->moves && edge->glide.frames == 0) {
        memcpy(steady, edge->steady, sizeof edge->steady);
        return GAIN_STEADY;
    }
    TimelineSpan span = timeline_span(clock->timeline, clock->frame + clock->ahead, clock->frames);
    if (edge->glide.frames == 0 && span.frames == clock->frames &&
        (!span.moving || path_is_flat(path, span.position, span.frames))) {
        target_at(path, clock->kernels, span.position, steady);
        return GAIN_STEADY;
    }
    for (int at = 0; at < clock->frames; at += span.frames) {
        if (at > 0)
            span = timeline_span(clock->timeline, clock->frame + clock->ahead + at, clock->frames - at);
        fill_span(path, clock, &span, at, row);
    }
    if (edge->glide.frames > 0)
        apply_glide(edge, clock, row);
    return GAIN_VARYING;
}

void gains_now(const GainPath *path, const EdgeState *edge, const Timeline *timeline, const Kernels *kernels,
               int64_t frame, int64_t ahead, double gain[PAN_GAINS])
{
    target_at(path, kernels, timeline_position(timeline, frame + ahead), gain);
    if (edge->glide.frames == 0)
        return;
    double part = glide_part(&edge->glide, frame);
    for (int i = 0; i < PAN_GAINS && part < 1; i++)
        gain[i] = edge->glide.from[i] + ((edge->closing ? 0.0 : gain[i]) - edge->glide.from[i]) * part;
}

void gains_touch(EdgeState *edge, const double before[PAN_GAINS], int64_t frame, int frames)
{
    bool waits = edge->glide.frames > 0 && !edge->closing && edge->glide.start > frame; /* for delays that fill */
    memcpy(edge->glide.from, before, sizeof edge->glide.from);
    edge->glide.start = waits ? edge->glide.start : frame;
    edge->glide.frames = frames;
    edge->steady_known = false;
}

void gains_fade(EdgeState *edge, bool closing, const double before[PAN_GAINS], int64_t frame, int frames)
{
    edge->glide.frames = 0;
    gains_touch(edge, before, frame, frames);
    edge->closing = closing;
}

void gains_forget(EdgeState *edge)
{
    edge->glide.frames = 0;
    edge->closing = false;
    edge->steady_known = false;
}
