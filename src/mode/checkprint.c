/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "src/mode/checkprint.h"

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "projects/text/escape.h"
#include "src/render/jsontext.h"

enum { FINDING_TEXT_MAX = 2400 };

static void print_counts(const Lint *lint, const CheckSummary *summary, FILE *out)
{
    char shown[600];
    static const char *const words[LINT_LEVELS][2] = {
        [LINT_NOTE] = {"note", "notes"}, [LINT_WARN] = {"warning", "warnings"}, [LINT_FAIL] = {"failed", "failed"}};
    text_escape_for_terminal(shown, sizeof shown, summary->subject, strlen(summary->subject));
    fprintf(out, "%s: profile %s", shown, lint->profile.name);
    if (summary->profile_file) {
        text_escape_for_terminal(shown, sizeof shown, summary->profile_file, strlen(summary->profile_file));
        fprintf(out, " with %s (SHA-256 %s)", shown, summary->profile_sha256);
    }
    fputs(": ", out);
    for (int level = LINT_FAIL; level >= LINT_NOTE; level--)
        fprintf(out, "%d %s, ", lint->counts[level], words[level][lint->counts[level] != 1]);
    fprintf(out, "%d waived\n", lint->waived);
}

void check_print(const Lint *lint, const CheckSummary *summary, FILE *out)
{
    char line[FINDING_TEXT_MAX];
    int counted = lint->waived;
    for (int i = 0; i < lint->count; i++) {
        lint_format(lint, &lint->findings[i], line, sizeof line);
        fprintf(out, "%s\n", line);
    }
    for (int level = LINT_NOTE; level <= LINT_FAIL; level++)
        counted += lint->counts[level];
    if (counted > lint->count)
        fprintf(out, "%d more are not shown\n", counted - lint->count);
    if (counted > 0 || summary->profile_file)
        print_counts(lint, summary, out);
}

/* ---- JSON ---- */

static json_t *json_number(double value, int decimals)
{
    double scale = pow(10, decimals);
    return isfinite(value) ? json_real(floor(value * scale + 0.5) / scale) : json_null();
}

static double limit_of(const LintLimits *limits, LintLevel level)
{
    return level == LINT_FAIL ? limits->fail : level == LINT_WARN ? limits->warn : limits->note;
}

static void put_measure(const Lint *lint, const Finding *finding, json_t *object)
{
    const Rule *rule = finding->rule;
    const LintLimits *limits = profile_limits(&lint->profile, rule);
    if (rule->side == LINT_STATE)
        return;
    json_object_set_new(object, "value", json_number(finding->value, rule->decimals));
    json_object_set_new(object, "unit", json_string(rule->unit));
    json_object_set_new(object, "limit", json_number(limit_of(limits, finding->level), rule->decimals));
    if (rule->side == LINT_AROUND)
        json_object_set_new(object, "target", json_number(limits->target, rule->decimals));
}

static json_t *json_finding(const Lint *lint, const Finding *finding)
{
    char text[FINDING_TEXT_MAX];
    json_t *object = json_pack("{s:s,s:s,s:o}", "rule", finding->rule->id, "level", lint_level_words[finding->level],
                               "file", json_text(finding->place.file));
    if (finding->place.line > 0)
        json_object_set_new(object, "line", json_integer(finding->place.line));
    if (finding->strip >= 0)
        json_object_set_new(object, "strip", json_text(lint->model->strips[finding->strip].name));
    if (finding->subject)
        json_object_set_new(object, "subject", json_text(finding->subject));
    put_measure(lint, finding, object);
    if (!isnan(finding->at_s))
        json_object_set_new(object, "at_seconds", json_number(finding->at_s, 6));
    json_object_set_new(object, "advice", json_string(finding->rule->advice));
    if (finding->waiver >= 0)
        json_object_set_new(object, "waived", json_text(lint->waivers[finding->waiver].reason));
    lint_format(lint, finding, text, sizeof text);
    json_object_set_new(object, "text", json_text(text));
    return object;
}

static void dump(json_t *root, FILE *out)
{
    json_dumpf(root, out, JSON_INDENT(2) | JSON_REAL_PRECISION(12));
    fputc('\n', out);
    json_decref(root);
}

