/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/edit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const grid_words[GRID_COUNT] = {"auto", "bar", "beat", "1/8", "1/16", "off"};
const double zoom_seconds[ZOOM_COUNT] = {0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500};

void edit_view_init(EditView *edit)
{
    *edit = (EditView){.zoom = ZOOM_FIRST, .point = -1};
}

int64_t edit_column_frames(const EditView *edit, int rate_hz)
{
    int64_t frames = (int64_t)floor(zoom_seconds[edit->zoom] * rate_hz + 0.5);
    return frames < 1 ? 1 : frames;
}

bool edit_has_section(const EditView *edit)
{
    return edit->to > edit->from;
}

/* ---- the grid ---- */

static bool has_tempo(const Model *model)
{
    return model->tempo_count > 0 && model->tempo[0].line > 0;
}

typedef struct Grid { /* in parts of a beat, in bars, or in seconds */
    int parts, bars;
    double seconds;
} Grid;

/* By the tempo that the song begins with, so that the grid is one all along. */
static double beat_seconds(const Model *model)
{
    return 4.0 / model->tempo[0].beat_unit * 60 / model->tempo[0].bpm;
}

static Grid seconds_grid(double column)
{
    Grid grid = {.seconds = column};
    static const double steps[] = {0.01, 0.1, 1, 10, 60, 600};
    for (size_t i = 0; i < ARRAY_LEN(steps); i++)
        if (steps[i] >= column * 0.999) {
            grid.seconds = steps[i];
            break;
        }
    return grid;
}

/* The finest that is at least a column wide. */
static Grid auto_grid(const Model *model, double column)
{
    if (!has_tempo(model))
        return seconds_grid(column);
    double beat = beat_seconds(model), bar = beat * model->tempo[0].beats;
    for (int parts = 4; parts >= 1; parts /= 2)
        if (beat / parts >= column)
            return (Grid){.parts = parts};
    Grid grid = {.bars = 1};
    while (bar * grid.bars < column && grid.bars < 1 << 20)
        grid.bars *= 2;
    return grid;
}

static Grid grid_of(const EditView *edit, const Model *model)
{
    double column = zoom_seconds[edit->zoom];
    switch (edit->grid) {
    case GRID_BAR: return (Grid){.bars = 1};
    case GRID_BEAT: return (Grid){.parts = 1};
    case GRID_EIGHTH: return (Grid){.parts = 2};
    case GRID_SIXTEENTH: return (Grid){.parts = 4};
    case GRID_OFF: return (Grid){.seconds = column};
    case GRID_AUTO:
    case GRID_COUNT: break;
    }
    return auto_grid(model, column);
}

static int64_t frame_of_bar(const Model *model, int bar, int beat, double tick)
{
    return model_frame_of_time(model,
                               &(TimeValue){.unit = TIME_BARS, .bar = bar, .beat = beat < 1 ? 1 : beat, .tick = tick});
}

static int64_t next_bar(const Model *model, int64_t frame, int step, int bars)
{
    int bar, beat;
    double tick;
    model_bars_of_frame(model, frame, &bar, &beat, &tick);
    int at = (bar - 1) / bars * bars + 1;
    if (step > 0)
        return frame_of_bar(model, at + bars, 1, 0);
    int64_t here = frame_of_bar(model, at, 1, 0);
    return here < frame || at <= bars ? here : frame_of_bar(model, at - bars, 1, 0);
}

/* The mark in force at a frame, and in `next` the frame of the one behind it. */
static const TempoMark *mark_at(const Model *model, int64_t frame, int64_t *next)
{
    int i = 0;
    *next = INT64_MAX;
    while (i + 1 < model->tempo_in_force && *next == INT64_MAX) {
        int64_t there = model_frame_of_time(model, &model->tempo[i + 1].at);
        if (there > frame)
            *next = there;
        else
            i++;
    }
    return &model->tempo[i];
}

static double frames_per_tick(const Model *model, const TempoMark *mark)
{
    return 4.0 / mark->beat_unit * 60 / mark->bpm * model->rate_hz / 960;
}

/* By ticks of the beat that is there; a change of tempo or meter is a place of the grid, too. */
static int64_t next_part(const Model *model, int64_t frame, int step, int parts)
{
    int bar, beat;
    double tick, part = 960.0 / parts;
    int64_t change, from = step > 0 ? frame : frame - 2 < 0 ? 0 : frame - 2;
    const TempoMark *mark = mark_at(model, from, &change);
    model_bars_of_frame(model, from, &bar, &beat, &tick);
    double at = step > 0 ? floor(tick / part + 1e-3) + 1 : floor(tick / part);
    int64_t there = (int64_t)floor((double)from + (at * part - tick) * frames_per_tick(model, mark) + 0.5);
    if (step > 0)
        return there < change ? there : change;
    int64_t begins = model_frame_of_time(model, &mark->at);
    return there > begins || mark == model->tempo ? there : begins;
}

