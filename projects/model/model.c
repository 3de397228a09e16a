/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/model/model.h"

#include <stdlib.h>

#include "projects/model/memory.h"
#include "projects/model/nametable.h"

static void lane_clear(Lane *lane)
{
    free(lane->address);
    free(lane->points);
    *lane = (Lane){0};
}

void model_clear(Model *model)
{
    for (int i = 0; i < model->strip_count; i++)
        strip_clear(&model->strips[i]);
    for (int i = 0; i < model->lane_count; i++)
        lane_clear(&model->lanes[i]);
    for (int i = 0; i < model->marker_count; i++)
        free(model->markers[i].label);
    free(model->strips);
    free(model->lanes);
    free(model->markers);
    free(model->tempo);
    free(model->title);
    free(model->artist);
    waivers_clear(&model->waivers, &model->waiver_count);
    name_table_free(model->strip_names);
    name_table_free(model->lane_names);
    *model = (Model){0};
}

int model_strip_index(const Model *model, const char *name)
{
    return name_table_find(model->strip_names, name);
}

const Strip *model_strip(const Model *model, const char *name)
{
    int index = model_strip_index(model, name);
    return index >= 0 ? &model->strips[index] : NULL;
}

const Strip *model_strip_by_uid(const Model *model, uint32_t uid)
{
    for (int i = 0; i < model->strip_count; i++)
        if (model->strips[i].uid == uid)
            return &model->strips[i];
    return NULL;
}

const Lane *model_lane(const Model *model, const char *address)
{
    int index = name_table_find(model->lane_names, address);
    return index >= 0 ? &model->lanes[index] : NULL;
}

double model_pan_law_db(const Model *model, const Strip *strip)
{
    return strip->fact[FACT_PAN_LAW] == PAN_LAW_PROJECT ? model->pan_law_db : strip->fact[FACT_PAN_LAW];
}
