/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "projects/model/solo.h"

/* What is known of a strip so far; a state is made of it at the end, in the same array. */
enum { WANTED = 1, HEARD = 2, FEEDS = 4 };

static int out_of(const Model *model, const Strip *strip)
{
    return strip->out ? model_strip_index(model, strip->out) : -1;
}

/* Marks a strip; true when that was new. */
static bool mark(SoloState *marks, int strip, SoloState which)
{
    if (strip < 0 || marks[strip] & which)
        return false;
    marks[strip] = (SoloState)(marks[strip] | which);
    return true;
}

/* Marks what is routed into something wanted: without it there would be nothing to hear. */
static bool mark_upstream(const Model *model, SoloState *marks)
{
    bool again = false;
    for (int i = 0; i < model->strip_count; i++) {
        int out = out_of(model, &model->strips[i]);
        if (out >= 0 && marks[out] & WANTED)
            again |= mark(marks, i, WANTED | HEARD);
    }
    return again;
}

/* Marks what something heard leads to: the buses below it, and the returns that it sends to with theirs. */
static bool mark_downstream(const Model *model, SoloState *marks)
{
    bool again = false;
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        if (!(marks[i] & HEARD))
            continue;
        again |= mark(marks, out_of(model, strip), HEARD);
        for (int k = 0; k < strip->send_count; k++)
            again |= mark(marks, model_strip_index(model, strip->sends[k].to), HEARD);
    }
    return again;
}

/* Marks what feeds a wanted strip through a send, and what runs into that. */
static bool mark_feeders(const Model *model, SoloState *marks)
{
    bool again = false;
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        int out = out_of(model, strip);
        bool feeds = out >= 0 && marks[out] & FEEDS;
        for (int k = 0; k < strip->send_count && !feeds; k++) {
            int to = model_strip_index(model, strip->sends[k].to);
            feeds = to >= 0 && marks[to] & (WANTED | FEEDS);
        }
        if (feeds)
            again |= mark(marks, i, FEEDS);
    }
    return again;
}

static SoloState state_of(const Strip *strip, SoloState marks)
{
    bool makes_sound = strip->kind == SECTION_TRACK || strip->kind == SECTION_BUS || strip->kind == SECTION_RETURN;
    return !makes_sound || marks & HEARD ? SOLO_HEARD : marks & FEEDS ? SOLO_SENDS_ONLY : SOLO_SILENT;
}

static bool any_soloed(const Model *model, const bool *soloed)
{
    for (int i = 0; i < model->strip_count; i++)
        if (soloed[i])
            return true;
    return false;
}

void solo_find_states(const Model *model, const bool *soloed, SoloState *states)
{
    memset(states, SOLO_HEARD, (size_t)model->strip_count);
    if (!any_soloed(model, soloed))
        return;
    for (int i = 0; i < model->strip_count; i++)
        states[i] = soloed[i] ? WANTED | HEARD : 0;
    while (mark_upstream(model, states))
        continue;
    for (int i = 0; i < model->strip_count; i++)
        if (model->strips[i].fact[FACT_SOLO_SAFE] != 0)
            mark(states, i, HEARD);
    while (mark_downstream(model, states))
        continue;
    while (mark_feeders(model, states))
        continue;
    for (int i = 0; i < model->strip_count; i++)
        states[i] = state_of(&model->strips[i], states[i]);
}
