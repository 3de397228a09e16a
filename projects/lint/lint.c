/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/lint/lint.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"

static bool add_waiver(Lint *lint, const LintWaiver *waiver)
{
    if (!array_grow(&lint->waivers, lint->waiver_count, &lint->waiver_capacity, sizeof *waiver))
        return false;
    lint->waivers[lint->waiver_count++] = *waiver;
    return true;
}

static bool add_waivers(Lint *lint, const Waiver *waivers, int count, int strip)
{
    bool added = true;
    for (int i = 0; i < count && added; i++)
        added = add_waiver(lint, &(LintWaiver){waivers[i].rule, waivers[i].reason, waivers[i].place, strip, false});
    return added;
}

Status lint_init(Lint *lint, const Model *model, const char *file, const LintProfile *profile)
{
    *lint = (Lint){.model = model, .file = file, .profile = *profile, .stage = LINT_STAGE_MASTER};
    if (!model)
        return STATUS_OK;
    lint->stage = model->stage == STAGE_MIX ? LINT_STAGE_MIX : LINT_STAGE_MASTER;
    bool added = add_waivers(lint, model->waivers, model->waiver_count, LINT_NO_STRIP);
    for (int i = 0; i < model->strip_count && added; i++)
        added = add_waivers(lint, model->strips[i].waivers, model->strips[i].waiver_count, i);
    return added ? STATUS_OK : STATUS_NO_MEMORY;
}

Status lint_waive(Lint *lint, const char *rule, const char *reason)
{
    LintWaiver waiver = {.rule = rule, .reason = reason, .strip = LINT_NO_STRIP};
    return add_waiver(lint, &waiver) ? STATUS_OK : STATUS_NO_MEMORY;
}

void lint_clear(Lint *lint)
{
    for (int i = 0; i < lint->count; i++)
        free(lint->findings[i].subject);
    free(lint->findings);
    free(lint->waivers);
    *lint = (Lint){0};
}

bool lint_looks_at(const Lint *lint, const Rule *rule)
{
    return (rule->stages & lint->stage) && profile_limits(&lint->profile, rule)->applies;
}

/* The waiver that holds for it: a strip's own, or one of the whole. */
static int waiver_of(const Lint *lint, const Rule *rule, int strip)
{
    for (int i = 0; i < lint->waiver_count; i++)
        if (strcmp(lint->waivers[i].rule, rule->id) == 0 &&
            (lint->waivers[i].strip == LINT_NO_STRIP || lint->waivers[i].strip == strip))
            return i;
    return -1;
}

/* A rule has said it already, as loudly: of the same strip, or of any where the whole is measured. */
static bool has_said(const Lint *lint, const char *id, int strip, LintLevel level)
{
    for (int i = 0; i < lint->count; i++) {
        const Finding *finding = &lint->findings[i];
        if (strcmp(finding->rule->id, id) == 0 && (strip == LINT_NO_STRIP || finding->strip == strip) &&
            finding->level >= level)
            return true;
    }
    return false;
}

/* One of the rules that stand before it. */
static bool is_said(const Lint *lint, const Rule *rule, int strip, LintLevel level)
{
    for (const Rule *before = rule; before && before->unless; before = rule_find(before->unless))
        if (has_said(lint, before->unless, strip, level))
            return true;
    return false;
}

static void keep(Lint *lint, const Finding *finding, const char *subject)
{
    if (lint->count >= LINT_FINDINGS_MAX)
        return;
    if (!array_grow(&lint->findings, lint->count, &lint->capacity, sizeof *finding)) {
        lint->failed = true;
        return;
    }
    Finding *kept = &lint->findings[lint->count];
    *kept = *finding;
    kept->subject = subject ? text_copy(subject) : NULL;
    if (subject && !kept->subject) {
        lint->failed = true;
        return;
    }
    lint->count++;
}

void lint_tell(Lint *lint, const Rule *rule, const Measurement *measurement)
{
    LintLevel level = rule_judge(rule, profile_limits(&lint->profile, rule), measurement->value);
    if (!lint_looks_at(lint, rule) || level == LINT_FINE || is_said(lint, rule, measurement->strip, level))
        return;
    Finding finding = {.rule = rule,
                       .level = level,
                       .place = measurement->place,
                       .strip = measurement->strip,
                       .value = measurement->value,
                       .at_s = measurement->at_s,
                       .waiver = waiver_of(lint, rule, measurement->strip)};
    if (!finding.place.file)
        finding.place.file = lint->file;
    if (finding.waiver >= 0) {
        lint->waivers[finding.waiver].used = true;
        lint->waived++;
    } else {
        lint->counts[level]++;
    }
    keep(lint, &finding, measurement->subject);
}

