/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of what a processor does in time: it is run on an impulse, or on a hit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/dsp/response.h"
#include "tui/panel/picture.h"

#define ECHOES_S 4.0
#define HIT_S 0.6
#define HIT_AT_S 0.05
#define HIT_HZ 400.0
#define HIT_FALLS_S 0.09 /* to 1/e */
#define FLOOR_DB (-60.0)
#define LOWEST_DB (-120.0f)

/* ---- what it is run on ---- */

static void fill_in(ProcessorShow shows, double rate_hz, float *x, int frames)
{
    memset(x, 0, (size_t)frames * sizeof *x);
    if (shows == SHOWS_ECHOES)
        x[0] = 1;
    for (int i = (int)(HIT_AT_S * rate_hz); shows == SHOWS_HIT && i < frames; i++) {
        double t = i / rate_hz - HIT_AT_S;
        x[i] = (float)(0.5 * exp(-t / HIT_FALLS_S) * sin(2 * M_PI * HIT_HZ * t));
    }
}

static void fill_levels(const float *x, int frames, float *level_db)
{
    for (int b = 0; b < PICTURE_BUCKETS; b++) {
        float most = 0;
        for (int64_t i = (int64_t)frames * b / PICTURE_BUCKETS; i < (int64_t)frames * (b + 1) / PICTURE_BUCKETS; i++)
            most = fmaxf(most, fabsf(x[i]));
        level_db[b] = most > 1e-6f ? 20 * log10f(most) : LOWEST_DB;
    }
}

/* The shortest of a few spans in which all stands that is above the floor. */
static int frames_that_sound(const float *const io[2], int frames)
{
    int last = 0;
    for (int i = 0; i < frames; i++)
        if (fabsf(io[0][i]) > 0.001f || fabsf(io[1][i]) > 0.001f)
            last = i;
    int span = frames;
    while (span / 2 > last && span > frames / 8)
        span /= 2;
    return span;
}

static void run(PictureKept *sound, const ProcessorKind *kind, const double *values, double rate_hz, double bpm)
{
    int frames = (int)((kind->shows == SHOWS_ECHOES ? ECHOES_S : HIT_S) * rate_hz);
    float *memory = calloc(2 * (size_t)frames, sizeof *memory), *io[2];
    sound->known = false;
    if (!memory)
        return;
    io[0] = memory;
    io[1] = memory + frames;
    for (int c = 0; c < 2; c++) {
        fill_in(kind->shows, rate_hz, io[c], frames);
        fill_levels(io[c], frames, sound->level_db[0][c]);
    }
    sound->known = response_run(kind, values, rate_hz, bpm, io, frames);
    int span = kind->shows == SHOWS_ECHOES ? frames_that_sound((const float *const *)io, frames) : frames;
    sound->seconds = span / rate_hz;
    for (int c = 0; c < 2; c++)
        fill_levels(io[c], span, sound->level_db[1][c]);
    free(memory);
}

void picture_prepare_sound(const ProcessorArea *area, PictureKept *kept)
{
    double bpm = model_tempo_at(area->scene->model, area->scene->state->position);
    uint64_t hash = picture_hash(area, bpm);
    if (hash == kept->made_of)
        return;
    kept->made_of = hash;
    run(kept, area->processor->kind, area->values, area->scene->model->rate_hz, bpm);
}

/* ---- how it is drawn ---- */

static void draw_decibels(const Plot *plot)
{
    static const PlotTick ticks[] = {{-1e-6, "0"}, {-20, "-20"}, {-40, "-40"}};
    plot_scale_left(plot, PICTURE_SCALE_COLUMNS, ticks, plot->rect.rows >= 4 ? 3 : 1);
}

static void draw_seconds(const Plot *plot, double seconds)
{
    char texts[5][16];
    PlotTick ticks[5];
    for (int i = 0; i < 5; i++) {
        double at = seconds * i / 4;
        snprintf(texts[i], sizeof texts[i], seconds < 1 ? "%.0f ms" : "%.3g s", seconds < 1 ? 1000 * at : at);
        ticks[i] = (PlotTick){i / 4.0, texts[i]};
    }
    plot_scale_below(plot, ticks, 5);
}

static void fill_samples(const Plot *plot, const float *level_db, float *out)
{
    int count = plot_count(plot);
    for (int i = 0; i < count; i++) {
        int from = PICTURE_BUCKETS * i / count, to = PICTURE_BUCKETS * (i + 1) / count;
        out[i] = level_db[from];
        for (int b = from + 1; b < to; b++)
            out[i] = fmaxf(out[i], level_db[b]);
    }
}

/* Left above, right below. */
void picture_echoes(const ProcessorArea *area)
{
    const PictureKept *sound = area->kept;
    float values[PICTURE_SAMPLES_MAX];
    Plot plot = picture_plot(area, 0, FLOOR_DB);
    int rows = plot.rect.rows;
    if (!sound || !sound->known || rows < 3)
        return;
    for (int c = 0; c < 2; c++) {
        plot.rect.row += c * (rows / 2 + 1);
        plot.rect.rows = c == 0 ? rows / 2 : rows - rows / 2 - 1;
        fill_samples(&plot, sound->level_db[1][c], values);
        plot_standing(&plot, values, picture_style(area, STYLE_CURVE));
        draw_decibels(&plot);
        canvas_put(area->canvas, plot.rect.row, plot.rect.column + plot.rect.columns - 1, c ? 'R' : 'L', STYLE_KEY);
    }
    draw_seconds(&plot, sound->seconds);
}

void picture_hit(const ProcessorArea *area)
{
    const PictureKept *sound = area->kept;
    float values[PICTURE_SAMPLES_MAX];
    Plot plot = picture_plot(area, 6, FLOOR_DB);
    if (!sound || !sound->known)
        return;
    fill_samples(&plot, sound->level_db[0][0], values);
    plot_area(&plot, values, ':', STYLE_SPECTRUM);
    fill_samples(&plot, sound->level_db[1][0], values);
    plot_curve(&plot, values, '*', picture_style(area, STYLE_SUM));
    draw_decibels(&plot);
    draw_seconds(&plot, sound->seconds);
}
