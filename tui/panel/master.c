/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The master at the right: loudness, the fader with its scale, meters, the monitor. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tui/panel/panel.h"
#include "tui/widget/fader.h"
#include "tui/widget/meter.h"
#include "tui/widget/reading.h"
#include "tui/widget/scale.h"

enum { LEFT = 2, ROOM = 14 };

static int master_index(const Model *model)
{
    for (int i = model->strip_count - 1; i >= 0; i--)
        if (model->strips[i].kind == SECTION_MASTER)
            return i;
    return -1;
}

/* One fact under the chain line: a word and a number, "." before there is one. */
static void draw_fact(Canvas *canvas, int row, int column, const char *word, float number, const char *unit)
{
    if (number > -119.5f)
        canvas_textf(canvas, row, column, ROOM, STYLE_TEXT, "%-2s %6.1f%s%s", word, (double)number, *unit ? " " : "",
                     unit);
    else
        canvas_textf(canvas, row, column, ROOM, STYLE_DIM, "%-2s      .", word);
}

static void draw_loudness(const Scene *scene, Canvas *canvas, const MixerLayout *layout, const MeterLevel *level)
{
    const HostState *state = scene->state;
    int row = layout->chain + 1, column = layout->master_column + LEFT, last = layout->fader - 1;
    draw_fact(canvas, row++, column, "M", state->momentary_lufs, "LUFS");
    draw_fact(canvas, row++, column, "S", state->short_lufs, "");
    draw_fact(canvas, row++, column, "I", state->integrated_lufs, "");
    if (row < last)
        draw_fact(canvas, row++, column, "LR", state->range_lu, "LU");
    draw_fact(canvas, last, column, "TP", state->true_peak_dbtp, "");
    canvas_textf(canvas, last, column + 10, ROOM - 10, level->overs ? STYLE_METER_OVER : STYLE_DIM, "ov%u",
                 (unsigned)level->overs);
}

static void draw_scale(Canvas *canvas, const MixerLayout *layout)
{
    int last = -1;
    for (int i = 0; i < scale_point_count - 1; i++) {
        int row = scale_row_of_db(scale_points[i].db, layout->fader_rows);
        if (row == last)
            continue;
        last = row;
        canvas_textf(canvas, layout->fader + row, layout->master_column + 1, 3, STYLE_SCALE, i < 2 ? "%+3.0f" : "%3.0f",
                     scale_points[i].db);
    }
}

static double master_fader(const Scene *scene, const Strip *strip)
{
    return scene_fact(scene, strip, FACT_FADER);
}

static void draw_levels(const Scene *scene, Canvas *canvas, const MixerLayout *layout, const Strip *strip,
                        const MeterLevel *level)
{
    int column = layout->master_column;
    draw_scale(canvas, layout);
    fader_draw(canvas, scene->glyphs, layout->fader, column + 5, layout->fader_rows, master_fader(scene, strip));
    for (int channel = 0; channel < 2; channel++)
        meter_draw(canvas, scene->glyphs, (Rect){layout->fader, column + 9 + 2 * channel, layout->fader_rows, 2},
                   level->level_db[channel], level->hold_db[channel]);
    reduction_draw(canvas, scene->glyphs, layout->fader, column + 14, layout->fader_rows, level->reduction_db);
}

static void draw_name(Canvas *canvas, const MixerLayout *layout, const Strip *strip, bool selected)
{
    char letters[ROOM];
    int column = layout->master_column + 1;
    uint8_t style = selected ? STYLE_SELECTED : STYLE_TITLE;
    canvas_text(canvas, layout->names, column, 8, style, selected ? ">MASTER<" : "MASTER");
    chain_letters(strip, letters, sizeof letters);
    canvas_text(canvas, layout->chain, column + 1, ROOM, STYLE_TEXT, letters);
}

static void draw_value(const Scene *scene, Canvas *canvas, const MixerLayout *layout, const Strip *strip, bool selected)
{
    char text[READING_MAX];
    double fader = master_fader(scene, strip);
    int column = layout->master_column + 3;
    bool at_default = fabs(fader - strip_facts[FACT_FADER].def) < 0.005;
    reading_level(fader, text);
    canvas_text_right(canvas, layout->value, column, 6, at_default ? STYLE_DIM : STYLE_TEXT, at_default ? "." : text);
    if (selected) {
        canvas_tint(canvas, (Rect){layout->value, column, 1, 6}, STYLE_FOCUS);
        canvas_park_cursor(canvas, layout->value, column + 5);
    }
}

static void draw_monitor(const Scene *scene, Canvas *canvas, const MixerLayout *layout, const Strip *strip)
{
    const HostState *state = scene->state;
    int column = layout->master_column + LEFT;
    char level[READING_MAX];
    if (state->correlation > -1.5f)
        canvas_textf(canvas, layout->pan, column, ROOM, state->correlation < 0 ? STYLE_WARN : STYLE_TEXT, "corr %+.2f",
                     (double)state->correlation);
    else
        canvas_text(canvas, layout->pan, column, ROOM, STYLE_DIM, "corr .");
    reading_level(state->monitor_db, level);
    bool muted = scene_fact(scene, strip, FACT_MUTE) != 0;
    canvas_textf(canvas, layout->flags, column, ROOM, state->cut || muted ? STYLE_ERROR : STYLE_TEXT, "%sMON %s%s",
                 muted ? "M " : "", state->cut ? "cut" : level, state->dim ? " dim" : "");
    canvas_text(canvas, layout->out, column, ROOM, STYLE_DIM, state->device);
}

void master_draw(const Scene *scene, Canvas *canvas, const MixerLayout *layout)
{
    int index = master_index(scene->model), column = layout->master_column;
    for (int row = layout->names; row <= layout->out; row++)
        canvas_put(canvas, row, column, scene->glyphs->rule, STYLE_DIM);
    if (index < 0)
        return;
    const Strip *strip = &scene->model->strips[index];
    const MeterLevel *level = meter_view_level(scene->meters, index);
    bool selected = scene->view->strip == index;
    draw_name(canvas, layout, strip, selected);
    draw_loudness(scene, canvas, layout, level);
    draw_levels(scene, canvas, layout, strip, level);
    draw_value(scene, canvas, layout, strip, selected);
    draw_monitor(scene, canvas, layout, strip);
}
