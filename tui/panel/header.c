/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first row: parts in order of importance, the least important left out where there is no room. */
#include <stdio.h>
#include <string.h>

#include "audio/base/utf8.h"
#include "tui/canvas/text.h"
#include "tui/panel/panel.h"
#include "tui/widget/reading.h"

enum { PART_MAX = 96 };

typedef struct Part { /* a piece of the line; the least important goes first when there is no room */
    char text[PART_MAX];
    uint8_t style;
    int importance;
} Part;
typedef struct Parts {
    Part items[16];
    int count;
} Parts;

static Part *add_part(Parts *parts, uint8_t style, int importance)
{
    Part *part = &parts->items[parts->count++];
    *part = (Part){.style = style, .importance = importance};
    return part;
}

static int count_words(const char *text)
{
    int count = 0;
    for (; *text; text += strspn(text, " ")) {
        count++;
        text += strcspn(text, " ");
    }
    return count;
}

static void add_solo(Parts *parts, const Scene *scene)
{
    int count = count_words(scene->state->solo), heard = count_words(scene->state->heard);
    if (count > 0)
        snprintf(add_part(parts, STYLE_SOLO, 9)->text, PART_MAX, "SOLO %d", count);
    if (heard > 1)
        snprintf(add_part(parts, STYLE_SOLO, 9)->text, PART_MAX, "LISTEN %d", heard);
    else if (heard == 1)
        snprintf(add_part(parts, STYLE_SOLO, 9)->text, PART_MAX, "LISTEN %.80s", scene->state->heard);
    if (scene->state->listen[0]) {
        Part *part = add_part(parts, STYLE_SOLO, 9);
        snprintf(part->text, PART_MAX, "%cFL %.80s", scene->state->listen[0] - 32, scene->state->listen + 4);
    }
    if (scene->state->compared[0])
        snprintf(add_part(parts, STYLE_SOLO, 9)->text, PART_MAX, "WITHOUT %.80s", scene->state->compared);
}

static void add_title(Parts *parts, const Scene *scene)
{
    const char *title = scene->model && scene->model->title ? scene->model->title : scene->project_name;
    char safe[256];
    text_escape(title ? title : "", safe, sizeof safe);
    Part *part = add_part(parts, STYLE_TITLE, 5);
    size_t used = 0;
    for (int width = 0; safe[used] && width < 20; width++) /* at most 20 characters */
        used += text_step_forward(safe, used);
    snprintf(part->text, PART_MAX, "%.*s", (int)used, safe);
}

static void add_position(Parts *parts, const Scene *scene)
{
    const HostState *state = scene->state;
    char time[READING_MAX], bars[READING_MAX], sign[5] = "";
    sign[utf8_encode(state->playing ? scene->glyphs->playing : scene->glyphs->stopped, sign)] = '\0';
    reading_time(state->position, scene->model->rate_hz, time);
    reading_bars(scene->model, state->position, bars);
    snprintf(add_part(parts, state->playing ? STYLE_PLAY : STYLE_HEADER, 10)->text, PART_MAX, "%s %s", sign, time);
    if (state->length > 0) {
        reading_time(state->length, scene->model->rate_hz, time);
        snprintf(add_part(parts, STYLE_HEADER, 5)->text, PART_MAX, "/ %s", time);
    }
    snprintf(add_part(parts, STYLE_HEADER, 6)->text, PART_MAX, "%s", bars);
    snprintf(add_part(parts, STYLE_HEADER, 2)->text, PART_MAX, "%gbpm", model_tempo_at(scene->model, state->position));
}

static void add_loop(Parts *parts, const Scene *scene)
{
    const HostState *state = scene->state;
    if (!state->loop_on)
        return;
    char name[64] = "on";
    for (int i = 0; i < scene->model->marker_count; i++) {
        const Marker *marker = &scene->model->markers[i];
        if (marker->label && model_frame_of_time(scene->model, &marker->at) == state->loop_from)
            text_escape(marker->label, name, 24);
    }
    snprintf(add_part(parts, STYLE_HEADER, 4)->text, PART_MAX, "loop %s", name);
}

