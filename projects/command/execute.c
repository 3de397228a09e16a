/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Runs a line of commands as one edit: all of it, or nothing. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/handlers.h"
#include "projects/model/pattern.h"
#include "projects/text/buffer.h"
#include "projects/text/escape.h"
#include "projects/text/suggest.h"

/* --- words, for everybody --- */

Status command_split(const char *line, CommandWords *words, Error *error)
{
    TokenLine tokens = {0};
    Buffer storage = {0};
    CommandWords made = {0};
    size_t offsets[ARRAY_LEN(made.word)];
    Status status = STATUS_OK;
    int bad;
    token_line_cut(&tokens, line, strlen(line));
    if (tokens.fault >= 0)
        status = error_set(error, STATUS_BAD_VALUE, "the text in quotes does not end");
    else if (tokens.count > (int)ARRAY_LEN(made.word))
        status = error_set(error, STATUS_FULL, "more than %d words", (int)ARRAY_LEN(made.word));
    for (int i = 0; status == STATUS_OK && i < tokens.count; i++) {
        char *value = token_value(&tokens, i, &bad);
        if (!value) {
            status = error_set(error, bad >= 0 ? STATUS_BAD_VALUE : STATUS_NO_MEMORY,
                               bad >= 0 ? "unknown escape in a text" : "out of memory");
            break;
        }
        offsets[i] = storage.length;
        buffer_append(&storage, value, strlen(value) + 1);
        made.column[i] = text_column(line, (size_t)tokens.tokens[i].start);
        made.count = i + 1;
        free(value);
    }
    token_line_clear(&tokens);
    if (status == STATUS_OK && !(made.storage = buffer_take(&storage)))
        status = STATUS_NO_MEMORY;
    buffer_clear(&storage);
    if (status != STATUS_OK)
        return status;
    for (int i = 0; i < made.count; i++)
        made.word[i] = made.storage + offsets[i];
    *words = made;
    return STATUS_OK;
}

void command_words_clear(CommandWords *words)
{
    free(words->storage);
    *words = (CommandWords){0};
}

void answer_clear(Answer *answer)
{
    free(answer->resolved);
    change_clear(&answer->change);
    *answer = (Answer){0};
}

/* --- for the handlers --- */

Status run_fail(Run *run, Status status, int token, const char *format, ...)
{
    va_list arguments;
    char text[sizeof run->error.text];
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    memcpy(run->error.text, text, sizeof text);
    run->error.status = status;
    run->error_token = token;
    return status;
}

Status run_fail_trouble(Run *run, const Trouble *trouble)
{
    return run_fail(run, STATUS_BAD_VALUE, trouble->token, "%s", trouble->text);
}

char *run_take_word(Run *run, const char *what)
{
    int bad;
    if (run->next >= run->line.count) {
        run_fail(run, STATUS_BAD_VALUE, run->next, "%s is missing", what);
        return NULL;
    }
    char *word = token_value(&run->line, run->next, &bad);
    if (!word)
        run_fail(run, bad >= 0 ? STATUS_BAD_VALUE : STATUS_NO_MEMORY, run->next,
                 bad >= 0 ? "unknown escape in the text" : "out of memory");
    else
        run->next++;
    return word;
}

char *run_take_name(Run *run, const char *what)
{
    char shown[64];
    if (run->next < run->line.count && !token_is_name(&run->line, run->next)) {
        run_fail(run, STATUS_BAD_VALUE, run->next,
                 "`%s` is not a name: letters, digits, _ and -, beginning with a letter or _",
                 token_show(&run->line, run->next, shown));
        return NULL;
    }
    return run_take_word(run, what);
}

bool run_take_if(Run *run, const char *word)
{
    bool is = token_is(&run->line, run->next, word);
    run->next += is;
    return is;
}

Status run_expect_end(Run *run)
{
    char shown[64];
    if (run->next >= run->line.count)
        return STATUS_OK;
    return run_fail(run, STATUS_BAD_VALUE, run->next, "unexpected `%s`", token_show(&run->line, run->next, shown));
}

