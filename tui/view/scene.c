/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/scene.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "projects/model/address.h"
#include "projects/model/lane_value.h"
#include "tui/link/autos.h"

/* Nothing is shown otherwise than the document has it: most of the time, and then no address need be written. */
static bool is_plain(const Scene *scene)
{
    return (!scene->nudges || scene->nudges->count == 0) &&
           (!scene->state || (scene->state->auto_count == 0 && !(scene->state->playing && scene->model->lane_count)));
}

/* To the finest step that keys make: more would flicker, and cost bytes, for nobody. */
static double lane_value_shown(const Scene *scene, const Lane *lane, double document_value)
{
    double value = lane_value_at(scene->model, lane, scene->state->position, document_value);
    bool has_steps = lane->param && lane->param->fine > 0 && lane->param->law != LAW_LOG && isfinite(value);
    return has_steps ? round(value / lane->param->fine) * lane->param->fine : value;
}

double scene_value(const Scene *scene, const char *address, double document_value)
{
    double value = document_value;
    const HostAuto *recorded = scene->state ? auto_find(scene->state, address) : NULL;
    const Lane *lane = scene->state && scene->state->playing ? model_lane(scene->model, address) : NULL;
    if (recorded && !isnan(recorded->value))
        value = recorded->value;
    else if (lane)
        value = lane_value_shown(scene, lane, document_value);
    return scene->nudges ? nudge_value(scene->nudges, address, value) : value;
}

double scene_fact(const Scene *scene, const Strip *strip, FactId fact)
{
    char address[ADDRESS_MAX];
    if (is_plain(scene))
        return strip->fact[fact];
    snprintf(address, sizeof address, "%s.%s", strip->name, strip_facts[fact].key);
    return scene_value(scene, address, strip->fact[fact]);
}

double scene_send(const Scene *scene, const Strip *strip, const Send *send)
{
    char address[ADDRESS_MAX];
    if (is_plain(scene))
        return send->level_db;
    snprintf(address, sizeof address, "%s.send.%s", strip->name, send->to);
    return scene_value(scene, address, send->level_db);
}

/* Where the value of an address stands among those of a processor; -1: it is none of them. */
static int place_of(const Scene *scene, const char *text, int strip, int processor)
{
    Address address;
    if (address_resolve(scene->model, text, &address, NULL) != STATUS_OK || address.strip != strip ||
        address.processor != processor)
        return -1;
    const ProcessorKind *kind = scene->model->strips[strip].processors[processor].kind;
    if (address.kind == ADDRESS_PARAM)
        return address.row;
    return address.kind == ADDRESS_BAND_PARAM && address.slot >= 0
               ? kind->param_count + address.slot * kind->band_param_count + address.row
               : -1;
}

static bool is_of_strip(const char *address, const Strip *strip)
{
    size_t length = strlen(strip->name);
    return strncmp(address, strip->name, length) == 0 && address[length] == '.';
}

bool scene_has_lanes(const Scene *scene, const Strip *strip)
{
    for (int i = 0; i < scene->model->lane_count; i++)
        if (is_of_strip(scene->model->lanes[i].address, strip))
            return true;
    return false;
}

void scene_processor(const Scene *scene, const Strip *strip, int processor, double *values)
{
    const Processor *shown = &strip->processors[processor];
    int index = (int)(strip - scene->model->strips), place;
    memcpy(values, shown->values, (size_t)processor_value_count(shown->kind) * sizeof *values);
    for (int i = 0; scene->state && scene->state->playing && i < scene->model->lane_count; i++) {
        const Lane *lane = &scene->model->lanes[i];
        if (is_of_strip(lane->address, strip) && (place = place_of(scene, lane->address, index, processor)) >= 0)
            values[place] = lane_value_at(scene->model, lane, scene->state->position, values[place]);
    }
    for (int i = 0; scene->nudges && i < scene->nudges->count; i++) {
        const Nudge *nudge = &scene->nudges->items[i];
        if (is_of_strip(nudge->address, strip) && (place = place_of(scene, nudge->address, index, processor)) >= 0)
            values[place] = nudge->shown;
    }
}
