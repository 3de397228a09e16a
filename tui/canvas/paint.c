/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/canvas/paint.h"

enum { GAP_WRITTEN_OVER = 4 }; /* unchanged cells that are cheaper to write again than to jump over */

static const StyleLook plain_look = {.fg = COLOUR_DEFAULT, .bg = COLOUR_DEFAULT};

void painter_init(Painter *painter)
{
    *painter = (Painter){.row = -1, .column = -1, .look = plain_look, .cursor_shown = true};
}

void painter_clear(Painter *painter)
{
    canvas_clear(&painter->shown);
}

void painter_forget(Painter *painter)
{
    painter->known = false;
    painter->row = painter->column = -1;
}

typedef struct Stroke { /* one painting under way */
    Painter *painter;
    const Canvas *canvas;
    const Theme *theme;
    const PaintWords *words;
    Buffer *out;
    size_t end; /* no cell is begun when `out` is that long */
} Stroke;

static void set_look(Stroke *stroke, const StyleLook *look)
{
    if (look_equal(look, &stroke->painter->look))
        return;
    stroke->words->look(stroke->words->context, stroke->out, &stroke->painter->look, look);
    stroke->painter->look = *look;
}

/* A blank shows its background only: most looks make it the same. */
static bool shows_no_blank(const StyleLook *look)
{
    return look->bg == COLOUR_DEFAULT && !(look->flags & (LOOK_REVERSE | LOOK_UNDERLINE));
}

static bool looks_alike(const Cell *cell, const StyleLook *a, const StyleLook *b)
{
    return look_equal(a, b) || (cell->glyph == ' ' && !cell->mark && shows_no_blank(a) && shows_no_blank(b));
}

static bool cells_equal(const Cell *a, const Cell *b, const Theme *theme)
{
    return a->glyph == b->glyph && a->mark == b->mark && looks_alike(a, &theme->look[a->style], &theme->look[b->style]);
}

/* The cell without its place in the row: what a written-over gap must share with the look in force. */
static bool look_is_in_force(const Stroke *stroke, const Cell *cell)
{
    return looks_alike(cell, &stroke->theme->look[cell->style], &stroke->painter->look);
}

static void write_cell(Stroke *stroke, const Cell *cell, int row, int column)
{
    Painter *painter = stroke->painter;
    if (!look_is_in_force(stroke, cell))
        set_look(stroke, &stroke->theme->look[cell->style]);
    if (cell->glyph == CANVAS_WIDE_TAIL)
        return;
    buffer_append_utf8(stroke->out, cell->glyph);
    if (cell->mark)
        buffer_append_utf8(stroke->out, cell->mark);
    bool is_wide = column + 1 < stroke->canvas->columns && cell[1].glyph == CANVAS_WIDE_TAIL;
    painter->row = row;
    painter->column = column + (is_wide ? 2 : 1);
    if (painter->column >= stroke->canvas->columns)
        painter->row = painter->column = -1; /* terminals differ in where the cursor is now */
}

static bool write_gap(Stroke *stroke, const Cell *cells, int row, int column)
{
    Painter *painter = stroke->painter;
    if (column - painter->column > GAP_WRITTEN_OVER)
        return false;
    for (int i = painter->column; i < column; i++)
        if (cells[i].glyph > '~' || cells[i].glyph == CANVAS_WIDE_TAIL || cells[i].mark ||
            !look_is_in_force(stroke, &cells[i]))
            return false;
    for (int i = painter->column; i < column; i++)
        write_cell(stroke, &cells[i], row, i);
    return true;
}

static void move_to(Stroke *stroke, const Cell *cells, int row, int column)
{
    Painter *painter = stroke->painter;
    if (painter->row == row && painter->column == column)
        return;
    bool ahead = painter->row == row && painter->column >= 0 && painter->column < column;
    if (ahead && cells && write_gap(stroke, cells, row, column))
        return;
    if (ahead && stroke->words->right)
        stroke->words->right(stroke->words->context, stroke->out, column - painter->column);
    else
        stroke->words->move(stroke->words->context, stroke->out, row, column);
    painter->row = row;
    painter->column = column;
}

static void paint_row(Stroke *stroke, int row)
{
    const Canvas *canvas = stroke->canvas;
    const Cell *cells = &canvas->cells[row * canvas->columns];
    Cell *shown = &stroke->painter->shown.cells[row * canvas->columns];
    for (int column = 0; column < canvas->columns; column++) {
        /* The last cell of all is never written: some terminals would scroll. */
        if (row == canvas->rows - 1 && column == canvas->columns - 1)
            break;
        bool is_head = column + 1 < canvas->columns && cells[column + 1].glyph == CANVAS_WIDE_TAIL;
        bool is_same = cells_equal(&cells[column], &shown[column], stroke->theme) &&
                       (!is_head || cells_equal(&cells[column + 1], &shown[column + 1], stroke->theme));
        if (is_same || cells[column].glyph == CANVAS_WIDE_TAIL)
            continue;
        if (stroke->out->length >= stroke->end) {
            stroke->painter->behind = true;
            return;
        }
        move_to(stroke, cells, row, column);
        write_cell(stroke, &cells[column], row, column);
        shown[column] = cells[column];
        if (is_head)
            shown[column + 1] = cells[column + 1];
    }
}

