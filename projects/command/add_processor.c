/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `add` of processors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/dsp/catalogue.h"
#include "projects/command/add.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"
#include "projects/text/suggest.h"

/* Line of `vox.comp`'s place word: a processor of the strip, or `fader`. */
static Status find_place_line(Run *run, int strip, const char *word, bool after, int token, int *line)
{
    int section = edit_find_section(run->document, false, strip),
        index = strip_processor_index(&run->model->strips[strip], word);
    if (strcmp(word, "fader") == 0 && section >= 0) {
        *line = edit_find_line(run->document, section, "fader", NULL);
        if (*line >= 0) {
            *line = after ? *line + 1 : edit_block_begin(run->document, *line);
            return STATUS_OK;
        }
        return run_fail(run, STATUS_NOT_FOUND, token, "%s has no line `fader` yet", run->model->strips[strip].name);
    }
    if (index < 0)
        return run_fail(run, STATUS_NOT_FOUND, token, "%s has no `%s`", run->model->strips[strip].name, word);
    *line = edit_find_processor(run->document, strip, index);
    if (*line < 0)
        return run_refuse_included(run, word, "given a neighbour");
    *line = after ? edit_processor_end(run->document, *line) : edit_block_begin(run->document, *line);
    return STATUS_OK;
}

/* Where a processor of a kind goes by its rank, before the fader. */
static int place_by_rank(const Document *document, int strip, int section, int rank)
{
    const Strip *at = &document->model.strips[strip];
    int place = -1, first = -1;
    for (int i = 0; i < at->processor_count; i++) {
        const Processor *processor = &at->processors[i];
        int line = processor->after_fader ? -1 : edit_find_processor(document, strip, i);
        if (line < 0)
            continue;
        first = first < 0 ? line : first;
        if (!processor->kind || processor->kind->rank <= rank)
            place = edit_processor_end(document, line);
    }
    if (place >= 0)
        return place;
    return first >= 0 ? edit_block_begin(document, first) : edit_place_of_rank(document, section, RANK_PROCESSOR - 1);
}

/* Behind the fader, whose line is made if it is not there. */
static Status place_after_fader(Run *run, int strip, int *section, int *place)
{
    Address address;
    char exact[160], value[VALUE_TEXT_MAX];
    snprintf(exact, sizeof exact, "%s.fader", run->model->strips[strip].name);
    Status status = run_resolve_address(run, exact, 1, &address);
    if (status == STATUS_OK && edit_find_line(run->document, *section, "fader", NULL) < 0) {
        value_format(address.param, run->model->strips[strip].fact[FACT_FADER], value);
        status = run_write(run, &address, value);
        if (status == STATUS_OK)
            status = run_refresh(run);
        *section = edit_find_section(run->document, false, strip);
    }
    if (status == STATUS_OK)
        *place = edit_place_of_rank(run->document, *section, RANK_PROCESSOR_AFTER);
    return status;
}

/* Effects with a mix are added to be heard: all of it on a return, a part of it on a track. */
static bool is_effect_on_track(const ProcessorKind *kind, const Strip *strip)
{
    return (kind->flags & PROCESSOR_HAS_MIX) && kind->rank >= 80 && strip->kind == SECTION_TRACK;
}

/* Reads the arguments behind the place, for their problems, and appends them to the line. */
static Status take_processor_arguments(Run *run, const ProcessorKind *kind, Buffer *out, bool *has_mix)
{
    Processor processor;
    ProblemList problems = {0};
    FieldList fields = {.count = 0};
    Reader reader = {.model = &run->document->model,
                     .problems = &problems,
                     .file = "command",
                     .tokens = run->line,
                     .fields = &fields};
    if (!processor_init(&processor, kind->kind, NULL))
        return STATUS_NO_MEMORY;
    bool fine = read_processor_arguments(&reader, run->next, &processor);
    if (!fine)
        run_fail(run, STATUS_BAD_VALUE, run->next, "%s",
                 problems.count ? problems.items[0].text : "a parameter is not understood");
    for (int i = 0; i < fields.count; i++) {
        buffer_append_text(out, i ? "  " : "");
        add_append_field(run, out, &fields.items[i]);
        *has_mix |= strcmp(fields.items[i].key, "mix") == 0;
    }
    run->next = run->line.count;
    processor_clear(&processor);
    problems_clear(&problems);
    return fine ? STATUS_OK : STATUS_BAD_VALUE;
}

/* The lines of the bands that a new processor of that kind begins with. */
static void append_bands(Buffer *text, const ProcessorKind *kind)
{
    for (int i = 0; kind->added_bands && kind->added_bands[i]; i++)
        if (kind->added_bands[i][0])
            buffer_append_format(text, "  %-*d%s\n", KEYWORD_WIDTH - 2, i + 1, kind->added_bands[i]);
        else
            buffer_append_format(text, "  %d\n", i + 1);
}

