/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Along time: the cursor, the zoom, the section, which lanes are open.  While nothing plays, the cursor is where it
 * plays from, and follows it. */
#include "tui/action/timeline.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/action/action.h"
#include "tui/screen/timeline.h"

void action_cursor(Desk *desk, const KeyPress *press)
{
    EditView *edit = &desk->view.edit;
    int64_t frame = edit->cursor;
    if (!desk_selected_strip(desk))
        return;
    if (lane_is_entered(desk)) {
        lane_move_points(desk, press->binding->argument, press->count);
        return;
    }
    for (int i = 0; i < press->count && i < 10000; i++)
        frame = edit_next_grid(edit, desk_model(desk), frame, press->binding->argument);
    desk_move_cursor(desk, frame);
}

void action_track(Desk *desk, const KeyPress *press)
{
    if (!desk_selected_strip(desk))
        return;
    if (lane_is_entered(desk))
        lane_step_points(desk, -press->binding->argument * press->count);
    else if (edit_has_section(&desk->view.edit) && !desk->view.marking)
        lane_lift_section(desk, -press->binding->argument * press->count);
    else
        desk_select_position(desk, view_position(&desk->view) + press->binding->argument * press->count);
}

void action_zoom(Desk *desk, const KeyPress *press)
{
    EditView *edit = &desk->view.edit;
    int zoom = edit->zoom + press->binding->argument * (press->count < ZOOM_COUNT ? press->count : ZOOM_COUNT);
    edit->zoom = zoom < 0 ? 0 : zoom >= ZOOM_COUNT ? ZOOM_COUNT - 1 : zoom;
    if (zoom != edit->zoom)
        desk_say(desk, 0, zoom < 0 ? "This is as close as it gets" : "This is as far as it gets");
}

void action_zoom_all(Desk *desk, const KeyPress *press)
{
    EditView *edit = &desk->view.edit;
    const Model *model = desk_model(desk);
    int columns = desk->canvas.columns - TIMELINE_LEFT;
    (void)press;
    if (!model)
        return;
    int64_t from = edit_has_section(edit) ? edit->from : 0,
            to = edit_has_section(edit) ? edit->to : host_state(desk->host)->length;
    for (edit->zoom = 0; edit->zoom < ZOOM_COUNT - 1; edit->zoom++)
        if (edit_column_frames(edit, model->rate_hz) * columns >= to - from)
            break;
    desk_act_on_screen(desk, SCREEN_TIMELINE, TIMELINE_SHOW_ALL, 1);
}

void action_edge(Desk *desk, const KeyPress *press)
{
    const Strip *strip = desk_selected_strip(desk);
    StemLengths lengths = desk_lengths(desk);
    int64_t frame = desk->view.edit.cursor, edge;
    if (!strip)
        return;
    for (int i = 0; i < press->count; i++) {
        if (!edit_next_edge(desk_model(desk), strip, frame, press->binding->argument, &lengths, &edge)) {
            desk_say(desk, 0, "%s has no edge of a clip %s", strip_title(strip),
                     press->binding->argument > 0 ? "behind this" : "before this");
            break;
        }
        frame = edge;
    }
    if (frame != desk->view.edit.cursor)
        desk_move_cursor(desk, frame);
}

void action_grid(Desk *desk, const KeyPress *press)
{
    EditView *edit = &desk->view.edit;
    (void)press;
    edit->grid = (GridKind)((edit->grid + 1) % GRID_COUNT);
    desk_say(desk, 0, "Grid %s", grid_words[edit->grid]);
}

void action_section(Desk *desk, const KeyPress *press)
{
    EditView *edit = &desk->view.edit;
    const Model *model = desk_model(desk);
    if (!model)
        return;
    edit->grabbed = false;
    if (press->binding->argument == SECTION_AT_CURSOR)
        edit_select_section(edit, model, host_state(desk->host)->length);
    else if (press->binding->argument == SECTION_OF_LOOP && !model->has_loop)
        desk_say(desk, 0, "There is no loop; g[ and g] set it");
    else if (press->binding->argument == SECTION_OF_LOOP) {
        edit->ranging = false;
        edit->from = model_frame_of_time(model, &model->loop_from);
        edit->to = model_frame_of_time(model, &model->loop_to);
    } else if (edit->ranging)
        edit->ranging = false; /* what was taken stays selected */
    else {
        edit->ranging = true;
        edit->anchor = edit->from = edit->to = edit->cursor;
        desk_say(desk, 0, "A section begins here: h and l take more, vv ends it, Esc forgets it");
    }
}

/* Puts the loop around the section. */
void action_loop_section(Desk *desk, const KeyPress *press)
{
    EditView *edit = &desk->view.edit;
    char times[2][EXACT_TIME_MAX];
    (void)press;
    if (!edit_has_section(edit)) {
        desk_say(desk, 0, "No section is selected; vs selects the one around the cursor");
        return;
    }
    desk_exact_time(desk, edit->from, times[0]);
    desk_exact_time(desk, edit->to, times[1]);
    desk_submit(desk, "loop %s %s", times[0], times[1]);
}

void action_type_tempo(Desk *desk, const KeyPress *press)
{
    const Model *model = desk_model(desk);
    char time[EXACT_TIME_MAX], line[EXACT_TIME_MAX + 64];
    (void)press;
    if (!model)
        return;
    desk_exact_time(desk, desk->view.edit.cursor, time);
    snprintf(line, sizeof line, "tempo %s %g bpm", time, model_tempo_at(model, desk->view.edit.cursor));
    prompt_open(&desk->prompt, PROMPT_COMMAND, line);
}

void action_point(Desk *desk, const KeyPress *press)
{
    if (lane_is_entered(desk))
        lane_select_point(desk, press->binding->argument * press->count);
    else
        action_focus_next(desk, press);
}

void action_insert_point(Desk *desk, const KeyPress *press)
{
    KeyBinding binding = *press->binding;
    KeyPress polarity = *press;
    binding.argument = FACT_POLARITY;
    polarity.binding = &binding;
    if (lane_is_entered(desk))
        lane_insert_point(desk);
    else
        action_toggle_fact(desk, &polarity); /* as everywhere else */
}
