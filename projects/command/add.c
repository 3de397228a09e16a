/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `add`: strips, clips, sends, markers and processors; bands in command_band.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/dsp/catalogue.h"
#include "projects/command/run.h"
#include "projects/model/facts.h"
#include "projects/text/buffer.h"
#include "projects/text/escape.h"
#include "projects/text/suggest.h"

/* The rest of the command's words as they were typed, up to token `end`. */
static void append_rest(Run *run, Buffer *out, int first, int end)
{
    for (int i = first; i < end; i++) {
        buffer_append_text(out, i > first ? " " : "");
        buffer_append(out, token_text(&run->line, i), (size_t)token_length(&run->line, i));
    }
}

/* `before X` or `after X` at the end of a line: a place among strips. */
static Status take_strip_place(Run *run, int *before)
{
    bool is_before = token_is(&run->line, run->next, "before");
    int strip = -1, token = run->next + 1;
    *before = -1;
    if (!is_before && !token_is(&run->line, run->next, "after"))
        return STATUS_OK;
    run->next++;
    Status status = run_take_strip(run, &strip);
    if (status != STATUS_OK)
        return status;
    int section = edit_find_section(run->document, false, strip);
    if (section < 0)
        return run_fail(run, STATUS_REFUSED, token, "`%s` stands in an included file", run->model->strips[strip].name);
    *before = is_before ? section : section + 1;
    return STATUS_OK;
}

/* --- clips --- */

/* Reads the clip that the words from `first` on say, for its problems; the text of its line goes to `out`. */
static Status take_clip_text(Run *run, Buffer *out, const char *keyword)
{
    Clip clip = {0};
    ProblemList problems = {0};
    FieldList fields = {.count = 0};
    Reader reader = {.model = &run->document->model,
                     .problems = &problems,
                     .file = "command",
                     .tokens = run->line,
                     .fields = &fields};
    bool fine = read_clip(&reader, run->next, &clip);
    clip_clear(&clip);
    if (!fine)
        run_fail(run, STATUS_BAD_VALUE, run->next, "%s",
                 problems.count ? problems.items[0].text : "the clip is not understood");
    problems_clear(&problems);
    if (!fine)
        return STATUS_BAD_VALUE;
    size_t before = out->length;
    buffer_append_text(out, keyword);
    buffer_pad(out, before + KEYWORD_WIDTH);
    for (int i = 0; i < fields.count; i++) {
        const Field *field = &fields.items[i];
        buffer_append_text(out, i ? "  " : "");
        append_rest(run, out, field->key_token >= 0 ? field->key_token : field->first, field->end);
    }
    buffer_append_text(out, "\n");
    run->next = run->line.count;
    return STATUS_OK;
}

static Status add_clip(Run *run)
{
    int strip, section;
    Buffer text = {0};
    Status status = run_take_strip(run, &strip);
    if (status == STATUS_OK && run->model->strips[strip].kind != SECTION_TRACK)
        status = run_fail(run, STATUS_REFUSED, run->next - 1, "only a track has clips, and `%s` is a %s",
                          run->model->strips[strip].name, section_word(run->model->strips[strip].kind));
    int first = run->next;
    if (status == STATUS_OK)
        status = take_clip_text(run, &text, "clip");
    if (status == STATUS_OK)
        status = edit_open_strip(run->document, strip, &section);
    if (status == STATUS_OK)
        status = edit_insert_text(run->document,
                                  edit_place_of_rank(run->document, section, strip_key_find("clip")->rank), text.bytes);
    if (status == STATUS_OK)
        status = run_refresh(run);
    buffer_clear(&text);
    if (status == STATUS_OK) {
        append_rest(run, &text, first, run->line.count);
        run_say(run, "Clip added to %s", run->model->strips[strip].name);
        run_resolve(run, "add clip %s %s", run->model->strips[strip].name, text.bytes ? text.bytes : "");
        buffer_clear(&text);
    }
    return status;
}

/* --- strips --- */

static Status check_new_name(Run *run, const char *name, int token)
{
    if (model_strip_index(run->model, name) >= 0)
        return run_fail(run, STATUS_EXISTS, token, "there is a strip `%s` already", name);
    if (name_is_reserved(name))
        return run_fail(run, STATUS_BAD_VALUE, token, "`%s` is a word of the language; choose another name", name);
    if (strlen(name) > 64)
        return run_fail(run, STATUS_BAD_VALUE, token, "the name is longer than 64 characters");
    return STATUS_OK;
}

