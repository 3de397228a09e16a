/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Optimal string alignment distance: Damerau, "A technique for computer detection and correction of spelling errors"
 * (1964). */
#include "projects/text/suggest.h"

#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 40, FAR = 99 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int fold(char c)
{
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

static int distance_between(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int row[3][WORD_MAX + 1];
    for (size_t j = 0; j <= b_length; j++)
        row[0][j] = (int)j;
    for (size_t i = 1; i <= a_length; i++) {
        int *now = row[i % 3], *before = row[(i + 2) % 3], *two_before = row[(i + 1) % 3];
        now[0] = (int)i;
        for (size_t j = 1; j <= b_length; j++) {
            int cost = fold(a[i - 1]) != fold(b[j - 1]);
            now[j] = least(least(before[j] + 1, now[j - 1] + 1), before[j - 1] + cost);
            if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) && fold(a[i - 2]) == fold(b[j - 1]))
                now[j] = least(now[j], two_before[j - 2] + 1);
        }
    }
    return row[a_length % 3][b_length];
}

void suggestion_init(Suggestion *suggestion, const char *word, size_t length)
{
    *suggestion = (Suggestion){word, length, NULL, FAR};
}

void suggestion_offer(Suggestion *suggestion, const char *candidate)
{
    size_t length = strlen(candidate);
    if (suggestion->length == 0 || suggestion->length > WORD_MAX || length > WORD_MAX)
        return;
    size_t longer = length > suggestion->length ? length : suggestion->length;
    size_t difference = longer - (length < suggestion->length ? length : suggestion->length);
    int allowed = longer <= 2 ? 1 : longer <= 5 ? 2 : 3;
    if ((int)difference > allowed)
        return;
    int distance = distance_between(suggestion->word, suggestion->length, candidate, length);
    if (distance <= allowed && distance < (int)longer && distance < suggestion->distance) {
        suggestion->distance = distance;
        suggestion->best = candidate;
    }
}

const char *suggestion_format(const Suggestion *suggestion, char *out, size_t size)
{
    if (suggestion->best)
        snprintf(out, size, "; did you mean `%s`?", suggestion->best);
    else
        out[0] = '\0';
    return out;
}
