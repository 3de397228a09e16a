/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A graph: curves, areas, marks and axes over a place of a canvas.
 *
 * Across, a graph is places 0 (left edge) to 1 (right edge); upwards, values from `bottom` to `top` of any unit.  With
 * UTF-8 curves are braille (2x4 dots a cell), and curves that cross share a cell; with ASCII they are a sign a cell.
 * What lies outside is clipped. Pure. */
#ifndef TTYMIX_TUI_WIDGET_PLOT_H
#define TTYMIX_TUI_WIDGET_PLOT_H

#include "tui/canvas/canvas.h"
#include "tui/canvas/glyphs.h"

typedef struct Plot {
    Canvas *canvas;
    const Glyphs *glyphs;
    Rect rect;          /* the inside: axes stand around it */
    double top, bottom; /* values at the upper edge of the first row, and at the lower edge of the last */
} Plot;

enum { PLOT_SAMPLES_MAX = 2 * CANVAS_COLUMNS_MAX };

typedef struct PlotTick { /* of a scale: across by its place, upwards by its value */
    double at;
    const char *text; /* "" : a tick without a number */
} PlotTick;

/* How many samples a curve has (two a column in braille), and the place of each: the middle of its part. */
int plot_count(const Plot *plot);
double plot_place(const Plot *plot, int index);
/* `values`: plot_count of them; NAN is a gap. `sign` is what ASCII draws. Neighbours are joined. */
void plot_curve(const Plot *plot, const float *values, char sign, uint8_t style);
/* From each value down to the bottom: dotted below, `sign` at the edge in ASCII. Existing glyphs other than braille
 * stay. */
void plot_area(const Plot *plot, const float *values, char sign, uint8_t style);
/* Standing on the bottom up to each value, in whole parts of rows. */
void plot_standing(const Plot *plot, const float *values, uint8_t style);
/* Hanging from the top down to each value, in whole parts of rows: gain reduction over time. */
void plot_hanging(const Plot *plot, const float *values, uint8_t style);
/* A glyph at a place and a value; the value is clamped to the first and the last row. */
void plot_mark(const Plot *plot, double place, double value, uint32_t glyph, uint8_t style);
/* A line across, below what is drawn later. */
void plot_line_across(const Plot *plot, double value, uint8_t style);
/* The scale to the left, with its line: `columns` for the numbers, and one for the line. Of two that share a row the
 * first is drawn. */
void plot_scale_left(const Plot *plot, int columns, const PlotTick *ticks, int count);
/* The line below, with ticks, and their texts in the row below it; a text that has no room is left out. */
void plot_scale_below(const Plot *plot, const PlotTick *ticks, int count);

/* The logarithmic axis of frequency: place of a frequency between two, and the other way round. */
double plot_place_of_hz(double hz, double from_hz, double to_hz);
double plot_hz_of_place(double place, double from_hz, double to_hz);
/* Ticks 20, 50, 100 ... 20k that lie between; at most `limit`, returns how many. */
int plot_hz_ticks(double from_hz, double to_hz, PlotTick *ticks, int limit);

#endif
