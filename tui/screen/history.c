/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history: every edit that can be undone or done again, the newest above, and where it was saved.  A place in it is
 * the number of edits that are done there: 0 is the song as it was opened. */
#include "tui/screen/history.h"

#include <stdio.h>
#include <string.h>

#include "tui/canvas/text.h"
#include "tui/canvas/theme.h"
#include "tui/panel/panel.h"
#include "tui/screen/screen.h"

enum { TOP_ROW = 3, BELOW = 3, NUMBER_COLUMNS = 6, TAG_COLUMNS = 14, SIDE_MIN = 110, SIDE_COLUMNS = 42 };

typedef struct HistoryState {
    int cursor;    /* the chosen place */
    int top;       /* the place in the first row */
    int rows;      /* of the list */
    int seen_done; /* where the song was when it was arranged last */
    bool placed;   /* the cursor is somewhere */
} HistoryState;

static void history_enter(void *context)
{
    HistoryState *state = context;
    state->placed = false;
}

static int clamp(int value, int least, int most)
{
    return value > most ? most : value < least ? least : value;
}

/* The song moves: the cursor goes along. */
static void history_arrange(void *context, const Scene *scene, const Canvas *canvas)
{
    HistoryState *state = context;
    const Past *past = scene->past;
    state->rows = canvas->rows - TOP_ROW - BELOW;
    if (!past || !past->known) {
        int done = scene->state->undo_count;
        state->top = done + scene->state->redo_count;
        state->cursor = state->seen_done = done;
        return;
    }
    if (!state->placed || state->seen_done != past->done)
        state->cursor = past->done;
    state->placed = true;
    state->seen_done = past->done;
    state->cursor = clamp(state->cursor, 0, past->count);
    int highest = past->count, lowest = state->rows - 1 < highest ? state->rows - 1 : highest;
    state->top = clamp(state->top, state->cursor, state->cursor + state->rows - 1);
    state->top = clamp(state->top, lowest, highest);
}

static void history_wish(const void *context, int *first, int *count)
{
    const HistoryState *state = context;
    int last = state->top, least = last - state->rows > 0 ? last - state->rows : 0;
    *first = least;
    *count = last - least + 1 < PAST_MAX ? last - least + 1 : PAST_MAX;
}

/* ---- drawing ---- */

static const char *plural(int count)
{
    return count == 1 ? "" : "s";
}

static void draw_title(const Scene *scene, const Past *past, Canvas *canvas)
{
    char text[160];
    int used = snprintf(text, sizeof text, "%d edit%s done", past->done, plural(past->done));
    if (past->count > past->done)
        used += snprintf(text + used, sizeof text - (size_t)used, "  %d undone", past->count - past->done);
    if (past->saved < 0)
        used += snprintf(text + used, sizeof text - (size_t)used, "  not saved as it was at any of them");
    else if (past->saved == past->done)
        used += snprintf(text + used, sizeof text - (size_t)used, "  all saved");
    else
        used += snprintf(text + used, sizeof text - (size_t)used, "  saved at %d", past->saved);
    int column = canvas_text(canvas, 1, 0, canvas->columns, STYLE_TITLE, "History") + 2;
    canvas_text(canvas, 1, column, canvas->columns - column, STYLE_TEXT, text);
    for (int i = 0; i < canvas->columns; i++)
        canvas_put(canvas, 2, i, scene->glyphs->across, STYLE_SCALE);
}

static const char *title_of(const Past *past, int place)
{
    const char *title = past_title(past, place - 1);
    return place == 0 ? "The song as it was opened" : title ? title : "";
}

static void draw_place(const Scene *scene, const HistoryState *state, Canvas *canvas, int row, int place, int columns)
{
    const Past *past = scene->past;
    bool chosen = place == state->cursor, now = place == past->done, undone = place > past->done;
    uint8_t style = undone ? STYLE_DIM : STYLE_TEXT;
    char number[16];
    snprintf(number, sizeof number, "%d", place);
    canvas_put(canvas, row, 0, now ? scene->glyphs->playing : ' ', STYLE_PLAY);
    canvas_number(canvas, row, 1, NUMBER_COLUMNS - 1, now ? STYLE_PLAY : STYLE_SCALE, number);
    canvas_text_cut(canvas, row, NUMBER_COLUMNS + 2, columns - NUMBER_COLUMNS - 3 - TAG_COLUMNS, style,
                    title_of(past, place), scene->glyphs->cut);
    if (chosen) {
        canvas_put(canvas, row, NUMBER_COLUMNS + 1, scene->glyphs->edge, STYLE_EDGE);
        canvas_tint(canvas, (Rect){row, NUMBER_COLUMNS + 2, 1, columns - NUMBER_COLUMNS - 3 - TAG_COLUMNS},
                    STYLE_FOCUS);
        canvas_park_cursor(canvas, row, NUMBER_COLUMNS + 2);
    }
    int tag = columns - TAG_COLUMNS;
    if (now || undone)
        canvas_text(canvas, row, tag, 6, now ? STYLE_PLAY : STYLE_DIM, now ? "now" : "undone");
    if (place == past->saved)
        canvas_text(canvas, row, tag + 7, 6, STYLE_AUTO, "saved");
}

