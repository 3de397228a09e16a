/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line of a chain: from the clips through each processor to the bus that the strip feeds. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tui/canvas/text.h"
#include "tui/panel/processor.h"
#include "tui/widget/reading.h"

enum { PIECES_MAX = 80, PIECE_MAX = 96 };

typedef struct Piece {
    char text[PIECE_MAX];
    uint8_t style;
    bool keep; /* it stays where there is little room */
} Piece;

typedef struct Pieces {
    Piece item[PIECES_MAX];
    int count, selected; /* -1: none of them is */
} Pieces;

static Piece *add(Pieces *pieces, uint8_t style, bool keep)
{
    Piece *piece = &pieces->item[pieces->count < PIECES_MAX - 1 ? pieces->count++ : PIECES_MAX - 1];
    *piece = (Piece){.style = style, .keep = keep};
    return piece;
}

/* "fader -4.5": not there at its default where there is little room. */
static void add_fact(Pieces *pieces, const Scene *scene, const Strip *strip, FactId fact)
{
    double value = scene_fact(scene, strip, fact);
    bool usual = value == strip_facts[fact].def;
    char text[READING_MAX];
    if (fact == FACT_PAN)
        reading_pan(value, text);
    else
        reading_level(value, text);
    snprintf(add(pieces, usual ? STYLE_DIM : STYLE_TEXT, fact == FACT_FADER)->text, PIECE_MAX, "%s %s",
             strip_facts[fact].key, text);
}

static void add_clips(Pieces *pieces, const Strip *strip)
{
    bool same = true;
    for (int i = 1; i < strip->clip_count; i++)
        same = same && strip->clips[i].gain_db == strip->clips[0].gain_db;
    if (strip->clip_count > 0 && same && strip->clips[0].gain_db != 0)
        snprintf(add(pieces, STYLE_TEXT, false)->text, PIECE_MAX, "clip %+.1f", strip->clips[0].gain_db);
    else if (strip->clip_count > 0)
        snprintf(add(pieces, STYLE_DIM, false)->text, PIECE_MAX, strip->clip_count == 1 ? "clip" : "%d clips",
                 strip->clip_count);
}

/* "[eq]", "(deess)" bypassed, "[*comp*]" selected: told without any look. */
static void add_processor(Pieces *pieces, const Processor *processor, bool selected)
{
    char name[64];
    const char *word = processor_address(processor);
    text_escape(word, name, sizeof name);
    bool off = processor->bypass || !processor->kind;
    if (selected)
        pieces->selected = pieces->count;
    snprintf(add(pieces,
                 selected ? STYLE_SELECTED
                 : off    ? STYLE_DIM
                          : STYLE_NAME,
                 true)
                 ->text,
             PIECE_MAX,
             selected ? off ? "(*%s*)" : "[*%s*]"
             : off    ? "(%s)"
                      : "[%s]",
             name);
}

static void add_chain(Pieces *pieces, const Scene *scene, const Strip *strip, bool after_fader)
{
    int selected = chain_index(scene->view, strip);
    for (int i = 0; i < strip->processor_count; i++)
        if (strip->processors[i].after_fader == after_fader)
            add_processor(pieces, &strip->processors[i], i == selected);
}

static void collect(Pieces *pieces, const Scene *scene, const Strip *strip)
{
    pieces->count = 0;
    pieces->selected = -1;
    add_clips(pieces, strip);
    if (strip->kind == SECTION_TRACK)
        add_fact(pieces, scene, strip, FACT_TRIM);
    add_chain(pieces, scene, strip, false);
    add_fact(pieces, scene, strip, FACT_FADER);
    add_chain(pieces, scene, strip, true);
    add_fact(pieces, scene, strip, FACT_PAN);
    const Strip *out = strip->out ? model_strip(scene->model, strip->out) : NULL;
    if (strip->out)
        text_escape(out && out->kind != SECTION_MASTER ? strip_title(out)
                    : out                              ? "Master"
                                                       : strip->out,
                    add(pieces, STYLE_BUS, true)->text, PIECE_MAX);
}

static int width_of(const Pieces *pieces, int first, int last)
{
    int width = 0;
    for (int i = first; i <= last; i++)
        width += text_width(pieces->item[i].text) + (i < last ? 3 : 0);
    return width;
}

/* What says least goes first; then the line begins further on, so that the selected one is there. */
static int make_fit(Pieces *pieces, int room)
{
    for (int i = 0; i < pieces->count && width_of(pieces, 0, pieces->count - 1) > room;)
        if (pieces->item[i].keep)
            i++;
        else {
            memmove(&pieces->item[i], &pieces->item[i + 1], (size_t)(--pieces->count - i) * sizeof pieces->item[0]);
            pieces->selected -= pieces->selected > i;
        }
    int first = 0, must = pieces->selected >= 0 ? pieces->selected : 0;
    must += must + 1 < pieces->count ? 1 : 0;
    while (first < pieces->selected && width_of(pieces, first, must) + 2 > room)
        first++;
    return first;
}

static void draw_pieces(const Scene *scene, Canvas *canvas, int row, int column, int room, Pieces *pieces)
{
    int first = make_fit(pieces, room), end = column + room;
    if (first > 0) {
        canvas_put(canvas, row, column, scene->glyphs->more_left, STYLE_KEY);
        column += 2;
    }
    for (int i = first; i < pieces->count; i++) {
        bool last = i + 1 == pieces->count;
        if (column + text_width(pieces->item[i].text) + (last ? 0 : 2) > end) {
            canvas_put(canvas, row, column < end ? column : end - 1, scene->glyphs->more_right, STYLE_KEY);
            return;
        }
        column += canvas_text(canvas, row, column, end - column, pieces->item[i].style, pieces->item[i].text);
        if (!last)
            canvas_text(canvas, row, column, end - column, STYLE_DIM, " > ");
        column += 3;
    }
}

static int draw_name(const Scene *scene, Canvas *canvas, int row, const Strip *strip)
{
    char name[256], label[256];
    text_escape(strip_title(strip), name, sizeof name);
    int used = canvas_text_cut(canvas, row, 0, canvas->columns / 4, STYLE_TITLE, name, scene->glyphs->cut);
    if (strcmp(strip_title(strip), strip->name) == 0 || canvas->columns < 100)
        return used + 2;
    text_escape(strip->name, label, sizeof label);
    return used + 2 + canvas_text(canvas, row, used + 1, canvas->columns / 8, STYLE_DIM, label) + 1;
}

void chain_draw(const Scene *scene, Canvas *canvas, int row, const Strip *strip)
{
    Pieces pieces;
    char latency[READING_MAX] = "";
    int frames = strip_latency_frames(strip, scene->model->rate_hz), column = draw_name(scene, canvas, row, strip);
    if (frames > 0)
        snprintf(latency, sizeof latency, "  lat %.1f ms", 1000.0 * frames / scene->model->rate_hz);
    int right = text_width(latency);
    collect(&pieces, scene, strip);
    draw_pieces(scene, canvas, row, column, canvas->columns - column - right, &pieces);
    canvas_text_right(canvas, row, canvas->columns - right, right, STYLE_DIM, latency);
}
