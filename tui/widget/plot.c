/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/widget/plot.h"

#include <math.h>
#include <string.h>

#include "tui/canvas/text.h"
#include "tui/canvas/theme.h"

enum { BRAILLE = 0x2800, BRAILLE_LAST = 0x28ff, DOTS = 4 };

/* ---- where things stand ---- */

static int halves(const Plot *plot)
{
    return plot->glyphs->ascii ? 1 : 2;
}

/* Dots, or rows, from top to bottom. */
static int dots_of(const Plot *plot)
{
    return plot->glyphs->ascii ? plot->rect.rows : DOTS * plot->rect.rows;
}

int plot_count(const Plot *plot)
{
    return plot->rect.columns > 0 ? halves(plot) * plot->rect.columns : 0;
}

double plot_place(const Plot *plot, int index)
{
    return (index + 0.5) / plot_count(plot);
}

/* Part 0..parts-1 from the top, or outside of it; far outside is not told apart. */
static int part_of(const Plot *plot, double value, int parts)
{
    double part = (plot->top - value) / (plot->top - plot->bottom) * parts;
    return (int)floor(fmax(-1e6, fmin(1e6, part)));
}

static int plot_row(const Plot *plot, double value)
{
    int row = isnan(value) ? -1 : part_of(plot, value, plot->rect.rows);
    bool edge = value == plot->bottom && row == plot->rect.rows; /* the lower edge is in the last row */
    row -= edge ? 1 : 0;
    return row < 0 || row >= plot->rect.rows ? -1 : plot->rect.row + row;
}

static int plot_column(const Plot *plot, double place)
{
    int column = (int)floor(fmax(0, fmin(1, place)) * plot->rect.columns);
    return plot->rect.column + (column < plot->rect.columns ? column : plot->rect.columns - 1);
}

/* ---- dots ---- */

static const Cell *cell_at(const Plot *plot, int row, int column)
{
    const Canvas *canvas = plot->canvas;
    bool inside = row >= 0 && row < canvas->rows && column >= 0 && column < canvas->columns;
    return inside ? &canvas->cells[row * canvas->columns + column] : NULL;
}

static bool is_braille(uint32_t glyph)
{
    return glyph >= BRAILLE && glyph <= BRAILLE_LAST;
}