/* What Enter would do, in words that fit beside the list or in a row. */
static void say_enter(const Past *past, int cursor, char *out, size_t size)
{
    int steps = cursor - past->done;
    if (steps == 0)
        snprintf(out, size, "The song is here.");
    else if (steps < 0)
        snprintf(out, size, "Enter takes back %d edit%s; they can be done again until something else is edited.",
                 -steps, plural(-steps));
    else
        snprintf(out, size, "Enter does %d edit%s again.", steps, plural(steps));
}

/* A text in rows of the side; the row behind it. */
static int draw_words(Canvas *canvas, int row, int column, int columns, uint8_t style, const char *text)
{
    for (const char *rest = text; rest && row < canvas->rows - BELOW; row++) {
        const char *next = text_next_row(rest, columns);
        char part[256];
        snprintf(part, sizeof part, "%.*s", next ? (int)(next - rest) : (int)strlen(rest), rest);
        canvas_text(canvas, row, column, columns, style, part);
        rest = next;
    }
    return row;
}

static void draw_side(const Scene *scene, const HistoryState *state, Canvas *canvas)
{
    const Past *past = scene->past;
    int left = canvas->columns - SIDE_COLUMNS, column = left + 2, columns = SIDE_COLUMNS - 2;
    char text[200];
    for (int row = TOP_ROW; row < canvas->rows - BELOW; row++)
        canvas_put(canvas, row, left, scene->glyphs->rule, STYLE_SCALE);
    if (state->cursor == 0)
        snprintf(text, sizeof text, "As opened");
    else
        snprintf(text, sizeof text, "Edit %d of %d", state->cursor, past->count);
    canvas_text(canvas, TOP_ROW, column, columns, STYLE_TITLE, text);
    int row = draw_words(canvas, TOP_ROW + 1, column, columns, STYLE_TEXT, title_of(past, state->cursor)) + 1;
    say_enter(past, state->cursor, text, sizeof text);
    row = draw_words(canvas, row, column, columns, STYLE_TEXT, text) + 1;
    if (past->saved < 0)
        snprintf(text, sizeof text, "What was saved cannot be reached by undo or redo.");
    else
        snprintf(text, sizeof text, "The file has the song as it is at %d.", past->saved);
    draw_words(canvas, row, column, columns, STYLE_HINT, text);
}

static void history_draw(const Scene *scene, const void *context, Canvas *canvas)
{
    const HistoryState *state = context;
    const Past *past = scene->past;
    bool wide = canvas->columns >= SIDE_MIN;
    int columns = wide ? canvas->columns - SIDE_COLUMNS - 1 : canvas->columns;
    header_draw(scene, canvas, 0);
    status_draw(scene, canvas, canvas->rows - 2);
    if (!past || !past->known) {
        canvas_text(canvas, 1, 0, canvas->columns, STYLE_TITLE, "History");
        return;
    }
    draw_title(scene, past, canvas);
    for (int i = 0; i < state->rows && state->top - i >= 0; i++)
        draw_place(scene, state, canvas, TOP_ROW + i, state->top - i, columns);
    if (wide)
        draw_side(scene, state, canvas);
    else {
        char text[200];
        say_enter(past, state->cursor, text, sizeof text);
        canvas_text(canvas, canvas->rows - BELOW, 0, canvas->columns, STYLE_HINT, text);
    }
}

/* ---- keys ---- */

static const char *history_act(void *context, const Scene *scene, int argument, int count)
{
    HistoryState *state = context;
    const Past *past = scene->past;
    if (!past || !past->known)
        return "The history has not come yet";
    if (argument == HISTORY_TOP || argument == HISTORY_BOTTOM)
        state->cursor = argument == HISTORY_TOP ? past->count : 0;
    else if (argument == HISTORY_NOW)
        state->cursor = past->done;
    else
        state->cursor =
            clamp(state->cursor + argument * (count < PAST_MAX * 64 ? count : PAST_MAX * 64), 0, past->count);
    return NULL;
}

static const char *history_command(const void *context, const Scene *scene, int argument, char *line, size_t size)
{
    const HistoryState *state = context;
    const Past *past = scene->past;
    (void)argument;
    if (!past || !past->known)
        return "The history has not come yet";
    if (state->cursor == past->done)
        return "The song is here";
    snprintf(line, size, "undo to %d", state->cursor);
    return NULL;
}

const ScreenKind history_screen = {
    .twin = "history",
    .state_size = sizeof(HistoryState),
    .enter = history_enter,
    .arrange = history_arrange,
    .draw = history_draw,
    .wish_past = history_wish,
    .command = history_command,
    .act = history_act,
};
