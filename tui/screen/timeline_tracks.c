/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strip along time: its name and value at the left, its clips with their waveforms as their gains and fades make
 * them. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tui/canvas/text.h"
#include "tui/canvas/theme.h"
#include "tui/link/autos.h"
#include "tui/panel/panel.h"
#include "tui/screen/timeline.h"
#include "tui/widget/reading.h"
#include "tui/widget/wave.h"

enum { NAME_COLUMNS = 9, LETTER_COLUMN = 9, VALUE_COLUMN = 4, VALUE_COLUMNS = 6 };
enum { SHORT_NAME_COLUMNS = 6, SHORT_VALUE_COLUMNS = 5 }; /* of a strip in one row */

typedef struct Track { /* a strip being drawn */
    const Scene *scene;
    const TimelineState *state;
    Canvas *canvas;
    const TimelineItem *item;
    const Strip *strip;
    bool selected, chosen, heard;
    StemLengths lengths;
} Track;

/* ---- left ---- */

static char automation_letter(const Scene *scene, const char *address)
{
    const char *word = lane_word(scene, address);
    bool recorded = auto_find(scene->state, address) != NULL;
    return !word ? ' ' : recorded ? word[0] : strcmp(word, "trim") == 0 ? 'T' : 'R';
}

static void draw_name(const Track *track)
{
    const Strip *strip = track->strip;
    bool folded = view_is_folded(track->scene->view, strip->uid);
    const char *before = track->selected                 ? ">"
                         : track->chosen                 ? "*"
                         : strip->kind == SECTION_BUS    ? "="
                         : strip->kind == SECTION_RETURN ? "~"
                         : strip->kind == SECTION_VCA    ? "^"
                                                         : "";
    uint8_t style = track->selected                 ? STYLE_SELECTED
                    : !track->heard                 ? STYLE_DIM
                    : track->chosen                 ? STYLE_MARKED
                    : strip->kind == SECTION_BUS    ? STYLE_BUS
                    : strip->kind == SECTION_RETURN ? STYLE_RETURN
                                                    : STYLE_NAME;
    char title[256], address[ADDRESS_MAX];
    snprintf(address, sizeof address, "%s.fader", strip->name);
    char letter = automation_letter(track->scene, address);
    bool stands_beside = track->item->rows > 1 && letter != ' ';
    int room = (track->item->rows > 1 ? NAME_COLUMNS : SHORT_NAME_COLUMNS) - (int)strlen(before) - (folded ? 1 : 0) -
               (track->selected && track->item->rows > 1 ? 1 : 0) - (stands_beside ? 1 : 0);
    text_escape(strip_title(strip), title, sizeof title);
    int column = canvas_text(track->canvas, track->item->row, 0, 1, style, before);
    column += canvas_text(track->canvas, track->item->row, column, room, style, title);
    column += canvas_text(track->canvas, track->item->row, column, 1, style, folded ? "+" : "");
    if (track->selected && track->item->rows > 1)
        canvas_text(track->canvas, track->item->row, column, 1, style, "<");
    canvas_put(track->canvas, track->item->row, LETTER_COLUMN + (track->item->rows > 1 ? 0 : 2), (uint32_t)letter,
               STYLE_AUTO);
}

static void draw_flag(const Track *track, int column, char flag, uint8_t style)
{
    canvas_put(track->canvas, track->item->row + 1, column, (uint32_t)flag, flag == '.' ? STYLE_DIM : style);
}

static void draw_value(const Track *track)
{
    const Strip *strip = track->strip;
    int row = track->item->row + (track->item->rows > 1 ? 1 : 0);
    char value[READING_MAX];
    double level = scene_fact(track->scene, strip, FACT_FADER);
    reading_level(level, value);
    bool is_default = fabs(level) < 0.05;
    bool is_short = track->item->rows < 2;
    canvas_number(track->canvas, row, is_short ? SHORT_NAME_COLUMNS : VALUE_COLUMN,
                  is_short ? SHORT_VALUE_COLUMNS : VALUE_COLUMNS, is_default || !track->heard ? STYLE_DIM : STYLE_TEXT,
                  is_default ? "." : value);
    if (track->item->rows < 2)
        return;
    bool muted = scene_fact(track->scene, strip, FACT_MUTE) != 0;
    bool soloed = solo_names_strip(track->scene->state->solo, strip->name);
    draw_flag(track, 1, muted ? 'M' : '.', STYLE_MUTE);
    draw_flag(track, 3, soloed ? 'S' : strip->fact[FACT_SOLO_SAFE] != 0 ? 'f' : '.', soloed ? STYLE_SOLO : STYLE_AUTO);
}