void run_say(Run *run, const char *format, ...)
{
    char text[1400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buffer_append_format(&run->text, "%s%s", run->text.length ? ", " : "", text);
}

void run_resolve(Run *run, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *text = malloc((size_t)length + 1);
    if (!text) {
        run->resolved.failed = true;
        return;
    }
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer_append_format(&run->resolved, "%s%s", run->resolved.length ? " ; " : "", text);
    free(text);
}

Status run_refresh(Run *run)
{
    ProblemList problems = {0};
    int errors = document_error_count(run->document);
    Status status = document_refresh(run->document, &problems);
    if (status == STATUS_OK && document_error_count(run->document) > errors) {
        const char *text = "the project would not be valid";
        for (int i = problems.count - 1; i >= 0; i--)
            if (!problems.items[i].warning)
                text = problems.items[i].text;
        status = run_fail(run, STATUS_REFUSED, -1, "%s", text);
    }
    problems_clear(&problems);
    return status;
}

const char *run_title(const char *name, char out[80])
{
    snprintf(out, 80, "%.79s", name);
    out[0] = out[0] >= 'a' && out[0] <= 'z' ? (char)(out[0] - 'a' + 'A') : out[0];
    return out;
}

Status run_take_strips(Run *run, int **indices, int *count)
{
    int token = run->next;
    char *word = run_take_word(run, "the strip");
    if (!word)
        return run->error.status;
    *count = pattern_find_strips(run->model, word, strlen(word), indices, &run->error);
    Status status = *count > 0 ? STATUS_OK : STATUS_NO_MEMORY;
    if (*count == 0 && !pattern_is_one(word, strlen(word))) {
        Address address;
        status = address_resolve(run->model, word, &address, &run->error); /* its sentence suggests a name */
        status = status == STATUS_OK ? STATUS_NOT_FOUND : status;
        if (strchr(word, '.'))
            error_set(&run->error, STATUS_NOT_FOUND, "`%.100s` is not a strip", word);
        run->error_token = token;
    } else if (*count == 0) {
        status = run->error.status;
        run->error_token = token;
    }
    free(word);
    return status;
}

Status run_take_strip(Run *run, int *strip)
{
    int *indices = NULL, count = 0, token = run->next;
    Status status = run_take_strips(run, &indices, &count);
    if (status == STATUS_OK && count > 1)
        status = run_fail(run, STATUS_BAD_VALUE, token, "one strip is meant, and the pattern names %d", count);
    if (status == STATUS_OK)
        *strip = indices[0];
    free(indices);
    return status;
}

Status run_resolve_address(Run *run, const char *text, int token, Address *address)
{
    Error error;
    Status status = address_resolve(run->model, text, address, &error);
    return status == STATUS_OK ? STATUS_OK : run_fail(run, status, token, "%s", error.text);
}

Status run_refuse_included(Run *run, const char *what, const char *done)
{
    const Document *document = run->document;
    const char *file = document->source.file_count > 1 ? document->source.files[1].name : "an included file";
    return run_fail(run, STATUS_REFUSED, 1, "%s stands in the included file `%s` and cannot be %s from here", what,
                    file, done);
}

/* --- the runner --- */

/* What did not happen, for the beginning of an error. */
static const char *not_done(const char *command)
{
    static const char *const words[][2] = {{"add", "added"},      {"delete", "deleted"},  {"move", "moved"},
                                           {"rename", "renamed"}, {"undo", "undone"},     {"redo", "redone"},
                                           {"split", "split"},    {"move-clip", "moved"}, {"mute", "muted"},
                                           {"unmute", "unmuted"}, {"join", "joined"}};
    for (unsigned i = 0; i < ARRAY_LEN(words); i++)
        if (strcmp(words[i][0], command) == 0)
            return words[i][1];
    return "changed";
}

static Status refuse_command(Run *run, const char *word)
{
    char shown[64], near[80];
    Suggestion suggestion;
    const CommandInfo *row = command_find(word);
    if (row && row->scope == COMMAND_DOCUMENT)
        return run_fail(run, STATUS_REFUSED, 0, "`%s` stands alone on its line", row->name);
    if (row)
        return run_fail(run, STATUS_UNSUPPORTED, 0, "`%s` acts on the %s, not on the project", row->name,
                        row->scope == COMMAND_SESSION ? "session" : "view");
    suggestion_init(&suggestion, word, strlen(word));
    for (row = command_table; row->name; row++)
        suggestion_offer(&suggestion, row->name);
    return run_fail(run, STATUS_NOT_FOUND, 0, "there is no command `%s`%s", token_show(&run->line, 0, shown),
                    suggestion_format(&suggestion, near, sizeof near));
}

static Status run_one(Run *run, const char *text, size_t length)
{
    token_line_cut(&run->line, text, length);
    run->next = 1;
    run->error_token = -1;
    if (run->line.failed)
        return STATUS_NO_MEMORY;
    if (run->line.fault >= 0)
        return run_fail(run, STATUS_BAD_VALUE, run->line.count, "the text in quotes does not end");
    if (run->line.count == 0)
        return STATUS_OK;
    char *word = token_value(&run->line, 0, NULL);
    Status status = word ? STATUS_OK : STATUS_NO_MEMORY;
    const CommandInfo *row = word ? command_find(word) : NULL;
    const CommandHandler *handler = command_handlers;
    while (row && handler->name && strcmp(handler->name, row->name) != 0)
        handler++;
    if (word && (!row || !handler->name))
        status = refuse_command(run, word);
    else if (word && run->model->read_only)
        status = run_fail(run, STATUS_REFUSED, -1, "the project was written by a newer ttymix and is read only");
    else if (word)
        status = handler->run(run);
    free(word);
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
    const CommandInfo *row = command_find(word);
    snprintf(sentence, sizeof sentence, "Not %s: %s", not_done(row ? row->name : word),
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
    if (!answer->resolved || (status = document_commit(document, answer->text)) != STATUS_OK) {
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

/* `begin`, `end`, `join`, `undo` and `redo` change the history, not the lines: they stand alone on a line. */
static bool run_history(Document *document, const char *line, Answer *answer)
{
    CommandWords words;
    Error error;
    if (command_split(line, &words, &error) != STATUS_OK)
        return false;
    bool known = true;
    const char *word = words.count ? words.word[0] : "";
    if (strcmp(word, "begin") == 0 && words.count <= 2) {
        document_begin(document, words.count == 2 ? words.word[1] : NULL);
        snprintf(answer->text, sizeof answer->text, "Gesture begun");
        answer->resolved = bytes_copy(line, strlen(line));
    } else if (strcmp(word, "end") == 0 && words.count == 1) {
        document_end(document);
        snprintf(answer->text, sizeof answer->text, "Gesture ended");
        answer->resolved = text_copy("end");
    } else if (strcmp(word, "undo") == 0 && words.count == 1) {
        document_undo(document, answer);
    } else if (strcmp(word, "redo") == 0 && words.count == 1) {
        document_redo(document, answer);
    } else if (strcmp(word, "join") == 0 && words.count == 1) {
        document_join(document, answer);
    } else {
        known = false;
    }
    command_words_clear(&words);
    return known;
}

void document_execute(Document *document, const char *line, Answer *answer)
{
    *answer = (Answer){0};
    if (!document->model.read_only && run_history(document, line, answer))
        return;
    Run run = {.document = document, .model = &document->model, .error_token = -1};
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
