/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "src/mix/compile.h"

static int out_of(const Model *model, const Strip *strip)
{
    return strip->out ? model_strip_index(model, strip->out) : -1;
}

/* Marks what is routed into something marked: without it there would be nothing to hear. True when something was new.
 */
static bool mark_upstream(const Model *model, bool *heard)
{
    bool again = false;
    for (int i = 0; i < model->strip_count; i++) {
        int out = out_of(model, &model->strips[i]);
        if (!heard[i] && out >= 0 && heard[out])
            again = heard[i] = true;
    }
    return again;
}

/* Marks what something marked leads to: the buses below it, and the returns that it sends to with theirs. */
static bool mark_downstream(const Model *model, bool *heard)
{
    bool again = false;
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        if (!heard[i])
            continue;
        int out = out_of(model, strip);
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

/* Marks what feeds a wanted strip through a send, and what runs into that. */
static bool mark_feeders(const Model *model, const bool *wanted, bool *feeds)
{
    bool again = false;
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        int out = out_of(model, strip);
        bool does = out >= 0 && feeds[out];
        for (int k = 0; k < strip->send_count && !does; k++) {
            int to = model_strip_index(model, strip->sends[k].to);
            does = to >= 0 && (wanted[to] || feeds[to]);
        }
        if (does && !feeds[i])
            again = feeds[i] = true;
    }
    return again;
}

static bool makes_sound(const Strip *strip)
{
    return strip->kind == SECTION_TRACK || strip->kind == SECTION_BUS || strip->kind == SECTION_RETURN;
}

void solo_silence(const Model *model, const bool *soloed, SoloState *states)
{
    size_t count = (size_t)model->strip_count;
    bool *wanted = calloc(count + 1, sizeof *wanted), *heard = calloc(count + 1, sizeof *heard),
         *feeds = calloc(count + 1, sizeof *feeds);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        states[i] = SOLO_HEARD;
        any = any || soloed[i];
    }
    if (any && wanted && heard && feeds) {
        for (size_t i = 0; i < count; i++)
            wanted[i] = soloed[i];
        while (mark_upstream(model, wanted))
            continue;
        for (size_t i = 0; i < count; i++)
            heard[i] = wanted[i];
        while (mark_downstream(model, heard))
            continue;
        while (mark_feeders(model, wanted, feeds))
            continue;
        for (size_t i = 0; i < count; i++) {
            const Strip *strip = &model->strips[i];
            if (makes_sound(strip) && !heard[i] && strip->fact[FACT_SOLO_SAFE] == 0)
                states[i] = feeds[i] ? SOLO_SENDS_ONLY : SOLO_SILENT;
        }
    }
    free(wanted);
    free(heard);
    free(feeds);
}
