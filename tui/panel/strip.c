/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One strip of the mixer, from its name at the top to its output at the bottom. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/base/utf8.h"
#include "tui/canvas/text.h"
#include "tui/link/autos.h"
#include "tui/panel/panel.h"
#include "tui/widget/curve.h"
#include "tui/widget/fader.h"
#include "tui/widget/meter.h"
#include "tui/widget/reading.h"

#define CURVE_FROM_HZ 30.0
#define CURVE_TO_HZ 16000.0

typedef struct Brush { /* one strip being drawn */
    const Scene *scene;
    Canvas *canvas;
    const MixerLayout *layout;
    const Strip *strip;
    StripPlace place;
} Brush;

/* A strip's last column stays empty, so that neighbours do not touch. */
static int room(const Brush *brush)
{
    return brush->place.columns - 1;
}

static void put_text(const Brush *brush, int row, int column, uint8_t style, const char *text)
{
    canvas_text(brush->canvas, row, brush->place.column + column, room(brush) - column, style, text);
}

static void put_none(const Brush *brush, int row, int column)
{
    canvas_put(brush->canvas, row, brush->place.column + column, brush->scene->glyphs->none, STYLE_DIM);
}

static bool is_focused(const Brush *brush, FocusKind kind)
{
    return brush->place.selected && brush->scene->view->focus == kind;
}

/* The value that the keys change: in the focus look, the cursor parked at its end. */
static void mark_focus(const Brush *brush, int row, int column, int columns)
{
    canvas_tint(brush->canvas, (Rect){row, brush->place.column + column, 1, columns}, STYLE_FOCUS);
    if (brush->canvas->cursor_row < 0)
        canvas_park_cursor(brush->canvas, row, brush->place.column + column + columns - 1);
}

/* ---- name ---- */

/* A name that is too long gives up its middle, so that `Track 12` and `Track 13` stay apart. */
static int draw_title(const Brush *brush, int row, int column, int columns, uint8_t style, const char *title)
{
    size_t length = strlen(title), tail = length;
    while (tail > 0 && length - tail < 3 && isalnum((unsigned char)title[tail - 1]) &&
           !islower((unsigned char)title[tail - 1]))
        tail--;
    int tail_columns = (int)(length - tail);
    if (text_width(title) <= columns || tail_columns == 0 || tail_columns >= columns)
        return canvas_text(brush->canvas, row, column, columns, style, title);
    int used = canvas_text(brush->canvas, row, column, columns - tail_columns, style, title);
    return used + canvas_text(brush->canvas, row, column + used, tail_columns, style, title + tail);
}

static void draw_name(const Brush *brush)
{
    const Strip *strip = brush->strip;
    bool bus = strip->kind == SECTION_BUS, is_return = strip->kind == SECTION_RETURN, vca = strip->kind == SECTION_VCA;
    bool folded = view_is_folded(brush->scene->view, strip->uid);
    const char *before = brush->place.selected ? ">"
                         : brush->place.chosen ? "*"
                         : bus                 ? "="
                         : is_return           ? "~"
                         : vca                 ? "^"
                                               : "";
    const char *after = brush->place.selected ? "<" : "";
    char title[256];
    int left = room(brush) - (int)strlen(before) - (int)strlen(after) - (folded ? 1 : 0);
    bool cut = text_width(strip_title(strip)) > left && text_width(strip->name) <= left;
    text_escape(cut ? strip->name : strip_title(strip), title,
                sizeof title); /* a short name says more than half a label */
    uint8_t style = brush->place.selected ? STYLE_SELECTED
                    : brush->place.chosen ? STYLE_MARKED
                    : bus                 ? STYLE_BUS
                    : is_return           ? STYLE_RETURN
                                          : STYLE_NAME;
    int row = brush->layout->names, column = brush->place.column;
    column += canvas_text(brush->canvas, row, column, 1, style, before);
    column += draw_title(brush, row, column, left, style, title);
    column += canvas_text(brush->canvas, row, column, 1, style, folded ? "+" : "");
    canvas_text(brush->canvas, row, column, 1, style, after);
}

/* ---- chain, sends, curve ---- */

void chain_letters(const Strip *strip, char *out, size_t size)
{
    size_t used = 0;
    for (int i = 0; i < strip->processor_count && used + 1 < size; i++) {
        const Processor *processor = &strip->processors[i];
        bool last = used + 2 == size && i + 1 < strip->processor_count;
        char letter = !processor->kind    ? '?'
                      : processor->bypass ? (char)tolower((unsigned char)processor->kind->letter)
                                          : (char)toupper((unsigned char)processor->kind->letter);
        out[used++] = last ? '+' : letter;
    }
    out[used] = '\0';
}

static void draw_chain(const Brush *brush)
{
    char letters[64];
    size_t size = (size_t)room(brush) + 1;
    chain_letters(brush->strip, letters, size < sizeof letters ? size : sizeof letters);
    if (*letters)
        put_text(brush, brush->layout->chain, 0, STYLE_TEXT, letters);
    else
        put_none(brush, brush->layout->chain, 0);
}

