/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mix/ceiling.h"

#include <string.h>

/* Nothing behind the chain lifts a level: no image, and a limiter before the fader has it at rest, without a VCA. */
static bool passes_on(const StripSpec *master, const ProcessorSpec *last)
{
    bool level =
        last->after_fader || (master->fader_db.value <= 0 && master->fader_db.point_count == 0 && master->vca < 0);
    return level && control_is_still(&master->pan, 0) && control_is_still(&master->width, 100) &&
           master->pan_mode == PAN_BALANCE;
}

static double highest(double value, const ControlSpec *lane)
{
    double top = value;
    if (!lane || lane->mode == LANE_OFF || lane->point_count == 0)
        return value;
    for (int i = 0; i < lane->point_count; i++) {
        double point = lane->mode == LANE_TRIM ? value + lane->points[i].value : lane->points[i].value;
        top = i == 0 || point > top ? point : top;
    }
    return top;
}

static double value_of(const ProcessorSpec *processor, const char *key)
{
    int index = processor_value_index(processor->kind, -1, key);
    return highest(processor->values[index], processor->lanes ? processor->lanes[index] : NULL);
}

static bool keeps_ceiling(const ProcessorSpec *processor)
{
    const ProcessorKind *kind = processor->kind;
    return kind->ceiling &&
           (!kind->ceiling_switch || processor->values[processor_value_index(kind, -1, kind->ceiling_switch)] >= 0.5);
}

bool ceiling_of_mix(const MixSpec *spec, double *ceiling_dbtp)
{
    const StripSpec *master = spec->master >= 0 ? &spec->strips[spec->master] : NULL;
    for (int i = master ? master->processor_count - 1 : -1; i >= 0; i--) {
        const ProcessorSpec *last = &master->processors[i];
        if (!last->kind || control_is_still(&last->bypass, 1))
            continue;
        if (!keeps_ceiling(last) || !control_is_still(&last->bypass, 0) || !passes_on(master, last))
            return false;
        double ceiling = value_of(last, last->kind->ceiling);
        *ceiling_dbtp = ceiling > 0 ? 0 : ceiling;
        return true;
    }
    return false;
}
