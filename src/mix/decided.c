/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mix/decided.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/attributes.h"
#include "audio/base/buffer.h"

static bool automation_decides(const Model *model, const char *address)
{
    const Lane *lane = model_lane(model, address);
    return lane && lane->point_count > 0 && lane->mode == LANE_READ;
}

static bool is_noted(const Decided *decided, const char *address)
{
    for (int i = 0; i < decided->count; i++)
        if (strcmp(decided->addresses[i], address) == 0)
            return true;
    return false;
}

/* Without memory an address is not noted: what is set is set all the same. */
static bool note_move(void *context, const char *address, const ParamInfo *param, double value)
{
    Decided *decided = context;
    (void)param;
    (void)value;
    if (!automation_decides(document_model(decided->document), address) || is_noted(decided, address) ||
        !array_grow(&decided->addresses, decided->count, &decided->room, sizeof *decided->addresses))
        return false;
    decided->addresses[decided->count] = strdup(address);
    decided->count += decided->addresses[decided->count] != NULL;
    return false;
}

static void note_written(void *context, const char *address)
{
    (void)note_move(context, address, NULL, 0);
}

static bool keep_present(void *context, const char *address, double *value)
{
    (void)context;
    (void)address;
    (void)value;
    return false;
}

void decided_watch(Decided *decided, Document *document)
{
    DocumentRider rider = {decided, keep_present, note_move, note_written};
    decided->document = document;
    document_set_rider(document, &rider);
}

void decided_settle(Decided *decided)
{
    const Model *model = document_model(decided->document);
    int kept = 0;
    for (int i = 0; i < decided->count; i++)
        if (automation_decides(model, decided->addresses[i]))
            decided->addresses[kept++] = decided->addresses[i];
        else
            free(decided->addresses[i]);
    decided->count = kept;
    document_set_rider(decided->document, NULL);
    decided->document = NULL;
}

void decided_clear(Decided *decided)
{
    for (int i = 0; i < decided->count; i++)
        free(decided->addresses[i]);
    free(decided->addresses);
    *decided = (Decided){0};
}