static void draw_send(const Brush *brush, int row, const Send *send)
{
    char level[READING_MAX];
    int name_columns = room(brush) - 5;
    reading_level(scene_send(brush->scene, brush->strip, send), level);
    if (strlen(level) > 2 && strcmp(level + strlen(level) - 2, ".0") == 0)
        level[strlen(level) - 2] = '\0';
    canvas_text(brush->canvas, row, brush->place.column, name_columns, send->mute ? STYLE_MUTE : STYLE_TEXT, send->to);
    canvas_text_right(brush->canvas, row, brush->place.column + name_columns, 5, send->mute ? STYLE_MUTE : STYLE_TEXT,
                      send->mute ? "mute" : level);
}

static void draw_sends(const Brush *brush)
{
    const Strip *strip = brush->strip;
    int rows = brush->layout->send_rows, focus = is_focused(brush, FOCUS_SEND) ? brush->scene->view->send : -1;
    int first = focus >= rows ? focus - rows + 1 : 0; /* the focused send is always seen */
    for (int i = 0; i < rows; i++) {
        int row = brush->layout->sends + i, hidden = strip->send_count - first - rows;
        if (strip->kind == SECTION_VCA)
            continue;
        if (first + i >= strip->send_count)
            put_none(brush, row, 0);
        else if (i == rows - 1 && hidden > 0 && focus < 0)
            canvas_textf(brush->canvas, row, brush->place.column, room(brush), STYLE_DIM, "+%d more", hidden + 1);
        else
            draw_send(brush, row, &strip->sends[first + i]);
        if (focus == first + i)
            mark_focus(brush, row, 0, room(brush));
    }
}

static bool has_curve(const Processor *processor)
{
    return processor->kind && processor->kind->response_db && !processor->bypass;
}

bool strip_curve(const Scene *scene, const Strip *strip, int columns, float *gains_db)
{
    double values[PROCESSOR_VALUES_MAX];
    int count = curve_count(scene->glyphs, columns);
    bool any = false;
    for (int k = 0; k < count; k++)
        gains_db[k] = 0;
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        any |= processor->kind && processor->kind->response_db;
        if (!has_curve(processor))
            continue;
        scene_processor(scene, strip, i, values);
        for (int k = 0; k < count; k++) {
            double hz = CURVE_FROM_HZ * pow(CURVE_TO_HZ / CURVE_FROM_HZ, curve_place(scene->glyphs, columns, k));
            double gain_db = processor->kind->response_db(values, hz, scene->model->rate_hz);
            gains_db[k] += isfinite(gain_db) ? (float)gain_db : 0;
        }
    }
    return any;
}

static void draw_curve(const Brush *brush)
{
    Rect rect = {brush->layout->curve, brush->place.column, brush->layout->curve_rows, room(brush)};
    if (brush->place.curve)
        curve_draw(brush->canvas, brush->scene->glyphs, rect, brush->place.curve);
}

/* ---- levels ---- */

static void draw_levels(const Brush *brush, int index)
{
    const MixerLayout *layout = brush->layout;
    const MeterLevel *level = meter_view_level(brush->scene->meters, index);
    bool wide = brush->place.columns >= 13;
    int each = wide ? 3 : brush->place.columns >= 10 ? 2 : 1;
    int column = brush->place.column + (wide ? 5 : each > 1 ? 4 : 3);
    char text[READING_MAX];
    if (level->highest_db > -100) {
        reading_level(level->highest_db, text);
        canvas_textf(brush->canvas, layout->peak, brush->place.column, room(brush),
                     level->overs ? STYLE_METER_OVER : STYLE_DIM, "%s%5s", level->overs ? "OV" : "pk", text);
    } else if (brush->strip->kind != SECTION_VCA)
        put_none(brush, layout->peak, 0);
    fader_draw(brush->canvas, brush->scene->glyphs, layout->fader, brush->place.column + (wide ? 1 : 0),
               layout->fader_rows, scene_fact(brush->scene, brush->strip, FACT_FADER));
    if (brush->strip->kind == SECTION_VCA)
        return;
    for (int channel = 0; channel < 2; channel++)
        meter_draw(brush->canvas, brush->scene->glyphs,
                   (Rect){layout->fader, column + channel * each, layout->fader_rows, each}, level->level_db[channel],
                   level->hold_db[channel]);
    reduction_draw(brush->canvas, brush->scene->glyphs, layout->fader, brush->place.column + brush->place.columns - 2,
                   layout->fader_rows, level->reduction_db);
}

/* ---- below the fader ---- */

static double fact_value(const Brush *brush, FactId fact)
{
    return scene_fact(brush->scene, brush->strip, fact);
}

