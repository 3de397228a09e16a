/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/text/value.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "projects/text/escape.h"
#include "projects/text/number.h"
#include "projects/text/suggest.h"

Status trouble_set(Trouble *trouble, int token, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    trouble->token = token;
    vsnprintf(trouble->text, sizeof trouble->text, format, arguments);
    va_end(arguments);
    return STATUS_BAD_VALUE;
}

const char *token_show(const TokenLine *line, int index, char out[64])
{
    size_t length = (size_t)token_length(line, index);
    size_t used = text_escape_for_terminal(out, 44, token_text(line, index), length);
    if (used + 4 >= 44 && length > used)
        snprintf(out + used, 64 - used, "...");
    return out;
}

/* A second spelling of a unit: `word` = the row's own times 10^shift. */
typedef struct Spelling {
    Unit unit;
    const char *word;
    int shift;
} Spelling;
static const Spelling spellings[] = {
    {UNIT_HZ, "Hz", 0}, {UNIT_HZ, "kHz", 3}, {UNIT_MS, "ms", 0},
    {UNIT_MS, "s", 3},  {UNIT_S, "s", 0},    {UNIT_S, "ms", -3},
};

static bool same_word(const char *a, size_t length, const char *b, bool fold)
{
    if (strlen(b) != length)
        return false;
    for (size_t i = 0; i < length; i++)
        if (a[i] != b[i] && !(fold && (a[i] | 0x20) == (b[i] | 0x20)))
            return false;
    return true;
}

/* The power of ten of a unit word for `unit`; false if it is none of its words. `fold` ignores case. */
static bool find_shift(Unit unit, const char *word, size_t length, bool fold, int *shift, const char **spelled)
{
    for (size_t i = 0; i < ARRAY_LEN(spellings); i++)
        if (spellings[i].unit == unit && same_word(word, length, spellings[i].word, fold)) {
            *shift = spellings[i].shift;
            *spelled = spellings[i].word;
            return true;
        }
    *shift = 0;
    *spelled = unit_table[unit].word;
    return unit_table[unit].word[0] && same_word(word, length, unit_table[unit].word, fold);
}

static bool is_unit_word(const char *word, size_t length)
{
    int shift;
    const char *spelled;
    for (int unit = 1; unit < UNIT_COUNT; unit++)
        if (find_shift((Unit)unit, word, length, true, &shift, &spelled))
            return true;
    return false;
}

bool token_is_unit(const TokenLine *line, int index)
{
    return index < line->count && line->tokens[index].kind == TOKEN_WORD &&
           is_unit_word(token_text(line, index), (size_t)token_length(line, index));
}

static void format_units(Unit unit, char *out, size_t size)
{
    if (unit == UNIT_HZ)
        snprintf(out, size, "Hz or kHz");
    else if (unit == UNIT_MS || unit == UNIT_S)
        snprintf(out, size, "ms or s");
    else
        snprintf(out, size, "%s", unit_table[unit].word);
}

static Status refuse_unit(const ParamInfo *param, const char *word, size_t length, int token, Trouble *trouble)
{
    char shown[64], right[32];
    int shift;
    const char *spelled;
    text_escape_for_terminal(shown, 40, word, length);
    format_units(param->unit, right, sizeof right);
    if (param->unit == UNIT_NONE)
        return trouble_set(trouble, token, "%s: takes a bare number, not `%s`", param->key, shown);
    if (find_shift(param->unit, word, length, true, &shift, &spelled))
        return trouble_set(trouble, token, "%s: unknown unit `%s`; write %s", param->key, shown, spelled);
    return trouble_set(trouble, token, "%s: the unit is %s, not `%s`", param->key, right, shown);
}

/* Says why no number could be read from a token. */
static Status refuse_number(const ParamInfo *param, const TokenLine *line, int token, NumberFault fault,
                            Trouble *trouble)
{
    char shown[64], range[96];
    value_format_range(param, range, sizeof range);
    if (token >= line->count)
        return trouble_set(trouble, token, "%s: a value is missing (%s)", param->key, range);
    token_show(line, token, shown);
    switch (fault) {
    case NUMBER_COMMA: {
        char right[64];
        snprintf(right, sizeof right, "%s", shown);
        *strchr(right, ',') = '.';
        return trouble_set(trouble, token, "%s: `%s` has a decimal comma; write %s", param->key, shown, right);
    }
    case NUMBER_TOO_LARGE:
    case NUMBER_TOO_LONG: return trouble_set(trouble, token, "%s: `%s` is too large (%s)", param->key, shown, range);
    case NUMBER_NEGATIVE_ZERO: return trouble_set(trouble, token, "%s: `%s` is written 0", param->key, shown);
    case NUMBER_NONE:
    case NUMBER_FINE: break;
    }
    return trouble_set(trouble, token, "%s: `%s` is not a number (%s)", param->key, shown, range);
}

