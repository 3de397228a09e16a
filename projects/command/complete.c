/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/complete.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/offer.h"

/* Where the word begins that ends at `cursor`, and the command that it belongs to: blanks and semicolons in quotes are
 * text. */
static size_t find_word(const char *line, size_t cursor, size_t *command)
{
    bool quoted = false;
    size_t begin = 0;
    *command = 0;
    for (size_t i = 0; i < cursor; i++) {
        if (quoted && line[i] == '\\' && i + 1 < cursor)
            i++;
        else if (line[i] == '"')
            quoted = !quoted;
        else if (!quoted && (line[i] == ' ' || line[i] == '\t' || line[i] == ';'))
            begin = i + 1;
        if (!quoted && line[i] == ';')
            *command = i + 1;
    }
    return begin;
}

static void offer_rows(CommandOffers *offers)
{
    const Command *row;
    for (RowCursor at = {0}; (row = rows_next(offers->table, &at));)
        if (row->by & offers->place->by)
            command_offer(offers, row->name);
}

static void offer_next(void *context, const Expected *next)
{
    CommandOffers *offers = context;
    if (next->arg->kind == ARG_COMMAND)
        offer_rows(offers);
    else if (next->arg->kind != ARG_WORDS || strcmp(next->arg->name, "in") != 0 || offer_glides(offers, next))
        offer_arg(offers, next);
}

static bool accept_word(void *context, const Expected *at)
{
    return offer_accepts(context, at);
}

static bool is_meant(const CommandOffers *offers, const Command *row)
{
    return (row->by & offers->place->by) && row_is_called(row, offers->line->word[0]);
}

/* What the rows of the line's name may have next; those that begin with its second word, if there are such. */
static void offer_arguments(CommandOffers *offers)
{
    const Guide guide = {offer_next, accept_word, offers};
    const Command *row;
    bool has_own = false;
    for (RowCursor at = {0}; (row = rows_next(offers->table, &at));)
        has_own |= is_meant(offers, row) && match_first_word(row, offers->line);
    for (RowCursor at = {0}; (row = rows_next(offers->table, &at));)
        if (is_meant(offers, row) && (!has_own || match_first_word(row, offers->line)))
            match_words(row, offers->line, &guide);
}

static int compare_words(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

int complete_line(const CommandTable *table, const Document *document, const CommandPlace *place, const char *line,
                  size_t cursor, char **words, int limit)
{
    static const CommandPlace anywhere = {.by = BY_ALL};
    CommandWords split;
    size_t command, blank = cursor = strnlen(line, cursor), begin = find_word(line, cursor, &command);
    while (blank > 0 && line[blank - 1] != ' ' && line[blank - 1] != '\t')
        blank--;
    char *word = bytes_copy(line + begin, cursor - begin), *before = bytes_copy(line + command, begin - command);
    CommandOffers offers = {.table = table,
                            .document = document,
                            .model = document_model(document),
                            .place = place ? place : &anywhere,
                            .line = &split,
                            .word = word,
                            .length = cursor - begin,
                            .before = line + (blank < begin ? blank : begin),
                            .before_length = blank < begin ? begin - blank : 0,
                            .dropped = blank > begin ? blank - begin : 0,
                            .words = words,
                            .limit = limit};
    if (word && before && command_split(before, &split, NULL) == STATUS_OK) {
        if (split.count == 0)
            offer_rows(&offers);
        else
            offer_arguments(&offers);
        command_words_clear(&split);
    }
    free(word);
    free(before);
    if (offers.count > 1)
        qsort(words, (size_t)offers.count, sizeof *words, compare_words);
    return offers.count;
}
