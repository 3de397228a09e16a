/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/model/model.h"

#include <stdlib.h>
#include <string.h>

#include "projects/model/memory.h"
#include "projects/model/nametable.h"

static void lane_clear(Lane *lane)
{
    free(lane->address);
    free(lane->points);
    *lane = (Lane){0};
}

void versions_clear(Model *model)
{
    for (int i = 0; i < model->version_count; i++) {
        Version *version = &model->versions[i];
        for (int k = 0; k < version->line_count; k++) {
            free(version->lines[k].text);
            free(version->lines[k].problem);
        }
        free(version->lines);
        free(version->name);
        free(version->title);
        free(version->isrc);
    }
    free(model->versions);
    model->versions = NULL;
    model->version_count = 0;
}

const Version *model_version(const Model *model, const char *name)
{
    for (int i = 0; i < model->version_count; i++)
        if (strcmp(model->versions[i].name, name) == 0)
            return &model->versions[i];
    return NULL;
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
    versions_clear(model);
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