/* One dot of a curve: it joins the dots of others in its cell, and takes the place of anything else. */
static void put_dot(const Plot *plot, int sample, int dot, uint8_t style)
{
    static const uint8_t bits[DOTS][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    int row = plot->rect.row + dot / DOTS, column = plot->rect.column + sample / 2;
    const Cell *cell = cell_at(plot, row, column);
    if (!cell || dot < 0 || dot >= dots_of(plot))
        return;
    uint32_t glyph = is_braille(cell->glyph) ? cell->glyph : BRAILLE;
    canvas_put(plot->canvas, row, column, glyph | bits[dot % DOTS][sample % 2], style);
}

static void put_run(const Plot *plot, int sample, int from, int to, char sign, uint8_t style)
{
    int last = dots_of(plot) - 1;
    for (int dot = from < 0 ? 0 : from; dot <= to && dot <= last; dot++)
        if (plot->glyphs->ascii)
            canvas_put(plot->canvas, plot->rect.row + dot, plot->rect.column + sample, (uint32_t)sign, style);
        else
            put_dot(plot, sample, dot, style);
}

/* Each sample reaches half of the way to its neighbours. */
void plot_curve(const Plot *plot, const float *values, char sign, uint8_t style)
{
    int count = plot_count(plot), parts = dots_of(plot);
    for (int i = 0; i < count; i++) {
        if (isnan(values[i]))
            continue;
        int here = part_of(plot, (double)values[i], parts), from = here, to = here;
        for (int side = -1; side <= 1; side += 2) {
            if (i + side < 0 || i + side >= count || isnan(values[i + side]))
                continue;
            int there = part_of(plot, (double)values[i + side], parts);
            int half = there > here ? here + (there - here) / 2 : here - (here - there) / 2;
            from = half < from ? half : from;
            to = half > to ? half : to;
        }
        put_run(plot, i, from, to, sign, style);
    }
}

static void put_if_empty(const Plot *plot, int row, int column, char sign, uint8_t style)
{
    const Cell *cell = cell_at(plot, row, column);
    if (cell && cell->glyph == ' ')
        canvas_put(plot->canvas, row, column, (uint32_t)sign, style);
}

static void fill_column(const Plot *plot, int column, double value, char sign, uint8_t style)
{
    int top = part_of(plot, value, plot->rect.rows);
    for (int row = top < 0 ? 0 : top; row < plot->rect.rows; row++)
        put_if_empty(plot, plot->rect.row + row, plot->rect.column + column, row == top ? sign : '.', style);
}

/* Every other dot of every other row: light enough to be behind a curve. */
static void fill_dots(const Plot *plot, int sample, double value, uint8_t style)
{
    int dots = dots_of(plot), top = part_of(plot, value, dots);
    for (int dot = top < 0 ? 0 : top; dot < dots; dot++) {
        const Cell *cell = cell_at(plot, plot->rect.row + dot / DOTS, plot->rect.column + sample / 2);
        bool is_free = cell && (cell->glyph == ' ' || is_braille(cell->glyph));
        if (is_free && (dot == top || (dot + 2 * (sample % 2)) % 4 == 0))
            put_dot(plot, sample, dot, style);
    }
}

void plot_area(const Plot *plot, const float *values, char sign, uint8_t style)
{
    int count = plot_count(plot);
    for (int i = 0; i < count; i++)
        if (isnan(values[i]) || (double)values[i] <= plot->bottom)
            continue;
        else if (plot->glyphs->ascii)
            fill_column(plot, i, (double)values[i], sign, style);
        else
            fill_dots(plot, i, (double)values[i], style);
}

void plot_standing(const Plot *plot, const float *values, uint8_t style)
{
    int count = plot_count(plot), parts = dots_of(plot);
    for (int i = 0; i < count; i++)
        if ((double)values[i] > plot->bottom)
            put_run(plot, i, part_of(plot, (double)values[i], parts), parts - 1, '|', style);
}

void plot_hanging(const Plot *plot, const float *values, uint8_t style)
{
    int count = plot_count(plot), parts = dots_of(plot);
    for (int i = 0; i < count; i++) {
        double length = (plot->top - (double)values[i]) / (plot->top - plot->bottom) * parts;
        int dots = isnan(length) ? 0 : (int)floor(fmin(length, parts) + 0.5);
        put_run(plot, i, 0, dots - 1, (char)plot->glyphs->reduction, style);
    }
}

/* ---- marks and lines ---- */

void plot_mark(const Plot *plot, double place, double value, uint32_t glyph, uint8_t style)
{
    if (isnan(value) || plot->rect.rows < 1 || plot->rect.columns < 1)
        return;
    int row = part_of(plot, value, plot->rect.rows);
    row = row < 0 ? 0 : row >= plot->rect.rows ? plot->rect.rows - 1 : row;
    canvas_put(plot->canvas, plot->rect.row + row, plot_column(plot, place), glyph, style);
}

void plot_line_across(const Plot *plot, double value, uint8_t style)
{
    int row = plot_row(plot, value);
    for (int i = 0; row >= 0 && i < plot->rect.columns; i++)
        canvas_put(plot->canvas, row, plot->rect.column + i, plot->glyphs->across, style);
}

/* ---- scales ---- */

void plot_scale_left(const Plot *plot, int columns, const PlotTick *ticks, int count)
{
    int line = plot->rect.column - 1, last = -1;
    for (int i = 0; i < plot->rect.rows; i++)
        canvas_put(plot->canvas, plot->rect.row + i, line, plot->glyphs->rule, STYLE_SCALE);
    for (int i = 0; i < count; i++) {
        int row = plot_row(plot, ticks[i].at);
        if (row < 0 || row == last)
            continue;
        last = row;
        canvas_text_right(plot->canvas, row, line - columns, columns, STYLE_SCALE, ticks[i].text);
        canvas_put(plot->canvas, row, line, plot->glyphs->tick_left, STYLE_SCALE);
    }
}

void plot_scale_below(const Plot *plot, const PlotTick *ticks, int count)
{
    int row = plot->rect.row + plot->rect.rows, used = plot->rect.column - 2;
    canvas_put(plot->canvas, row, plot->rect.column - 1, plot->glyphs->corner, STYLE_SCALE);
    for (int i = 0; i < plot->rect.columns; i++)
        canvas_put(plot->canvas, row, plot->rect.column + i, plot->glyphs->across, STYLE_SCALE);
    for (int i = 0; i < count; i++) {
        if (ticks[i].at < 0 || ticks[i].at > 1)
            continue;
        int column = plot_column(plot, ticks[i].at), width = text_width(ticks[i].text), from = column - (width - 1) / 2;
        int end = plot->rect.column + plot->rect.columns;
        from = from < plot->rect.column ? plot->rect.column : from + width > end ? end - width : from;
        canvas_put(plot->canvas, row, column, plot->glyphs->tick_below, STYLE_SCALE);
        if (width == 0 || from <= used)
            continue;
        canvas_text(plot->canvas, row + 1, from, width, STYLE_SCALE, ticks[i].text);
        used = from + width;
    }
}

/* ---- frequency ---- */

double plot_place_of_hz(double hz, double from_hz, double to_hz)
{
    return log(hz / from_hz) / log(to_hz / from_hz);
}

double plot_hz_of_place(double place, double from_hz, double to_hz)
{
    return from_hz * pow(to_hz / from_hz, place);
}

int plot_hz_ticks(double from_hz, double to_hz, PlotTick *ticks, int limit)
{
    static const struct {
        double hz;
        const char *text;
    } all[] = {{20, "20"},   {50, "50"},   {100, "100"}, {200, "200"},   {500, "500"},
               {1000, "1k"}, {2000, "2k"}, {5000, "5k"}, {10000, "10k"}, {20000, "20k"}};
    int count = 0;
    for (size_t i = 0; i < ARRAY_LEN(all) && count < limit; i++)
        if (all[i].hz >= from_hz * 0.999 && all[i].hz <= to_hz * 1.001)
            ticks[count++] = (PlotTick){fmin(1, fmax(0, plot_place_of_hz(all[i].hz, from_hz, to_hz))), all[i].text};
    return count;
}