static int64_t next_second(const Model *model, int64_t frame, int step, double seconds)
{
    double unit = seconds * model->rate_hz, at = (double)frame / unit;
    double next = step > 0 ? floor(at + 1e-6) + 1 : ceil(at - 1e-6) - 1;
    return next < 0 ? 0 : (int64_t)floor(next * unit + 0.5);
}

int64_t edit_next_grid(const EditView *edit, const Model *model, int64_t frame, int step)
{
    Grid grid = grid_of(edit, model);
    if (frame <= 0 && step < 0)
        return 0;
    int64_t next = grid.bars    ? next_bar(model, frame, step, grid.bars)
                   : grid.parts ? next_part(model, frame, step, grid.parts)
                                : next_second(model, frame, step, grid.seconds);
    next = step > 0 && next <= frame ? frame + 1 : step < 0 && next >= frame ? frame - 1 : next;
    return next < 0 ? 0 : next;
}

void edit_grid_name(const EditView *edit, const Model *model, char *out, size_t size)
{
    Grid grid = grid_of(edit, model);
    if (grid.bars)
        snprintf(out, size, "%d bar%s", grid.bars, grid.bars > 1 ? "s" : "");
    else if (grid.parts)
        snprintf(out, size, grid.parts > 1 ? "1/%d beat" : "beat", grid.parts);
    else
        snprintf(out, size, "%g s", grid.seconds);
}

/* ---- clips ---- */

ClipSpan edit_clip_span(const Model *model, const Strip *strip, int index, const StemLengths *lengths)
{
    const Clip *clip = &strip->clips[index];
    ClipSpan span = {.from = model_frame_of_time(model, &clip->at),
                     .offset = model_frame_of_time(model, &clip->offset)};
    int64_t stem = lengths && lengths->length ? lengths->length(lengths->context, clip->path) : -1;
    if (clip->has_length)
        span.to = span.from + model_frame_of_time(model, &clip->length);
    else
        span.to = stem >= 0 ? span.from + (stem > span.offset ? stem - span.offset : 0) : SPAN_OPEN;
    return span;
}

int edit_clip_at(const Model *model, const Strip *strip, int64_t frame, const StemLengths *lengths)
{
    for (int i = strip->clip_count - 1; i >= 0; i--) {
        ClipSpan span = edit_clip_span(model, strip, i, lengths);
        if (frame >= span.from && frame < span.to)
            return i;
    }
    return -1;
}

static bool is_nearer(int64_t edge, int64_t frame, int step, int64_t best)
{
    return step > 0 ? edge > frame && (best < 0 || edge < best) : edge < frame && edge > best;
}

bool edit_next_edge(const Model *model, const Strip *strip, int64_t frame, int step, const StemLengths *lengths,
                    int64_t *edge)
{
    int64_t best = -1;
    for (int i = 0; i < strip->clip_count; i++) {
        ClipSpan span = edit_clip_span(model, strip, i, lengths);
        if (is_nearer(span.from, frame, step, best))
            best = span.from;
        if (span.to < SPAN_OPEN && is_nearer(span.to, frame, step, best))
            best = span.to;
    }
    *edge = best;
    return best >= 0;
}

static void bound_by(EditView *edit, int64_t frame)
{
    if (frame <= edit->cursor && frame > edit->from)
        edit->from = frame;
    if (frame > edit->cursor && frame < edit->to)
        edit->to = frame;
}

void edit_select_section(EditView *edit, const Model *model, int64_t length)
{
    edit->ranging = false;
    edit->from = 0;
    edit->to = SPAN_OPEN;
    for (int i = 0; i < model->marker_count; i++)
        bound_by(edit, model_frame_of_time(model, &model->markers[i].at));
    if (model->has_loop) {
        bound_by(edit, model_frame_of_time(model, &model->loop_from));
        bound_by(edit, model_frame_of_time(model, &model->loop_to));
    }
    if (edit->to == SPAN_OPEN)
        edit->to = length > edit->cursor ? length : edit->cursor + model->rate_hz;
}

/* ---- lanes ---- */

static bool is_of_strip(const char *address, const Strip *strip)
{
    size_t length = strlen(strip->name);
    return strncmp(address, strip->name, length) == 0 && address[length] == '.';
}

int edit_open_lane(const EditView *edit, const Strip *strip)
{
    for (int i = 0; i < edit->lane_count; i++)
        if (is_of_strip(edit->lanes[i], strip))
            return i;
    return -1;
}

bool edit_show_lane(EditView *edit, const Strip *strip, const char *address)
{
    int at = edit_open_lane(edit, strip);
    if (at < 0 && edit->lane_count == EDIT_LANES_MAX)
        return false;
    at = at < 0 ? edit->lane_count++ : at;
    snprintf(edit->lanes[at], EDIT_ADDRESS_MAX, "%s", address);
    return true;
}

void edit_hide_lane(EditView *edit, int index)
{
    edit->lane_count--;
    memmove(edit->lanes[index], edit->lanes[index + 1], (size_t)(edit->lane_count - index) * EDIT_ADDRESS_MAX);
}
