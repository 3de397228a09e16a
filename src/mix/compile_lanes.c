/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Automation, and what the session puts in its place: each finds the control of the mix that it stands for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/mix/compile_parts.h"

typedef struct FactControl {
    const char *key;
    size_t place;
} FactControl;

static const FactControl fact_controls[] = {
    {"fader", offsetof(StripSpec, fader_db)},
    {"trim", offsetof(StripSpec, trim_db)},
    {"pan", offsetof(StripSpec, pan)},
    {"pan-left", offsetof(StripSpec, pan_left)},
    {"pan-right", offsetof(StripSpec, pan_right)},
    {"width", offsetof(StripSpec, width)},
    {"mute", offsetof(StripSpec, mute)},
};

static ControlSpec *control_of_send(const Compiler *compiler, int strip, char *rest)
{
    char *part = strchr(rest, '.');
    if (part)
        *part++ = '\0';
    int to = model_strip_index(compiler->model, rest);
    for (int i = 0; i < compiler->strips[strip].send_count; i++) {
        SendSpec *send = &compiler->parts[strip].sends[i];
        if (send->to != to)
            continue;
        if (!part)
            return &send->level_db;
        return strcmp(part, "pan") == 0 ? &send->pan : strcmp(part, "mute") == 0 ? &send->mute : NULL;
    }
    return NULL;
}

static int slot_of_label(const Processor *processor, int label)
{
    for (int i = 0; processor->band_labels && i < processor->kind->band_max; i++)
        if (processor->band_labels[i] == label)
            return i;
    return -1;
}

static int index_of_parameter(const Processor *processor, const char *words)
{
    char *end;
    long label = strtol(words, &end, 10);
    if (end == words)
        return processor_value_index(processor->kind, -1, words);
    int slot = slot_of_label(processor, (int)label);
    return slot >= 0 && *end == '.' ? processor_value_index(processor->kind, slot, end + 1) : -1;
}

typedef struct Place { /* where a number of the mix stands */
    ControlSpec *control;
    double *value; /* of a processor: read in the place of control->value; NULL otherwise */
} Place;

static ControlSpec *control_of_value(Compiler *compiler, ProcessorSpec *to, const ControlSpec ***lanes, int place)
{
    ControlSpec *control = arena_new(compiler->mix->arena, sizeof *control, 1);
    if (!*lanes)
        *lanes = arena_new(compiler->mix->arena, sizeof **lanes, (size_t)processor_value_count(to->kind));
    if (!control || !*lanes)
        return NULL;
    *control = (*lanes)[place] ? *(*lanes)[place] : control_constant(to->values[place]);
    to->lanes = *lanes;
    (*lanes)[place] = control;
    return control;
}

static Place place_in_processor(Compiler *compiler, int index, char *rest)
{
    const Strip *strip = &compiler->model->strips[index];
    StripParts *parts = &compiler->parts[index];
    char *words = strchr(rest, '.');
    if (!words)
        return (Place){NULL, NULL};
    *words++ = '\0';
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        ProcessorSpec *to = &parts->processors[i];
        if (!processor->kind || strcmp(processor->name ? processor->name : processor->kind_word, rest) != 0)
            continue;
        if (strcmp(words, "bypass") == 0)
            return (Place){&to->bypass, NULL};
        if (strcmp(words, MIX_BYPASS_DB) == 0)
            return (Place){&to->bypass_db, NULL};
        int place = index_of_parameter(processor, words);
        return place < 0 ? (Place){NULL, NULL}
                         : (Place){control_of_value(compiler, to, &parts->lanes[i], place), &parts->values[i][place]};
    }
    return (Place){NULL, NULL};
}

static Place place_of_address(Compiler *compiler, const char *address)
{
    char buffer[512];
    if (snprintf(buffer, sizeof buffer, "%s", address) >= (int)sizeof buffer)
        return (Place){NULL, NULL};
    char *rest = strchr(buffer, '.');
    if (!rest)
        return (Place){NULL, NULL};
    *rest++ = '\0';
    int index = model_strip_index(compiler->model, buffer);
    if (index < 0)
        return (Place){NULL, NULL};
    StripSpec *spec = &compiler->strips[index];
    for (size_t i = 0; i < ARRAY_LEN(fact_controls); i++)
        if (strcmp(fact_controls[i].key, rest) == 0)
            return (Place){(ControlSpec *)(void *)((char *)spec + fact_controls[i].place), NULL};
    if (strncmp(rest, "send.", 5) == 0)
        return (Place){control_of_send(compiler, index, rest + 5), NULL};
    return place_in_processor(compiler, index, rest);
}

bool compile_override(Compiler *compiler, const MixOverride *override)
{
    Place place = place_of_address(compiler, override->address);
    if (!place.control)
        return true;
    place.control->value = override->value;
    if (place.value)
        *place.value = override->value;
    place.control->mode = override->adds ? LANE_TRIM : LANE_OFF;
    if (!override->adds)
        return true;
    LanePoint *points = arena_new(compiler->mix->arena, sizeof *points, (size_t) override->point_count);
    if (points && override->point_count)
        memcpy(points, override->points, (size_t) override->point_count * sizeof *points);
    place.control->points = points;
    place.control->point_count = points ? override->point_count : 0;
    return points != NULL;
}

bool compile_lane(Compiler *compiler, const Lane *lane)
{
    ControlSpec *control = lane->param && lane->point_count ? place_of_address(compiler, lane->address).control : NULL;
    if (!control)
        return true; /* kept in the text, warned of by the reader, not heard */
    LanePoint *points = arena_new(compiler->mix->arena, sizeof *points, (size_t)lane->point_count);
    if (!points)
        return false;
    for (int i = 0; i < lane->point_count; i++)
        points[i] = (LanePoint){.frame = compiler_frame(compiler, &lane->points[i].at),
                                .value = lane->points[i].value,
                                .shape = lane->points[i].shape,
                                .curve = lane->points[i].curve};
    control->points = points;
    control->point_count = lane->point_count;
    control->mode = lane->mode;
    return true;
}
