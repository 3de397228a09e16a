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

static int selected_slot(const ProcessorArea *area)
{
    int slot = area->selected ? chain_band_slot(area->scene->view, area->processor) : -1;
    for (int i = 0; slot < 0 && i < area->processor->kind->band_max; i++)
        slot = area->processor->band_labels[i] ? i : slot;
    return slot;
}

/* What has a threshold works below full scale; what has none works around it. */
static void choose_range(const ProcessorArea *area, Transfer *transfer)
{
    const ProcessorKind *kind = area->processor->kind;
    int threshold = processor_value_index(kind, kind->band_transfer_db ? selected_slot(area) : -1, "threshold");
    bool low = threshold >= 0 && area->values[threshold] < -60;
    transfer->from_db = threshold < 0 ? -36 : low ? -96 : -60;
    transfer->to_db = threshold < 0 ? 12 : 0;
}

/* Of a band, where the kind has a curve for each: the selected one's, or that of `slot`. */
static bool curve_of(const ProcessorArea *area, int slot, double from_db, double to_db, int count, double *out)
{
    const ProcessorKind *kind = area->processor->kind;
    if (!kind->band_transfer_db)
        return response_transfer(kind, area->values, from_db, to_db, count, out);
    for (int i = 0; slot >= 0 && i < count; i++)
        out[i] = kind->band_transfer_db(area->values, slot, from_db + (to_db - from_db) * i / (count - 1));
    return slot >= 0;
}

static void fill_transfer(const ProcessorArea *area, Transfer *transfer, int slot)
{
    double out[PICTURE_SAMPLES_MAX], span = transfer->to_db - transfer->from_db;
    int count = plot_count(&transfer->plot);
    double first = transfer->from_db + span * plot_place(&transfer->plot, 0),
           last = transfer->from_db + span * plot_place(&transfer->plot, count - 1), most = transfer->to_db;
    bool known = count > 1 && curve_of(area, slot, first, last, count, out);
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

/* In ASCII the selected one is alone, or nothing could be told apart. */
static void draw_other_bands(const ProcessorArea *area, const Transfer *transfer)
{
    const Processor *processor = area->processor;
    Transfer other = *transfer;
    int selected = selected_slot(area);
    for (int slot = 0; processor->kind->band_transfer_db && slot < processor->kind->band_max; slot++)
        if (processor->band_labels[slot] && slot != selected && !area->scene->glyphs->ascii) {
            fill_transfer(area, &other, slot);
            other.plot.top = transfer->plot.top;
            plot_curve(&other.plot, other.out_db, '~', picture_style(area, STYLE_PART));
        }
}

/* The louder channel's peaks of the last moment. */
static void mark_working_point(const ProcessorArea *area, const Transfer *transfer)
{
    const LookedView *looked = area->scene->looked;
    if (!area->selected || !looked || !looked->heard || area->processor->kind->band_transfer_db)
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
    for (int i = 0; i < plot_count(&transfer.plot); i++)
        same[i] = (float)(transfer.from_db + (transfer.to_db - transfer.from_db) * plot_place(&transfer.plot, i));
    fill_transfer(area, &transfer, selected_slot(area));
    plot_curve(&transfer.plot, same, '.', STYLE_DIM);
    draw_other_bands(area, &transfer);
    plot_curve(&transfer.plot, transfer.out_db, '*', picture_style(area, STYLE_SUM));
    draw_levels(&transfer);
    mark_working_point(area, &transfer);
}
