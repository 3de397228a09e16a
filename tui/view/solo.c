/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which strips sound under a solo, for the small `m`: the path of a soloed strip up- and downstream stays audible,
 * returns that it feeds too, and what is solo safe. */
#include <string.h>

#include "tui/view/view.h"

bool solo_names_strip(const char *names, const char *name)
{
    size_t length = strlen(name);
    for (const char *at = names; *at;) {
        size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, name, length) == 0)
            return true;
        at += word + strspn(at + word, " ");
    }
    return false;
}

/* Marks across one connection; true if that was new. */
static bool spread_one(bool *reached, int from, int to, bool downstream)
{
    int source = downstream ? from : to, target = downstream ? to : from;
    if (to < 0 || !reached[source] || reached[target])
        return false;
    return reached[target] = true;
}

static void spread(const Model *model, bool *reached, bool downstream)
{
    for (bool again = true; again;) {
        again = false;
        for (int from = 0; from < model->strip_count; from++) {
            const Strip *strip = &model->strips[from];
            if (strip->out)
                again |= spread_one(reached, from, model_strip_index(model, strip->out), downstream);
            for (int i = 0; i < strip->send_count; i++)
                again |= spread_one(reached, from, model_strip_index(model, strip->sends[i].to), downstream);
        }
    }
}

int solo_heard(const Model *model, const char *names, bool *heard)
{
    bool up[VIEW_STRIPS_MAX] = {false}, down[VIEW_STRIPS_MAX] = {false};
    int soloed = 0;
    for (int i = 0; i < model->strip_count && i < VIEW_STRIPS_MAX; i++) {
        up[i] = down[i] = solo_names_strip(names, model->strips[i].name);
        soloed += up[i];
    }
    if (soloed > 0) {
        spread(model, up, false);
        spread(model, down, true);
    }
    for (int i = 0; i < model->strip_count && i < VIEW_STRIPS_MAX; i++) {
        const Strip *strip = &model->strips[i];
        heard[i] = soloed == 0 || up[i] || down[i] || strip->fact[FACT_SOLO_SAFE] != 0 ||
                   strip->kind == SECTION_MASTER || strip->kind == SECTION_VCA || strip->kind == SECTION_GROUP;
    }
    return soloed;
}
