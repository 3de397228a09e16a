/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a processor took away in the last 12 seconds of music, hanging down from 0 dB. */
#include <math.h>
#include <stdio.h>

#include "tui/panel/picture.h"

static void draw_scales(const Plot *plot)
{
    char texts[8][16];
    PlotTick ticks[8];
    double step = -plot->bottom / (plot->rect.rows >= 8 ? 4 : 2);
    int count = 0;
    for (double db = 0; db >= plot->bottom && count < 8; db -= step, count++) {
        snprintf(texts[count], sizeof texts[count], "%g", db);
        ticks[count] = (PlotTick){db == 0 ? -1e-6 : db, texts[count]};
    }
    plot_scale_left(plot, PICTURE_SCALE_COLUMNS, ticks, count);
    plot_scale_below(plot, (const PlotTick[]){{0, "-12 s"}, {0.5, "-6"}, {1, "now"}}, 3);
}

/* A sample stands for a stretch of the song's time that begins where it begins: so the picture moves by whole samples,
 * and between them only its newest one does. */
static float most_of_sample(const LookedView *looked, const LookedPart *part, int64_t sample, double slots)
{
    int64_t from = (int64_t)ceil((double)sample * slots), to = (int64_t)ceil((double)(sample + 1) * slots);
    float most = 0;
    if (to <= from)
        from = to - 1;
    for (int64_t slot = from; part && slot < to; slot++)
        most = fmaxf(most, looked_reduction(looked, part, looked->passed - slot));
    return most;
}

void picture_history(const ProcessorArea *area)
{
    const LookedView *looked = area->scene->looked;
    const LookedPart *part = looked ? looked_part(looked, area->processor->uid) : NULL;
    float values[PICTURE_SAMPLES_MAX];
    double most = 0;
    Plot plot = picture_plot(area, 0, -12);
    int count = plot_count(&plot);
    double slots = (double)LOOKED_SLOTS / count; /* to a sample */
    int64_t newest = looked ? (int64_t)floor((double)looked->passed / slots) : 0;
    for (int i = 0; i < count; i++) {
        float db = most_of_sample(looked, part, newest - (count - 1 - i), slots);
        values[i] = -db;
        most = fmax(most, (double)db);
    }
    plot.bottom = most > 24 ? -48 : most > 12 ? -24 : -12;
    plot_hanging(&plot, values, STYLE_REDUCTION);
    draw_scales(&plot);
}
