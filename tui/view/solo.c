/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which strips sound under a solo, for the small `m`: by the rule of projects/model/solo.h, from the names that the
 * session tells. */
#include <string.h>

#include "projects/model/solo.h"
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

int solo_heard(const Model *model, const char *names, bool *heard)
{
    bool soloed[VIEW_STRIPS_MAX] = {false};
    SoloState states[VIEW_STRIPS_MAX];
    int count = 0;
    for (int i = 0; i < model->strip_count; i++) {
        soloed[i] = solo_names_strip(names, model->strips[i].name);
        count += soloed[i];
    }
    solo_find_states(model, soloed, states);
    for (int i = 0; i < model->strip_count; i++)
        heard[i] = states[i] == SOLO_HEARD;
    return count;
}