void check_print_json(const Lint *lint, const CheckSummary *summary, FILE *out)
{
    json_t *root =
        json_pack("{s:i,s:s,s:o,s:s,s:i}", "schema", 1, "program", "ttymix " PACKAGE_VERSION, "subject",
                  json_text(summary->subject), "profile", lint->profile.name, "exit_status", summary->exit_status);
    if (summary->profile_file) {
        json_object_set_new(root, "profile_file", json_text(summary->profile_file));
        json_object_set_new(root, "profile_sha256", json_string(summary->profile_sha256));
    }
    json_object_set_new(root, "counts",
                        json_pack("{s:i,s:i,s:i,s:i}", "fail", lint->counts[LINT_FAIL], "warn", lint->counts[LINT_WARN],
                                  "note", lint->counts[LINT_NOTE], "waived", lint->waived));
    json_t *rules = json_array(), *findings = json_array();
    for (int i = 0; rule_at(i); i++)
        if (lint->ran[i])
            json_array_append_new(rules, json_string(rule_at(i)->id));
    for (int i = 0; i < lint->count; i++)
        json_array_append_new(findings, json_finding(lint, &lint->findings[i]));
    json_object_set_new(root, "rules", rules);
    json_object_set_new(root, "findings", findings);
    dump(root, out);
}

/* ---- SARIF ---- */

static const char *const sarif_levels[LINT_LEVELS] = {"none", "note", "warning", "error"};

static json_t *sarif_rules(void)
{
    json_t *rules = json_array();
    for (int i = 0; rule_at(i); i++) {
        const Rule *rule = rule_at(i);
        json_array_append_new(rules, json_pack("{s:s,s:{s:s},s:{s:s},s:{s:s}}", "id", rule->id, "shortDescription",
                                               "text", rule->measures, "fullDescription", "text", rule->reason, "help",
                                               "text", rule->advice));
    }
    return rules;
}

/* A path as the reference of a URI: bytes that one may not hold are escaped. */
static json_t *sarif_uri(const char *path)
{
    char uri[3 * 1024 + 1];
    size_t length = 0;
    for (; *path && length + 4 < sizeof uri; path++) {
        unsigned char c = (unsigned char)*path;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     strchr("-._~/+,=@!$&'()*", c) != NULL;
        length += (size_t)snprintf(uri + length, sizeof uri - length, plain ? "%c" : "%%%02X", c);
    }
    uri[length] = '\0';
    return json_string(uri);
}

static json_t *sarif_result(const Lint *lint, const Finding *finding)
{
    char text[FINDING_TEXT_MAX];
    lint_format(lint, finding, text, sizeof text);
    json_t *place = json_pack("{s:{s:o}}", "artifactLocation", "uri", sarif_uri(finding->place.file));
    if (finding->place.line > 0)
        json_object_set_new(place, "region", json_pack("{s:i}", "startLine", finding->place.line));
    json_t *result = json_pack("{s:s,s:i,s:s,s:{s:o},s:[{s:o}]}", "ruleId", finding->rule->id, "ruleIndex",
                               rule_index(finding->rule), "level", sarif_levels[finding->level], "message", "text",
                               json_text(text), "locations", "physicalLocation", place);
    if (finding->waiver >= 0) {
        const LintWaiver *waiver = &lint->waivers[finding->waiver];
        json_object_set_new(result, "suppressions",
                            json_pack("[{s:s,s:o}]", "kind", waiver->place.file ? "inSource" : "external",
                                      "justification", json_text(waiver->reason)));
    }
    return result;
}

void check_print_sarif(const Lint *lint, const CheckSummary *summary, FILE *out)
{
    json_t *results = json_array();
    for (int i = 0; i < lint->count; i++)
        json_array_append_new(results, sarif_result(lint, &lint->findings[i]));
    json_t *driver = json_pack("{s:s,s:s,s:o}", "name", "ttymix", "version", PACKAGE_VERSION, "rules", sarif_rules());
    json_t *run = json_pack("{s:{s:o},s:[{s:b,s:i}],s:o}", "tool", "driver", driver, "invocations",
                            "executionSuccessful", summary->exit_status == 0 || summary->exit_status == 5, "exitCode",
                            summary->exit_status, "results", results);
    dump(json_pack("{s:s,s:s,s:[o]}", "$schema", "https://json.schemastore.org/sarif-2.1.0.json", "version", "2.1.0",
                   "runs", run),
         out);
}
