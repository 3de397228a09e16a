/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a processor does, as a graph.  Which graph is the kind's own choice: it is made of the functions that the kind
 * offers for display (audio/dsp/processor.h), and of no other arithmetic. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/dsp/response.h"
#include "tui/canvas/text.h"
#include "tui/panel/processor.h"
#include "tui/widget/plot.h"

#define LOWEST_HZ 20.0
#define HIGHEST_HZ 20000.0
#define NOTHING_DB 0.05 /* a band's curve begins where it does something */
enum { SCALE_COLUMNS = 4, SAMPLES_MAX = 1024 };

static uint8_t style_of(const ProcessorArea *area, uint8_t style)
{
    return area->processor->bypass ? STYLE_DIM : style;
}

static Plot open_plot(const ProcessorArea *area, double top, double bottom)
{
    Rect rect = area->rect;
    rect.column += SCALE_COLUMNS + 1;
    rect.columns -= SCALE_COLUMNS + 2;
    rect.rows -= 2;
    rect.columns = rect.columns > SAMPLES_MAX / 2 ? SAMPLES_MAX / 2 : rect.columns;
    return (Plot){area->canvas, area->scene->glyphs, rect, top, bottom};
}

/* ---- gain over frequency ---- */

typedef struct Response {
    Plot plot;
    double from_hz, to_hz;
    float sum[SAMPLES_MAX], part[SAMPLES_MAX];
} Response;

static void fill_curve(const ProcessorArea *area, const Response *response, const double *values, float *out)
{
    double db[SAMPLES_MAX], rate_hz = area->scene->model->rate_hz;
    int count = plot_count(&response->plot);
    double first = plot_hz_of_place(plot_place(&response->plot, 0), response->from_hz, response->to_hz),
           last = plot_hz_of_place(plot_place(&response->plot, count - 1), response->from_hz, response->to_hz);
    bool known = response_curve(area->processor->kind, values, rate_hz, first, last, count, db);
    for (int i = 0; i < count; i++)
        out[i] = known ? (float)db[i] : NAN;
}

/* Half of the graph's height: the least of a few that holds all of the curve that is not cut off. */
static double range_of(const float *sum, int count)
{
    static const double ranges[] = {6, 12, 18, 24};
    double most = 0;
    for (int i = 0; i < count; i++)
        most = fmax(most, (double)sum[i]);
    for (size_t i = 1; i < ARRAY_LEN(ranges); i++)
        if (most <= ranges[i])
            return ranges[i];
    return 36;
}

static void draw_decibels(const Plot *plot)
{
    char texts[9][16];
    PlotTick ticks[9];
    double step = plot->top / (plot->rect.rows >= 13 ? 4 : 2);
    int count = 0;
    for (double db = plot->top; db >= plot->bottom - 0.01 && count < 9; db -= step, count++) {
        snprintf(texts[count], sizeof texts[count], db == 0 ? "0" : "%+g", db);
        ticks[count] = (PlotTick){db, texts[count]};
    }
    plot_scale_left(plot, SCALE_COLUMNS, ticks, count);
}

/* One band with all others away, and nothing behind them. */
static void values_of_one(const ProcessorArea *area, int slot, double *values)
{
    const ProcessorKind *kind = area->processor->kind;
    processor_values_init(kind, values);
    int first = kind->param_count + slot * kind->band_param_count;
    memcpy(values, area->values, (size_t)kind->param_count * sizeof *values);
    memcpy(values + first, area->values + first, (size_t)kind->band_param_count * sizeof *values);
    int output = processor_value_index(kind, -1, "output"), gain = processor_value_index(kind, -1, "autogain");
    if (output >= 0)
        values[output] = kind->params[output].def;
    if (gain >= 0)
        values[gain] = kind->params[gain].def;
}

static double band_hz(const ProcessorArea *area, int slot)
{
    int index = processor_value_index(area->processor->kind, slot, "freq");
    return index >= 0 ? area->values[index] : NAN;
}

static bool is_selected_band(const ProcessorArea *area, int slot)
{
    return area->selected && area->processor->band_labels[slot] == area->scene->view->chain.label;
}

/* The others first, so that the selected one is on top; in ASCII it is alone, or nothing could be told apart. */
static void draw_bands(const ProcessorArea *area, Response *response)
{
    double values[PROCESSOR_VALUES_MAX];
    for (int pass = 0; pass < 2; pass++)
        for (int slot = 0; slot < area->processor->kind->band_max; slot++) {
            bool selected = is_selected_band(area, slot);
            if (!area->processor->band_labels[slot] || selected != (pass == 1) ||
                (!selected && area->scene->glyphs->ascii))
                continue;
            values_of_one(area, slot, values);
            fill_curve(area, response, values, response->part);
            for (int i = 0; i < plot_count(&response->plot); i++)
                if (fabs((double)response->part[i]) < NOTHING_DB)
                    response->part[i] = NAN;
            plot_curve(&response->plot, response->part, '~', style_of(area, selected ? STYLE_CURVE : STYLE_PART));
        }
}

