/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Below the tracks: a rule, and in one line where the cursor stands and what is there. */
#include <stdio.h>
#include <string.h>

#include "projects/model/address.h"
#include "projects/model/lane_value.h"
#include "tui/canvas/text.h"
#include "tui/canvas/theme.h"
#include "tui/screen/timeline.h"
#include "tui/widget/reading.h"

static void say_place(const Scene *scene, int64_t frame, char *out, size_t size)
{
    char time[READING_MAX], bars[READING_MAX];
    reading_time(frame, scene->model->rate_hz, time);
    reading_bars(scene->model, frame, bars);
    snprintf(out, size, "%s %s", time, bars);
}

static void say_shape(const LaneModelPoint *point, char *out, size_t size)
{
    if (point->shape == SHAPE_CURVE)
        snprintf(out, size, "arrives curve %g", point->curve);
    else
        snprintf(out, size, point->shape == SHAPE_LINEAR ? "arrives linear" : "arrives at once");
}

static bool say_point(const Scene *scene, const Strip *strip, char *out, size_t size)
{
    const EditView *edit = &scene->view->edit;
    int open = edit->in_lane ? edit_open_lane(edit, strip) : -1;
    const Lane *lane = open >= 0 ? model_lane(scene->model, edit->lanes[open]) : NULL;
    Address address;
    Error error;
    char place[READING_MAX * 2], value[READING_MAX], shape[48], grid[32];
    if (open < 0)
        return false;
    edit_grid_name(edit, scene->model, grid, sizeof grid);
    int at = lane && edit->point >= 0 ? lane_find_point(scene->model, lane, edit->point) : -1;
    if (at < 0 || address_resolve(scene->model, edit->lanes[open], &address, &error) != STATUS_OK || !address.param) {
        say_place(scene, edit->cursor, place, sizeof place);
        snprintf(out, size, "lane %s  %d point%s  at %s  grid %s  i inserts  a leaves", edit->lanes[open],
                 lane ? lane->point_count : 0, lane && lane->point_count == 1 ? "" : "s", place, grid);
        return true;
    }
    const LaneModelPoint *point = &lane->points[at];
    say_place(scene, model_frame_of_time(scene->model, &point->at), place, sizeof place);
    reading_value(address.param, point->value, value);
    say_shape(point, shape, sizeof shape);
    snprintf(out, size, "point %d of %d  %s  %s  %s  grid %s", at + 1, lane->point_count, place, value, shape, grid);
    return true;
}

static void say_clip(const Scene *scene, const Strip *strip, char *out, size_t size)
{
    const EditView *edit = &scene->view->edit;
    StemLengths lengths = timeline_lengths(scene);
    int at = edit_clip_at(scene->model, strip, edit->grabbed ? edit->grab_at : edit->cursor, &lengths);
    char place[READING_MAX * 2], grid[32], what[200] = "no clip here";
    say_place(scene, edit->cursor, place, sizeof place);
    edit_grid_name(edit, scene->model, grid, sizeof grid);
    if (at >= 0) {
        const Clip *clip = &strip->clips[at];
        char name[160], gain[READING_MAX] = "", from[READING_MAX];
        const char *base = strrchr(clip->path, '/');
        text_escape(clip->name ? clip->name : base ? base + 1 : clip->path, name, sizeof name);
        reading_time(edit_clip_span(scene->model, strip, at, &lengths).from, scene->model->rate_hz, from);
        if (clip->gain_db != 0)
            snprintf(gain, sizeof gain, " %+.1f dB", clip->gain_db);
        snprintf(what, sizeof what, "clip %.80s from %s%s", name, from, gain);
    }
    int used = snprintf(out, size, "%s %s  %s  grid %s", edit->grabbed ? "moving to" : "at", place, what, grid);
    if (scene->state->overviews_percent >= 0)
        snprintf(out + used, size - (size_t)used, "  waveforms %d %%", scene->state->overviews_percent);
}

static void say_section(const Scene *scene, char *out, size_t size)
{
    const EditView *edit = &scene->view->edit;
    char from[READING_MAX * 2], to[READING_MAX * 2];
    say_place(scene, edit->from, from, sizeof from);
    say_place(scene, edit->to, to, sizeof to);
    snprintf(out, size, "section %s to %s", from, to);
}

void timeline_draw_foot(const Scene *scene, const TimelineState *state, Canvas *canvas)
{
    int row = canvas->rows - TIMELINE_FOOT;
    char text[400] = "";
    const Strip *strip = view_strip(scene->view, scene->model);
    (void)state;
    for (int i = 0; i < canvas->columns; i++)
        canvas_put(canvas, row, i, scene->glyphs->line, STYLE_DIM);
    if (strip && !say_point(scene, strip, text, sizeof text)) {
        if (edit_has_section(&scene->view->edit))
            say_section(scene, text, sizeof text);
        else
            say_clip(scene, strip, text, sizeof text);
    }
    canvas_text_cut(canvas, row + 1, 0, canvas->columns, STYLE_TEXT, text, scene->glyphs->cut);
}
