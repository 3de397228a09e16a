/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/lint/profile.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "projects/text/number.h"
#include "projects/text/suggest.h"
#include "projects/text/token.h"
#include "projects/text/value.h"

void profile_take(LintProfile *profile, ProfileId id)
{
    profile->name = profile_table[id].word;
    for (int i = 0; i < rule_count() && i < LINT_RULES_MAX; i++)
        profile->limits[i] = rule_at(i)->limits[id];
}

const LintLimits *profile_limits(const LintProfile *profile, const Rule *rule)
{
    return &profile->limits[rule_index(rule)];
}

typedef struct ProfileReader {
    LintProfile *profile;
    TokenLine line;
    int number; /* of the line, from 1 */
    bool headed, based, ruled;
    Error *error;
} ProfileReader;

static Status fail(ProfileReader *reader, const char *what, const char *more)
{
    return error_set(reader->error, STATUS_BAD_VALUE, "%d: %s%s", reader->number, what, more);
}

static bool take_number(ProfileReader *reader, int token, double *value)
{
    size_t used = 0;
    if (token >= reader->line.count)
        return false;
    size_t length = (size_t)token_length(&reader->line, token);
    return number_read(token_text(&reader->line, token), length, 0, value, &used) == NUMBER_FINE && used == length;
}

/* The unit may stand behind any number, and is the rule's. */
static int skip_unit(const ProfileReader *reader, int token, const Rule *rule)
{
    return token < reader->line.count && rule->unit && token_is(&reader->line, token, rule->unit) ? token + 1 : token;
}

static Status take_limits(ProfileReader *reader, const Rule *rule, LintLimits *limits)
{
    static const char *const words[] = {"note", "warn", "fail", "target"};
    double *const places[] = {&limits->note, &limits->warn, &limits->fail, &limits->target};
    char shown[64];
    for (int at = 1; at < reader->line.count;) {
        size_t which = 0;
        while (which < ARRAY_LEN(words) && !token_is(&reader->line, at, words[which]))
            which++;
        if (which == ARRAY_LEN(words) || (which == 3 && rule->side != LINT_AROUND))
            return fail(reader, "expected off, note, warn or fail, not ", token_show(&reader->line, at, shown));
        at++;
        if (rule->side == LINT_STATE)
            *places[which] = 0;
        else if (!take_number(reader, at, places[which]))
            return fail(reader, "a number is missing behind ", words[which]);
        else
            at = skip_unit(reader, at + 1, rule);
    }
    limits->applies = reader->line.count > 1;
    return limits->applies ? STATUS_OK : fail(reader, "write off, or limits, behind ", rule->id);
}

static Status take_rule(ProfileReader *reader)
{
    char near[80], shown[64];
    const Rule *rule = NULL;
    Suggestion suggestion;
    suggestion_init(&suggestion, token_text(&reader->line, 0), (size_t)token_length(&reader->line, 0));
    for (int i = 0; i < rule_count() && !rule; i++) {
        suggestion_offer(&suggestion, rule_at(i)->id);
        rule = token_is(&reader->line, 0, rule_at(i)->id) ? rule_at(i) : NULL;
    }
    if (!rule) {
        char text[160];
        snprintf(text, sizeof text, "there is no rule `%s`%s", token_show(&reader->line, 0, shown),
                 suggestion_format(&suggestion, near, sizeof near));
        return fail(reader, text, "");
    }
    reader->ruled = true;
    double target = profile_limits(reader->profile, rule)->target;
    LintLimits limits = {.note = NAN, .warn = NAN, .fail = NAN, .target = target};
    bool off = reader->line.count == 2 && token_is(&reader->line, 1, "off");
    Status status = off ? STATUS_OK : take_limits(reader, rule, &limits);
    if (status == STATUS_OK)
        reader->profile->limits[rule_index(rule)] = limits;
    return status;
}

static Status take_base(ProfileReader *reader)
{
    char word[32];
    if (reader->line.count != 2 || reader->ruled || reader->based)
        return fail(reader, "`base` names one profile, once, before the rules", "");
    snprintf(word, sizeof word, "%.*s", token_length(&reader->line, 1) > 31 ? 31 : token_length(&reader->line, 1),
             token_text(&reader->line, 1));
    ProfileId id = profile_find(word);
    if (id == PROFILE_COUNT)
        return fail(reader, "base: there are mix, streaming, cd, vinyl, broadcast and podcast", "");
    profile_take(reader->profile, id);
    reader->based = true;
    return STATUS_OK;
}

static Status take_line(ProfileReader *reader)
{
    if (reader->line.failed)
        return error_set(reader->error, STATUS_NO_MEMORY, "out of memory");
    if (reader->line.fault >= 0)
        return fail(reader, "the text in quotes does not end", "");
    if (reader->line.count == 0)
        return STATUS_OK;
    if (!reader->headed) {
        reader->headed =
            reader->line.count == 2 && token_is(&reader->line, 0, "ttymix-profile") && token_is(&reader->line, 1, "1");
        return reader->headed ? STATUS_OK : fail(reader, "a profile begins with a line `ttymix-profile 1`", "");
    }
    return token_is(&reader->line, 0, "base") ? take_base(reader) : take_rule(reader);
}

Status profile_parse(LintProfile *profile, const char *text, size_t length, Error *error)
{
    ProfileReader reader = {.profile = profile, .error = error};
    Status status = STATUS_OK;
    profile_take(profile, PROFILE_MIX);
    for (size_t at = 0; at < length && status == STATUS_OK;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t span = end ? (size_t)(end - text) - at : length - at;
        reader.number++;
        token_line_cut(&reader.line, text + at, span);
        status = take_line(&reader);
        at += span + 1;
    }
    token_line_clear(&reader.line);
    if (status == STATUS_OK && !reader.headed) {
        reader.number = 1;
        status = fail(&reader, "a profile begins with a line `ttymix-profile 1`", "");
    }
    return status;
}
