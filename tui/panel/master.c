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

static bool is_compact(const MixerLayout *layout)
{
    return layout->master_columns < MASTER_COLUMNS_FULL;
}

/* First column of its texts, and how many there are. */
static int left_of(const MixerLayout *layout)
{
    return layout->master_column + (is_compact(layout) ? 1 : 2);
}

static int room_of(const MixerLayout *layout)
{
    return layout->master_column + layout->master_columns - left_of(layout);
}

static int master_index(const Model *model)
{
    for (int i = model->strip_count - 1; i >= 0; i--)
        if (model->strips[i].kind == SECTION_MASTER)
            return i;
    return -1;
}

/* One fact under the chain line: a word and a number, "." before there is one. */
static void draw_fact(Canvas *canvas, const MixerLayout *layout, int row, const char *word, float number,
                      const char *unit)
{
    int column = left_of(layout), units = is_compact(layout) ? 0 : 4;
    char text[READING_MAX];
    bool known = number > -119.5f, has_sign = strcmp(word, "TP") == 0; /* it is held against a ceiling, 0 and above */
    uint8_t style = known ? STYLE_TEXT : STYLE_DIM;
    int decimals = number > -99.95f ? 1 : 0;
    snprintf(text, sizeof text, has_sign ? "%+.*f" : "%.*f", decimals, (double)number);
    canvas_text(canvas, row, column, 2, style, word);
    canvas_number(canvas, row, column + 2, 5, style, known ? text : ".");
    canvas_text(canvas, row, column + 8, units, STYLE_TEXT, known ? unit : "");
}

/* At the right end of a row. */
static void draw_overs(Canvas *canvas, const MixerLayout *layout, int row, uint32_t overs)
{
    char count[READING_MAX], text[READING_MAX + 2];
    reading_count(overs, count);
    snprintf(text, sizeof text, "ov%s", count);
    canvas_text_right(canvas, row, layout->master_column + layout->master_columns - 5, 5,
                      overs ? STYLE_CLIP : STYLE_DIM, text);
}

static void draw_loudness(const Scene *scene, Canvas *canvas, const MixerLayout *layout, const MeterLevel *level)
{
    const HostState *state = scene->state;
    int row = layout->chain + 1, last = layout->fader - 1;
    draw_fact(canvas, layout, row++, "M", state->momentary_lufs, "LUFS");
    draw_fact(canvas, layout, row++, "S", state->short_lufs, "");
    draw_fact(canvas, layout, row++, "I", state->integrated_lufs, "");
    if (row < last)
        draw_fact(canvas, layout, row++, "LR", state->range_lu, "LU");
    draw_fact(canvas, layout, last, "TP", state->true_peak_dbtp, "");
    draw_overs(canvas, layout, is_compact(layout) ? layout->chain : last, level->overs);
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
    bool compact = is_compact(layout), heard = scene_fact(scene, strip, FACT_MUTE) == 0;
    int row = layout->fader, rows = layout->fader_rows, column = layout->master_column, first = compact ? 6 : 9;
    Rect fader = {row, column + (compact ? 4 : 5), rows, compact ? 1 : 3};
    draw_scale(canvas, layout);
    fader_draw(canvas, scene->glyphs, fader, master_fader(scene, strip), heard);
    for (int channel = 0; channel < 2; channel++)
        strip_meter_draw(scene, canvas, (Rect){row, column + first + 2 * channel, rows, 2}, level, channel, heard);
    reduction_draw(canvas, scene->glyphs, row, column + (compact ? 5 : 14), rows, level->reduction_db);
}

static void draw_name(Canvas *canvas, const MixerLayout *layout, const Strip *strip, bool selected)
{
    char letters[16];
    int column = layout->master_column + 1;
    uint8_t style = selected ? STYLE_SELECTED : STYLE_TITLE;
    canvas_text(canvas, layout->names, column, 8, style, selected ? ">MASTER<" : "MASTER");
    if (selected)
        canvas_tint(canvas, (Rect){layout->names, column, 1, layout->master_columns - 1}, STYLE_SELECTED);
    chain_letters(strip, letters, is_compact(layout) ? 5 : sizeof letters - 2);
    canvas_text(canvas, layout->chain, left_of(layout), room_of(layout), STYLE_TEXT, letters);
}

static void draw_value(const Scene *scene, Canvas *canvas, const MixerLayout *layout, const Strip *strip, bool selected)
{
    char text[READING_MAX];
    double fader = master_fader(scene, strip);
    int column = layout->master_column + 3;
    bool at_default = fabs(fader - strip_facts[FACT_FADER].def) < 0.005;
    reading_level(fader, text);
    canvas_number(canvas, layout->value, column, 6, at_default ? STYLE_DIM : STYLE_TEXT, at_default ? "." : text);
    if (selected) {
        canvas_tint(canvas, (Rect){layout->value, column, 1, 6}, STYLE_FOCUS);
        canvas_park_cursor(canvas, layout->value, column + 5);
    }
}

static void draw_monitor(const Scene *scene, Canvas *canvas, const MixerLayout *layout, const Strip *strip)
{
    const HostState *state = scene->state;
    int column = left_of(layout), room = room_of(layout);
    const char *corr = is_compact(layout) ? "c" : "corr", *mon = is_compact(layout) ? "" : "MON ";
    char level[READING_MAX];
    if (state->correlation > -1.5f)
        canvas_textf(canvas, layout->pan, column, room, state->correlation < 0 ? STYLE_WARN : STYLE_TEXT, "%s %+.2f",
                     corr, (double)state->correlation);
    else
        canvas_textf(canvas, layout->pan, column, room, STYLE_DIM, "%s .", corr);
    reading_level_in(state->monitor_db, 5, level);
    bool muted = scene_fact(scene, strip, FACT_MUTE) != 0;
    canvas_text(canvas, layout->flags, layout->master_column, 1, STYLE_MUTE, muted ? "M" : "");
    canvas_textf(canvas, layout->flags, column, room, state->cut ? STYLE_ERROR : STYLE_TEXT, "%s%s%s", mon,
                 state->cut ? "cut" : level, state->dim ? " dim" : "");
    canvas_text(canvas, layout->out, column, room, STYLE_DIM, state->device);
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