/* ---- clips ---- */

static void clip_title(const Clip *clip, char *out, size_t size)
{
    char name[200];
    const char *base = strrchr(clip->path, '/');
    text_escape(clip->name ? clip->name : base ? base + 1 : clip->path, name, sizeof name);
    char *dot = clip->name ? NULL : strrchr(name, '.');
    if (dot && dot > name)
        *dot = '\0';
    int used = snprintf(out, size, "%s", name);
    if (clip->gain_db != 0 && used > 0 && (size_t)used < size)
        snprintf(out + used, size - (size_t)used, " %+.1f dB", clip->gain_db);
}

/* What a fade leaves of the level at a part of it, in dB. */
static double fade_db(const Fade *fade, double part)
{
    if (part >= 1)
        return 0;
    double gain = part <= 0 ? 0 : fade->shape == FADE_EQUAL_POWER ? sin(part * 1.5707963267948966) : part;
    return gain > 0 ? 20 * log10(gain) : -INFINITY;
}

static double fades_db(const Model *model, const Clip *clip, const ClipSpan *span, int64_t frame)
{
    int64_t in = model_frame_of_time(model, &clip->fade_in.length),
            out = model_frame_of_time(model, &clip->fade_out.length);
    double db = in > 0 ? fade_db(&clip->fade_in, (double)(frame - span->from) / (double)in) : 0;
    return db +
           (out > 0 && span->to < SPAN_OPEN ? fade_db(&clip->fade_out, (double)(span->to - frame) / (double)out) : 0);
}

static double db_of_level(int level)
{
    return level == 0 ? -INFINITY : level - WAVE_LEVEL_MAX;
}

static const WaveColumn *wave_at(const Track *track, const Clip *clip, int64_t file_frame)
{
    int64_t step = track->state->step, index = file_frame / step;
    const WaveColumn *tile =
        file_frame < 0 ? NULL : waves_find(track->scene->waves, clip->path, step, index / WAVE_COLUMNS);
    return tile ? &tile[index % WAVE_COLUMNS] : NULL;
}

static void draw_wave(const Track *track, const Clip *clip, const ClipSpan *span, int first, int last)
{
    int rows = track->item->rows - 1;
    for (int column = first; column <= last; column++) {
        int64_t frame = timeline_frame(track->state, column);
        const WaveColumn *wave =
            wave_at(track, clip, (frame < span->from ? span->from : frame) - span->from + span->offset);
        for (int row = 0; row < rows; row++)
            canvas_put(track->canvas, track->item->row + 1 + row, column, ' ', STYLE_TEXT);
        if (!wave) {
            canvas_put(track->canvas, track->item->row + rows, column, track->scene->glyphs->none, STYLE_DIM);
            continue;
        }
        double gain = clip->gain_db + fades_db(track->scene->model, clip, span, frame + track->state->step / 2);
        int peak = wave->up > wave->down ? wave->up : wave->down;
        wave_draw(track->canvas, track->scene->glyphs, track->item->row + 1, rows, column, db_of_level(peak) + gain,
                  db_of_level(wave->rms) + gain, track->heard);
    }
}

/* The upper edge: its ends where they are in sight, the name, a line. */
static void draw_edge(const Track *track, const char *title, int first, int last, bool begins, bool ends, uint8_t style)
{
    const Glyphs *glyphs = track->scene->glyphs;
    int row = track->item->row, column = first;
    for (int i = first; i <= last; i++)
        canvas_put(track->canvas, row, i, glyphs->line, style);
    if (begins)
        canvas_put(track->canvas, row, column++, glyphs->rule, style);
    if (last - column >= 1) {
        int used = canvas_text(track->canvas, row, column, last - column, style, title);
        if (column + used < last)
            canvas_put(track->canvas, row, column + used, ' ', style);
    }
    if (ends && last > first)
        canvas_put(track->canvas, row, last, glyphs->rule, style);
}

