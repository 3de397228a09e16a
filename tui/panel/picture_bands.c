/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures over frequency of what is no plain gain: the reach of a processor that takes away while it is loud, the
 * decay of a room, the width of an image. */
#include <math.h>
#include <stdio.h>

#include "tui/panel/picture.h"

#define LOWEST_HZ 20.0
#define HIGHEST_HZ 20000.0

typedef double Shape(const double *values, double hz, double rate_hz);

typedef struct Bands {
    Plot plot;
    double from_hz, to_hz;
    float values[PICTURE_SAMPLES_MAX];
} Bands;

static void fill(const ProcessorArea *area, Bands *bands, Shape *shape, double factor)
{
    double rate_hz = area->scene->model->rate_hz;
    bands->from_hz = LOWEST_HZ;
    bands->to_hz = fmin(HIGHEST_HZ, 0.49 * rate_hz);
    bands->plot = picture_plot(area, 1, 0);
    for (int i = 0; i < plot_count(&bands->plot); i++) {
        double hz = plot_hz_of_place(plot_place(&bands->plot, i), bands->from_hz, bands->to_hz);
        double value = factor * shape(area->values, hz, rate_hz);
        bands->values[i] = (float)(isfinite(value) ? value : 1e6);
    }
}

static float most_of(const Bands *bands)
{
    float most = 0;
    for (int i = 0; i < plot_count(&bands->plot); i++)
        most = fmaxf(most, fabsf(bands->values[i]));
    return most;
}

/* Quarters of the height have a number each, with its unit behind it. */
static void draw(const ProcessorArea *area, Bands *bands, const char *unit)
{
    char texts[5][16];
    PlotTick left[5], below[12];
    Plot *plot = &bands->plot;
    for (int i = 0; i < 5; i++) {
        double value = plot->top + (plot->bottom - plot->top) * i / 4;
        snprintf(texts[i], sizeof texts[i], "%.3g%s", value + 0.0, unit);
        left[i] = (PlotTick){i == 0 ? value - 1e-9 * (plot->top - plot->bottom) : value, texts[i]};
    }
    plot_curve(plot, bands->values, '*', picture_style(area, STYLE_SUM));
    plot_scale_left(plot, PICTURE_SCALE_COLUMNS, left, 5);
    plot_scale_below(plot, below, plot_hz_ticks(bands->from_hz, bands->to_hz, below, 12));
}

void picture_reach(const ProcessorArea *area)
{
    Bands bands;
    fill(area, &bands, area->processor->kind->reach_db, 1);
    double quarter = most_of(&bands) > 9 ? 8 : 3; /* one of them above 0 dB */
    bands.plot.top = quarter;
    bands.plot.bottom = -3 * quarter;
    plot_line_across(&bands.plot, 0, STYLE_SCALE);
    draw(area, &bands, "");
}

/* The least of a few heights that holds the curve. */
static double height_for(float most)
{
    static const double heights[] = {0.2, 0.4, 1, 2, 4, 8, 20};
    for (size_t i = 0; i < ARRAY_LEN(heights); i++)
        if ((double)most <= heights[i])
            return heights[i];
    return 40;
}

void picture_decay(const ProcessorArea *area)
{
    Bands bands;
    fill(area, &bands, area->processor->kind->decay_s, 1);
    bands.plot.top = height_for(most_of(&bands));
    plot_area(&bands.plot, bands.values, ':', STYLE_SPECTRUM);
    draw(area, &bands, "s");
}

void picture_width(const ProcessorArea *area)
{
    Bands bands;
    fill(area, &bands, area->processor->kind->width, 100);
    bands.plot.top = most_of(&bands) > 200 ? 400 : 200;
    plot_line_across(&bands.plot, 100, STYLE_SCALE);
    plot_area(&bands.plot, bands.values, ':', STYLE_SPECTRUM);
    draw(area, &bands, "%");
}
