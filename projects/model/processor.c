/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making, freeing and looking into processors. */
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "audio/dsp/catalogue.h"
#include "projects/model/memory.h"

void processor_clear(Processor *processor)
{
    free(processor->kind_word);
    free(processor->name);
    free(processor->values);
    free(processor->band_labels);
    free(processor->key);
    free(processor->file_path);
    *processor = (Processor){0};
}

bool processor_init(Processor *processor, const char *kind_word, const char *name)
{
    const ProcessorKind *kind = catalogue_find(kind_word);
    *processor = (Processor){
        .kind = kind, .kind_word = text_copy(kind_word), .name = name ? text_copy(name) : NULL, .key_tap = TAP_PRE};
    if (kind) {
        processor->values = calloc((size_t)processor_value_count(kind) + 1, sizeof(double));
        if (kind->band_max > 0)
            processor->band_labels = calloc((size_t)kind->band_max, sizeof(int));
        if (processor->values)
            processor_values_init(kind, processor->values);
    }
    if (!processor->kind_word || (name && !processor->name) || (kind && !processor->values) ||
        (kind && kind->band_max > 0 && !processor->band_labels)) {
        processor_clear(processor);
        return false;
    }
    return true;
}

const char *processor_address(const Processor *processor)
{
    return processor->name ? processor->name : processor->kind_word;
}

int processor_latency_frames(const Processor *processor, int rate_hz)
{
    const ProcessorKind *kind = processor->kind;
    return kind && kind->latency_frames ? kind->latency_frames(processor->values, rate_hz) : 0;
}

int processor_band_slot(const Processor *processor, int label)
{
    for (int slot = 0; processor->kind && slot < processor->kind->band_max; slot++)
        if (processor->band_labels[slot] == label && label > 0)
            return slot;
    return -1;
}

/* Bands stand in the order of their labels: later ones make room. */
int processor_add_band(Processor *processor, int label)
{
    const ProcessorKind *kind = processor->kind;
    int count = 0, slot = processor_band_slot(processor, label);
    if (slot >= 0)
        return slot;
    while (count < kind->band_max && processor->band_labels[count])
        count++;
    if (count == kind->band_max)
        return -1;
    double *bands = processor->values + kind->param_count;
    size_t size = (size_t)kind->band_param_count;
    for (slot = count; slot > 0 && processor->band_labels[slot - 1] > label; slot--) {
        processor->band_labels[slot] = processor->band_labels[slot - 1];
        memcpy(bands + (size_t)slot * size, bands + (size_t)(slot - 1) * size, size * sizeof *bands);
    }
    processor->band_labels[slot] = label;
    for (size_t i = 0; i < size; i++)
        bands[(size_t)slot * size + i] = kind->band_params[i].def;
    if (kind->band_params[0].law == LAW_SWITCH)
        bands[(size_t)slot * size] = 1;
    return slot;
}
