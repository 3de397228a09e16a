/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/striptotals.h"

#include <stdlib.h>
#include <string.h>

void totals_clear(TotalsList *list)
{
    free(list->strips);
    *list = (TotalsList){0};
}

static StripTotals *find_strip(const TotalsList *list, uint32_t uid)
{
    for (int i = 0; i < list->count; i++)
        if (list->strips[i].uid == uid)
            return &list->strips[i];
    return NULL;
}

static StripTotals *add_strip(TotalsList *list, uint32_t uid)
{
    StripTotals *grown = realloc(list->strips, sizeof *grown * (size_t)(list->count + 1));
    if (!grown)
        return NULL;
    list->strips = grown;
    grown[list->count] = (StripTotals){.uid = uid};
    return &grown[list->count++];
}

/* Strips keep their order: the entry of the same index is nearly always the one. */
static StripTotals *take_strip(TotalsList *list, int index, uint32_t uid)
{
    if (index < list->count && list->strips[index].uid == uid)
        return &list->strips[index];
    StripTotals *known = find_strip(list, uid);
    return known ? known : add_strip(list, uid);
}

static void add_meter(StripTotals *totals, const StripMeter *meter, int64_t position)
{
    const float *peak = meter->peak[METER_POST];
    float louder = peak[0] > peak[1] ? peak[0] : peak[1];
    if (louder > totals->peak) {
        totals->peak = louder;
        totals->peak_frame = position;
    }
    totals->present_peak = louder;
    if (totals->overs == 0)
        totals->first_over_frame = position;
    totals->overs += meter->overs[0] + meter->overs[1];
    memcpy(totals->gain_reduction_db, meter->gain_reduction_db, sizeof totals->gain_reduction_db);
}

void totals_add(TotalsList *list, const MeterFrame *frame)
{
    for (int i = 0; i < frame->strip_count; i++) {
        StripTotals *totals = take_strip(list, i, frame->strips[i].uid);
        if (totals)
            add_meter(totals, &frame->strips[i], frame->position);
    }
}

void totals_forget_holds(TotalsList *list)
{
    for (int i = 0; i < list->count; i++) {
        list->strips[i].peak = 0;
        list->strips[i].overs = 0;
    }
}

const StripTotals *totals_of(const TotalsList *list, uint32_t strip_uid)
{
    return find_strip(list, strip_uid);
}
