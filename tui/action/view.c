/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Selection, screens, prompts, search. */
#include <stdio.h>
#include <string.h>

#include "tui/action/action.h"
#include "tui/action/timeline.h"
#include "tui/screen/screen.h"
#include "tui/state/desk_state.h"

void desk_select_position(Desk *desk, int position)
{
    const Model *model = desk_model(desk);
    if (!desk_selected_strip(desk))
        return;
    desk_end_gesture(desk);
    view_select_position(&desk->view, model, position);
    const Strip *strip = view_strip(&desk->view, model);
    if (strip && desk->view.focus == FOCUS_SEND && desk->view.send >= strip->send_count)
        desk->view.focus = FOCUS_FADER; /* never a focus on what the strip does not have */
    if (strip && desk->view.focus == FOCUS_CLIP && strip->clip_count == 0)
        desk->view.focus = FOCUS_FADER;
}

void action_select(Desk *desk, const KeyPress *press)
{
    desk_select_position(desk, view_position(&desk->view) + press->binding->argument * press->count);
}

void action_select_first(Desk *desk, const KeyPress *press)
{
    desk_select_position(desk, press->counted ? press->count - 1 : 0);
}

void action_select_master(Desk *desk, const KeyPress *press)
{
    (void)press;
    desk_select_position(desk, desk->view.list_count - 1);
}

void action_select_bus(Desk *desk, const KeyPress *press)
{
    const Model *model = desk_model(desk);
    int step = press->binding->argument, at = view_position(&desk->view), left = press->count;
    for (int i = at + step; left > 0 && i >= 0 && i < desk->view.list_count; i += step) {
        SectionKind kind = model->strips[desk->view.list[i]].kind;
        if (kind != SECTION_BUS && kind != SECTION_RETURN)
            continue;
        at = i;
        left--;
    }
    if (left == press->count)
        desk_say(desk, 0, "There is no bus or return to the %s", step < 0 ? "left" : "right");
    else
        desk_select_position(desk, at);
}

void action_mark_strips(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    if (!strip)
        return;
    desk->view.marking = !desk->view.marking;
    desk->view.anchor_uid = strip->uid;
    if (desk->view.marking)
        desk_say(desk, 0, "Choosing strips: h and l take more, v or Esc ends");
}

void action_fold(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    if (strip && !view_toggle_fold(&desk->view, desk_model(desk), desk->view.strip))
        desk_say(desk, 0, "%s has no tracks of its own to fold away", strip_title(strip));
}

static void choose_meters(Desk *desk, int type, int point)
{
    static const char *const places[METER_POINTS] = {"at the input", "before the fader", "behind the fader",
                                                     "behind pan and mute"};
    const MeterType *chosen = &meter_types[type];
    double zero = chosen->at_lineup && desk_model(desk) ? desk_model(desk)->lineup_dbfs : chosen->zero_dbfs;
    meter_view_choose(&desk->meters, type, point);
    desk->pace.dirty = true;
    desk_say(desk, 0, "Meters: %s, %s; 0 is %g dBFS", chosen->name, places[point], zero);
}

void action_meter_type(Desk *desk, const KeyPress *press)
{
    int at = (desk->meters.type + press->binding->argument * press->count) % METER_TYPES;
    choose_meters(desk, at, desk->meters.point);
}

void action_meter_point(Desk *desk, const KeyPress *press)
{
    int at = (desk->meters.point + press->binding->argument * press->count) % METER_POINTS;
    choose_meters(desk, desk->meters.type, at);
}

void desk_choose_meters(Desk *desk, const char *type, const char *point)
{
    int chosen = desk->meters.type, place = desk->meters.point;
    for (int i = 0; i < METER_TYPES; i++)
        chosen = strcmp(meter_types[i].name, type) == 0 ? i : chosen;
    for (int i = 0; point && i < METER_POINTS; i++)
        place = strcmp(meter_points[i], point) == 0 ? i : place;
    choose_meters(desk, chosen, place);
}

