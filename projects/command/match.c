/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/match.h"

#include <string.h>

#include "projects/text/token.h"
#include "projects/text/value.h"

typedef struct Matcher {
    const CommandWords *words;
    const Guide *guide;
    Match best;
    const CommandArg *refused[MATCH_REFUSED_MAX]; /* whose word the one at `at` was not, the furthest of these */
    int refused_count, at;
} Matcher;

typedef struct Walk { /* where one way through the row stands */
    int word;
    Expected known;
    const CommandArg *options; /* the first of the options side by side that it is among, or NULL */
    unsigned used;             /* of these, by number */
} Walk;

static const char switch_words[] = "on|off|toggle";

static void walk_on(Matcher *matcher, const CommandArg *at, Walk walk);

/* True if `word` is one of `words`, which has | between them. */
static bool word_is_among(const char *word, const char *words)
{
    size_t length = strlen(word);
    for (const char *at = words; length && *at; at += at[strcspn(at, "|")] ? strcspn(at, "|") + 1 : strlen(at))
        if (strcspn(at, "|") == length && strncmp(at, word, length) == 0)
            return true;
    return false;
}

static bool word_is_unit(const char *word)
{
    TokenLine line = {0};
    token_line_cut(&line, word, strlen(word));
    bool is = line.count == 1 && token_is_unit(&line, 0);
    token_line_clear(&line);
    return is;
}

static bool begins_as_number(const char *word)
{
    word += strspn(word, "+-");
    return strspn(word, "0123456789.") > 0 || strncmp(word, "inf", 3) == 0;
}

/* One that may have its unit behind a blank. */
static bool is_bare_number(const char *word)
{
    return begins_as_number(word) && word[strspn(word, "0123456789+-.inf")] == '\0';
}

/* `-4.5 dB`, `L 10 %`, `bell`: how many words are one value. */
static int span_value(const CommandWords *words, int i)
{
    int span = 1;
    bool side = strcmp(words->word[i], "L") == 0 || strcmp(words->word[i], "R") == 0;
    if (side && i + 1 < words->count)
        span++;
    if (is_bare_number(words->word[i + span - 1]) && i + span < words->count && word_is_unit(words->word[i + span]))
        span++;
    return span;
}

/* How many words from `i` on one argument takes; 0 = they do not fit. */
static int span_arg(const CommandArg *arg, const CommandWords *words, int i)
{
    switch (arg->kind) {
    case ARG_WORDS: return word_is_among(words->word[i], arg->name);
    case ARG_SWITCH: return word_is_among(words->word[i], switch_words);
    case ARG_MARKER: return words->count - i;
    case ARG_RULE: return strchr(words->word[i], '/') != NULL;
    case ARG_VALUE:
    case ARG_NUMBER:
    case ARG_TIME:
    case ARG_LENGTH: return span_value(words, i);
    default: return 1;
    }
}

/* --- the row's shape --- */

/* Behind one argument or group. */
static const CommandArg *behind(const CommandArg *at)
{
    int depth = 0;
    do {
        depth += at->kind == ARG_OPTION || at->kind == ARG_PICK;
        depth -= at->kind == ARG_OPTION_END || at->kind == ARG_PICK_END;
        at++;
    } while (depth > 0);
    return at;
}

/* The ARG_OR of the group that `at` stands in, or the group's end. */
static const CommandArg *end_of_alternative(const CommandArg *at)
{
    while (at->kind != ARG_OR && at->kind != ARG_END && at->kind != ARG_OPTION_END && at->kind != ARG_PICK_END)
        at = behind(at);
    return at;
}

/* The beginning of what stands before an ARG_AGAIN. */
static const CommandArg *before_again(const CommandArg *again)
{
    const CommandArg *at = again - 1;
    for (int depth = 0; at->kind == ARG_PICK_END || depth > 0; at--) {
        depth += at->kind == ARG_PICK_END;
        depth -= at->kind == ARG_PICK;
        if (depth == 0)
            break;
    }
    return at;
}

/* --- ways through it --- */

static void walk_alternatives(Matcher *matcher, const CommandArg *first, Walk walk)
{
    for (const CommandArg *at = first;; at++) {
        walk_on(matcher, at, walk);
        at = end_of_alternative(at);
        if (at->kind != ARG_OR)
            return;
    }
}

/* Any option that was not taken yet, or what stands behind them all. */
static void walk_options(Matcher *matcher, Walk walk)
{
    const CommandArg *at = walk.options;
    for (unsigned bit = 1; at->kind == ARG_OPTION; bit <<= 1) {
        const CommandArg *next = behind(at);
        bool again = next->kind == ARG_AGAIN;
        Walk inside = walk;
        inside.used |= again ? 0 : bit;
        if (!(walk.used & bit))
            walk_alternatives(matcher, at + 1, inside);
        at = next + again;
    }
    walk.options = NULL;
    walk_on(matcher, at, walk);
}