static void draw_pan(const Brush *brush)
{
    double pan = fact_value(brush, FACT_PAN), width = fact_value(brush, FACT_WIDTH);
    double trim = fact_value(brush, FACT_TRIM), offset = fact_value(brush, FACT_OFFSET);
    int row = brush->layout->pan;
    char text[2 * READING_MAX] = "", part[READING_MAX];
    bool at_pan = fabs(pan) >= 0.5, at_width = fabs(width - strip_facts[FACT_WIDTH].def) >= 0.5;
    if (is_focused(brush, FOCUS_TRIM) ||
        is_focused(brush, FOCUS_OFFSET)) { /* these have no line of their own: shown while focused */
        bool is_trim = is_focused(brush, FOCUS_TRIM);
        reading_level(trim, part);
        if (is_trim)
            snprintf(text, sizeof text, "t%s", part);
        else
            snprintf(text, sizeof text, "o%.4g", offset);
    } else if (at_pan || at_width) {
        reading_pan(pan, part);
        int used = at_pan ? snprintf(text, sizeof text, "%s%s", at_width ? "" : "p ", part)
                          : snprintf(text, sizeof text, "p ");
        if (at_width)
            snprintf(text + used, sizeof text - (size_t)used, "w%.0f", width);
    }
    if (*text)
        put_text(brush, row, 0, STYLE_TEXT, text);
    else
        put_none(brush, row, 0);
    if (brush->place.selected && brush->scene->view->focus != FOCUS_FADER && brush->scene->view->focus != FOCUS_SEND)
        mark_focus(brush, row, 0, room(brush));
}

static void draw_value(const Brush *brush)
{
    double fader = fact_value(brush, FACT_FADER);
    char text[READING_MAX];
    reading_level(fader, text);
    bool at_default = fabs(fader - strip_facts[FACT_FADER].def) < 0.005;
    char none[5] = "";
    none[utf8_encode(brush->scene->glyphs->none, none)] = '\0';
    canvas_text_right(brush->canvas, brush->layout->value, brush->place.column, 6, at_default ? STYLE_DIM : STYLE_TEXT,
                      at_default ? none : text);
    if (is_focused(brush, FOCUS_FADER))
        mark_focus(brush, brush->layout->value, 0, 6);
}

char lane_letter(const Scene *scene, const char *address)
{
    static const char letters[RECORDING_STATES] = {'R', 't', 'l', 'w', 'm', 'p'}; /* the keys' own */
    const HostAuto *recorded = auto_find(scene->state, address);
    if (recorded)
        return letters[recorded->state];
    const Lane *lane = model_lane(scene->model, address);
    return !lane ? '.' : lane->mode == LANE_READ ? 'R' : lane->mode == LANE_TRIM ? 'T' : '.';
}

static void put_flag(const Brush *brush, int column, char flag, uint8_t style)
{
    canvas_put(brush->canvas, brush->layout->flags, brush->place.column + column, (uint32_t)flag,
               flag == '.' ? STYLE_DIM : style);
}

static void draw_flags(const Brush *brush)
{
    const Strip *strip = brush->strip;
    char address[ADDRESS_MAX];
    snprintf(address, sizeof address, "%s.fader", strip->name);
    bool soloed = solo_names_strip(brush->scene->state->solo, strip->name);
    put_flag(brush, 0, fact_value(brush, FACT_MUTE) != 0 ? 'M' : '.', STYLE_MUTE);
    put_flag(brush, 2,
             soloed                             ? 'S'
             : brush->place.silenced            ? 'm'
             : strip->fact[FACT_SOLO_SAFE] != 0 ? 'f'
                                                : '.',
             soloed                  ? STYLE_SOLO
             : brush->place.silenced ? STYLE_MUTE
                                     : STYLE_AUTO);
    put_flag(brush, 4, lane_letter(brush->scene, address), STYLE_AUTO);
    if (strip->fact[FACT_POLARITY] != 0)
        put_text(brush, brush->layout->flags, 6, STYLE_WARN, brush->scene->glyphs->polarity);
}

static void draw_out(const Brush *brush)
{
    const Strip *out = brush->strip->out ? model_strip(brush->scene->model, brush->strip->out) : NULL;
    if (!brush->strip->out)
        return;
    put_text(brush, brush->layout->out, 0, STYLE_DIM, ">");
    put_text(brush, brush->layout->out, 1, STYLE_DIM,
             out && out->kind == SECTION_MASTER ? "Master"
             : out                              ? strip_title(out)
                                                : brush->strip->out);
}

void strip_draw(const Scene *scene, Canvas *canvas, const MixerLayout *layout, int index, StripPlace place)
{
    Brush brush = {scene, canvas, layout, &scene->model->strips[index], place};
    bool is_vca = brush.strip->kind == SECTION_VCA;
    draw_name(&brush);
    draw_levels(&brush, index);
    draw_value(&brush);
    draw_flags(&brush);
    if (is_vca)
        return;
    draw_chain(&brush);
    draw_sends(&brush);
    draw_curve(&brush);
    draw_pan(&brush);
    draw_out(&brush);
}
