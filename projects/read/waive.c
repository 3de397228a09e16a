/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line `waive RULE "why"`: a finding of a check that is accepted, and the reason, which is required. */
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/lint/rule.h"
#include "projects/read/read.h"
#include "projects/text/suggest.h"

/* A rule that this program does not know is one of another program's: kept, and said. */
static void warn_of_rule(Reader *reader, const char *rule)
{
    char shown[64], near[80];
    Suggestion suggestion;
    if (rule_find(rule))
        return;
    suggestion_init(&suggestion, token_text(&reader->tokens, 1), (size_t)token_length(&reader->tokens, 1));
    for (int i = 0; i < rule_count(); i++)
        suggestion_offer(&suggestion, rule_at(i)->id);
    reader_report(reader, true, 1, "waive: there is no rule `%s`%s", token_show(&reader->tokens, 1, shown),
                  suggestion_format(&suggestion, near, sizeof near));
}

static bool is_given(const Waiver *waivers, int count, const char *rule, const char *file, int *line)
{
    for (int i = 0; i < count; i++)
        if (strcmp(waivers[i].rule, rule) == 0 && waivers[i].place.file == file) {
            *line = waivers[i].place.line;
            return true;
        }
    return false;
}

static void add(Reader *reader, Waiver **waivers, int *count, Waiver waiver)
{
    Waiver *room = array_append(waivers, *count, sizeof waiver);
    if (!room) {
        reader->failed = true;
        free(waiver.rule);
        free(waiver.reason);
        return;
    }
    *room = waiver;
    ++*count;
}

void read_waive_line(Reader *reader, Waiver **waivers, int *count)
{
    int next = 2, line = 0;
    Waiver waiver = {.place = {reader->file, reader->line + 1}};
    if (reader->tokens.count < 2 || reader->tokens.tokens[1].kind != TOKEN_WORD) {
        reader_report(reader, false, 1, "waive: a rule is missing; write waive RULE \"why\"");
        return;
    }
    if (reader->tokens.count < 3) {
        reader_report(reader, false, 2, "waive: say why, in double quotes: waive RULE \"why\"");
        return;
    }
    waiver.rule = token_value(&reader->tokens, 1, NULL);
    waiver.reason = waiver.rule ? reader_take_text(reader, &next, "waive") : NULL;
    reader->failed |= !waiver.rule;
    bool fine = waiver.reason != NULL;
    if (fine && waiver.reason[strspn(waiver.reason, " \t\n")] == '\0') {
        reader_report(reader, false, 2, "waive: the reason is empty; say why");
        fine = false;
    }
    if (fine && is_given(*waivers, *count, waiver.rule, reader->file, &line)) {
        reader_report(reader, false, 1, "waive: `%s` is waived already in line %d", waiver.rule, line);
        fine = false;
    }
    if (!fine) {
        free(waiver.rule);
        free(waiver.reason);
        return;
    }
    warn_of_rule(reader, waiver.rule);
    reader_expect_end(reader, next);
    add(reader, waivers, count, waiver);
}
