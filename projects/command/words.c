/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line in words. */
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/command.h"
#include "projects/text/escape.h"
#include "projects/text/token.h"

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
