/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command is answered. Any thread. */
#ifndef TTYMIX_SRC_SESSION_ANSWER_H
#define TTYMIX_SRC_SESSION_ANSWER_H

#include <stddef.h>

#include "audio/base/status.h"

typedef struct SessionAnswer {
    Status status;
    char text[1024]; /* for a person, safe to print; may be "" */
} SessionAnswer;

void answer_say(SessionAnswer *answer, Status status, const char *format, ...) PRINTF_LIKE(3, 4);
/* Whatever went into a sentence, names and paths of strangers among it, nothing of it moves the cursor of who reads it
 * then; lines stay. "" without memory. */
void answer_make_printable(char *text, size_t size);

#endif