static void add_upper(Parts *parts, uint8_t style, int importance, const char *text)
{
    Part *part = add_part(parts, style, importance);
    size_t i = 0;
    for (; text[i] && i + 1 < PART_MAX; i++)
        part->text[i] = text[i] >= 'a' && text[i] <= 'z' ? (char)(text[i] - 32) : text[i];
    part->text[i] = '\0';
}

/* Which meters these are, where they are not the usual ones. */
static void add_meters(Parts *parts, const Scene *scene)
{
    const MeterView *meters = scene->meters;
    bool usual = meters->point == METER_POINT_USUAL;
    if (meters->type != 0 || !usual)
        snprintf(add_part(parts, STYLE_KEY, 7)->text, PART_MAX, "%s%s%s", meter_types[meters->type].name,
                 usual ? "" : " ", usual ? "" : meter_points[meters->point]);
}

static void add_listening(Parts *parts, const Scene *scene)
{
    const HostState *state = scene->state;
    if (state->room[0])
        add_upper(parts, STYLE_WARN, 8, state->room);
    if (state->cut)
        snprintf(add_part(parts, STYLE_ERROR, 9)->text, PART_MAX, "CUT");
    if (state->dim)
        snprintf(add_part(parts, STYLE_WARN, 8)->text, PART_MAX, "DIM");
    if (state->mono)
        snprintf(add_part(parts, STYLE_WARN, 8)->text, PART_MAX, "MONO");
}

static void collect_parts(Parts *parts, const Scene *scene)
{
    add_solo(parts, scene);
    add_title(parts, scene);
    if (scene->model) {
        char rate[READING_MAX];
        reading_rate(scene->model->rate_hz, rate);
        snprintf(add_part(parts, STYLE_HEADER, 3)->text, PART_MAX, "%s",
                 scene->model->stage == STAGE_MASTER ? "MASTER" : "MIX");
        snprintf(add_part(parts, STYLE_HEADER, 1)->text, PART_MAX, "%s", rate);
        add_position(parts, scene);
        add_loop(parts, scene);
    }
    add_listening(parts, scene);
    add_meters(parts, scene);
    snprintf(add_part(parts, STYLE_HEADER, 7)->text, PART_MAX, "undo %d%s", scene->state->undo_count,
             scene->state->saved ? "" : " *");
    snprintf(add_part(parts, scene->state->xruns ? STYLE_WARN : STYLE_HEADER, scene->state->xruns ? 7 : 0)->text,
             PART_MAX, "xruns %u", (unsigned)scene->state->xruns);
}

static int gap_after(const Parts *parts, int at)
{
    /* The two ways to say where we are belong together, so do rate and stage. */
    bool close = parts->items[at].importance == 10 || (at + 1 < parts->count && parts->items[at + 1].importance == 2);
    return close ? 1 : 2;
}

static void drop_until_it_fits(Parts *parts, int columns)
{
    for (;;) {
        int width = 0, least = 0;
        for (int i = 0; i < parts->count; i++) {
            width += text_width(parts->items[i].text) + (i + 1 < parts->count ? gap_after(parts, i) : 0);
            if (parts->items[i].importance < parts->items[least].importance)
                least = i;
        }
        if (width <= columns || parts->count <= 1)
            return;
        parts->count--;
        memmove(&parts->items[least], &parts->items[least + 1],
                (size_t)(parts->count - least) * sizeof parts->items[0]);
    }
}

void header_draw(const Scene *scene, Canvas *canvas, int row)
{
    Parts parts = {.count = 0};
    int column = 0;
    collect_parts(&parts, scene);
    drop_until_it_fits(&parts, canvas->columns);
    for (int i = 0; i < parts.count; i++)
        column +=
            canvas_text(canvas, row, column, canvas->columns - column, parts.items[i].style, parts.items[i].text) +
            gap_after(&parts, i);
}
