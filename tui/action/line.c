/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines typed after `:`. The desk runs its own words and sends the rest. */
#include <string.h>

#include "projects/command/command.h"
#include "tui/action/action.h"
#include "tui/screen/mixer.h"
#include "tui/state/desk_state.h"

static void explain(Desk *desk, const char *word)
{
    const CommandInfo *command = *word ? command_find(word) : NULL;
    if (command)
        desk_say(desk, 0, "%s %s: %s Example: %s", command->name, command->arguments, command->help,
                 command->example ? command->example : command->name);
    else if (*word)
        desk_say(desk, 2, "No such command: %s. Tab after : offers what there is.", word);
    else
        desk_go_to_screen(desk, SCREEN_HELP);
}

static void show_screen(Desk *desk, const char *name)
{
    for (int i = 0; i < SCREEN_COUNT; i++)
        if (strcmp(screen_names[i], name) == 0) {
            desk_go_to_screen(desk, (ScreenId)i);
            return;
        }
    desk_say(desk, 2, "No such screen: %s", name);
}

static void select_strip(Desk *desk, const char *name)
{
    const Model *model = desk_model(desk);
    for (int i = 0; i < desk->view.list_count; i++)
        if (strcmp(model->strips[desk->view.list[i]].name, name) == 0) {
            desk_select_position(desk, i);
            return;
        }
    desk_say(desk, 2, "No such strip: %s", name);
}

static void set_narrow(Desk *desk, const char *how)
{
    desk_act_on_screen(desk, SCREEN_MIXER, strcmp(how, "off") == 0 ? STRIP_WIDTH_WIDE : STRIP_WIDTH_NARROW, 1);
}

void desk_run_bound(Desk *desk, const char *line)
{
    static const struct {
        const char *word;
        void (*run)(Desk *desk, const char *rest);
    } rows[] = {{"help", explain}, {"screen", show_screen}, {"select", select_strip}, {"narrow", set_narrow}};
    line += strspn(line, " ");
    if (!*line)
        return;
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

void desk_run_line(Desk *desk, const char *line)
{
    recall_add(&desk->history, line);
    desk_run_bound(desk, line);
}
