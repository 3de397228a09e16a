/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One strip: its chain in a line, and as many of its processors as have room, the selected one first. */
#include <stdio.h>

#include "tui/canvas/theme.h"
#include "tui/panel/processor.h"
#include "tui/screen/screen.h"

enum {
    TOP = 2,
    BOTTOM = 2,
    AREA_ROWS_MIN = 15,
    TABLE_MIN = 30,
    TABLE_MAX = 64,
    SIDE_BY_SIDE_COLUMNS = 180,
    AREAS_MAX = 3
};

typedef struct StripState {
    PictureKept kept[AREAS_MAX]; /* of what is shown, by its place */
} StripState;

static void draw_rule(const Scene *scene, Canvas *canvas, int row, int column, int columns)
{
    for (int i = 0; i < columns; i++)
        canvas_put(canvas, row, column + i, scene->glyphs->across, STYLE_SCALE);
}

/* The picture's part of an area, to the left of the parameters; `values` is filled. */
static ProcessorArea area_of(const Scene *scene, Rect rect, const Strip *strip, int index, double *values)
{
    int table = rect.columns < 100 ? rect.columns * 3 / 8 : rect.columns * 2 / 5;
    table = table < TABLE_MIN ? TABLE_MIN : table > TABLE_MAX ? TABLE_MAX : table;
    rect.columns -= table + 1;
    scene_processor(scene, strip, index, values);
    return (ProcessorArea){.scene = scene,
                           .rect = rect,
                           .strip = strip,
                           .processor = &strip->processors[index],
                           .index = index,
                           .selected = index == chain_index(scene->view, strip),
                           .values = values};
}

/* The picture to the left, the parameters to the right of a line. */
static void draw_processor(const Scene *scene, Canvas *canvas, Rect rect, const Strip *strip, int index,
                           const PictureKept *kept)
{
    double values[PROCESSOR_VALUES_MAX];
    if (!strip->processors[index].kind) {
        canvas_textf(canvas, rect.row + rect.rows / 2, rect.column + 2, rect.columns - 4, STYLE_WARN,
                     "This version knows no `%.60s`: it is kept, and bypassed.", strip->processors[index].kind_word);
        return;
    }
    ProcessorArea area = area_of(scene, rect, strip, index, values);
    area.canvas = canvas;
    area.kept = kept;
    picture_draw(&area);
    int rule = area.rect.column + area.rect.columns;
    for (int i = 0; i < rect.rows; i++)
        canvas_put(canvas, rect.row + i, rule, scene->glyphs->rule, STYLE_SCALE);
    area.rect.column = rule + 2;
    area.rect.columns = rect.column + rect.columns - area.rect.column;
    parameters_draw(&area);
}

static void draw_empty(const Scene *scene, Canvas *canvas, const Strip *strip)
{
    int row = canvas->rows / 2;
    bool vca = strip->kind == SECTION_VCA;
    canvas_textf(canvas, row, 4, canvas->columns - 8, STYLE_TEXT,
                 vca ? "%.100s is a VCA: it moves faders, and no sound passes it." : "%.100s has no processor yet.",
                 strip_title(strip));
    if (!vca)
        canvas_text(canvas, row + 1, 4, canvas->columns - 8, STYLE_DIM,
                    "A adds one, P loads a preset; ab al ah ac bring an equalizer.");
    (void)scene;
}

typedef struct Layout {
    Rect rect[AREAS_MAX];
    int processor[AREAS_MAX], count;
    int rule[2], rules; /* rows of lines across */
} Layout;

static void add_area(Layout *layout, Rect rect, int processor)
{
    layout->rect[layout->count] = rect;
    layout->processor[layout->count++] = processor;
}

/* The selected one has the width; what comes after it in the chain stands below, side by side where there is room. */
static Layout lay_out(const Scene *scene, const Canvas *canvas, const Strip *strip)
{
    Layout layout = {.count = 0};
    int first = chain_index(scene->view, strip), room = canvas->rows - TOP - BOTTOM, count = strip->processor_count;
    int below = room < 2 * (AREA_ROWS_MIN + 1) ? 0 : canvas->columns >= SIDE_BY_SIDE_COLUMNS ? 2 : 1;
    below = below > count - 1 ? count - 1 : below;
    first = first < 0 ? 0 : first;
    if (below <= 0) {
        add_area(&layout, (Rect){TOP, 0, room, canvas->columns}, first);
        return layout;
    }
    int middle = TOP + room / 2 + 1, last = canvas->rows - BOTTOM;
    layout.rule[layout.rules++] = TOP;
    layout.rule[layout.rules++] = middle;
    add_area(&layout, (Rect){TOP + 1, 0, middle - TOP - 1, canvas->columns}, first);
    for (int i = 0; i < below; i++) {
        int from = canvas->columns * i / below, to = canvas->columns * (i + 1) / below;
        add_area(&layout, (Rect){middle + 1, from, last - middle - 1, to - from - (i + 1 < below)},
                 (first + 1 + i) % count);
    }
    return layout;
}

static void draw_areas(const Scene *scene, const StripState *state, Canvas *canvas, const Strip *strip)
{
    Layout layout = lay_out(scene, canvas, strip);
    for (int i = 0; i < layout.rules; i++)
        draw_rule(scene, canvas, layout.rule[i], 0, canvas->columns);
    for (int i = 0; i < layout.count; i++)
        draw_processor(scene, canvas, layout.rect[i], strip, layout.processor[i], &state->kept[i]);
}

static void strip_screen_arrange(void *context, const Scene *scene, const Canvas *canvas)
{
    StripState *state = context;
    const Strip *strip = view_strip(scene->view, scene->model);
    if (!strip || strip->processor_count == 0)
        return;
    Layout layout = lay_out(scene, canvas, strip);
    for (int i = 0; i < layout.count; i++) {
        double values[PROCESSOR_VALUES_MAX];
        if (!strip->processors[layout.processor[i]].kind)
            continue;
        ProcessorArea area = area_of(scene, layout.rect[i], strip, layout.processor[i], values);
        picture_prepare(&area, &state->kept[i]);
    }
}

static void strip_screen_draw(const Scene *scene, const void *context, Canvas *canvas)
{
    const Strip *strip = view_strip(scene->view, scene->model);
    const StripState *state = context;
    header_draw(scene, canvas, 0);
    if (strip) {
        chain_draw(scene, canvas, 1, strip);
        if (strip->processor_count)
            draw_areas(scene, state, canvas, strip);
        else
            draw_empty(scene, canvas, strip);
    } else
        canvas_text(canvas, canvas->rows / 2, 2, canvas->columns - 4, STYLE_DIM, "There is no strip here yet.");
    status_draw(scene, canvas, canvas->rows - 2);
}

const ScreenKind strip_screen = {
    .twin = "describe STRIP.PROCESSOR",
    .state_size = sizeof(StripState),
    .arrange = strip_screen_arrange,
    .draw = strip_screen_draw,
};
