/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One strip of the mixer, from its name at the top to its output at the bottom. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/base/utf8.h"
#include "audio/dsp/response.h"
#include "tui/canvas/text.h"
#include "tui/link/autos.h"
#include "tui/panel/brush.h"
#include "tui/widget/curve.h"
#include "tui/widget/reading.h"

#define CURVE_FROM_HZ 30.0
#define CURVE_TO_HZ 16000.0

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
    const char *after = brush->place.selected && !brush_is_compact(brush) ? "<" : "";
    char title[256];
    int left = brush_room(brush) - (int)strlen(before) - (int)strlen(after) - (folded ? 1 : 0);
    bool cut = text_width(strip_title(strip)) > left && text_width(strip->name) <= left;
    text_escape(cut ? strip->name : strip_title(strip), title,
                sizeof title); /* a short name says more than half a label */
    uint8_t style = brush->place.selected ? STYLE_SELECTED
                    : !brush->heard       ? STYLE_DIM
                    : brush->place.chosen ? STYLE_MARKED
                    : bus                 ? STYLE_BUS
                    : is_return           ? STYLE_RETURN
                                          : STYLE_NAME;
    int row = brush->layout->names, column = brush->place.column;
    column += canvas_text(brush->canvas, row, column, 1, style, before);
    column += draw_title(brush, row, column, left, style, title);
    column += canvas_text(brush->canvas, row, column, 1, style, folded ? "+" : "");
    canvas_text(brush->canvas, row, column, 1, style, after);
    if (brush->place.selected) /* as wide as the strip, to be seen from afar */
        canvas_tint(brush->canvas, (Rect){row, brush->place.column, 1, brush_room(brush)}, STYLE_SELECTED);
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
    size_t size = (size_t)brush_room(brush) + 1;
    chain_letters(brush->strip, letters, size < sizeof letters ? size : sizeof letters);
    if (*letters)
        brush_text(brush, brush->layout->chain, 0, STYLE_TEXT, letters);
    else
        brush_none(brush, brush->layout->chain, 0);
}

static void draw_send(const Brush *brush, int row, const Send *send)
{
    char level[READING_MAX];
    int name_columns = brush_is_compact(brush) ? brush_room(brush) : brush_room(brush) - 5;
    uint8_t style = send->mute ? STYLE_MUTE : brush_style(brush, STYLE_TEXT);
    canvas_text(brush->canvas, row, brush->place.column, name_columns, style, send->to);
    if (brush_is_compact(brush))
        return;
    reading_level_in(scene_send(brush->scene, brush->strip, send), 5, level);
    if (strlen(level) > 2 && strcmp(level + strlen(level) - 2, ".0") == 0)
        level[strlen(level) - 2] = '\0';
    canvas_number(brush->canvas, row, brush->place.column + name_columns, 5, style, send->mute ? "mute" : level);
}

static void draw_sends(const Brush *brush)
{
    const Strip *strip = brush->strip;
    int rows = brush->layout->send_rows, focus = brush_is_focused(brush, FOCUS_SEND) ? brush->scene->view->send : -1;
    int first = focus >= rows ? focus - rows + 1 : 0; /* the focused send is always seen */
    for (int i = 0; i < rows; i++) {
        int row = brush->layout->sends + i, hidden = strip->send_count - first - rows;
        if (strip->kind == SECTION_VCA)
            continue;
        if (first + i >= strip->send_count)
            brush_none(brush, row, 0);
        else if (i == rows - 1 && hidden > 0 && focus < 0)
            canvas_textf(brush->canvas, row, brush->place.column, brush_room(brush), STYLE_DIM,
                         brush_is_compact(brush) ? "+%d" : "+%d more", hidden + 1);
        else
            draw_send(brush, row, &strip->sends[first + i]);
        if (focus == first + i)
            brush_mark_focus(brush, row, 0, brush_room(brush));
    }
}

/* A frequency at a place of the curve. */
static double hz_at(double place)
{
    return CURVE_FROM_HZ * pow(CURVE_TO_HZ / CURVE_FROM_HZ, place);
}

uint64_t strip_curve_key(const Scene *scene, const Strip *strip)
{
    uint64_t hash = UINT64_C(14695981039346656037); /* FNV-1a, a number at a time */
    double values[PROCESSOR_VALUES_MAX];
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        if (!processor->kind || !processor->kind->response_db)
            continue;
        scene_processor(scene, strip, i, values);
        hash = (hash ^ processor->bypass) * UINT64_C(1099511628211);
        for (int k = 0; k < processor_value_count(processor->kind); k++) {
            uint64_t bits;
            memcpy(&bits, &values[k], sizeof bits);
            hash = (hash ^ bits) * UINT64_C(1099511628211);
        }
    }
    return hash;
}