static Status insert_processor(Run *run, int strip, const ProcessorKind *kind, const char *word, const char *arguments,
                               const char *near, bool after, int token)
{
    int section, place = 0;
    Buffer line = {0};
    Status status = edit_open_strip(run->document, strip, &section);
    if (status == STATUS_OK && near)
        status = find_place_line(run, strip, near, after, token, &place);
    else if (status == STATUS_OK && (kind->flags & PROCESSOR_AFTER_FADER))
        status = place_after_fader(run, strip, &section, &place);
    else if (status == STATUS_OK)
        place = place_by_rank(run->document, strip, section, kind->rank);
    if (status != STATUS_OK)
        return status;
    buffer_append_text(&line, word);
    if (arguments[0]) {
        buffer_pad(&line, KEYWORD_WIDTH - 1);
        buffer_append_format(&line, "%s%s", line.length >= KEYWORD_WIDTH ? "  " : " ", arguments);
    }
    buffer_append_text(&line, "\n");
    append_bands(&line, kind);
    status = line.failed ? STATUS_NO_MEMORY : edit_insert_text(run->document, place, line.bytes);
    buffer_clear(&line);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status add_processor(Run *run, const ProcessorKind *kind, const char *word)
{
    int *strips = NULL, count = 0, token = 0;
    bool after = false, has_mix = false;
    char *near = NULL;
    Buffer arguments = {0};
    Status status = run_take_strips(run, &strips, &count);
    if (status == STATUS_OK &&
        (token_is(&run->line, run->next, "before") || token_is(&run->line, run->next, "after"))) {
        after = token_is(&run->line, run->next, "after");
        token = ++run->next;
        near = run_take_word(run, "the neighbour");
        status = near ? STATUS_OK : run->error.status;
    }
    if (status == STATUS_OK)
        status = take_processor_arguments(run, kind, &arguments, &has_mix);
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        bool effect = is_effect_on_track(kind, &run->model->strips[strips[i]]) && !has_mix;
        char words[2048];
        snprintf(words, sizeof words, "%.1900s%s%s", arguments.bytes ? arguments.bytes : "",
                 effect && arguments.length ? "  " : "", effect ? "mix 20 %" : "");
        if (arguments.length > 1900)
            status = run_fail(run, STATUS_FULL, run->next, "the line would be too long");
        if (status == STATUS_OK)
            status = insert_processor(run, strips[i], kind, word, words, near, after, token);
        if (status == STATUS_OK) {
            run_say(run, "%s added to %s", word, run->model->strips[strips[i]].name);
            run_resolve(run, "add %s %s%s%s%s%s", word, run->model->strips[strips[i]].name,
                        near ? after ? " after " : " before " : "", near ? near : "", words[0] ? " " : "", words);
        }
    }
    buffer_clear(&arguments);
    free(near);
    free(strips);
    return status;
}

/* What is added by a word that no other row has is a processor, or a mistake. */
static Status refuse_kind(Run *run, const char *word)
{
    static const char *const others[] = {"track", "bus", "return", "vca", "group", "clip", "send", "marker", "band"};
    char shown[64], near[80];
    Suggestion suggestion;
    suggestion_init(&suggestion, word, strlen(word));
    for (unsigned i = 0; i < ARRAY_LEN(others); i++)
        suggestion_offer(&suggestion, others[i]);
    for (int i = 0; catalogue_at(i); i++)
        suggestion_offer(&suggestion, catalogue_at(i)->kind);
    return run_fail(run, STATUS_NOT_FOUND, 1, "there is nothing called `%s` to add%s", token_show(&run->line, 1, shown),
                    suggestion_format(&suggestion, near, sizeof near));
}

static Status run_add_processor(Run *run)
{
    char kind_word[72];
    if (run->next >= run->line.count)
        return run_fail(run, STATUS_BAD_VALUE, run->next,
                        "say what to add: track, bus, return, vca, group, clip, send, marker, band or a processor");
    char *word = run_take_word(run, "the kind");
    if (!word)
        return run->error.status;
    int length = (int)strcspn(word, ":");
    snprintf(kind_word, sizeof kind_word, "%.*s", length > 70 ? 70 : length, word);
    const ProcessorKind *kind = catalogue_find(kind_word);
    Status status = kind ? add_processor(run, kind, word) : refuse_kind(run, word);
    free(word);
    return status;
}

const Command command_add_processor = {
    .name = "add",
    .by = BY_DOCUMENT,
    .takes = {TAKE(KIND), TAKE(STRIPS), OPTION(WORDS("before|after"), TAKE(NEIGHBOUR)),
              OPTION(TAKE(PARAMETER), TAKE(VALUE)), AGAIN},
    .help = "Adds a processor to strips: in its usual place, or beside another.",
    .example = "add eq vox before comp",
    .not_done = "added",
    .run = run_add_processor,
};
