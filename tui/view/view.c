/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/view.h"

#include <string.h>

void view_init(View *view)
{
    memset(view, 0, sizeof *view);
    view->strip = -1;
    view->chain.row = CHAIN_USUAL;
    edit_view_init(&view->edit);
}

const char *strip_title(const Strip *strip)
{
    return strip->label && *strip->label ? strip->label : strip->name;
}

bool view_is_folded(const View *view, uint32_t uid)
{
    for (int i = 0; i < view->fold_count; i++)
        if (view->folds[i] == uid)
            return true;
    return false;
}

static bool is_hidden(const View *view, const Model *model, const Strip *strip)
{
    if (strip->kind == SECTION_GROUP)
        return true;
    const Strip *out = view->fold_count && strip->out ? model_strip(model, strip->out) : NULL;
    return out && view_is_folded(view, out->uid);
}

static void make_list(View *view, const Model *model)
{
    view->list_count = 0;
    int master = -1;
    for (int i = 0; i < model->strip_count && view->list_count < VIEW_STRIPS_MAX - 1; i++) {
        if (model->strips[i].kind == SECTION_MASTER)
            master = i;
        else if (!is_hidden(view, model, &model->strips[i]))
            view->list[view->list_count++] = i;
    }
    if (master >= 0)
        view->list[view->list_count++] = master;
}

int view_position(const View *view)
{
    for (int i = 0; i < view->list_count; i++)
        if (view->list[i] == view->strip)
            return i;
    return 0;
}

void view_select_position(View *view, const Model *model, int position)
{
    if (view->list_count == 0)
        return;
    position = position < 0 ? 0 : position >= view->list_count ? view->list_count - 1 : position;
    view->strip = view->list[position];
    view->strip_uid = model->strips[view->strip].uid;
}

void view_follow_strip(View *view, const Model *model)
{
    if (!model || model->strip_count == 0) {
        view->list_count = 0;
        view->strip = -1;
        return;
    }
    int old_position = view_position(view);
    make_list(view, model);
    for (int i = 0; i < view->list_count && view->strip >= 0; i++)
        if (model->strips[view->list[i]].uid == view->strip_uid) {
            view->strip = view->list[i];
            return;
        }
    /* Deleted or folded away: what stands in its place now. */
    view_select_position(view, model, view->strip < 0 ? 0 : old_position);
}

const Strip *view_strip(const View *view, const Model *model)
{
    return model && view->strip >= 0 && view->strip < model->strip_count ? &model->strips[view->strip] : NULL;
}

void view_chosen_range(const View *view, const Model *model, int *first, int *last)
{
    int here = view_position(view), anchor = here;
    for (int i = 0; view->marking && i < view->list_count; i++)
        if (model->strips[view->list[i]].uid == view->anchor_uid)
            anchor = i;
    *first = anchor < here ? anchor : here;
    *last = anchor < here ? here : anchor;
}

bool view_is_chosen(const View *view, const Model *model, int strip)
{
    int first, last;
    view_chosen_range(view, model, &first, &last);
    for (int i = first; i <= last && i < view->list_count; i++)
        if (view->list[i] == strip)
            return true;
    return strip == view->strip;
}

bool view_toggle_fold(View *view, const Model *model, int strip)
{
    const Strip *bus = &model->strips[strip];
    for (int i = 0; i < view->fold_count; i++)
        if (view->folds[i] == bus->uid) {
            view->folds[i] = view->folds[--view->fold_count];
            return true;
        }
    bool feeds = false;
    for (int i = 0; i < model->strip_count && !feeds; i++)
        feeds = model->strips[i].out && strcmp(model->strips[i].out, bus->name) == 0;
    if (!feeds || bus->kind == SECTION_MASTER || view->fold_count == VIEW_FOLDS_MAX)
        return false;
    view->folds[view->fold_count++] = bus->uid;
    return true;
}