static bool clip_is_grabbed(const Track *track, const ClipSpan *span)
{
    const EditView *edit = &track->scene->view->edit;
    return edit->grabbed && track->selected && edit->grab_at >= span->from && edit->grab_at < span->to;
}

static void draw_clip(const Track *track, const Strip *strip, int index, bool named)
{
    const TimelineState *state = track->state;
    const EditView *edit = &track->scene->view->edit;
    const Clip *clip = &strip->clips[index];
    ClipSpan span = edit_clip_span(track->scene->model, strip, index, &track->lengths);
    bool grabbed = clip_is_grabbed(track, &span);
    int64_t by = grabbed ? edit->cursor - edit->grab_at : 0;
    span.from += by;
    span.to += span.to < SPAN_OPEN ? by : 0;
    int64_t song = track->scene->state->length, end = span.to < SPAN_OPEN ? span.to
                                                      : song > span.from  ? song
                                                                          : SPAN_OPEN;
    int first = timeline_column(state, span.from), last = timeline_column(state, end - 1),
        right = TIMELINE_LEFT + state->columns - 1;
    if (last < TIMELINE_LEFT || first > right)
        return;
    char title[256];
    clip_title(clip, title, sizeof title);
    draw_wave(track, clip, &span, first < TIMELINE_LEFT ? TIMELINE_LEFT : first, last > right ? right : last);
    if (named)
        draw_edge(track, title, first < TIMELINE_LEFT ? TIMELINE_LEFT : first, last > right ? right : last,
                  first >= TIMELINE_LEFT, last <= right,
                  grabbed        ? STYLE_FOCUS
                  : track->heard ? STYLE_TEXT
                                 : STYLE_DIM);
}

/* The tracks of a folded bus, one over the other. */
static void draw_folded(const Track *track)
{
    const Model *model = track->scene->model;
    int members = 0;
    char title[64];
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        if (!strip->out || strcmp(strip->out, track->strip->name) != 0)
            continue;
        members++;
        for (int k = 0; k < strip->clip_count && track->item->rows > 1; k++)
            draw_clip(track, strip, k, false);
    }
    snprintf(title, sizeof title, "(%d track%s folded)", members, members == 1 ? "" : "s");
    draw_edge(track, title, TIMELINE_LEFT, TIMELINE_LEFT + track->state->columns - 1, false, false, STYLE_DIM);
}

/* The selected section on the chosen strips. */
static void draw_section(const Track *track)
{
    const EditView *edit = &track->scene->view->edit;
    if (!edit_has_section(edit) || !track->chosen)
        return;
    int first = timeline_column(track->state, edit->from), last = timeline_column(track->state, edit->to - 1),
        right = TIMELINE_LEFT + track->state->columns - 1;
    first = first < TIMELINE_LEFT ? TIMELINE_LEFT : first;
    last = last > right ? right : last;
    if (first <= last)
        canvas_tint(track->canvas, (Rect){track->item->row, first, track->item->rows, last - first + 1}, STYLE_SECTION);
}

void timeline_draw_track(const Scene *scene, const TimelineState *state, Canvas *canvas, const TimelineItem *item)
{
    int index = scene->view->list[item->position];
    const Strip *strip = &scene->model->strips[index];
    Track track = {.scene = scene,
                   .state = state,
                   .canvas = canvas,
                   .item = item,
                   .strip = strip,
                   .selected = index == scene->view->strip,
                   .chosen = view_is_chosen(scene->view, scene->model, index),
                   .heard = scene_fact(scene, strip, FACT_MUTE) == 0,
                   .lengths = timeline_lengths(scene)};
    if (item->rows < 1)
        return;
    draw_name(&track);
    draw_value(&track);
    if (view_is_folded(scene->view, strip->uid))
        draw_folded(&track);
    for (int i = 0; i < strip->clip_count; i++)
        draw_clip(&track, strip, i, true);
    draw_section(&track);
}
