/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/processor.h"

#include <string.h>

#include "audio/dsp/kinds.h"

enum { TEST_KIND_MAX = 16 };

const ProcessorKind *const processor_kinds[] = {
    &eq_kind,
    &gate_kind,
    &comp_kind,
    &deesser_kind,
    &transient_kind,
    &multiband_kind,
    &gain_kind,
    /* space and the last stages */
    &delay_kind,
    &reverb_kind,
    &imager_kind,
    &saturate_kind,
    &clipper_kind,
    &convolve_kind,
    &limiter_kind,
    NULL,
};

static const ProcessorKind *test_kinds[TEST_KIND_MAX];
static int test_kind_count;

const ProcessorKind *processor_find(const char *kind)
{
    for (int i = 0; processor_kinds[i]; i++)
        if (strcmp(processor_kinds[i]->kind, kind) == 0)
            return processor_kinds[i];
    for (int i = 0; i < test_kind_count; i++)
        if (strcmp(test_kinds[i]->kind, kind) == 0)
            return test_kinds[i];
    return NULL;
}

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

Status processor_register_test(const ProcessorKind *kind)
{
    if (test_kind_count == TEST_KIND_MAX)
        return STATUS_FULL;
    test_kinds[test_kind_count++] = kind;
    return STATUS_OK;
}
