/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gain over frequency, with the spectrum of now behind it: each band's curve, and what all come to. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/dsp/response.h"
#include "tui/panel/picture.h"

#define LOWEST_HZ 20.0
#define HIGHEST_HZ 20000.0
#define NOTHING_DB 0.05 /* a band's curve begins where it does something */
/* The spectrum has a scale of its own: from the lower to the upper edge; constant parts of an octave fall by 3 dB an
 * octave less than a density does, so that this is what analysers call a tilt of 4.5 dB. */
#define SPECTRUM_TOP_DB (-6.0)
#define SPECTRUM_BOTTOM_DB (-78.0)
#define SPECTRUM_TILT_DB 1.5

typedef struct Response {
    Plot plot;
    double from_hz, to_hz;
    float part[PICTURE_SAMPLES_MAX]; /* of a spectrum */
} Response;

static Response open_response(const ProcessorArea *area)
{
    return (Response){.plot = picture_plot(area, 12, -12),
                      .from_hz = LOWEST_HZ,
                      .to_hz = fmin(HIGHEST_HZ, 0.49 * area->scene->model->rate_hz)};
}

static void fill_curve(const ProcessorArea *area, const Response *response, const double *values, float *out)
{
    double db[PICTURE_SAMPLES_MAX], rate_hz = area->scene->model->rate_hz;
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

/* After the processor as an area, before it as a line. */
static void draw_spectrum(const ProcessorArea *area, Response *response, int side)
{
    const Plot *plot = &response->plot;
    const LookedView *looked = area->scene->looked;
    if (!area->selected || !looked || looked->bands == 0)
        return;
    for (int i = 0; i < plot_count(plot); i++) {
        double hz = plot_hz_of_place(plot_place(plot, i), response->from_hz, response->to_hz);
        double level = (double)looked_band(looked, side, hz) + SPECTRUM_TILT_DB * log2(hz / 1000);
        double part = (level - SPECTRUM_BOTTOM_DB) / (SPECTRUM_TOP_DB - SPECTRUM_BOTTOM_DB);
        response->part[i] = isnan(part) ? NAN : (float)(plot->bottom + fmin(1, part) * (plot->top - plot->bottom));
    }
    if (side == 1)
        plot_area(plot, response->part, ':', STYLE_SPECTRUM);
    else
        plot_curve(plot, response->part, '\'', STYLE_BEFORE);
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
    plot_scale_left(plot, PICTURE_SCALE_COLUMNS, ticks, count);
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

void picture_prepare_response(const ProcessorArea *area, PictureKept *kept)
{
    Response response = open_response(area);
    const ProcessorKind *kind = area->processor->kind;
    double values[PROCESSOR_VALUES_MAX];
    int count = plot_count(&response.plot);
    uint64_t hash = picture_hash(area, count);
    if (hash == kept->made_of)
        return;
    kept->made_of = hash;
    fill_curve(area, &response, area->values, kept->sum_db);
    for (int slot = 0; slot < kind->band_max && slot < PICTURE_BANDS_MAX; slot++) {
        if (!area->processor->band_labels[slot])
            continue;
        values_of_one(area, slot, values);
        fill_curve(area, &response, values, kept->band_db[slot]);
        for (int i = 0; i < count; i++)
            if (fabs((double)kept->band_db[slot][i]) < NOTHING_DB)
                kept->band_db[slot][i] = NAN;
    }
}

/* The others first, so that the selected one is on top; in ASCII it is alone, or nothing could be told apart. */
static void draw_bands(const ProcessorArea *area, const Response *response)
{
    for (int pass = 0; pass < 2; pass++)
        for (int slot = 0; slot < area->processor->kind->band_max && slot < PICTURE_BANDS_MAX; slot++) {
            bool selected = is_selected_band(area, slot);
            if (!area->processor->band_labels[slot] || selected != (pass == 1) ||
                (!selected && area->scene->glyphs->ascii))
                continue;
            plot_curve(&response->plot, area->kept->band_db[slot], '~',
                       picture_style(area, selected ? STYLE_CURVE : STYLE_PART));
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
            plot_mark(plot, place, (double)area->kept->sum_db[at < count ? at : count - 1],
                      (uint32_t)('0' + label % 10), pass == 1 ? STYLE_FOCUS : picture_style(area, STYLE_KEY));
        }
}

void picture_response(const ProcessorArea *area)
{
    Response response = open_response(area);
    PlotTick ticks[12];
    if (!area->kept || plot_count(&response.plot) < 2)
        return;
    response.plot.top = range_of(area->kept->sum_db, plot_count(&response.plot));
    response.plot.bottom = -response.plot.top;
    draw_spectrum(area, &response, 1);
    draw_spectrum(area, &response, 0);
    plot_line_across(&response.plot, 0, STYLE_SCALE);
    if (area->processor->kind->band_max)
        draw_bands(area, &response);
    plot_curve(&response.plot, area->kept->sum_db, '*', picture_style(area, STYLE_SUM));
    if (area->processor->kind->band_max)
        mark_bands(area, &response);
    draw_decibels(&response.plot);
    plot_scale_below(&response.plot, ticks, plot_hz_ticks(response.from_hz, response.to_hz, ticks, 12));
}
