/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "src/compile.h"

/* Marks what a heard strip leads to: the buses below it, and the returns it sends to with theirs. */
static bool mark_downstream(const Model *model, bool *heard)
{
    bool again = false;
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        if (!heard[i])
            continue;
        int out = strip->out ? model_strip_index(model, strip->out) : -1;
        if (out >= 0 && !heard[out])
            again = heard[out] = true;
        for (int k = 0; k < strip->send_count; k++) {
            int to = model_strip_index(model, strip->sends[k].to);
            if (to >= 0 && !heard[to])
                again = heard[to] = true;
        }
    }
    return again;
}

/* Marks what feeds a soloed bus, through outs and sends: without it there would be nothing to hear. */
static bool mark_upstream(const Model *model, bool *source)
{
    bool again = false;
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        if (source[i])
            continue;
        int out = strip->out ? model_strip_index(model, strip->out) : -1;
        bool feeds = out >= 0 && source[out];
        for (int k = 0; k < strip->send_count && !feeds; k++) {
            int to = model_strip_index(model, strip->sends[k].to);
            feeds = to >= 0 && source[to];
        }
        if (feeds)
            again = source[i] = true;
    }
    return again;
}

void solo_silence(const Model *model, const bool *soloed, bool *silenced)
{
    size_t count = (size_t)model->strip_count;
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        silenced[i] = false;
        any = any || soloed[i];
    }
    bool *heard = calloc(count ? count : 1, sizeof *heard);
    if (!any || !heard) {
        free(heard);
        return;
    }
    for (size_t i = 0; i < count; i++)
        heard[i] = soloed[i];
    while (mark_upstream(model, heard))
        continue;
    while (mark_downstream(model, heard))
        continue;
    for (size_t i = 0; i < count; i++) {
        const Strip *strip = &model->strips[i];
        bool sounds = strip->kind == SECTION_TRACK || strip->kind == SECTION_BUS || strip->kind == SECTION_RETURN;
        silenced[i] = sounds && !heard[i] && strip->fact[FACT_SOLO_SAFE] == 0;
    }
    free(heard);
}
