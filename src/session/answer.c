/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/answer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/text/escape.h"

void answer_make_printable(char *text, size_t size)
{
    char line[1024], *at = text;
    char *copy = strdup(text);
    if (!copy) {
        text[0] = '\0';
        return;
    }
    for (char *from = copy; from && at < text + size; from = strchr(from, '\n') ? strchr(from, '\n') + 1 : NULL) {
        text_escape_for_terminal(line, sizeof line, from, strcspn(from, "\n"));
        int length = snprintf(at, size - (size_t)(at - text), "%s%s", line, strchr(from, '\n') ? "\n" : "");
        at += length;
    }
    free(copy);
}

void answer_say(SessionAnswer *answer, Status status, const char *format, ...)
{
    va_list arguments;
    answer->status = status;
    va_start(arguments, format);
    vsnprintf(answer->text, sizeof answer->text, format, arguments);
    va_end(arguments);
    size_t length = strlen(answer->text);
    if (length > 1 && strcmp(answer->text + length - 2, "?.") == 0)
        answer->text[length - 1] = '\0'; /* "did you mean `comp`?" ends a sentence itself */
    answer_make_printable(answer->text, sizeof answer->text);
}
