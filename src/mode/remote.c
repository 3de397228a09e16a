/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/remote.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "projects/text/escape.h"
#include "src/mode/attach.h"

/* Lines that stand before the one that was asked for are answered, too. */
static bool say(const Options *options, FILE *session, int *lines)
{
    char name[200];
    const char *typed = options->name ? options->name : "remote";
    text_escape_for_terminal(name, sizeof name, typed, strlen(typed));
    fprintf(session, "?name %s\n", name);
    if (options->readonly)
        fputs("?readonly\n", session);
    fprintf(session, "%s\n", options->mode_value);
    *lines = options->readonly ? 3 : 2;
    return fflush(session) == 0;
}

/* A question is for programs: its reply is printed as it came. */
static int print_reply(const Options *options, const char *line, json_t *reply)
{
    bool ok = json_is_true(json_object_get(reply, "ok"));
    const char *text = json_string_value(json_object_get(reply, "text"));
    bool is_command = strcmp(json_string_value(json_object_get(reply, "reply")), "command") == 0;
    if (options->json || (ok && !is_command))
        fputs(line, stdout);
    else if (text && text[0])
        fprintf(ok ? stdout : stderr, "%s\n", text);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

static void print_event(const Options *options, const char *line, json_t *told)
{
    const char *event = json_string_value(json_object_get(told, "event"));
    const char *text = json_string_value(json_object_get(told, "text"));
    if (options->json)
        fputs(line, stdout);
    else if (event && text && strcmp(event, "report") == 0)
        fputs(text, stdout);
    else if (event && text)
        fprintf(stderr, "%s\n", text);
}

static int listen_to_replies(const Options *options, FILE *session, int lines)
{
    char *line = NULL;
    size_t room = 0;
    int status = EXIT_FAILED;
    while (lines > 0 && getline(&line, &room, session) > 0) {
        json_t *told = json_loads(line, 0, NULL);
        if (json_is_string(json_object_get(told, "reply"))) {
            if (--lines == 0)
                status = print_reply(options, line, told);
        } else if (told)
            print_event(options, line, told);
        else if (strncmp(line, "refused ", 8) == 0)
            fprintf(stderr, "ttymix: %s", line + 8);
        json_decref(told);
    }
    free(line);
    if (lines > 0)
        fputs("ttymix: the session is gone\n", stderr);
    return status;
}

int remote_main(const Options *options)
{
    int fd, lines, status;
    if (!options->mode_value[0] || strchr(options->mode_value, '\n')) {
        fputs("ttymix: --remote takes one command\n", stderr);
        return EXIT_USAGE;
    }
    status = attach_reach(options, &fd);
    if (status != EXIT_DONE)
        return status;
    FILE *session = fdopen(fd, "r+");
    if (!session) {
        close(fd);
        fputs("ttymix: out of memory\n", stderr);
        return EXIT_FAILED;
    }
    status = say(options, session, &lines) ? listen_to_replies(options, session, lines) : EXIT_FAILED;
    fclose(session);
    return status;
}
