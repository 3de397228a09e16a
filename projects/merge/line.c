/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/merge/line.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/units.h"
#include "projects/merge/diff.h"

enum { WORDS_MAX = 512 };

typedef struct Words {
    Span word[WORDS_MAX];
    Span gap[WORDS_MAX]; /* what stands before each */
    uint64_t hash[WORDS_MAX];
    int count;
} Words;

/* A change of one side: base words from..to-1 become the words at..at+count-1 of that side. */
typedef struct Edit {
    int from, to, at, count;
} Edit;
typedef struct Edits {
    Edit edit[WORDS_MAX + 1];
    int count;
    int of_base[WORDS_MAX + 1]; /* index in the side of each kept base word, or -1 */
} Edits;

typedef struct Join {
    Words base, ours, theirs;
    Edits by_us, by_them;
    char *text;
    size_t length;
} Join;

static bool cut_words(Words *words, Span line)
{
    Span rest = line;
    words->count = 0;
    for (;;) {
        const char *before = rest.at;
        Span word = span_cut_word(&rest);
        if (word.length == 0)
            return true;
        if (words->count == WORDS_MAX)
            return false;
        words->gap[words->count] = (Span){before, (int)(word.at - before)};
        words->word[words->count] = word;
        words->hash[words->count++] = diff_hash(DIFF_HASH, word.at, (size_t)word.length);
    }
}

bool merge_line_same(Span a, Span b)
{
    for (;;) {
        Span p = span_cut_word(&a), q = span_cut_word(&b);
        if (!span_equal(p, q))
            return false;
        if (p.length == 0)
            return true;
    }
}

static bool find_edits(const Words *base, const Words *side, Edits *edits)
{
    bool gone[WORDS_MAX], fresh[WORDS_MAX];
    if (diff_sequences(base->hash, base->count, side->hash, side->count, gone, fresh) != STATUS_OK)
        return false;
    edits->count = 0;
    for (int i = 0, j = 0; i < base->count || j < side->count;) {
        Edit edit = {.from = i, .at = j};
        for (; i < base->count && gone[i]; i++)
            edits->of_base[i] = -1;
        while (j < side->count && fresh[j])
            j++;
        edit.to = i;
        edit.count = j - edit.at;
        if (edit.from < edit.to || edit.count > 0)
            edits->edit[edits->count++] = edit;
        else
            edits->of_base[i++] = j++;
    }
    return true;
}

static bool is_unit(Span word)
{
    for (int i = 0; i < UNIT_COUNT; i++) {
        const char *names[2] = {unit_table[i].word, unit_table[i].big_word};
        for (int n = 0; n < 2; n++)
            if (names[n] && *names[n] && span_equal(word, (Span){names[n], (int)strlen(names[n])}))
                return true;
    }
    return false;
}

/* Both added words at one place, and none of ours names what one of theirs names. */
static bool are_different_additions(const Join *join, const Edit *a, const Edit *b)
{
    if (a->from != a->to || b->from != b->to || a->from != b->from)
        return false;
    if (!islower((unsigned char)*join->ours.word[a->at].at) || !islower((unsigned char)*join->theirs.word[b->at].at))
        return false;
    for (int i = 0; i < a->count; i++)
        for (int j = 0; j < b->count; j++) {
            Span word = join->ours.word[a->at + i];
            if (isalpha((unsigned char)*word.at) && !is_unit(word) && span_equal(word, join->theirs.word[b->at + j]))
                return false;
        }
    return true;
}

static bool can_join(const Join *join)
{
    for (int i = 0; i < join->by_us.count; i++)
        for (int j = 0; j < join->by_them.count; j++) {
            const Edit *a = &join->by_us.edit[i], *b = &join->by_them.edit[j];
            if (a->from <= b->to && b->from <= a->to && !are_different_additions(join, a, b))
                return false;
        }
    return true;
}

static void append(Join *join, Span span)
{
    memcpy(join->text + join->length, span.at, (size_t)span.length);
    join->length += (size_t)span.length;
}

static void append_words(Join *join, const Words *words, int at, int count)
{
    for (int i = at; i < at + count; i++) {
        if (join->length > 0 && words->gap[i].length == 0 && i == at)
            append(join, (Span){" ", 1});
        append(join, words->gap[i]);
        append(join, words->word[i]);
    }
}

/* Our line with their edits put in. A word of ours that they replaced or removed is skipped. */
static void write_joined(Join *join)
{
    int ours = 0;
    for (int e = 0; e <= join->by_them.count; e++) {
        const Edit *edit = e < join->by_them.count ? &join->by_them.edit[e] : NULL;
        /* Up to where their edit begins: the end of our own additions there, so that ours come first. */
        int upto = edit && edit->from < join->base.count && join->by_us.of_base[edit->from] >= 0
                       ? join->by_us.of_base[edit->from]
                       : join->ours.count;
        append_words(join, &join->ours, ours, upto - ours);
        ours = upto;
        if (edit) {
            append_words(join, &join->theirs, edit->at, edit->count);
            ours += edit->to - edit->from;
        }
    }
    join->text[join->length] = '\0';
}

bool merge_line_join(Span base, Span ours, Span theirs, char **joined, bool *no_memory)
{
    *joined = NULL;
    Join *join = calloc(1, sizeof *join);
    *no_memory = !join;
    if (!join)
        return false;
    if (cut_words(&join->base, base) && cut_words(&join->ours, ours) && cut_words(&join->theirs, theirs)) {
        *no_memory = !find_edits(&join->base, &join->ours, &join->by_us) ||
                     !find_edits(&join->base, &join->theirs, &join->by_them);
        if (!*no_memory && can_join(join)) {
            join->text = malloc((size_t)ours.length + 2 * (size_t)theirs.length + 1);
            *no_memory = !join->text;
            if (join->text)
                write_joined(join);
            *joined = join->text;
        }
    }
    free(join);
    return *joined != NULL;
}
