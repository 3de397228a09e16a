/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/processor.h"

int processor_value_count(const ProcessorKind *kind)
{
    return kind->param_count + kind->band_max * kind->band_param_count;
}

int processor_value_index(const ProcessorKind *kind, int slot, const char *key)
{
    bool in_band = slot >= 0;
    const ParamInfo *rows = in_band ? kind->band_params : kind->params;
    int count = in_band ? kind->band_param_count : kind->param_count;
    const ParamInfo *row = rows ? param_find(rows, count, key) : NULL;
    if (!row || slot >= kind->band_max)
        return -1;
    return (int)(row - rows) + (in_band ? kind->param_count + slot * kind->band_param_count : 0);
}

const ParamInfo *processor_value_param(const ProcessorKind *kind, int index)
{
    if (index < kind->param_count)
        return &kind->params[index];
    return &kind->band_params[(index - kind->param_count) % kind->band_param_count];
}

void processor_values_init(const ProcessorKind *kind, double *values)
{
    for (int i = 0; i < processor_value_count(kind); i++)
        values[i] = processor_value_param(kind, i)->def;
}

void processor_values_clamp(const ProcessorKind *kind, const double *values, double *clamped)
{
    for (int i = 0; i < processor_value_count(kind); i++)
        clamped[i] = param_clamp(processor_value_param(kind, i), values[i]);
}
