/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/run.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/model/pattern.h"

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

void run_add(Run *run, const char *format, ...)
{
    char text[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    buffer_append_text(&run->text, text);
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

static Status act_on_addresses(Run *run, OnAddress act)
{
    int token = run->next, *strips = NULL, acted = 0;
    Address address;
    char *text = run_take_word(run, "the address");
    if (!text)
        return run->error.status;
    size_t head = strcspn(text, ".");
    bool clip_time = strncmp(text, "marker@", 7) == 0;
    if (clip_time || !pattern_is_one(text, head)) {
        Status status = act(run, text, token);
        free(text);
        return status;
    }
    int count = pattern_find_strips(run->model, text, head, &strips, &run->error), value = run->next;
    Status status = count < 0    ? STATUS_NO_MEMORY
                    : count == 0 ? run_fail(run, run->error.status, token, "%s", run->error.text)
                                 : STATUS_OK;
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        char exact[400];
        snprintf(exact, sizeof exact, "%s%.300s", run->model->strips[strips[i]].name, text + head);
        if (address_resolve(run->model, exact, &address, NULL) != STATUS_OK)
            continue;
        run->next = value;
        status = act(run, exact, token);
        acted += status == STATUS_OK;
        if (status == STATUS_NOT_FOUND) /* this one has none: a group has no mute */
            status = STATUS_OK;
    }
    if (status == STATUS_OK && acted == 0)
        status = run_fail(run, STATUS_NOT_FOUND, token, "none of these strips has `%.100s`",
                          text + head + (text[head] == '.'));
    free(strips);
    free(text);
    return status;
}

Status run_for_all(Run *run, OnAddress act)
{
    Status status = act_on_addresses(run, act);
    return status == STATUS_OK ? run_expect_end(run) : status;
}

bool run_take_switch(Run *run, bool now, bool bare)
{
    if (run_take_if(run, "toggle"))
        return !now;
    if (run_take_if(run, "off"))
        return false;
    return run_take_if(run, "on") || bare;
}
