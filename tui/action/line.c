/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines typed after `:`. The desk runs its own words and sends the rest. */
#include <stdio.h>
#include <string.h>

#include "projects/command/command.h"
#include "tui/action/action.h"
#include "tui/screen/mixer.h"
#include "tui/screen/screen.h"
#include "tui/state/desk_state.h"

/* What is told of a command, and how else it is typed where it has several rows. */
static void say_row(Desk *desk, const Command *row)
{
    char usage[USAGE_MAX], others[2 * USAGE_MAX] = "";
    size_t used = 0;
    for (const Command *other = row; (other = command_next(other)) && used < sizeof others;)
        if (strcmp(other->name, row->name) == 0)
            used += (size_t)snprintf(others + used, sizeof others - used, " Or: %s %s.", other->name,
                                     command_usage(other, usage));
    desk_say(desk, 0, "%s %s: %s Example: %s%s%s", row->name, command_usage(row, usage), row->help, row->example,
             others[0] ? "." : "", others);
}

static void explain(Desk *desk, const char *word, const char *second)
{
    (void)second;
    const Command *row = *word ? command_find(word) : NULL;
    if (row)
        say_row(desk, row);
    else if (*word)
        desk_say(desk, 2, "No such command: %s. Tab after : offers what there is.", word);
    else
        desk_go_to_screen(desk, SCREEN_HELP);
}

static void show_screen(Desk *desk, const char *name, const char *second)
{
    (void)second;
    for (int i = 0; i < SCREEN_COUNT; i++)
        if (strcmp(screen_names[i], name) == 0) {
            desk_go_to_screen(desk, (ScreenId)i);
            return;
        }
    desk_say(desk, 2, "No such screen: %s", name);
}

static void select_strip(Desk *desk, const char *name, const char *second)
{
    (void)second;
    const Model *model = desk_model(desk);
    for (int i = 0; i < desk->view.list_count; i++)
        if (strcmp(model->strips[desk->view.list[i]].name, name) == 0) {
            desk_select_position(desk, i);
            return;
        }
    desk_say(desk, 2, "No such strip: %s", name);
}

static void show_history(Desk *desk, const char *count, const char *second)
{
    (void)second;
    (void)count;
    desk_go_to_screen(desk, SCREEN_HISTORY);
}

static void set_narrow(Desk *desk, const char *how, const char *second)
{
    (void)second;
    desk_act_on_screen(desk, SCREEN_MIXER, strcmp(how, "off") == 0 ? STRIP_WIDTH_WIDE : STRIP_WIDTH_NARROW, 1);
}

/* A line of the keys file, whole. */
static void change_keys(Desk *desk, const char *line, const char *second)
{
    (void)second;
    Error error = {0};
    if (keymap_read_line(&desk->keymap, line, &error) != STATUS_OK)
        desk_say(desk, 2, "Not bound: %s", error.text);
    else
        desk_say(desk, 0, "%s", line);
}

static const struct {
    const char *word;
    void (*run)(Desk *desk, const char *argument, const char *second);
} rows[] = {{"help", explain},      {"screen", show_screen},   {"select", select_strip},
            {"narrow", set_narrow}, {"history", show_history}, {"meters", desk_choose_meters},
            {"bind", change_keys},  {"map", change_keys},      {"unbind", change_keys}};

Status desk_check_commands(Error *error)
{
    const char *names[ARRAY_LEN(rows)];
    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        names[i] = rows[i].word;
    return commands_check_bound(BY_DESK, names, (int)ARRAY_LEN(rows), error);
}

static void list_words(void *context, ArgKind kind, CommandOffers *offers)
{
    const Desk *desk = context;
    for (int i = 0; kind == ARG_SCREEN && i < SCREEN_COUNT; i++)
        if (screen_table[i])
            command_offer(offers, screen_names[i]);
    if (kind != ARG_SCREEN && desk->setup.list)
        desk->setup.list(desk->setup.list_context, kind, offers);
}

int desk_complete_line(Desk *desk, const char *line, size_t cursor, char **words, int limit)
{
    const Document *document = host_document(desk->host);
    const CommandPlace here = {.by = BY_DOCUMENT | BY_SESSION | BY_DESK, .list = list_words, .context = desk};
    return document ? command_complete(document, &here, line, cursor, words, limit) : 0;
}

/* False if the words are no command of the desk, nor one of plain mode alone. */
static bool run_own(Desk *desk, const char *line, const CommandWords *words)
{
    Error error = {0};
    const Command *row = command_choose(words, BY_DESK | BY_PLAIN);
    if (row && row->by == BY_PLAIN)
        desk_say(desk, 2, "%s is a word of the desk in lines of text (--plain)", row->name);
    else if (row && command_check(row, words, &error) != STATUS_OK)
        desk_say(desk, 2, "Not done: %s", error.text);
    for (size_t i = 0; row && error.status == STATUS_OK && i < ARRAY_LEN(rows); i++)
        if (strcmp(rows[i].word, row->name) == 0)
            rows[i].run(desk,
                        rows[i].run == change_keys ? line
                        : words->count > 1         ? words->word[1]
                                                   : "",
                        words->count > 2 ? words->word[2] : NULL);
    return row != NULL;
}

void desk_run_bound(Desk *desk, const char *line)
{
    CommandWords words;
    line += strspn(line, " ");
    if (!*line)
        return;
    bool is_own = false; /* what is wrong with a line that is no words, the session says */
    if (command_split(line, &words, NULL) == STATUS_OK) {
        is_own = run_own(desk, line, &words);
        command_words_clear(&words);
    }
    if (!is_own)
        desk_submit(desk, "%s", line);
}

Status desk_run_start(Desk *desk, const char *line, int number, Error *error)
{
    CommandWords words;
    line += strspn(line, " \t");
    if (!*line || *line == '#')
        return STATUS_OK;
    Status status = command_split(line, &words, error);
    if (status != STATUS_OK)
        return status;
    const Command *row = command_choose(&words, BY_ALL);
    bool edits = row && (row->by & BY_DOCUMENT), known = row != NULL, own = row && (row->by & BY_DESK);
    if (own)
        run_own(desk, line, &words);
    if (known && !edits && row->by != BY_PLAIN && !own && desk->started_count < START_LINES_MAX) {
        uint64_t sequence = desk_submit_silently(desk, "%s", line);
        desk->started[desk->started_count].sequence = sequence;
        desk->started[desk->started_count++].number = number;
    }
    command_words_clear(&words);
    if (edits)
        return error_set(error, STATUS_REFUSED, "what changes the song does not belong here: %s", line);
    return known ? STATUS_OK : error_set(error, STATUS_NOT_FOUND, "no such command: %s", line);
}

void desk_run_line(Desk *desk, const char *line)
{
    recall_add(&desk->history, line);
    desk_run_bound(desk, line);
}
