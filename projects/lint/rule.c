/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/lint/rule.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "audio/base/attributes.h"

const char *const lint_level_words[LINT_LEVELS] = {"fine", "note", "warn", "fail"};

const ProfileInfo profile_table[PROFILE_COUNT] = {
    [PROFILE_MIX] = {"mix", "a mix that goes to mastering"},
    [PROFILE_STREAMING] = {"streaming", "a master for download and streaming services"},
    [PROFILE_CD] = {"cd", "a master for compact disc"},
    [PROFILE_VINYL] = {"vinyl", "a pre-master for the cutting room"},
    [PROFILE_BROADCAST] = {"broadcast", "a programme for radio or television, EBU R 128"},
    [PROFILE_PODCAST] = {"podcast", "speech for a podcast"},
};

ProfileId profile_find(const char *word)
{
    int id = 0;
    while (id < PROFILE_COUNT && strcmp(profile_table[id].word, word) != 0)
        id++;
    return (ProfileId)id;
}

static const Rule *const parts[] = {rules_mix, rules_qc};

const Rule *rule_at(int index)
{
    for (size_t part = 0; part < ARRAY_LEN(parts); part++)
        for (const Rule *rule = parts[part]; rule->id; rule++)
            if (index-- == 0)
                return rule;
    return NULL;
}

int rule_count(void)
{
    int count = 0;
    for (size_t part = 0; part < ARRAY_LEN(parts); part++)
        for (const Rule *rule = parts[part]; rule->id; rule++)
            count++;
    return count;
}

const Rule *rule_find(const char *id)
{
    for (int i = 0; i < rule_count(); i++)
        if (strcmp(rule_at(i)->id, id) == 0)
            return rule_at(i);
    return NULL;
}

int rule_index(const Rule *rule)
{
    int index = 0;
    while (rule_at(index) && rule_at(index) != rule)
        index++;
    return index;
}

static double round_value(const Rule *rule, double value)
{
    double scale = pow(10, rule->decimals);
    return isfinite(value) ? floor(value * scale + 0.5) / scale + 0.0 : value;
}

static bool is_beyond(const Rule *rule, const LintLimits *limits, double value, double limit)
{
    if (isnan(limit) || isnan(value))
        return false;
    switch (rule->side) {
    case LINT_STATE: return value != 0;
    case LINT_ABOVE: return value > limit;
    case LINT_BELOW: return value < limit;
    case LINT_AROUND: return round_value(rule, fabs(value - limits->target)) > limit;
    }
    return false;
}

LintLevel rule_judge(const Rule *rule, const LintLimits *limits, double value)
{
    double printed = round_value(rule, value);
    if (!limits->applies)
        return LINT_FINE;
    if (is_beyond(rule, limits, printed, limits->fail))
        return LINT_FAIL;
    if (is_beyond(rule, limits, printed, limits->warn))
        return LINT_WARN;
    return is_beyond(rule, limits, printed, limits->note) ? LINT_NOTE : LINT_FINE;
}

static void format_number(const Rule *rule, double value, bool sign, char *out, size_t size)
{
    snprintf(out, size, sign ? "%+.*f" : "%.*f", rule->decimals, round_value(rule, value));
}

void rule_format_value(const Rule *rule, double value, char *out, size_t size)
{
    char number[40];
    if (rule->side == LINT_STATE) {
        out[0] = '\0';
        return;
    }
    format_number(rule, value, rule->has_sign, number, sizeof number);
    snprintf(out, size, "%s%s%s", number, rule->unit[0] ? " " : "", rule->unit);
}

static double limit_of(const LintLimits *limits, LintLevel level)
{
    return level == LINT_FAIL ? limits->fail : level == LINT_WARN ? limits->warn : limits->note;
}

/* "fail above -1.0"; without the unit. */
static void format_level(const Rule *rule, const LintLimits *limits, LintLevel level, char *out, size_t size)
{
    char number[40], target[40];
    double limit = limit_of(limits, level);
    const char *word = lint_level_words[level];
    if (rule->side == LINT_STATE || isinf(limit)) {
        snprintf(out, size, "%s", word);
        return;
    }
    format_number(rule, limit, rule->has_sign && rule->side != LINT_AROUND, number, sizeof number);
    format_number(rule, limits->target, rule->has_sign, target, sizeof target);
    if (rule->side == LINT_AROUND)
        snprintf(out, size, "%s beyond %s of %s", word, number, target);
    else
        snprintf(out, size, "%s %s %s", word, rule->side == LINT_ABOVE ? "above" : "below", number);
}

static void add_unit(const Rule *rule, bool numbers, char *out, size_t size)
{
    size_t length = strlen(out);
    if (numbers && rule->unit && rule->unit[0])
        snprintf(out + length, size - length, " %s", rule->unit);
}

void rule_format_limit(const Rule *rule, const LintLimits *limits, LintLevel level, char *out, size_t size)
{
    format_level(rule, limits, level, out, size);
    add_unit(rule, rule->side != LINT_STATE && !isinf(limit_of(limits, level)), out, size);
}

void rule_format_limits(const Rule *rule, const LintLimits *limits, char *out, size_t size)
{
    bool numbers = false;
    out[0] = '\0';
    for (int level = LINT_NOTE; level <= LINT_FAIL; level++) {
        size_t length = strlen(out);
        if (!limits->applies || isnan(limit_of(limits, (LintLevel)level)))
            continue;
        if (length)
            length += (size_t)snprintf(out + length, size - length, ", ");
        format_level(rule, limits, (LintLevel)level, out + length, size - length);
        numbers |= rule->side != LINT_STATE && !isinf(limit_of(limits, (LintLevel)level));
    }
    add_unit(rule, numbers, out, size);
}
