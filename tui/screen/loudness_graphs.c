/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Along time: loudness and true peak, dynamics, correlation. A column is a second, the newest at the right. */
#include <math.h>
#include <stdio.h>

#include "tui/canvas/theme.h"
#include "tui/screen/loudness.h"
#include "tui/widget/plot.h"

enum { SAMPLES_MAX = 2 * CANVAS_COLUMNS_MAX, TIME_STEP_S = 30 };

typedef struct Trace { /* one curve: which figure, and how it is told apart */
    float (*of)(const LoudPoint *point);
    const char *name;
    char sign;
    uint8_t style;
} Trace;

static float momentary_of(const LoudPoint *point)
{
    return point->momentary;
}

static float short_term_of(const LoudPoint *point)
{
    return point->short_term;
}

static float integrated_of(const LoudPoint *point)
{
    return point->integrated;
}

static float true_peak_of(const LoudPoint *point)
{
    return point->true_peak;
}

static float psr_of(const LoudPoint *point)
{
    return point->psr;
}

static float plr_of(const LoudPoint *point)
{
    return isnan(point->integrated) ? NAN : point->plr;
}

static float range_of(const LoudPoint *point)
{
    return point->range;
}

static float correlation_of(const LoudPoint *point)
{
    return point->correlation;
}

/* A sample in braille is a point; in ASCII two, of which the later counts, in pairs that stay pairs as they move. */
static void fill(const Plot *plot, const LinkImage *image, const Trace *trace, float *values)
{
    int count = plot_count(plot);
    int64_t per_sample = plot->glyphs->ascii ? 2 : 1, newest = (image->count - 1) / per_sample;
    for (int i = 0; i < count; i++) {
        int64_t index = (newest - (count - 1 - i)) * per_sample + per_sample - 1;
        index = index >= image->count && newest - (count - 1 - i) == newest ? image->count - 1 : index;
        const LoudPoint *point = image->count > 0 ? link_image_point(image, index) : NULL;
        values[i] = point ? trace->of(point) : NAN;
    }
}

static void draw_traces(const Scene *scene, const Plot *plot, const Trace *traces, int count)
{
    float values[SAMPLES_MAX];
    for (int i = 0; i < count; i++) {
        fill(plot, scene->image, &traces[i], values);
        plot_curve(plot, values, traces[i].sign, traces[i].style);
    }
}

/* What the curves are, in their own looks; in ASCII with their signs. */
static void draw_caption(const Scene *scene, Canvas *canvas, Rect rect, const char *title, const Trace *traces,
                         int count)
{
    int column = rect.column, end = rect.column + rect.columns;
    column += canvas_text(canvas, rect.row - 1, column, end - column, STYLE_TITLE, title) + 2;
    for (int i = 0; i < count; i++) {
        uint32_t sign = scene->glyphs->ascii ? (uint32_t)traces[i].sign : scene->glyphs->across;
        canvas_put(canvas, rect.row - 1, column, sign, traces[i].style);
        column += canvas_text(canvas, rect.row - 1, column + 2, end - column - 2, STYLE_TEXT, traces[i].name) + 4;
    }
}

static void draw_times(const Plot *plot)
{
    char texts[40][16];
    PlotTick ticks[40];
    int count = 0, columns = plot->rect.columns;
    for (int s = columns / TIME_STEP_S * TIME_STEP_S; s >= 0 && count < 40; s -= TIME_STEP_S, count++) {
        if (s == 0)
            snprintf(texts[count], sizeof texts[count], "now");
        else if (s % 60 == 0)
            snprintf(texts[count], sizeof texts[count], "-%d:00", s / 60);
        else
            snprintf(texts[count], sizeof texts[count], "-%d:30", s / 60);
        ticks[count] = (PlotTick){s == 0 ? 1 : 1 - (s + 0.5) / columns, texts[count]};
    }
    plot_scale_below(plot, ticks, count);
}

static void draw_loud(const Scene *scene, const LoudnessLayout *layout, Canvas *canvas)
{
    static const Trace traces[] = {{momentary_of, "M", '.', STYLE_PART},
                                   {true_peak_of, "TP", '^', STYLE_METER_HIGH},
                                   {integrated_of, "I", '=', STYLE_AUTO},
                                   {short_term_of, "S", '*', STYLE_SUM}};
    static const PlotTick ticks[] = {{0, "0"}, {-20, "-20"}, {-40, "-40"}, {-10, "-10"}, {-30, "-30"}};
    Plot plot = {canvas, scene->glyphs, layout->loud, 3, -42};
    draw_caption(scene, canvas, layout->loud, "Loudness", traces, ARRAY_LEN(traces));
    plot_line_across(&plot, 0, STYLE_SCALE);
    draw_traces(scene, &plot, traces, ARRAY_LEN(traces));
    plot_scale_left(&plot, LOUDNESS_SCALE - 1, ticks, layout->loud.rows > 8 ? 5 : 3);
    draw_times(&plot);
}

static void draw_dynamics(const Scene *scene, const LoudnessLayout *layout, Canvas *canvas)
{
    static const Trace traces[] = {
        {range_of, "LRA", '.', STYLE_PART}, {plr_of, "PLR", '=', STYLE_AUTO}, {psr_of, "PSR", '*', STYLE_SUM}};
    static const PlotTick ticks[] = {{20, "20"}, {10, "10"}, {0.5, "0"}};
    Plot plot = {canvas, scene->glyphs, layout->dynamics, 24, 0};
    if (layout->dynamics.rows < 1)
        return;
    draw_caption(scene, canvas, layout->dynamics, "Dynamics", traces, ARRAY_LEN(traces));
    draw_traces(scene, &plot, traces, ARRAY_LEN(traces));
    plot_scale_left(&plot, LOUDNESS_SCALE - 1, ticks, ARRAY_LEN(ticks));
}

static void draw_correlation(const Scene *scene, const LoudnessLayout *layout, Canvas *canvas)
{
    static const Trace traces[] = {{correlation_of, "lowest of each half second", '*', STYLE_CURVE}};
    static const PlotTick ticks[] = {{0.98, "+1"}, {-0.98, "-1"}, {0, "0"}};
    int rows = layout->correlation.rows;
    Plot plot = {canvas, scene->glyphs, layout->correlation, 1.001, -1.001};
    draw_caption(scene, canvas, layout->correlation, "Correlation", traces, ARRAY_LEN(traces));
    if (rows % 2)
        plot_line_across(&plot, 0, STYLE_SCALE);
    draw_traces(scene, &plot, traces, ARRAY_LEN(traces));
    plot_scale_left(&plot, LOUDNESS_SCALE - 1, ticks, rows > 2 ? 3 : 2);
}

void loudness_draw_history(const Scene *scene, const LoudnessLayout *layout, Canvas *canvas)
{
    draw_loud(scene, layout, canvas);
    draw_dynamics(scene, layout, canvas);
    draw_correlation(scene, layout, canvas);
}
