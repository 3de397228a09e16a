/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/plain/lineinput.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

enum { LINE_MAX_BYTES = 1 << 20, COMPLETION_MAX = 200 };

struct LineInput {
    bool interactive, over;
    const Document *document;
    const CommandPlace *place;
    char *waiting; /* interactive: one whole line */
    char *bytes;   /* from a pipe */
    size_t used, room;
};

static LineInput *the_input; /* readline's callbacks carry no context */

static void take_line(char *line)
{
    if (!line) {
        the_input->over = true;
        rl_callback_handler_remove();
        putchar('\n');
        return;
    }
    if (line[0])
        add_history(line);
    free(the_input->waiting);
    the_input->waiting = line;
    rl_callback_handler_remove();
}

/* readline asks for one candidate at a time. */
static char *next_completion(const char *text, int state)
{
    static char *words[COMPLETION_MAX];
    static int count, index;
    (void)text;
    if (state == 0) {
        for (; index < count; index++)
            free(words[index]);
        index = 0;
        count = command_complete(the_input->document, the_input->place, rl_line_buffer, (size_t)rl_point, words,
                                 COMPLETION_MAX);
    }
    return index < count ? words[index++] : NULL;
}

static char **complete(const char *text, int start, int end)
{
    (void)start;
    (void)end;
    rl_attempted_completion_over = 1;
    return rl_completion_matches(text, next_completion);
}

LineInput *lineinput_new(bool interactive, const Document *document, const CommandPlace *place)
{
    LineInput *input = calloc(1, sizeof *input);
    if (!input)
        return NULL;
    input->interactive = interactive;
    input->document = document;
    input->place = place;
    the_input = input;
    if (interactive) {
        rl_readline_name = "ttymix";
        rl_attempted_completion_function = complete;
        rl_basic_word_break_characters = " \t\n";
        rl_catch_signals = 0;
        lineinput_prompt(input);
    }
    return input;
}

void lineinput_free(LineInput *input)
{
    if (!input)
        return;
    if (input->interactive)
        rl_callback_handler_remove();
    free(input->waiting);
    free(input->bytes);
    free(input);
    the_input = NULL;
}

void lineinput_set_document(LineInput *input, const Document *document)
{
    input->document = document;
}

void lineinput_prompt(LineInput *input)
{
    if (input->interactive && !input->over)
        rl_callback_handler_install("> ", take_line);
}

void lineinput_interrupt(LineInput *input)
{
    if (!input->interactive || input->over)
        return;
    rl_callback_handler_remove();
    fputs("\r\033[K", stdout);
}

void lineinput_read(LineInput *input)
{
    if (input->interactive) {
        rl_callback_read_char();
        return;
    }
    if (input->used == input->room) {
        size_t room = input->room ? input->room * 2 : 4096;
        char *grown = room <= LINE_MAX_BYTES ? realloc(input->bytes, room) : NULL;
        if (!grown) {
            input->over = true;
            return;
        }
        input->bytes = grown;
        input->room = room;
    }
    ssize_t got = read(STDIN_FILENO, input->bytes + input->used, input->room - input->used);
    if (got > 0)
        input->used += (size_t)got;
    else if (got == 0 || errno != EINTR)
        input->over = true;
}

char *lineinput_next(LineInput *input)
{
    char *line = input->waiting;
    if (input->interactive) {
        input->waiting = NULL;
        return line;
    }
    char *end = input->used ? memchr(input->bytes, '\n', input->used) : NULL;
    if (!end && !(input->over && input->used))
        return NULL;
    size_t length = end ? (size_t)(end - input->bytes) : input->used;
    line = strndup(input->bytes, length);
    size_t taken = length + (end != NULL);
    memmove(input->bytes, input->bytes + taken, input->used - taken);
    input->used -= taken;
    return line;
}

bool lineinput_is_over(const LineInput *input)
{
    return input->over && !input->waiting && input->used == 0;
}

bool lineinput_is_idle(const LineInput *input)
{
    return !input->interactive || (!input->waiting && rl_end == 0); /* a line that waits is answered first */
}
