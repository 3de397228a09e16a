/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a line of commands as one edit: all of it, or nothing. */
#include "projects/command/execute.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/match.h"
#include "projects/text/escape.h"
#include "projects/text/suggest.h"

void answer_clear(Answer *answer)
{
    free(answer->resolved);
    change_clear(&answer->change);
    *answer = (Answer){0};
}

static Status refuse_command(Run *run, const char *word)
{
    char shown[64], near[80];
    Suggestion suggestion;
    const Command *row = rows_find(run->table, word);
    if (row && row->by == BY_DOCUMENT)
        return run_fail(run, STATUS_REFUSED, 0, "`%s` stands alone on its line", row->name);
    if (row)
        return run_fail(run, STATUS_UNSUPPORTED, 0, "`%s` acts on the %s, not on the project", row->name,
                        row->by & BY_SESSION ? "session" : "view");
    suggestion_init(&suggestion, word, strlen(word));
    for (RowCursor at = {0}; (row = rows_next(run->table, &at));)
        suggestion_offer(&suggestion, row->name);
    return run_fail(run, STATUS_NOT_FOUND, 0, "there is no command `%s`%s", token_show(&run->line, 0, shown),
                    suggestion_format(&suggestion, near, sizeof near));
}

/* The row that the line means: rows of one name differ by their second words. */
static const Command *choose_row(const Run *run, char *word)
{
    char *second = run->line.count > 1 ? token_value(&run->line, 1, NULL) : NULL;
    CommandWords words = {.word = {word, second}, .count = second ? 2 : 1};
    const Command *row = rows_choose(run->table, &words, BY_DOCUMENT);
    free(second);
    return row && row->run ? row : NULL;
}

/* The command in `run->line`. */
static Status run_row(Run *run)
{
    run->next = 1;
    run->error_token = -1;
    char *word = token_value(&run->line, 0, NULL);
    if (!word)
        return STATUS_NO_MEMORY;
    const Command *row = choose_row(run, word);
    Status status;
    if (!row)
        status = refuse_command(run, word);
    else if (run->model->read_only)
        status = run_fail(run, STATUS_REFUSED, -1, "the project was written by a newer ttymix and is read only");
    else
        status = row->run(run);
    free(word);
    return status;
}

static Status run_one(Run *run, const char *text, size_t length)
{
    token_line_cut(&run->line, text, length);
    run->error_token = -1;
    if (run->line.failed)
        return STATUS_NO_MEMORY;
    if (run->line.fault >= 0)
        return run_fail(run, STATUS_BAD_VALUE, run->line.count, "the text in quotes does not end");
    return run->line.count ? run_row(run) : STATUS_OK;
}

Status execute_part(Run *run, const char *line)
{
    TokenLine outer = run->line;
    int next = run->next;
    run->line = (TokenLine){0};
    Status status = run_one(run, line, strlen(line));
    run->error_token = -1;
    token_line_clear(&run->line);
    run->line = outer;
    run->next = next;
    return status;
}

/* Length of the first command of a line: up to a semicolon outside quotes. */
static size_t span_command(const char *text)
{
    bool quoted = false;
    size_t i = 0;
    for (; text[i] && (quoted || (text[i] != ';' && text[i] != '#')); i++) {
        if (quoted && text[i] == '\\' && text[i + 1])
            i++;
        else if (text[i] == '"')
            quoted = !quoted;
    }
    return text[i] == ';' ? i : strlen(text);
}

static void answer_failure(Run *run, Answer *answer, Status status, const char *line, const char *command)
{
    char word[32];
    size_t length = strcspn(command + strspn(command, " \t"), " \t;#");
    snprintf(word, sizeof word, "%.*s", length > 30 ? 30 : (int)length, command + strspn(command, " \t"));
    char sentence[sizeof answer->text];
    const Command *row = rows_find(run->table, word);
    snprintf(sentence, sizeof sentence, "Not %s: %s", row && row->not_done ? row->not_done : "changed",
             status == STATUS_NO_MEMORY ? "out of memory" : run->error.text);
    if (status == STATUS_NOT_FOUND && !row)
        snprintf(sentence, sizeof sentence, "Not done: %s", run->error.text);
    text_escape_for_terminal(answer->text, sizeof answer->text, sentence, strlen(sentence));
    answer->status = status;
    if (run->error_token >= 0) {
        int token = run->error_token;
        int offset = token < run->line.count ? run->line.tokens[token].start : run->line.length;
        answer->error_column = text_column(line, (size_t)(command - line) + (size_t)offset);
    }
}

static Status answer_success(Run *run, Answer *answer)
{
    Document *document = run->document;
    if (run->text.failed || run->resolved.failed)
        return STATUS_NO_MEMORY;
    text_escape_for_terminal(answer->text, sizeof answer->text, run->text.bytes ? run->text.bytes : "",
                             run->text.length);
    if (document->open_log.count == 0)
        return STATUS_OK;
    Status status = edit_log_to_change(&document->open_log, false, document->revision + 1, &answer->change);
    if (status != STATUS_OK)
        return status;
    answer->resolved = buffer_take(&run->resolved);
    if (!answer->resolved || (status = document_commit(document, answer->text, answer->resolved)) != STATUS_OK) {
        change_clear(&answer->change);
        free(answer->resolved);
        answer->resolved = NULL;
        return STATUS_NO_MEMORY;
    }
    document->revision++;
    return STATUS_OK;
}

static void take_back(Document *document)
{
    ProblemList problems = {0};
    EditLog log = document->open_log;
    document->open_log = (EditLog){0};
    document_unwind(document, &log);
    edit_log_clear(&log);
    if (document_refresh(document, &problems) != STATUS_OK)
        document->source.stale = document->source.edited = true;
    problems_clear(&problems);
}

/* What changes the history and not the lines stands alone on its line. */
static bool run_alone(const CommandTable *table, Document *document, const char *line, Answer *answer)
{
    CommandWords words;
    if (command_split(line, &words, NULL) != STATUS_OK)
        return false;
    const Command *row = rows_choose(table, &words, BY_DOCUMENT);
    bool is_alone = row && row->run_alone && match_words(row, &words, NULL) == MATCH_WHOLE;
    if (is_alone)
        row->run_alone(document, line, &words, answer);
    command_words_clear(&words);
    return is_alone;
}

void execute_line(const CommandTable *table, Document *document, const char *line, Answer *answer)
{
    *answer = (Answer){0};
    document->open_takes_back = 0;
    if (!document->model.read_only && run_alone(table, document, line, answer))
        return;
    Run run = {.document = document, .model = &document->model, .table = table, .error_token = -1};
    const char *command = line;
    Status status = STATUS_OK;
    for (;;) {
        size_t length = span_command(command);
        status = run_one(&run, command, length);
        if (status != STATUS_OK || !command[length])
            break;
        command += length + 1;
    }
    if (status == STATUS_OK)
        status = answer_success(&run, answer);
    if (status != STATUS_OK) {
        answer_failure(&run, answer, status, line, command);
        take_back(document);
    }
    token_line_clear(&run.line);
    buffer_clear(&run.text);
    buffer_clear(&run.resolved);
}
