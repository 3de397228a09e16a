/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/nudge.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tui/widget/reading.h"

#define FROM_SILENCE_DB (-60.0) /* the first step up from -inf */

static Nudge *find(NudgeList *list, const char *address)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->items[i].address, address) == 0)
            return &list->items[i];
    return NULL;
}

double nudge_value(const NudgeList *list, const char *address, double current)
{
    for (int i = 0; i < list->count; i++)
        if (strcmp(list->items[i].address, address) == 0)
            return list->items[i].shown;
    return current;
}

bool nudge_is_under_way(const NudgeList *list)
{
    return list->count > 0;
}

/* From a word that is no number of the scale (auto, off): where it would stand on it. */
static double start_of(const ParamInfo *param, double value, double step)
{
    bool is_word = param->special && value == param->special_value && (value < param->min || value > param->max);
    bool up = param->law == LAW_LOG ? step > 1 : step > 0;
    if (!is_word || isinf(value))
        return is_word && value > 0 && !up ? param->max : value;
    if (strcmp(param->special, "auto") == 0)
        return param->def != param->special_value ? param->def
               : param->law == LAW_LOG            ? sqrt(param->min * param->max)
                                                  : (param->min + param->max) / 2;
    return value > param->max ? param->max : up ? param->min : value;
}

/* Moves the value; true if the move is more than a plain sum, so that the command must state the value itself. */
static bool move_value(Nudge *nudge, double step)
{
    const ParamInfo *param = nudge->param;
    double was = nudge->shown, from = start_of(param, nudge->shown, step),
           to = param->law == LAW_LOG ? from * step : from + step;
    bool has_silence = param->special && isinf(param->special_value) && param->special_value < 0;
    if (isinf(from) && from < 0 && step > 0)
        to = fmax(FROM_SILENCE_DB, param->min);
    else if (has_silence && to < param->min)
        to = -INFINITY;
    nudge->shown = param_clamp(param, param->law == LAW_LOG ? to : round(to * 1000) / 1000);
    return param->law == LAW_LOG || isinf(from) || from != was || fabs(nudge->shown - (from + step)) > 0.0005;
}

static void write_command(Nudge *nudge, char *command)
{
    char value[READING_MAX];
    if (nudge->absolute)
        reading_value(nudge->param, nudge->shown, value);
    else
        reading_step(nudge->param, nudge->waiting, value);
    snprintf(command, NUDGE_COMMAND_MAX, "set %s %s%s", nudge->address, nudge->absolute ? "" : "+= ", value);
    nudge->waiting = 0;
    nudge->absolute = false;
}

static bool has_more(const Nudge *nudge)
{
    return nudge->absolute || fabs(nudge->waiting) > 0.0005;
}

Nudge *nudge_add(NudgeList *list, const char *address, const ParamInfo *param, double current, double step,
                 char command[NUDGE_COMMAND_MAX])
{
    Nudge *nudge = find(list, address);
    if (!nudge) {
        if (list->count == NUDGES_MAX)
            return NULL;
        nudge = &list->items[list->count++];
        *nudge = (Nudge){.param = param, .shown = current};
        snprintf(nudge->address, sizeof nudge->address, "%s", address);
    }
    nudge->absolute |= move_value(nudge, step);
    nudge->waiting += param->law == LAW_LOG ? 0 : step;
    if (nudge->sequence)
        return NULL;
    write_command(nudge, command);
    return nudge;
}

Nudge *nudge_answer(NudgeList *list, uint64_t sequence, bool failed, bool *known, char command[NUDGE_COMMAND_MAX])
{
    *known = false;
    for (int i = 0; i < list->count; i++) {
        Nudge *nudge = &list->items[i];
        if (nudge->sequence != sequence)
            continue;
        *known = true;
        nudge->sequence = 0;
        if (!failed && has_more(nudge)) {
            write_command(nudge, command);
            return nudge;
        }
        *nudge = list->items[--list->count];
        return NULL;
    }
    return NULL;
}
