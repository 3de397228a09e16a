/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a processor took away in the last 12 seconds of music, hanging down from 0 dB. */
#include <math.h>
#include <stdio.h>

#include "tui/panel/picture.h"

#define HISTORY_S ((double)LOOKED_SLOTS / LOOKED_SLOTS_PER_S)

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

void picture_history(const ProcessorArea *area)
{
    const LookedView *looked = area->scene->looked;
    const LookedPart *part = looked ? looked_part(looked, area->processor->uid) : NULL;
    float values[PICTURE_SAMPLES_MAX];
    double most = 0;
    Plot plot = picture_plot(area, 0, -12);
    int count = plot_count(&plot);
    for (int i = 0; i < count; i++) {
        /* the most within the sample's time */
        double from_s = HISTORY_S * (1 - (double)(i + 1) / count), to_s = HISTORY_S * (1 - (double)i / count);
        float db = 0;
        for (double s = from_s; part && s < to_s; s += 1.0 / LOOKED_SLOTS_PER_S)
            db = fmaxf(db, looked_reduction(looked, part, s));
        values[i] = -db;
        most = fmax(most, (double)db);
    }
    plot.bottom = most > 24 ? -48 : most > 12 ? -24 : -12;
    plot_hanging(&plot, values, STYLE_REDUCTION);
    draw_scales(&plot);
}
