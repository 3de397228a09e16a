/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all edits in time stand on: the cursor, and whether a lane is edited. */
#include "tui/action/action.h"
#include "tui/action/timeline.h"

StemLengths desk_lengths(const Desk *desk)
{
    return (StemLengths){.length = waves_length, .context = host_waves(desk->host)};
}

void desk_move_cursor(Desk *desk, int64_t frame)
{
    EditView *edit = &desk->view.edit;
    edit->cursor = frame < 0 ? 0 : frame;
    if (edit->ranging) {
        edit->from = edit->cursor < edit->anchor ? edit->cursor : edit->anchor;
        edit->to = edit->cursor < edit->anchor ? edit->anchor : edit->cursor;
    }
    if (!host_state(desk->host)->playing && !edit->grabbed)
        desk_locate(desk, edit->cursor);
}

bool lane_is_entered(const Desk *desk)
{
    const Model *model = desk_model(desk);
    const Strip *strip = model ? view_strip(&desk->view, model) : NULL;
    return desk->screen == SCREEN_TIMELINE && desk->view.edit.in_lane && strip &&
           edit_open_lane(&desk->view.edit, strip) >= 0;
}

bool desk_leave_edit(Desk *desk)
{
    EditView *edit = &desk->view.edit;
    if (edit->grabbed) {
        edit->cursor = edit->grab_at;
        edit->grabbed = false;
        desk_say(desk, 0, "The clip is where it was");
    } else if (edit->ranging || edit_has_section(edit)) {
        edit->ranging = false;
        edit->from = edit->to = 0;
    } else if (edit->in_lane)
        edit->in_lane = false;
    else
        return false;
    return true;
}