static bool prepare_shown(Stroke *stroke)
{
    Painter *painter = stroke->painter;
    if (painter->known && painter->shown.columns == stroke->canvas->columns &&
        painter->shown.rows == stroke->canvas->rows)
        return true;
    if (canvas_resize(&painter->shown, stroke->canvas->columns, stroke->canvas->rows) != STATUS_OK)
        return false;
    stroke->words->look(stroke->words->context, stroke->out, NULL, &plain_look);
    stroke->words->blank(stroke->words->context, stroke->out);
    painter->look = plain_look;
    painter->row = painter->column = -1;
    painter->known = true;
    painter->cursor_shown = true;
    return true;
}

static void park_cursor(Stroke *stroke)
{
    const Canvas *canvas = stroke->canvas;
    bool shown = canvas->cursor_row >= 0 && canvas->cursor_row < canvas->rows && canvas->cursor_column >= 0 &&
                 canvas->cursor_column < canvas->columns;
    if (shown)
        move_to(stroke, NULL, canvas->cursor_row, canvas->cursor_column);
    if (shown != stroke->painter->cursor_shown)
        stroke->words->show_cursor(stroke->words->context, stroke->out, shown);
    stroke->painter->cursor_shown = shown;
}

/* The row of the cursor (what the keys change), then those at the bottom (what is said), then from the top. */
static int row_in_order(const Canvas *canvas, int index)
{
    int first[] = {canvas->cursor_row >= 0 ? canvas->cursor_row : 0, canvas->rows - 2, canvas->rows - 1};
    int count = (int)ARRAY_LEN(first);
    return index >= count ? index - count : first[index] < 0 ? 0 : first[index];
}

Status painter_paint(Painter *painter, const Canvas *canvas, const Theme *theme, const PaintWords *words, size_t limit,
                     Buffer *out)
{
    bool whole = limit == SIZE_MAX;
    Stroke stroke = {painter, canvas, theme, words, out, whole ? SIZE_MAX : out->length + limit};
    if (!prepare_shown(&stroke))
        return STATUS_NO_MEMORY;
    painter->behind = false;
    for (int i = 0; i < canvas->rows && whole; i++)
        paint_row(&stroke, i);
    for (int i = 0; i < canvas->rows + 3 && !whole; i++) /* a row that was painted has nothing to paint */
        paint_row(&stroke, row_in_order(canvas, i));
    park_cursor(&stroke);
    return STATUS_OK;
}

static void ecma_move(void *context, Buffer *out, int row, int column)
{
    (void)context;
    buffer_append_format(out, "\033[%d;%dH", row + 1, column + 1);
}

static void ecma_right(void *context, Buffer *out, int columns)
{
    (void)context;
    buffer_append_format(out, "\033[%dC", columns);
}

static void add_colour(Buffer *out, int colour, int base)
{
    if (colour < 8)
        buffer_append_format(out, "\033[%dm", base + colour);
    else if (colour < 16)
        buffer_append_format(out, "\033[%dm", base + 60 + colour - 8);
    else
        buffer_append_format(out, "\033[%d;5;%dm", base + 8, colour);
}

static void ecma_look(void *context, Buffer *out, const StyleLook *from, const StyleLook *to)
{
    (void)context;
    bool reset = !from || (from->flags & ~to->flags) || (from->fg >= 0 && to->fg < 0) || (from->bg >= 0 && to->bg < 0);
    if (reset)
        buffer_append_text(out, "\033[m");
    uint8_t had = reset ? 0 : from->flags;
    static const struct {
        uint8_t flag;
        const char *word;
    } words[] = {{LOOK_BOLD, "\033[1m"}, {LOOK_UNDERLINE, "\033[4m"}, {LOOK_REVERSE, "\033[7m"}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (to->flags & ~had & words[i].flag)
            buffer_append_text(out, words[i].word);
    if (to->fg >= 0 && (reset || from->fg != to->fg))
        add_colour(out, to->fg, 30);
    if (to->bg >= 0 && (reset || from->bg != to->bg))
        add_colour(out, to->bg, 40);
}

static void ecma_blank(void *context, Buffer *out)
{
    (void)context;
    buffer_append_text(out, "\033[H\033[J");
}

static void ecma_show_cursor(void *context, Buffer *out, bool shown)
{
    (void)context;
    buffer_append_text(out, shown ? "\033[?25h" : "\033[?25l");
}

const PaintWords paint_words_ecma48 = {ecma_move, ecma_right, ecma_look, ecma_blank, ecma_show_cursor, NULL};
