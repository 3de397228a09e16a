/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `waive` and `unwaive`: findings of a check that are accepted, for strips or for the whole project. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/lint/rule.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"
#include "projects/text/suggest.h"

typedef struct Place { /* where a waiver stands */
    int strip;         /* -1: the head */
    char name[80];     /* of the strip and a blank; "" */
} Place;

static char *take_rule(Run *run)
{
    char near[80], shown[64];
    Suggestion suggestion;
    int token = run->next;
    char *rule = run_take_word(run, "the rule");
    if (!rule || rule_find(rule))
        return rule;
    suggestion_init(&suggestion, rule, strlen(rule));
    for (int i = 0; i < rule_count(); i++)
        suggestion_offer(&suggestion, rule_at(i)->id);
    (void)run_fail(run, STATUS_NOT_FOUND, token, "there is no rule `%s`%s", token_show(&run->line, token, shown),
                   suggestion_format(&suggestion, near, sizeof near));
    free(rule);
    return NULL;
}

/* The strips that stand before the rule; none: the head alone. */
static Status take_places(Run *run, int **strips, int *count)
{
    const char *word = run->next < run->line.count ? token_text(&run->line, run->next) : "";
    size_t length = run->next < run->line.count ? (size_t)token_length(&run->line, run->next) : 0;
    bool is_rule = length == 0 || memchr(word, '/', length) != NULL;
    if (!is_rule || (length > 2 && memcmp(word + length - 2, "/*", 2) == 0))
        return run_take_strips(run, strips, count);
    *strips = malloc(sizeof **strips);
    if (!*strips)
        return STATUS_NO_MEMORY;
    (*strips)[0] = -1;
    *count = 1;
    return STATUS_OK;
}

static void name_place(const Model *model, int strip, Place *place)
{
    *place = (Place){.strip = strip};
    if (strip >= 0)
        snprintf(place->name, sizeof place->name, "%.70s ", model->strips[strip].name);
}

/* The main file's section, opened if it is not there and `make` is set; -1 without one. */
static Status open_section(Run *run, int strip, bool make, int *section)
{
    *section = strip < 0 ? run->document->source.main_section : edit_find_section(run->document, false, strip);
    return *section < 0 && make ? edit_open_strip(run->document, strip, section) : STATUS_OK;
}

static Status put_reason(Run *run, int line, const char *quoted)
{
    const Line *text = run->document->source.files[0].lines[line];
    TokenLine tokens = {0};
    token_line_cut(&tokens, text->text, (size_t)text->length);
    Status status = tokens.failed ? STATUS_NO_MEMORY : STATUS_OK;
    if (status == STATUS_OK)
        status = edit_replace_bytes(run->document, line, tokens.tokens[2].start, tokens.tokens[2].end, quoted);
    token_line_clear(&tokens);
    return status;
}

static Status put_waiver(Run *run, int strip, const char *rule, const char *quoted)
{
    int section;
    Status status = open_section(run, strip, true, &section);
    if (status != STATUS_OK)
        return status;
    int line = edit_find_line(run->document, section, "waive", rule);
    if (line >= 0)
        return put_reason(run, line, quoted);
    Buffer text = {0};
    buffer_append_format(&text, "waive    %s  %s\n", rule, quoted);
    int place = strip < 0 ? edit_section_end(run->document, section)
                          : edit_place_of_rank(run->document, section, strip_key_find("waive")->rank);
    status = text.failed ? STATUS_NO_MEMORY : edit_insert_text(run->document, place, text.bytes);
    buffer_clear(&text);
    return status;
}

static Status waive_one(Run *run, int strip, const char *rule, const char *quoted)
{
    Place place;
    name_place(run->model, strip, &place);
    Status status = put_waiver(run, strip, rule, quoted);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status != STATUS_OK)
        return status;
    run->done++;
    run_say(run, "%s%s is waived", place.name, rule);
    run_resolve(run, "waive %s%s %s", place.name, rule, quoted);
    return STATUS_OK;
}

