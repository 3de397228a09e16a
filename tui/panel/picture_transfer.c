/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Level out over level in, with the point at which the processor works now. */
#include <math.h>
#include <stdio.h>

#include "audio/dsp/response.h"
#include "tui/panel/picture.h"

typedef struct Transfer {
    Plot plot;
    double from_db, to_db; /* level in */
    float out_db[PICTURE_SAMPLES_MAX];
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
    double out[PICTURE_SAMPLES_MAX], span = transfer->to_db - transfer->from_db;
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
    plot_scale_left(plot, PICTURE_SCALE_COLUMNS, ticks, count);
    count = 0;
    for (double db = transfer->from_db + 12; db <= transfer->to_db && count < 12; db += 12, count++) {
        snprintf(below[count], sizeof below[count], "%g", db);
        ticks[count] = (PlotTick){(db - transfer->from_db) / (transfer->to_db - transfer->from_db), below[count]};
    }
    plot_scale_below(plot, ticks, count);
}

/* The louder channel's peaks of the last moment. */
static void mark_working_point(const ProcessorArea *area, const Transfer *transfer)
{
    const LookedView *looked = area->scene->looked;
    if (!area->selected || !looked || !looked->heard)
        return;
    double in = fmax((double)looked->peak_db[0][0], (double)looked->peak_db[0][1]),
           out = fmax((double)looked->peak_db[1][0], (double)looked->peak_db[1][1]);
    double place = (in - transfer->from_db) / (transfer->to_db - transfer->from_db);
    if (place >= 0)
        plot_mark(&transfer->plot, place, out, area->scene->glyphs->working, STYLE_POINT);
}

void picture_transfer(const ProcessorArea *area)
{
    Transfer transfer = {.from_db = 0};
    float same[PICTURE_SAMPLES_MAX];
    choose_range(area, &transfer);
    transfer.plot = picture_plot(area, transfer.to_db, transfer.from_db);
    fill_transfer(area, &transfer);
    for (int i = 0; i < plot_count(&transfer.plot); i++)
        same[i] = (float)(transfer.from_db + (transfer.to_db - transfer.from_db) * plot_place(&transfer.plot, i));
    plot_curve(&transfer.plot, same, '.', STYLE_DIM);
    plot_curve(&transfer.plot, transfer.out_db, '*', picture_style(area, STYLE_SUM));
    draw_levels(&transfer);
    mark_working_point(area, &transfer);
}
