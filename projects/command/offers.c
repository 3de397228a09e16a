/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/offers.h"

#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"

void command_offer(CommandOffers *offers, const char *word)
{
    if (offers->count >= offers->limit || strncmp(word, offers->word, offers->length) != 0)
        return;
    Buffer text = {0};
    buffer_append(&text, offers->before, offers->before_length);
    buffer_append_text(&text, word + offers->dropped);
    for (int i = 0; i < offers->count && text.bytes; i++)
        if (strcmp(offers->words[i], text.bytes) == 0)
            buffer_clear(&text);
    char *copy = text.bytes ? buffer_take(&text) : NULL;
    if (copy)
        offers->words[offers->count++] = copy;
    buffer_clear(&text);
}

void offer_text(CommandOffers *offers, const char *text)
{
    Buffer quoted = {0};
    bool plain = text[0] && text[strcspn(text, " \t\"\\#;[")] == '\0';
    for (const char *at = text; plain && *at; at++)
        plain = (unsigned char)*at >= ' ';
    if (plain && offers->word[0] != '"') {
        command_offer(offers, text);
        return;
    }
    text_append_quoted(&quoted, text, strlen(text));
    if (!quoted.failed)
        command_offer(offers, quoted.bytes);
    buffer_clear(&quoted);
}