/* Words up to `before`, `after` or the end belong to the clip of a new track. */
static int find_place_words(const Run *run)
{
    int i = run->next;
    while (i < run->line.count && !token_is(&run->line, i, "before") && !token_is(&run->line, i, "after"))
        i++;
    return i;
}

static Status add_strip(Run *run, SectionKind kind)
{
    Buffer body = {0};
    int token = run->next, before = -1, count = run->line.count;
    char *name = run_take_name(run, "the name");
    Status status = name ? check_new_name(run, name, token) : run->error.status;
    int place = find_place_words(run);
    if (status == STATUS_OK && run->next < place && kind == SECTION_TRACK) {
        run->line.count = place;
        status = take_clip_text(run, &body, "clip");
        run->line.count = count;
        run->next = place;
    }
    if (status == STATUS_OK)
        status = take_strip_place(run, &before);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK)
        status = body.failed ? STATUS_NO_MEMORY
                             : edit_add_section(run->document, kind, name, body.bytes ? body.bytes : "", before);
    if (status == STATUS_OK)
        status = run_refresh(run);
    buffer_clear(&body);
    if (status == STATUS_OK) {
        append_rest(run, &body, 2, run->line.count);
        run_say(run, "%c%s %s added", section_word(kind)[0] - 'a' + 'A', section_word(kind) + 1, name);
        run_resolve(run, "add %s %s", section_word(kind), body.bytes ? body.bytes : "");
        buffer_clear(&body);
    }
    free(name);
    return status;
}

/* --- processors --- */

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
        const Field *field = &fields.items[i];
        buffer_append_text(out, i ? "  " : "");
        append_rest(run, out, field->key_token >= 0 ? field->key_token : field->first,
                    field->end > field->first ? field->end : field->key_token + 1);
        *has_mix |= strcmp(field->key, "mix") == 0;
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
        const Strip *strip = &run->model->strips[strips[i]];
        bool effect = is_effect_on_track(kind, strip) && !has_mix;
        char words[2048];
        snprintf(words, sizeof words, "%.1900s%s%s", arguments.bytes ? arguments.bytes : "",
                 effect && arguments.length ? "  " : "", effect ? "mix 20 %" : "");
        if (arguments.length > 1900)
            status = run_fail(run, STATUS_FULL, run->next, "the line would be too long");
        if (status == STATUS_OK)
            status = insert_processor(run, strips[i], kind, word, words, near, after, token);
        if (status == STATUS_OK) {
            const char *name = run->model->strips[strips[i]].name;
            run_say(run, "%s added to %s", word, name);
            run_resolve(run, "add %s %s%s%s%s%s", word, name, near ? after ? " after " : " before " : "",
                        near ? near : "", words[0] ? " " : "", words);
        }
    }
    buffer_clear(&arguments);
    free(near);
    free(strips);
    return status;
}

Status run_add(Run *run)
{
    char shown[64], near[80], kind_word[72];
    int token = run->next;
    if (token >= run->line.count)
        return run_fail(run, STATUS_BAD_VALUE, token,
                        "say what to add: track, bus, return, vca, group, clip, send, marker, band or a processor");
    char *word = run_take_word(run, "the kind");
    if (!word)
        return run->error.status;
    Status status;
    SectionKind section = section_of_word(word, strlen(word));
    snprintf(kind_word, sizeof kind_word, "%.*s", (int)strcspn(word, ":") > 70 ? 70 : (int)strcspn(word, ":"), word);
    const ProcessorKind *kind = catalogue_find(kind_word);
    if (section >= SECTION_TRACK && section <= SECTION_GROUP) {
        status = add_strip(run, section);
    } else if (strcmp(word, "clip") == 0) {
        status = add_clip(run);
    } else if (strcmp(word, "band") == 0) {
        status = run_add_band(run);
    } else if (strcmp(word, "send") == 0) {
        status = run_send(run);
    } else if (strcmp(word, "marker") == 0) {
        status = run_marker(run);
    } else if (kind) {
        status = add_processor(run, kind, word);
    } else {
        static const char *const others[] = {"track", "bus",  "return", "vca", "group",
                                             "clip",  "send", "marker", "band"};
        Suggestion suggestion;
        suggestion_init(&suggestion, word, strlen(word));
        for (unsigned i = 0; i < ARRAY_LEN(others); i++)
            suggestion_offer(&suggestion, others[i]);
        for (int i = 0; catalogue_at(i); i++)
            suggestion_offer(&suggestion, catalogue_at(i)->kind);
        status = run_fail(run, STATUS_NOT_FOUND, token, "there is nothing called `%s` to add%s",
                          token_show(&run->line, token, shown), suggestion_format(&suggestion, near, sizeof near));
    }
    free(word);
    return status;
}