static char *take_reason(Run *run)
{
    Buffer quoted = {0};
    int token = run->next;
    char *reason = run_take_word(run, "the reason, in double quotes"), *text = NULL;
    if (!reason)
        return NULL;
    if (run_expect_end(run) == STATUS_OK) {
        if (reason[strspn(reason, " \t\n")]) {
            text_append_quoted(&quoted, reason, strlen(reason));
            text = buffer_take(&quoted);
            run->error.status = text ? STATUS_OK : STATUS_NO_MEMORY;
        } else {
            (void)run_fail(run, STATUS_BAD_VALUE, token, "the reason is empty; say why");
        }
    }
    free(reason);
    return text;
}

static Status run_waive(Run *run)
{
    int *strips = NULL, count = 0;
    char *rule = NULL, *quoted = NULL;
    Status status = take_places(run, &strips, &count);
    if (status == STATUS_OK && !(rule = take_rule(run)))
        status = run->error.status;
    if (status == STATUS_OK && !(quoted = take_reason(run)))
        status = run->error.status;
    for (int i = 0; i < count && status == STATUS_OK; i++)
        status = waive_one(run, strips[i], rule, quoted);
    free(quoted);
    free(rule);
    free(strips);
    return status;
}

static bool is_waived(const Model *model, int strip, const char *rule)
{
    const Waiver *waivers = strip < 0 ? model->waivers : model->strips[strip].waivers;
    int count = strip < 0 ? model->waiver_count : model->strips[strip].waiver_count;
    for (int i = 0; i < count; i++)
        if (strcmp(waivers[i].rule, rule) == 0)
            return true;
    return false;
}

/* `many`: those that have none are passed over. */
static Status unwaive_one(Run *run, int strip, const char *rule, bool many)
{
    int section;
    Place place;
    name_place(run->model, strip, &place);
    if (!is_waived(run->model, strip, rule))
        return many ? STATUS_OK : run_fail(run, STATUS_NOT_FOUND, 1, "%s%s is not waived", place.name, rule);
    Status status = open_section(run, strip, false, &section);
    int line = status == STATUS_OK && section >= 0 ? edit_find_line(run->document, section, "waive", rule) : -1;
    if (line < 0)
        return run_refuse_included(run, "the waiver", "deleted");
    status = edit_remove_block(run->document, line, 0);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status != STATUS_OK)
        return status;
    run->done++;
    run_say(run, "%s%s is not waived any more", place.name, rule);
    run_resolve(run, "unwaive %s%s", place.name, rule);
    return STATUS_OK;
}

static Status run_unwaive(Run *run)
{
    int *strips = NULL, count = 0;
    Status status = take_places(run, &strips, &count);
    char *rule = status == STATUS_OK ? run_take_word(run, "the rule") : NULL;
    if (status == STATUS_OK)
        status = rule ? run_expect_end(run) : run->error.status;
    for (int i = 0; i < count && status == STATUS_OK; i++)
        status = unwaive_one(run, strips[i], rule, count > 1);
    if (status == STATUS_OK && run->done == 0)
        status = run_fail(run, STATUS_NOT_FOUND, 1, "none of them waives %s", rule);
    free(rule);
    free(strips);
    return status;
}

const Command command_waive = {
    .name = "waive",
    .by = BY_DOCUMENT,
    .takes = {TAKE(RULE), TAKE(TEXT), OR, TAKE(STRIPS), TAKE(RULE), TAKE(TEXT)},
    .help = "Accepts what a rule of a check finds, of strips or of the whole project; the reason is required.",
    .example = "waive vox mix/mute \"the second voice comes with the remix\"",
    .not_done = "waived",
    .run = run_waive,
};

const Command command_unwaive = {
    .name = "unwaive",
    .by = BY_DOCUMENT,
    .takes = {TAKE(RULE), OR, TAKE(STRIPS), TAKE(RULE)},
    .help = "Takes a waiver away.",
    .example = "unwaive vox mix/mute",
    .run = run_unwaive,
};