void lint_has_run(Lint *lint, LintSource source)
{
    for (int i = 0; i < rule_count(); i++)
        if (rule_at(i)->source == source && lint_looks_at(lint, rule_at(i)))
            lint->ran[i] = true;
}

static void tell_unused(Lint *lint, const Rule *rule)
{
    for (int i = 0; i < lint->waiver_count; i++) {
        const LintWaiver *waiver = &lint->waivers[i];
        const Rule *waived = rule_find(waiver->rule);
        bool judged = !waived || lint->ran[rule_index(waived)];
        if (!waiver->used && judged)
            lint_tell(lint, rule, &(Measurement){waiver->place, waiver->strip, waiver->rule, 1, NAN});
    }
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

/* By file, line, rule, and time; -1 is before any time. */
static int compare_findings(const void *one, const void *other)
{
    const Finding *a = one, *b = other;
    int order = strcmp(a->place.file, b->place.file);
    if (order == 0)
        order = compare_numbers(a->place.line, b->place.line);
    if (order == 0)
        order = compare_numbers(rule_index(a->rule), rule_index(b->rule));
    if (order == 0)
        order = compare_numbers(isnan(a->at_s) ? -1 : a->at_s, isnan(b->at_s) ? -1 : b->at_s);
    return order ? order : strcmp(a->subject ? a->subject : "", b->subject ? b->subject : "");
}

void lint_finish(Lint *lint)
{
    const Rule *unused = rule_find("waive/unused");
    if (unused)
        tell_unused(lint, unused);
    if (lint->count > 1)
        qsort(lint->findings, (size_t)lint->count, sizeof *lint->findings, compare_findings);
}

static void format_time(double at_s, char *out, size_t size)
{
    int64_t ms = (int64_t)floor(at_s * 1000 + 0.5);
    snprintf(out, size, "%d:%02d.%03d", (int)(ms / 60000), (int)(ms / 1000 % 60), (int)(ms % 1000));
}

void lint_format(const Lint *lint, const Finding *finding, char *out, size_t size)
{
    char value[64], limit[120], time[32];
    Buffer text = {0};
    rule_format_value(finding->rule, finding->value, value, sizeof value);
    rule_format_limit(finding->rule, profile_limits(&lint->profile, finding->rule), finding->level, limit,
                      sizeof limit);
    buffer_append_text(&text, finding->place.file);
    if (finding->place.line > 0)
        buffer_append_format(&text, ":%d", finding->place.line);
    buffer_append_format(&text, ": %s: ", finding->rule->id);
    if (finding->subject)
        buffer_append_format(&text, "%s%s", finding->subject, value[0] ? " " : "");
    buffer_append_format(&text, "%s (%s)", value, limit);
    if (!isnan(finding->at_s)) {
        format_time(finding->at_s, time, sizeof time);
        buffer_append_format(&text, " at %s", time);
    }
    if (finding->waiver >= 0)
        buffer_append_format(&text, ": waived: %s", lint->waivers[finding->waiver].reason);
    else
        buffer_append_format(&text, ": %s", finding->rule->advice);
    text_escape_for_terminal(out, size, text.bytes ? text.bytes : "", text.length);
    buffer_clear(&text);
}

Status lint_check_bound(LintSource source, const char *const *ids, int count, Error *error)
{
    for (int i = 0; i < count; i++) {
        const Rule *rule = rule_find(ids[i]);
        if (!rule || rule->source != source)
            return error_set(error, STATUS_REFUSED, "`%s` measures a rule that is not in the table", ids[i]);
    }
    for (int i = 0; i < rule_count(); i++) {
        const Rule *rule = rule_at(i);
        int found = 0;
        for (int k = 0; k < count; k++)
            found += strcmp(ids[k], rule->id) == 0;
        if (rule->source == source && found != 1)
            return error_set(error, STATUS_REFUSED, "the rule `%s` is measured %d times", rule->id, found);
    }
    return STATUS_OK;
}
