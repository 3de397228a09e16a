/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars and tempo, seconds, markers, the loop and the selected section. */
#include <stdio.h>
#include <string.h>

#include "tui/canvas/text.h"
#include "tui/canvas/theme.h"
#include "tui/screen/timeline.h"
#include "tui/widget/reading.h"

enum { TICK_COLUMNS = 8 };

static int64_t frame_of_bar(const Model *model, int64_t bar)
{
    return model_frame_of_time(model, &(TimeValue){.unit = TIME_BARS, .bar = (int32_t)bar, .beat = 1});
}

/* Every 1, 2, 4, 8 ... bars, so that the numbers stand apart. */
static void draw_bars(const Scene *scene, const TimelineState *state, Canvas *canvas)
{
    const Model *model = scene->model;
    int bar, beat, stride = 1;
    double tick;
    canvas_text(canvas, TIMELINE_BARS, 0, TIMELINE_LEFT - 1, STYLE_DIM, "bars");
    model_bars_of_frame(model, state->left, &bar, &beat, &tick);
    while (frame_of_bar(model, (int64_t)bar + stride) - frame_of_bar(model, bar) < TICK_COLUMNS * state->step &&
           stride < 1 << 24)
        stride *= 2;
    for (int64_t at = (bar - 1) / stride * stride + 1, last = -1; at < INT32_MAX - stride; at += stride) {
        char text[24];
        int64_t frame = frame_of_bar(model, at);
        int column = timeline_column(state, frame);
        if (column >= TIMELINE_LEFT + state->columns || frame <= last)
            break; /* `last`: numbers beyond what can be counted stand still */
        last = frame;
        snprintf(text, sizeof text, "%lld", (long long)at);
        timeline_text(state, canvas, TIMELINE_BARS, column, STYLE_SCALE, text);
    }
}

/* A change of tempo or meter, over the numbers of bars: "=90 3/4". */
static void draw_tempo(const Scene *scene, const TimelineState *state, Canvas *canvas)
{
    const Model *model = scene->model;
    for (int i = 0; i < model->tempo_in_force; i++) {
        const TempoMark *mark = &model->tempo[i];
        char text[48];
        if (mark->line <= 0)
            continue;
        int64_t frame = model_frame_of_time(model, &mark->at);
        int bar, beat, column = timeline_column(state, frame);
        double tick;
        model_bars_of_frame(model, frame, &bar, &beat, &tick);
        bool meter = i == 0 || mark->beats != mark[-1].beats || mark->beat_unit != mark[-1].beat_unit;
        int used = snprintf(text, sizeof text, "%d=%g", bar, mark->bpm);
        if (meter)
            used += snprintf(text + used, sizeof text - (size_t)used, " %d/%d", mark->beats, mark->beat_unit);
        snprintf(text + used, sizeof text - (size_t)used, " ");
        timeline_text(state, canvas, TIMELINE_BARS, column, STYLE_TEXT, text);
    }
}

static void draw_seconds(const Scene *scene, const TimelineState *state, Canvas *canvas)
{
    static const int strides[] = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400, 36000};
    double column_s = zoom_seconds[scene->view->edit.zoom];
    int rate = scene->model->rate_hz > 0 ? scene->model->rate_hz : 48000, stride = strides[ARRAY_LEN(strides) - 1];
    for (size_t i = ARRAY_LEN(strides); i-- > 0;)
        if (strides[i] >= TICK_COLUMNS * column_s)
            stride = strides[i];
    canvas_textf(canvas, TIMELINE_TIME, 0, TIMELINE_LEFT - 1, STYLE_DIM, "%g s/col", column_s);
    for (int64_t at = state->left / rate / stride * stride;; at += stride) {
        char text[48];
        int column = timeline_column(state, at * rate);
        if (column >= TIMELINE_LEFT + state->columns)
            break;
        if (at < 3600)
            snprintf(text, sizeof text, "%d:%02d", (int)(at / 60), (int)(at % 60));
        else
            snprintf(text, sizeof text, "%d:%02d:%02d", (int)(at / 3600), (int)(at / 60 % 60), (int)(at % 60));
        timeline_text(state, canvas, TIMELINE_TIME, column, STYLE_SCALE, text);
    }
}

static void draw_marker(const Scene *scene, const TimelineState *state, Canvas *canvas, int column, uint8_t style,
                        const char *label)
{
    char name[256], text[300];
    if (column < TIMELINE_LEFT || column >= TIMELINE_LEFT + state->columns)
        return;
    canvas_put(canvas, TIMELINE_MARKERS, column, scene->glyphs->marker, style);
    text_escape(label, name, sizeof name);
    snprintf(text, sizeof text, "'%s ", name);
    timeline_text(state, canvas, TIMELINE_MARKERS, column + 1, style, text);
}

static void draw_markers(const Scene *scene, const TimelineState *state, Canvas *canvas)
{
    const Model *model = scene->model;
    canvas_text(canvas, TIMELINE_MARKERS, 0, TIMELINE_LEFT - 1, STYLE_DIM, "markers");
    for (int i = 0; i < model->marker_count; i++)
        draw_marker(scene, state, canvas, timeline_column(state, model_frame_of_time(model, &model->markers[i].at)),
                    STYLE_NAME, model->markers[i].label ? model->markers[i].label : "");
    if (model->has_end)
        draw_marker(scene, state, canvas, timeline_column(state, model_frame_of_time(model, &model->end)), STYLE_DIM,
                    "end");
}

/* A stretch of time as `[====]`; an end outside is not drawn. */
static void draw_stretch(const TimelineState *state, Canvas *canvas, int64_t from, int64_t to, const char *signs,
                         uint8_t style)
{
    int first = timeline_column(state, from), last = timeline_column(state, to - 1),
        end = TIMELINE_LEFT + state->columns - 1;
    for (int i = first < TIMELINE_LEFT ? TIMELINE_LEFT : first; i <= last && i <= end; i++)
        canvas_put(canvas, TIMELINE_LOOP, i,
                   (uint32_t)(i == first  ? signs[0]
                              : i == last ? signs[2]
                                          : signs[1]),
                   style);
}

static void draw_loop(const Scene *scene, const TimelineState *state, Canvas *canvas)
{
    const Model *model = scene->model;
    const EditView *edit = &scene->view->edit;
    bool on = scene->state->loop_on;
    canvas_text(canvas, TIMELINE_LOOP, 0, TIMELINE_LEFT - 1, STYLE_DIM,
                edit_has_section(edit) ? "section"
                : on                   ? "loop on"
                                       : "loop");
    if (model->has_loop)
        draw_stretch(state, canvas, model_frame_of_time(model, &model->loop_from),
                     model_frame_of_time(model, &model->loop_to), on ? "[=]" : "[-]", on ? STYLE_NAME : STYLE_DIM);
    if (edit_has_section(edit))
        draw_stretch(state, canvas, edit->from, edit->to, "(@)", STYLE_EDGE);
}

void timeline_draw_rulers(const Scene *scene, const TimelineState *state, Canvas *canvas)
{
    draw_bars(scene, state, canvas);
    draw_tempo(scene, state, canvas);
    draw_seconds(scene, state, canvas);
    draw_markers(scene, state, canvas);
    draw_loop(scene, state, canvas);
}