bool strip_curve(const Scene *scene, const Strip *strip, int columns, float *gains_db)
{
    double values[PROCESSOR_VALUES_MAX], db[STRIP_CURVE_MAX];
    int count = curve_count(scene->glyphs, columns);
    double from_hz = hz_at(curve_place(scene->glyphs, columns, 0)),
           to_hz = hz_at(curve_place(scene->glyphs, columns, count - 1));
    bool any = false;
    for (int k = 0; k < count; k++)
        gains_db[k] = 0;
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        any |= processor->kind && processor->kind->response_db;
        if (!processor->kind || processor->bypass)
            continue;
        scene_processor(scene, strip, i, values);
        bool curved = response_curve(processor->kind, values, scene->model->rate_hz, from_hz, to_hz, count, db);
        for (int k = 0; curved && k < count; k++)
            gains_db[k] += isfinite(db[k]) ? (float)db[k] : 0;
    }
    return any;
}

static void draw_curve(const Brush *brush)
{
    Rect rect = {brush->layout->curve, brush->place.column, brush->layout->curve_rows, brush_room(brush)};
    if (brush->place.curve)
        curve_draw(brush->canvas, brush->scene->glyphs, rect, brush->place.curve);
    if (!brush->heard)
        canvas_tint(brush->canvas, rect, STYLE_DIM);
}

/* The mode of automation as a flag: 'R', 'T', a recording state's key, or the sign for none. */
static char lane_letter(const Scene *scene, const char *address)
{
    static const char letters[RECORDING_STATES] = {'R', 't', 'l', 'w', 'm', 'p'}; /* the keys' own */
    const HostAuto *recorded = auto_find(scene->state, address);
    if (recorded && recorded->state != RECORDING_READ) /* which glides */
        return letters[recorded->state];
    const Lane *lane = model_lane(scene->model, address);
    return !lane ? '.' : lane->mode == LANE_READ ? 'R' : lane->mode == LANE_TRIM ? 'T' : '.';
}

const char *lane_word(const Scene *scene, const char *address)
{
    const HostAuto *recorded = auto_find(scene->state, address);
    if (recorded && recorded->state != RECORDING_READ)
        return recording_words[recorded->state];
    const Lane *lane = model_lane(scene->model, address);
    return !lane || lane->mode == LANE_OFF ? NULL
                                           : recording_words[lane->mode == LANE_TRIM ? RECORDING_TRIM : RECORDING_READ];
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
    bool soloed = solo_names_strip(brush->scene->state->solo, strip->name), silenced = brush->place.silenced;
    bool safe = strip->fact[FACT_SOLO_SAFE] != 0;
    int step = brush_is_compact(brush) ? 1 : 2;
    put_flag(brush, 0, brush->muted ? 'M' : '.', STYLE_MUTE);
    put_flag(brush, step,
             soloed     ? 'S'
             : silenced ? 'm'
             : safe     ? 'f'
                        : '.',
             soloed     ? STYLE_SOLO
             : silenced ? STYLE_MUTE
                        : STYLE_AUTO);
    put_flag(brush, 2 * step, lane_letter(brush->scene, address), STYLE_AUTO);
    if (strip->fact[FACT_POLARITY] != 0)
        canvas_text(brush->canvas, brush->layout->flags, brush->place.column + 3 * step, 1, STYLE_WARN,
                    brush->scene->glyphs->polarity);
}

static void draw_out(const Brush *brush)
{
    const Strip *out = brush->strip->out ? model_strip(brush->scene->model, brush->strip->out) : NULL;
    if (!brush->strip->out)
        return;
    brush_text(brush, brush->layout->out, 0, STYLE_DIM, ">");
    brush_text(brush, brush->layout->out, 1, STYLE_DIM,
               out && out->kind == SECTION_MASTER ? "Master"
               : out                              ? strip_title(out)
                                                  : brush->strip->out);
}

void strip_draw(const Scene *scene, Canvas *canvas, const MixerLayout *layout, int index, StripPlace place)
{
    const Strip *strip = &scene->model->strips[index];
    bool muted = scene_fact(scene, strip, FACT_MUTE) != 0;
    Brush brush = {scene, canvas, layout, strip, index, place, muted, !muted && !place.silenced};
    draw_name(&brush);
    strip_draw_levels(&brush);
    draw_flags(&brush);
    if (strip->kind == SECTION_VCA)
        return;
    draw_chain(&brush);
    draw_sends(&brush);
    draw_curve(&brush);
    draw_out(&brush);
}
