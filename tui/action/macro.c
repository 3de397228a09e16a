/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of keys, `.`, and macros. */
#include "tui/action/action.h"
#include "tui/state/desk_state.h"

void action_command(Desk *desk, const KeyPress *press)
{
    if (press->binding->flags & KEY_TYPES) {
        desk->asked.typed = press->binding->command;
        desk->asked.rounds = press->count < 100 ? press->count : 100;
        return;
    }
    for (int i = 0; i < press->count && i < 100; i++)
        desk_run_bound(desk, press->binding->command);
}

void action_absent(Desk *desk, const KeyPress *press)
{
    char keys[64];
    keymap_describe(press->binding->keys, keys, sizeof keys);
    desk_say(desk, 0, "%s: %s is not in this version", keys, press->binding->action);
}

void action_repeat(Desk *desk, const KeyPress *press)
{
    if (!desk->repeat.known) {
        desk_say(desk, 0, "There is nothing to repeat yet");
        return;
    }
    KeyPress again = desk->repeat.press;
    if (press->counted)
        again.count = press->count;
    if (again.binding->run == action_type_value)
        desk_set_value(desk, desk->repeat.typed);
    else
        again.binding->run(desk, &again);
}

void action_record(Desk *desk, const KeyPress *press)
{
    (void)press;
    Macro *macro = &desk->macro;
    if (macro->playing)
        return;
    macro->recording = !macro->recording;
    if (macro->recording) {
        macro->count = 0;
        desk_say(desk, 0, "Recording keys; q ends, @ plays them");
    } else {
        macro->count -= macro->count > 0; /* the q that ended it */
        desk_say(desk, 0, "%d keys recorded; @ plays them", macro->count);
    }
}

void action_play_macro(Desk *desk, const KeyPress *press)
{
    Macro *macro = &desk->macro;
    if (macro->recording || macro->playing || macro->count == 0) {
        desk_say(desk, 0, macro->count == 0 ? "No keys are recorded; q does" : "A macro cannot play itself");
        return;
    }
    desk->asked.macro_rounds = press->count < 100 ? press->count : 100;
}