static void note_named(const CommandArg *arg, Walk *walk)
{
    switch (arg->kind) {
    case ARG_STRIPS:
    case ARG_STRIP:
    case ARG_PROCESSOR:
    case ARG_BAND:
    case ARG_CLIP:
    case ARG_ADDRESS:
    case ARG_LANE:
        walk->known.subject = walk->word;
        walk->known.parameter = -1;
        break;
    case ARG_KIND: walk->known.kind = walk->word; break;
    case ARG_PARAMETER:
    case ARG_BAND_PARAMETER:
        walk->known.parameter = walk->word;
        walk->known.of_band = arg->kind == ARG_BAND_PARAMETER;
        break;
    default: break;
    }
}

static void expect_here(Matcher *matcher, const CommandArg *arg, const Walk *walk)
{
    Expected next = walk->known;
    next.arg = arg;
    next.first = walk->word;
    if (matcher->guide)
        matcher->guide->expect(matcher->guide->context, &next);
}

/* A word as a number, or as the beginning of a value of a row. */
static bool fits_param(const ParamInfo *param, const char *word)
{
    if (param && param->law == LAW_CHOICE)
        return param_choice_index(param, word) >= 0;
    bool is_side = param && strchr("LRC", word[0]) && word[0] && !word[1];
    bool is_special = param && param->special && strcmp(param->special, word) == 0;
    return is_side || is_special || begins_as_number(word);
}

static bool is_accepted(const Matcher *matcher, const CommandArg *arg, const Walk *walk)
{
    Expected at = walk->known;
    at.arg = arg;
    at.first = walk->word;
    if (!matcher->guide)
        return true;
    if (arg->kind == ARG_NUMBER || arg->param)
        return fits_param(arg->param, matcher->words->word[walk->word]);
    return matcher->guide->accept(matcher->guide->context, &at);
}

static void refuse(Matcher *matcher, const CommandArg *arg, int word)
{
    if (word > matcher->at)
        matcher->refused_count = 0;
    matcher->at = word > matcher->at ? word : matcher->at;
    if (word == matcher->at && matcher->refused_count < MATCH_REFUSED_MAX)
        matcher->refused[matcher->refused_count++] = arg;
}

static void walk_arg(Matcher *matcher, const CommandArg *arg, Walk walk)
{
    const CommandWords *words = matcher->words;
    if (walk.word >= words->count) {
        expect_here(matcher, arg, &walk);
        matcher->best = matcher->best > MATCH_BEGINS ? matcher->best : MATCH_BEGINS;
        return;
    }
    int span = is_accepted(matcher, arg, &walk) ? span_arg(arg, words, walk.word) : 0;
    if (span == 0) {
        refuse(matcher, arg, walk.word);
        return;
    }
    bool is_value = arg->kind == ARG_VALUE || arg->kind == ARG_TIME || arg->kind == ARG_LENGTH;
    if (is_value && walk.word + span == words->count && is_bare_number(words->word[words->count - 1]))
        expect_here(matcher, arg, &walk); /* its unit */
    note_named(arg, &walk);
    walk.word += span;
    walk_on(matcher, arg + 1, walk);
}

static void walk_on(Matcher *matcher, const CommandArg *at, Walk walk)
{
    switch (at->kind) {
    case ARG_END: matcher->best = walk.word == matcher->words->count ? MATCH_WHOLE : matcher->best; break;
    case ARG_OR:
        while (at->kind == ARG_OR)
            at = end_of_alternative(at + 1);
        walk_on(matcher, at, walk);
        break;
    case ARG_OPTION:
        walk.options = at;
        walk.used = 0;
        walk_options(matcher, walk);
        break;
    case ARG_OPTION_END: walk_options(matcher, walk); break;
    case ARG_PICK: walk_alternatives(matcher, at + 1, walk); break;
    case ARG_PICK_END: walk_on(matcher, at + 1, walk); break;
    case ARG_AGAIN:
        walk_on(matcher, at + 1, walk);
        walk_on(matcher, before_again(at), walk);
        break;
    default: walk_arg(matcher, at, walk);
    }
}

static Matcher match_row(const Command *row, const CommandWords *words, const Guide *guide)
{
    Matcher matcher = {.words = words, .guide = guide};
    bool bang = row->bang && words->count > 1 && strcmp(words->word[1], "!") == 0;
    Walk walk = {.word = 1 + bang, .known = {.subject = -1, .kind = -1, .parameter = -1}};
    walk_alternatives(&matcher, row->takes, walk);
    return matcher;
}

Match match_words(const Command *row, const CommandWords *words, const Guide *guide)
{
    return match_row(row, words, guide).best;
}

int match_refused(const Command *row, const CommandWords *words, const char *choices[MATCH_REFUSED_MAX], int *word)
{
    Matcher matcher = match_row(row, words, NULL);
    *word = matcher.at;
    for (int i = 0; i < matcher.refused_count; i++)
        choices[i] = matcher.refused[i]->kind == ARG_SWITCH ? switch_words : matcher.refused[i]->name;
    return matcher.refused_count;
}

bool match_first_word(const Command *row, const CommandWords *words)
{
    for (const CommandArg *at = row->takes; words->count > 1; at++) {
        bool is_word = at->kind == ARG_WORDS || at->kind == ARG_SWITCH;
        if (is_word && span_arg(at, words, 1))
            return true;
        at = end_of_alternative(at);
        if (at->kind != ARG_OR)
            return false;
    }
    return false;
}