/* A number with its unit, glued to it or behind a blank. */
static Status read_number(const ParamInfo *param, const TokenLine *line, int *next, size_t skip, double *value,
                          Trouble *trouble)
{
    const char *text = token_text(line, *next) + skip;
    size_t length = (size_t)token_length(line, *next) - skip, used = 0, unit_length = 0;
    const char *unit = NULL, *spelled;
    int shift = 0, after = *next + 1, unit_token = *next;
    NumberFault fault = *next < line->count && line->tokens[*next].kind == TOKEN_WORD
                            ? number_read(text, length, 0, value, &used)
                            : NUMBER_NONE;
    if (fault == NUMBER_COMMA || fault == NUMBER_NONE)
        return refuse_number(param, line, *next, fault, trouble);
    if (used < length) {
        unit = text + used;
        unit_length = length - used;
    } else if (token_is_unit(line, after)) {
        unit_token = after;
        unit = token_text(line, after);
        unit_length = (size_t)token_length(line, after);
        after++;
    }
    if (unit && !find_shift(param->unit, unit, unit_length, false, &shift, &spelled)) {
        if (!is_unit_word(unit, unit_length) && unit_token == *next && unit[0] != ':')
            return refuse_number(param, line, *next, NUMBER_NONE, trouble);
        return refuse_unit(param, unit, unit_length, unit_token, trouble);
    }
    fault = number_read(text, length, shift, value, &used);
    if (fault != NUMBER_FINE)
        return refuse_number(param, line, *next, fault, trouble);
    *next = after;
    return STATUS_OK;
}

/* `-inf dB`, `inf:1`, `auto`; true if the special word stands here. */
static bool read_special(const ParamInfo *param, const TokenLine *line, int *next, double *value)
{
    char with_ratio[24];
    if (!param->special)
        return false;
    snprintf(with_ratio, sizeof with_ratio, "%s:1", param->special);
    if (!token_is(line, *next, param->special) && !(param->unit == UNIT_RATIO && token_is(line, *next, with_ratio)))
        return false;
    ++*next;
    if (strstr(param->special, "inf") && unit_table[param->unit].word[0] &&
        token_is(line, *next, unit_table[param->unit].word))
        ++*next;
    *value = param->special_value;
    return true;
}

static Status read_choice(const ParamInfo *param, const TokenLine *line, int *next, double *value, Trouble *trouble)
{
    char shown[64], near[64], words[160];
    Suggestion suggestion;
    if (*next >= line->count) {
        value_format_range(param, words, sizeof words);
        return trouble_set(trouble, *next, "%s: a value is missing (%s)", param->key, words);
    }
    suggestion_init(&suggestion, token_text(line, *next), (size_t)token_length(line, *next));
    for (int i = 0; param->choices[i]; i++) {
        if (token_is(line, *next, param->choices[i])) {
            *value = i;
            ++*next;
            return STATUS_OK;
        }
        suggestion_offer(&suggestion, param->choices[i]);
    }
    value_format_range(param, words, sizeof words);
    return trouble_set(trouble, *next, "%s: `%s` is not one of %s%s", param->key, token_show(line, *next, shown), words,
                       suggestion_format(&suggestion, near, sizeof near));
}

static Status read_switch(const TokenLine *line, int *next, double *value)
{
    *value = !token_is(line, *next, "off");
    if (token_is(line, *next, "on") || token_is(line, *next, "off"))
        ++*next;
    return STATUS_OK;
}

/* `C`, `L 10 %`, `R5%`, or a signed percentage. */
static Status read_position(const ParamInfo *param, const TokenLine *line, int *next, double *value, Trouble *trouble)
{
    if (token_is(line, *next, "C")) {
        *value = 0;
        ++*next;
        return STATUS_OK;
    }
    const char *text = token_text(line, *next);
    bool left = text[0] == 'L';
    if (*next >= line->count || (!left && text[0] != 'R'))
        return read_number(param, line, next, 0, value, trouble);
    int at = *next;
    size_t glued = token_length(line, at) > 1;
    at += !glued;
    Status status = read_number(param, line, &at, glued, value, trouble);
    if (status != STATUS_OK)
        return status;
    if (*value < 0)
        return trouble_set(trouble, *next, "%s: write L or R, or a sign, not both", param->key);
    *value = left && *value != 0 ? -*value : *value;
    *next = at;
    return STATUS_OK;
}

Status value_check(const ParamInfo *param, double value, Trouble *trouble, int token)
{
    char shown[VALUE_TEXT_MAX], range[160];
    if (param->special && value == param->special_value)
        return STATUS_OK;
    if (value >= param->min && value <= param->max)
        return STATUS_OK;
    value_format(param, value, shown);
    value_format_range(param, range, sizeof range);
    return trouble_set(trouble, token, "%s: %s is out of range (%s)", param->key, shown, range);
}

Status value_read_number(const ParamInfo *param, const TokenLine *line, int *next, double *value, Trouble *trouble)
{
    if (param->unit == UNIT_PAN)
        return read_position(param, line, next, value, trouble);
    return read_number(param, line, next, 0, value, trouble);
}

Status value_read(const ParamInfo *param, const TokenLine *line, int *next, double *value, Trouble *trouble)
{
    int first = *next;
    double read = 0;
    if (param->law == LAW_SWITCH)
        return read_switch(line, next, value);
    if (read_special(param, line, next, value))
        return STATUS_OK;
    if (param->law == LAW_CHOICE)
        return read_choice(param, line, next, value, trouble);
    Status status = value_read_number(param, line, next, &read, trouble);
    if (status == STATUS_OK)
        status = value_check(param, read, trouble, first);
    if (status == STATUS_OK)
        *value = read;
    else
        *next = first;
    return status;
}
