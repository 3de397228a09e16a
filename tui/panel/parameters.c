/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A processor as a table: its title, its bands in a line each, and every parameter with its letter. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "projects/text/value.h"
#include "tui/canvas/text.h"
#include "tui/panel/processor.h"
#include "tui/widget/reading.h"

enum { BAND_ROWS_MIN = 3, LABEL_COLUMNS = 3, CELL_COLUMNS = 8, NAME_COLUMNS = 12, VALUE_COLUMNS = 13 };

/* ---- title ---- */

static int band_count(const Processor *processor)
{
    int count = 0;
    for (int slot = 0; slot < processor->kind->band_max; slot++)
        count += processor->band_labels[slot] != 0;
    return count;
}

static void draw_title(const ProcessorArea *area)
{
    const Processor *processor = area->processor;
    const ProcessorKind *kind = processor->kind;
    Rect rect = area->rect;
    char name[80] = "", bands[40] = "";
    const char *state = processor->bypass ? "BYPASSED" : "on";
    int right = (int)strlen(state), column = rect.column;
    if (processor->name)
        text_escape(processor->name, name, sizeof name);
    if (kind->band_max)
        snprintf(bands, sizeof bands, "%d of %d bands", band_count(processor), kind->band_max);
    column += canvas_text(area->canvas, rect.row, column, rect.columns - right - 1,
                          area->selected ? STYLE_SELECTED : STYLE_TITLE, kind->label) +
              1;
    const char *parts[] = {name, bands};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++) {
        int room = rect.column + rect.columns - right - 1 - column;
        if (*parts[i] && text_width(parts[i]) < room)
            column += 1 + canvas_text(area->canvas, rect.row, column + 1, room, STYLE_TEXT, parts[i]);
    }
    canvas_text_right(area->canvas, rect.row, rect.column + rect.columns - right, right,
                      processor->bypass ? STYLE_WARN : STYLE_AUTO, state);
}

/* ---- bands ---- */

static const double *values_of_band(const ProcessorArea *area, int slot)
{
    const ProcessorKind *kind = area->processor->kind;
    return area->values + kind->param_count + slot * kind->band_param_count;
}

static bool row_counts(const ProcessorKind *kind, const double *band, int row)
{
    return !kind->band_row_counts || kind->band_row_counts(band, row);
}

/* A switch says nothing in a narrow column. */
static bool is_column(const ProcessorKind *kind, int row)
{
    return kind->band_params[row].law != LAW_SWITCH;
}

/* A type is a longer word than numbers are. */
static int cell_columns(const ProcessorKind *kind, int row)
{
    int least = kind->band_params[row].law == LAW_CHOICE ? CELL_COLUMNS + 2 : CELL_COLUMNS,
        key = (int)strlen(kind->band_params[row].key) + 1;
    return key > least ? key : least;
}

/* Against the right end of its columns; without its unit where that has no room. */
static void draw_cell(const ProcessorArea *area, int row, int column, int columns, uint8_t style, char *text)
{
    char *unit = strchr(text, ' ');
    if (unit && (int)strlen(text) > columns - 1)
        *unit = '\0';
    canvas_text_right(area->canvas, row, column, columns - 1, style, text);
}

static void draw_heads(const ProcessorArea *area, int row)
{
    const ProcessorKind *kind = area->processor->kind;
    int column = area->rect.column + LABEL_COLUMNS, end = area->rect.column + area->rect.columns;
    for (int i = 0; i < kind->band_param_count && column + cell_columns(kind, i) <= end; i++) {
        if (!is_column(kind, i))
            continue;
        canvas_text_right(area->canvas, row, column, cell_columns(kind, i) - 1, STYLE_DIM, kind->band_params[i].key);
        column += cell_columns(kind, i);
    }
}

/* Where a band has no such value, what it has in its place: of a cut the slope. */
static int row_in_place(const ProcessorKind *kind, const double *band, int row)
{
    int slope = chain_row_of_key(kind, "slope");
    bool gain = strcmp(kind->band_params[row].key, "gain") == 0;
    return row_counts(kind, band, row) ? row : gain && slope >= 0 && row_counts(kind, band, slope) ? slope : -1;
}

static void draw_band(const ProcessorArea *area, int row, int slot)
{
    const ProcessorKind *kind = area->processor->kind;
    const double *band = values_of_band(area, slot);
    int label = area->processor->band_labels[slot], first = area->rect.column,
        end = area->rect.column + area->rect.columns, column = first + LABEL_COLUMNS;
    bool selected = area->selected && label == area->scene->view->chain.label;
    int on = chain_row_of_key(kind, "on");
    uint8_t style = on >= 0 && on < kind->band_param_count && band[on] < 0.5 ? STYLE_DIM : STYLE_TEXT;
    canvas_textf(area->canvas, row, first, LABEL_COLUMNS, selected ? STYLE_KEY : style, "%c%d", selected ? '>' : ' ',
                 label);
    for (int i = 0; i < kind->band_param_count && column + cell_columns(kind, i) <= end; i++) {
        if (!is_column(kind, i))
            continue;
        char text[READING_MAX] = ".";
        int shown = row_in_place(kind, band, i);
        if (shown >= 0)
            reading_value(&kind->band_params[shown], band[shown], text);
        char *unit = strstr(text, " dB/oct"); /* as much as has room */
        if (unit)
            snprintf(unit, sizeof text - (size_t)(unit - text), "/oct");
        draw_cell(area, row, column, cell_columns(kind, i), shown >= 0 ? style : STYLE_DIM, text);
        column += cell_columns(kind, i);
    }
    if (selected)
        canvas_tint(area->canvas, (Rect){row, first, 1, LABEL_COLUMNS}, STYLE_MARKED);
}