void desk_go_to_screen(Desk *desk, ScreenId wanted)
{
    if (!screen_table[wanted]) {
        desk_say(desk, 0, "There is no %s screen in this version", screen_names[wanted]);
        return;
    }
    if (wanted == desk->screen)
        wanted = wanted == SCREEN_HELP ? desk->last_screen : wanted;
    if (wanted == desk->screen)
        return;
    desk_end_gesture(desk);
    desk->last_screen = desk->screen;
    desk->screen = wanted;
    desk->view.chain.shown = wanted == SCREEN_STRIP;
    if (screen_table[wanted]->enter)
        screen_table[wanted]->enter(desk->screen_state[wanted]);
}

void action_screen(Desk *desk, const KeyPress *press)
{
    desk_go_to_screen(desk, (ScreenId)press->binding->argument);
}

void action_last_screen(Desk *desk, const KeyPress *press)
{
    (void)press;
    ScreenId screen = desk->screen;
    desk->screen = desk->last_screen;
    desk->last_screen = screen;
    desk->view.chain.shown = desk->screen == SCREEN_STRIP;
}

void desk_act_on_screen(Desk *desk, ScreenId screen, int argument, int count)
{
    const ScreenKind *kind = screen_table[screen];
    Scene scene;
    desk_fill_scene(desk, &scene);
    const char *said = kind->act ? kind->act(desk->screen_state[screen], &scene, argument, count) : NULL;
    if (said)
        desk_say(desk, 0, "%s", said);
}

void action_own(Desk *desk, const KeyPress *press)
{
    desk_act_on_screen(desk, desk->screen, press->binding->argument, press->count);
}

void action_own_command(Desk *desk, const KeyPress *press)
{
    const ScreenKind *kind = screen_table[desk->screen];
    char line[PROMPT_MAX] = "";
    Scene scene;
    desk_fill_scene(desk, &scene);
    const char *said =
        kind->command(desk->screen_state[desk->screen], &scene, press->binding->argument, line, sizeof line);
    if (line[0])
        desk_submit(desk, "%s", line);
    if (said)
        desk_say(desk, 0, "%s", said);
}

void action_prompt(Desk *desk, const KeyPress *press)
{
    prompt_open(&desk->prompt, (PromptKind)press->binding->argument, "");
}

static bool contains(const char *text, const char *part)
{
    size_t length = strlen(part);
    for (; text && *text; text++)
        if (strncasecmp(text, part, length) == 0)
            return true;
    return false;
}

void desk_find(Desk *desk, const char *text, int step)
{
    const Model *model = desk_model(desk);
    if (*text)
        snprintf(desk->found, sizeof desk->found, "%s", text);
    int count = desk->view.list_count, here = view_position(&desk->view);
    for (int i = 1; desk->found[0] && i <= count; i++) {
        int at = ((here + i * step) % count + count) % count;
        const Strip *strip = &model->strips[desk->view.list[at]];
        if (contains(strip->name, desk->found) || contains(strip->label, desk->found)) {
            desk_select_position(desk, at);
            return;
        }
    }
    desk_say(desk, 0, desk->found[0] ? "No strip is called %s" : "Nothing was searched yet; / does", desk->found);
}

void action_find_next(Desk *desk, const KeyPress *press)
{
    desk_find(desk, "", press->binding->argument);
}

void action_cancel(Desk *desk, const KeyPress *press)
{
    (void)press;
    if (desk->screen == SCREEN_HELP)
        action_last_screen(desk, press);
    else if (desk->screen == SCREEN_TIMELINE && desk_leave_edit(desk))
        return;
    desk->view.marking = false;
    desk->keys = (KeyState){0};
}

void action_redraw(Desk *desk, const KeyPress *press)
{
    (void)press;
    painter_forget(&desk->painter);
}

void action_suspend(Desk *desk, const KeyPress *press)
{
    (void)press;
    desk->asked.suspend = true;
}

void action_save_and_quit(Desk *desk, const KeyPress *press)
{
    (void)press;
    desk->quit_after = desk_submit(desk, "write");
}