/* A band's number on the sum, where the band is. */
static void mark_bands(const ProcessorArea *area, const Response *response)
{
    const Plot *plot = &response->plot;
    int count = plot_count(plot);
    for (int pass = 0; pass < 2; pass++)
        for (int slot = 0; slot < area->processor->kind->band_max; slot++) {
            int label = area->processor->band_labels[slot];
            double place = label ? plot_place_of_hz(band_hz(area, slot), response->from_hz, response->to_hz) : NAN;
            if (isnan(place) || is_selected_band(area, slot) != (pass == 1))
                continue;
            int at = (int)(fmax(0, fmin(1, place)) * count);
            plot_mark(plot, place, (double)response->sum[at < count ? at : count - 1], (uint32_t)('0' + label % 10),
                      pass == 1 ? STYLE_FOCUS : style_of(area, STYLE_KEY));
        }
}

static void draw_response(const ProcessorArea *area)
{
    Response response = {.from_hz = LOWEST_HZ, .to_hz = fmin(HIGHEST_HZ, 0.49 * area->scene->model->rate_hz)};
    PlotTick ticks[12];
    response.plot = open_plot(area, 12, -12);
    fill_curve(area, &response, area->values, response.sum);
    response.plot.top = range_of(response.sum, plot_count(&response.plot));
    response.plot.bottom = -response.plot.top;
    plot_line_across(&response.plot, 0, STYLE_SCALE);
    if (area->processor->kind->band_max)
        draw_bands(area, &response);
    plot_curve(&response.plot, response.sum, '*', style_of(area, STYLE_SUM));
    if (area->processor->kind->band_max)
        mark_bands(area, &response);
    draw_decibels(&response.plot);
    plot_scale_below(&response.plot, ticks, plot_hz_ticks(response.from_hz, response.to_hz, ticks, 12));
}

/* ---- level out over level in ---- */

typedef struct Transfer {
    Plot plot;
    double from_db, to_db; /* level in */
    float out_db[SAMPLES_MAX];
} Transfer;

/* What has a threshold works below full scale; what has none works around it. */
static void choose_range(const ProcessorArea *area, Transfer *transfer)
{
    int threshold = processor_value_index(area->processor->kind, -1, "threshold");
    bool low = threshold >= 0 && area->values[threshold] < -60;
    transfer->from_db = threshold < 0 ? -36 : low ? -96 : -60;
    transfer->to_db = threshold < 0 ? 12 : 0;
}

static void fill_transfer(const ProcessorArea *area, Transfer *transfer)
{
    double out[SAMPLES_MAX], span = transfer->to_db - transfer->from_db;
    int count = plot_count(&transfer->plot);
    double first = transfer->from_db + span * plot_place(&transfer->plot, 0),
           last = transfer->from_db + span * plot_place(&transfer->plot, count - 1), most = transfer->to_db;
    bool known = response_transfer(area->processor->kind, area->values, first, last, count, out);
    for (int i = 0; i < count; i++) {
        transfer->out_db[i] = known ? (float)out[i] : NAN;
        most = known && isfinite(out[i]) ? fmax(most, out[i]) : most;
    }
    transfer->plot.top = fmin(36, ceil(most / 12 - 1e-9) * 12) + 0.0; /* no -0 */
}

static void draw_levels(const Transfer *transfer)
{
    char left[12][16], below[12][16];
    PlotTick ticks[12];
    const Plot *plot = &transfer->plot;
    double step = plot->rect.rows >= 10 ? 12 : 24;
    int count = 0;
    for (double db = plot->top; db >= plot->bottom && count < 12; db -= step, count++) {
        snprintf(left[count], sizeof left[count], "%g", db);
        ticks[count] = (PlotTick){db == plot->top ? db - 1e-6 : db, left[count]};
    }
    plot_scale_left(plot, SCALE_COLUMNS, ticks, count);
    count = 0;
    for (double db = transfer->from_db + 12; db <= transfer->to_db && count < 12; db += 12, count++) {
        snprintf(below[count], sizeof below[count], "%g", db);
        ticks[count] = (PlotTick){(db - transfer->from_db) / (transfer->to_db - transfer->from_db), below[count]};
    }
    plot_scale_below(plot, ticks, count);
}

static void draw_transfer(const ProcessorArea *area)
{
    Transfer transfer = {.from_db = 0};
    float same[SAMPLES_MAX];
    choose_range(area, &transfer);
    transfer.plot = open_plot(area, transfer.to_db, transfer.from_db);
    fill_transfer(area, &transfer);
    for (int i = 0; i < plot_count(&transfer.plot); i++)
        same[i] = (float)(transfer.from_db + (transfer.to_db - transfer.from_db) * plot_place(&transfer.plot, i));
    plot_curve(&transfer.plot, same, '.', STYLE_DIM);
    plot_curve(&transfer.plot, transfer.out_db, '*', style_of(area, STYLE_SUM));
    draw_levels(&transfer);
}

/* ---- none ---- */

static void draw_purpose(const ProcessorArea *area)
{
    Rect rect = area->rect;
    int row = rect.row + rect.rows / 2 - 1;
    for (const char *text = area->processor->kind->help; text && row < rect.row + rect.rows; row++) {
        const char *next = text_next_row(text, rect.columns - 4);
        canvas_textf(area->canvas, row, rect.column + 2, rect.columns - 4, STYLE_DIM, "%.*s",
                     next ? (int)(next - text) : (int)strlen(text), text);
        text = next;
    }
}

void picture_draw(const ProcessorArea *area)
{
    const ProcessorKind *kind = area->processor->kind;
    if (kind->response_db)
        draw_response(area);
    else if (kind->transfer_db)
        draw_transfer(area);
    else
        draw_purpose(area);
}
