/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "projects/command/command.h"
#include "tui/action/action.h"
#include "tui/screen/screen.h"
#include "tui/state/desk_state.h"

static void select_position(Desk *desk, int position)
{
    const Model *model = desk_model(desk);
    if (!desk_selected_strip(desk))
        return;
    desk_end_gesture(desk);
    view_select_position(&desk->view, model, position);
    const Strip *strip = view_strip(&desk->view, model);
    if (strip && desk->view.focus == FOCUS_SEND && desk->view.send >= strip->send_count)
        desk->view.focus = FOCUS_FADER; /* never a focus on what the strip does not have */
}

void action_select(Desk *desk, const KeyPress *press)
{
    select_position(desk, view_position(&desk->view) + press->binding->argument * press->count);
}

void action_select_first(Desk *desk, const KeyPress *press)
{
    select_position(desk, press->counted ? press->count - 1 : 0);
}

void action_select_master(Desk *desk, const KeyPress *press)
{
    (void)press;
    select_position(desk, desk->view.list_count - 1);
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
        select_position(desk, at);
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

void action_width(Desk *desk, const KeyPress *press)
{
    (void)press;
    static const char *const names[] = {"as wide as they fit", "narrow", "wide"};
    desk->view.width = (StripWidth)((desk->view.width + 1) % 3);
    desk_say(desk, 0, "Strips are %s", names[desk->view.width]);
}

void action_fold(Desk *desk, const KeyPress *press)
{
    (void)press;
    const Strip *strip = desk_selected_strip(desk);
    if (strip && !view_toggle_fold(&desk->view, desk_model(desk), desk->view.strip))
        desk_say(desk, 0, "%s has no tracks of its own to fold away", strip_title(strip));
}

void action_screen(Desk *desk, const KeyPress *press)
{
    ScreenId wanted = (ScreenId)press->binding->argument;
    if (!screen_table[wanted].draw) {
        desk_say(desk, 0, "There is no %s screen in this version", screen_table[wanted].name);
        return;
    }
    if (wanted == desk->view.screen)
        wanted = wanted == SCREEN_HELP ? desk->view.last_screen : wanted;
    if (wanted != desk->view.screen) {
        desk->view.last_screen = desk->view.screen;
        desk->view.screen = wanted;
        desk->view.help_row = 0;
    }
}

void action_last_screen(Desk *desk, const KeyPress *press)
{
    (void)press;
    ScreenId screen = desk->view.screen;
    desk->view.screen = desk->view.last_screen;
    desk->view.last_screen = screen;
}

void action_scroll(Desk *desk, const KeyPress *press)
{
    desk->view.help_row += press->binding->argument * press->count;
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
            select_position(desk, at);
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
    if (desk->view.screen == SCREEN_HELP)
        action_last_screen(desk, press);
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
    desk_suspend(desk);
}

void action_save_and_quit(Desk *desk, const KeyPress *press)
{
    (void)press;
    desk->quit_after = desk_submit(desk, "write");
}

void action_command(Desk *desk, const KeyPress *press)
{
    for (int i = 0; i < press->count && i < 100; i++)
        desk_submit(desk, "%s", press->binding->command);
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
    macro->playing = true;
    for (int i = 0; i < press->count && i < 100; i++)
        for (int k = 0; k < macro->count && !desk->over; k++)
            desk_key(desk, macro->keys[k]);
    macro->playing = false;
}

/* ---- lines that the desk itself understands ---- */

static void explain(Desk *desk, const char *word)
{
    const CommandInfo *command = *word ? command_find(word) : NULL;
    if (command)
        desk_say(desk, 0, "%s %s: %s Example: %s", command->name, command->arguments, command->help,
                 command->example ? command->example : command->name);
    else if (*word)
        desk_say(desk, 2, "No such command: %s. Tab after : offers what there is.", word);
    else
        action_screen(desk, &(KeyPress){.binding = &(KeyBinding){.argument = SCREEN_HELP}, .count = 1});
}

static void show_screen(Desk *desk, const char *name)
{
    for (int i = 0; i < SCREEN_COUNT; i++)
        if (strcmp(screen_table[i].name, name) == 0) {
            action_screen(desk, &(KeyPress){.binding = &(KeyBinding){.argument = i}, .count = 1});
            return;
        }
    desk_say(desk, 2, "No such screen: %s", name);
}

static void select_strip(Desk *desk, const char *name)
{
    const Model *model = desk_model(desk);
    for (int i = 0; i < desk->view.list_count; i++)
        if (strcmp(model->strips[desk->view.list[i]].name, name) == 0) {
            select_position(desk, i);
            return;
        }
    desk_say(desk, 2, "No such strip: %s", name);
}

static void set_narrow(Desk *desk, const char *how)
{
    desk->view.width = strcmp(how, "off") == 0 ? STRIP_WIDTH_WIDE : STRIP_WIDTH_NARROW;
}

void desk_run_line(Desk *desk, const char *line)
{
    static const struct {
        const char *word;
        void (*run)(Desk *desk, const char *rest);
    } rows[] = {{"help", explain}, {"screen", show_screen}, {"select", select_strip}, {"narrow", set_narrow}};
    line += strspn(line, " ");
    if (!*line)
        return;
    recall_add(&desk->history, line);
    size_t length = strcspn(line, " ");
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        if (strlen(rows[i].word) == length && strncmp(rows[i].word, line, length) == 0) {
            rows[i].run(desk, line + length + strspn(line + length, " "));
            return;
        }
    char word[32] = "";
    if (length < sizeof word)
        memcpy(word, line, length);
    const CommandInfo *command = *word ? command_find(word) : NULL;
    if (command && command->scope == COMMAND_VIEW)
        desk_say(desk, 2, "%s is a word of the desk in lines of text (--plain)", word);
    else
        desk_submit(desk, "%s", line);
}
