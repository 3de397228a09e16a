/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/rows.h"

#include <stdio.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/match.h"
#include "projects/text/suggest.h"

const Command *rows_next(const CommandTable *table, RowCursor *cursor)
{
    for (; cursor->list <= (int)ARRAY_LEN(table->words); cursor->list++, cursor->index = 0) {
        int i = cursor->index++;
        const Command *row = cursor->list == 0 ? table->document[i] : &table->words[cursor->list - 1][i];
        if (row && row->name)
            return row;
    }
    return NULL;
}

const Command *rows_after(const CommandTable *table, const Command *row)
{
    RowCursor at = {0};
    const Command *next = rows_next(table, &at);
    while (row && next && next != row)
        next = rows_next(table, &at);
    return row ? rows_next(table, &at) : next;
}

bool row_is_called(const Command *row, const char *word)
{
    return strcmp(row->name, word) == 0 || (row->alias && strcmp(row->alias, word) == 0);
}

const Command *rows_find(const CommandTable *table, const char *word)
{
    const Command *row;
    for (RowCursor at = {0}; (row = rows_next(table, &at));)
        if (row_is_called(row, word))
            return row;
    return NULL;
}

/* A word of the row's own counts more than a line that fits: `clear solos` is no automation of a strip. */
static int judge(const Command *row, const CommandWords *words)
{
    return 4 * match_first_word(row, words) + (int)match_words(row, words, NULL);
}

const Command *rows_choose(const CommandTable *table, const CommandWords *words, unsigned by)
{
    const Command *row, *best = NULL;
    int most = -1;
    for (RowCursor at = {0}; words->count && (row = rows_next(table, &at));) {
        if (!(row->by & by) || !row_is_called(row, words->word[0]))
            continue;
        int points = judge(row, words);
        best = points > most ? row : best;
        most = points > most ? points : most;
    }
    return best;
}

/* --- usage --- */

static const char *const kind_words[ARG_KIND_COUNT] = {
    [ARG_SWITCH] = "on|off",
    [ARG_STRIPS] = "STRIPS",
    [ARG_STRIP] = "STRIP",
    [ARG_BUS] = "BUS",
    [ARG_VCA] = "VCA",
    [ARG_PROCESSOR] = "PROCESSOR",
    [ARG_BAND] = "BAND",
    [ARG_CLIP] = "CLIP",
    [ARG_ADDRESS] = "ADDRESS",
    [ARG_LANE] = "ADDRESS",
    [ARG_NEIGHBOUR] = "NAME",
    [ARG_KIND] = "KIND",
    [ARG_PARAMETER] = "PARAMETER",
    [ARG_BAND_PARAMETER] = "PARAMETER",
    [ARG_BAND_TYPE] = "TYPE",
    [ARG_VALUE] = "VALUE",
    [ARG_NUMBER] = "NUMBER",
    [ARG_TIME] = "TIME",
    [ARG_LENGTH] = "LENGTH",
    [ARG_MARKER] = "MARKER",
    [ARG_FILE] = "FILE",
    [ARG_STEM] = "FILE",
    [ARG_TEXT] = "TEXT",
    [ARG_NAME] = "NAME",
    [ARG_COMMAND] = "COMMAND",
    [ARG_SCREEN] = "NAME",
    [ARG_PRESET] = "NAME",
    [ARG_DEVICE] = "NAME",
    [ARG_RULE] = "RULE",
};

static void put_arg(Buffer *out, const CommandArg *arg)
{
    const ParamInfo *param = arg->param;
    if (arg->name || !param || param->law != LAW_CHOICE)
        buffer_append_text(out, arg->name ? arg->name : kind_words[arg->kind]);
    else
        for (int i = 0; param->choices[i]; i++)
            buffer_append_format(out, "%s%s", i ? "|" : "", param->choices[i]);
}

const char *command_usage(const Command *command, char out[USAGE_MAX])
{
    Buffer text = {0};
    int depth = 0;
    bool blank = false; /* before the next */
    for (const CommandArg *arg = command->takes; arg->kind != ARG_END; arg++) {
        bool ends = arg->kind == ARG_OPTION_END || arg->kind == ARG_PICK_END;
        bool begins = arg->kind == ARG_OPTION || arg->kind == ARG_PICK;
        if (blank && !ends && arg->kind != ARG_OR && arg->kind != ARG_AGAIN)
            buffer_append_text(&text, " ");
        depth += begins - ends;
        blank = !begins && arg->kind != ARG_OR;
        if (arg->kind == ARG_OR)
            buffer_append_text(&text, depth ? "|" : " | ");
        else if (arg->kind == ARG_AGAIN)
            buffer_append_text(&text, "...");
        else if (arg->kind == ARG_OPTION || arg->kind == ARG_OPTION_END)
            buffer_append_text(&text, ends ? "]" : "[");
        else if (!begins && !ends)
            put_arg(&text, arg);
    }
    snprintf(out, USAGE_MAX, "%s", text.bytes ? text.bytes : "");
    buffer_clear(&text);
    return out;
}

/* --- checks --- */

/* "; did you mean `touch`?" */
static const char *suggest_word(const Command *command, const CommandWords *words, char *out, size_t size)
{
    const char *among[MATCH_REFUSED_MAX];
    char choices[MATCH_REFUSED_MAX][80];
    int at, count = match_refused(command, words, among, &at);
    Suggestion suggestion;
    *out = '\0';
    if (count == 0)
        return out;
    suggestion_init(&suggestion, words->word[at], strlen(words->word[at]));
    for (int i = 0; i < count; i++) {
        snprintf(choices[i], sizeof choices[i], "%s", among[i]);
        for (char *choice = choices[i], *next; choice; choice = next) {
            next = strchr(choice, '|');
            if (next)
                *next++ = '\0';
            suggestion_offer(&suggestion, choice);
        }
    }
    return suggestion_format(&suggestion, out, size);
}

Status command_check(const Command *command, const CommandWords *words, Error *error)
{
    char usage[USAGE_MAX], near[80];
    if (match_words(command, words, NULL) != MATCH_NONE)
        return STATUS_OK;
    if (command->takes[0].kind == ARG_END)
        return error_set(error, STATUS_BAD_VALUE, "%s takes nothing", command->name);
    return error_set(error, STATUS_BAD_VALUE, "say %s %s%s", command->name, command_usage(command, usage),
                     suggest_word(command, words, near, sizeof near));
}

bool command_switch(const CommandWords *words, int index, bool now)
{
    if (index >= words->count || strcmp(words->word[index], "toggle") == 0)
        return !now;
    return strcmp(words->word[index], "off") != 0;
}

static bool is_named(const Command *row, const char *const *names, int count)
{
    if (row->by == BY_DOCUMENT)
        return row->run || row->run_alone;
    for (int i = 0; i < count; i++)
        if (strcmp(row->name, names[i]) == 0)
            return true;
    return false;
}

Status rows_check_bound(const CommandTable *table, unsigned by, const char *const *names, int count, Error *error)
{
    const Command *row;
    for (RowCursor at = {0}; (row = rows_next(table, &at));)
        if ((row->by & by) && !is_named(row, names, count))
            return error_set(error, STATUS_REFUSED, "nobody runs the command `%s`", row->name);
    for (int k = 0; k < count; k++) {
        bool found = false;
        for (RowCursor at = {0}; (row = rows_next(table, &at));)
            found |= (row->by & by) && strcmp(row->name, names[k]) == 0;
        if (!found)
            return error_set(error, STATUS_REFUSED, "`%s` is run, and is no command", names[k]);
    }
    return STATUS_OK;
}