/* At most `rows`, those around the selected one. */
static int draw_bands(const ProcessorArea *area, int row, int rows)
{
    const Processor *processor = area->processor;
    int count = band_count(processor), at = 0, here = 0, drawn = 0;
    for (int slot = 0; slot < processor->kind->band_max; slot++)
        here += processor->band_labels[slot] && processor->band_labels[slot] < area->scene->view->chain.label;
    int first = here - rows / 2;
    first = first > count - rows ? count - rows : first;
    first = first < 0 ? 0 : first;
    for (int slot = 0; slot < processor->kind->band_max && drawn < rows; slot++)
        if (processor->band_labels[slot] && at++ >= first)
            draw_band(area, row + drawn++, slot);
    if (first + drawn < count)
        canvas_put(area->canvas, row + drawn - 1, area->rect.column + area->rect.columns - 1,
                   area->scene->glyphs->more_right, STYLE_KEY);
    return drawn;
}

/* ---- parameters ---- */

/* The rows of a kind that say something now. */
static int list_rows(const ProcessorArea *area, int rows[CHAIN_ROWS_MAX])
{
    const ProcessorKind *kind = area->processor->kind;
    int slot = chain_band_slot(area->scene->view, area->processor), count = 0;
    for (int row = 0; row < chain_row_count(kind); row++) {
        bool of_band = row < kind->band_param_count;
        if (of_band && (slot < 0 || !row_counts(kind, values_of_band(area, slot), row)))
            continue;
        rows[count++] = row;
    }
    return count;
}

/* A switch for the ears alone stands in the session, not among the values. */
static bool is_heard(const ProcessorArea *area, const ChainRow *at)
{
    char address[ADDRESS_MAX], band[16] = "";
    if (at->of_band)
        snprintf(band, sizeof band, ".%d", area->scene->view->chain.label);
    snprintf(address, sizeof address, "%s.%s%s.%s", area->strip->name, processor_address(area->processor), band,
             at->param->key);
    return solo_names_strip(area->scene->state->heard, address);
}

static void read_value(const ProcessorArea *area, const ChainRow *at, int row, char out[READING_MAX], bool *usual)
{
    double value = area->values[chain_value_index(area->scene->view, area->processor, row)];
    if (at->param->flags & PARAM_LISTENING)
        value = is_heard(area, at);
    reading_value(at->param, value, out);
    *usual = value == at->param->def;
}

static void draw_range(const ProcessorArea *area, int row, int column, const ParamInfo *param)
{
    char range[200];
    int room = area->rect.column + area->rect.columns - column;
    value_format_range(param, range, sizeof range);
    if (room >= 10)
        canvas_text_cut(area->canvas, row, column, room, STYLE_DIM, range, area->scene->glyphs->cut);
}

static void draw_parameter(const ProcessorArea *area, int line, int row, char letter, bool focused)
{
    ChainRow at = chain_row(area->processor->kind, row);
    Rect rect = area->rect;
    char value[READING_MAX];
    bool usual;
    int name_columns = NAME_COLUMNS, at_value = rect.column + 2 + name_columns;
    read_value(area, &at, row, value, &usual);
    canvas_put(area->canvas, line, rect.column, letter ? (uint32_t)letter : ' ', STYLE_KEY);
    canvas_text(area->canvas, line, rect.column + 2, name_columns - 1, STYLE_NAME, at.param->key);
    if (usual)
        canvas_put(area->canvas, line, at_value, area->scene->glyphs->none, STYLE_DIM);
    canvas_text_right(area->canvas, line, at_value + 1, VALUE_COLUMNS, usual ? STYLE_DIM : STYLE_TEXT, value);
    draw_range(area, line, at_value + VALUE_COLUMNS + 2, at.param);
    if (focused) {
        canvas_tint(area->canvas, (Rect){line, at_value, 1, VALUE_COLUMNS + 1}, STYLE_FOCUS);
        canvas_put(area->canvas, line, rect.column + 1, '>', STYLE_KEY);
        canvas_park_cursor(area->canvas, line, at_value + VALUE_COLUMNS);
    }
}

static void draw_parameters(const ProcessorArea *area, const int *rows, int count, int row, int room)
{
    char letters[CHAIN_ROWS_MAX];
    const View *view = area->scene->view;
    int focused = area->selected ? chain_focused_row(view, area->processor) : -1, here = 0;
    chain_letters_fill(area->processor->kind, letters);
    for (int i = 0; i < count; i++)
        here = rows[i] == focused ? i : here;
    int first = here >= room ? here - room + 1 : 0;
    for (int i = 0; i < room && first + i < count; i++)
        draw_parameter(area, row + i, rows[first + i], letters[rows[first + i]], rows[first + i] == focused);
    if (first > 0)
        canvas_put(area->canvas, row, area->rect.column + area->rect.columns - 1, area->scene->glyphs->more_left,
                   STYLE_KEY);
    if (first + room < count)
        canvas_put(area->canvas, row + room - 1, area->rect.column + area->rect.columns - 1,
                   area->scene->glyphs->more_right, STYLE_KEY);
}

void parameters_draw(const ProcessorArea *area)
{
    int rows[CHAIN_ROWS_MAX], count = list_rows(area, rows), row = area->rect.row + 1, left = area->rect.rows - 1;
    int bands = band_count(area->processor);
    draw_title(area);
    if (bands > 0) {
        int room = left - 1 - count;
        draw_heads(area, row++);
        int least = left / 3 > BAND_ROWS_MIN ? left / 3 : BAND_ROWS_MIN;
        room = room < least ? least : room;
        row += draw_bands(area, row, bands < room ? bands : room);
        left = area->rect.row + area->rect.rows - row;
    }
    if (left > count + 1 && bands > 0) {
        row++;
        left--;
    }
    draw_parameters(area, rows, count, row, left);
}
