/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/catalogue.h"

#include <string.h>

#include "audio/dsp/kinds.h"

enum { KINDS_MAX = 256 };

#define POINTER(name) &name##_kind,
static const ProcessorKind *kinds[KINDS_MAX] = {PROCESSOR_KINDS(POINTER)};

const ProcessorKind *catalogue_at(int index)
{
    for (int i = 0; i < KINDS_MAX && kinds[i]; i++)
        if (!(kinds[i]->flags & PROCESSOR_TEST) && index-- == 0)
            return kinds[i];
    return NULL;
}

const ProcessorKind *catalogue_find(const char *word)
{
    for (int i = 0; i < KINDS_MAX && kinds[i]; i++)
        if (strcmp(kinds[i]->kind, word) == 0)
            return kinds[i];
    return NULL;
}

Status catalogue_add(const ProcessorKind *kind)
{
    int count = 0;
    if (catalogue_find(kind->kind))
        return STATUS_EXISTS;
    while (count < KINDS_MAX && kinds[count])
        count++;
    if (count == KINDS_MAX)
        return STATUS_FULL;
    kinds[count] = kind;
    return STATUS_OK;
}
