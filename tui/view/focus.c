/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the keys are about: a value of the selected strip, or of its selected processor. */
#include <stdio.h>

#include "projects/model/address.h"
#include "projects/model/facts.h"
#include "tui/view/chain.h"

void view_follow(View *view, const Model *model)
{
    view_follow_strip(view, model);
    chain_follow(view, model);
}

static bool focus_send(const View *view, const Strip *strip, FocusValue *focus, char *why, size_t size)
{
    if (view->send >= strip->send_count) {
        snprintf(why, size, "%s has no send %d", strip_title(strip), view->send + 1);
        return false;
    }
    const Send *send = &strip->sends[view->send];
    snprintf(focus->address, sizeof focus->address, "%s.send.%s", strip->name, send->to);
    focus->label = send->to;
    focus->param = &strip_facts[FACT_FADER]; /* a send's level is stepped as a fader is */
    focus->value = send->level_db;
    focus->def = focus->param->def;
    return true;
}

/* The gain of the clip at the cursor. */
static bool focus_clip(const View *view, const Model *model, const Strip *strip, FocusValue *focus, char *why,
                       size_t size)
{
    int clip = model ? edit_clip_at(model, strip, view->edit.cursor, NULL) : -1;
    if (clip < 0) {
        snprintf(why, size, "%s has no clip at the cursor", strip_title(strip));
        return false;
    }
    Address address = {.kind = ADDRESS_CLIP_VALUE,
                       .strip = (int)(strip - model->strips),
                       .clip = clip,
                       .row = CLIP_ROW_GAIN,
                       .param = &clip_gain_row};
    address_format(model, &address, focus->address, sizeof focus->address);
    focus->label = "clip gain";
    focus->param = &clip_gain_row;
    focus->value = strip->clips[clip].gain_db;
    focus->def = focus->param->def;
    return true;
}

bool view_focus_value(const View *view, const Model *model, const Strip *strip, FocusValue *focus, char *why,
                      size_t size)
{
    static const FactId facts[] = {[FOCUS_FADER] = FACT_FADER,
                                   [FOCUS_PAN] = FACT_PAN,
                                   [FOCUS_WIDTH] = FACT_WIDTH,
                                   [FOCUS_TRIM] = FACT_TRIM,
                                   [FOCUS_OFFSET] = FACT_OFFSET};
    if (view->chain.shown)
        return chain_row_value(view, strip, CHAIN_USUAL, focus, why, size);
    if (view->focus == FOCUS_CLIP)
        return focus_clip(view, model, strip, focus, why, size);
    if (view->focus == FOCUS_SEND)
        return focus_send(view, strip, focus, why, size);
    FactId fact = facts[view->focus];
    if (strip->kind == SECTION_VCA && fact != FACT_FADER) {
        snprintf(why, size, "%s is a VCA: it has a fader only", strip_title(strip));
        return false;
    }
    focus->param = &strip_facts[fact];
    focus->label = focus->param->key;
    snprintf(focus->address, sizeof focus->address, "%s.%s", strip->name, focus->param->key);
    focus->value = strip->fact[fact];
    focus->def = focus->param->def;
    return true;
}
