/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `chain` and `copy-chain`: whole chains as text. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/dsp/catalogue.h"
#include "projects/command/chain_text.h"
#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"
#include "projects/text/suggest.h"

enum { WORD_MAX = 160 };

typedef struct Putter { /* a chain being put onto a strip */
    Run *run;
    int strip;
    bool keep_unknown;       /* what another strip of the project has is taken as it is */
    bool keep_facts;         /* `fader -3 dB` only says where the fader is */
    bool after;              /* behind the line `fader` */
    Buffer pre, post;        /* lines to be put in */
    char (*words)[WORD_MAX]; /* address words of the processors in these */
    int count;
} Putter;

static Buffer *lines_of(Putter *putter)
{
    return putter->after ? &putter->post : &putter->pre;
}

static bool is_taken(const Putter *putter, const char *word)
{
    if (strip_processor_index(&putter->run->model->strips[putter->strip], word) >= 0)
        return true;
    for (int i = 0; i < putter->count; i++)
        if (strcmp(putter->words[i], word) == 0)
            return true;
    return false;
}

/* `comp` beside another `comp` becomes `comp:comp-2`. */
static bool find_free_word(const Putter *putter, const char *wanted, char out[WORD_MAX])
{
    snprintf(out, WORD_MAX, "%s", wanted);
    for (int i = 2; i < 1000 && is_taken(putter, out); i++)
        snprintf(out, WORD_MAX, "%.60s-%d", wanted, i);
    return !is_taken(putter, out);
}

static Status refuse_processor(Putter *putter, const TokenLine *line, const char *kind)
{
    char shown[64], near[80];
    Suggestion suggestion;
    suggestion_init(&suggestion, kind, strlen(kind));
    for (int i = 0; catalogue_at(i); i++)
        suggestion_offer(&suggestion, catalogue_at(i)->kind);
    return run_fail(putter->run, STATUS_NOT_FOUND, -1, "there is no processor `%s`%s", token_show(line, 0, shown),
                    suggestion_format(&suggestion, near, sizeof near));
}

static Status put_processor(Putter *putter, const TokenLine *line)
{
    char kind[WORD_MAX], free_word[WORD_MAX];
    int length = token_length(line, 0);
    if (length >= WORD_MAX)
        return run_fail(putter->run, STATUS_BAD_VALUE, -1, "the name of a processor is too long");
    memcpy(kind, token_text(line, 0), (size_t)length);
    kind[length] = '\0';
    char *name = strchr(kind, ':');
    if (name)
        *name++ = '\0';
    if (!putter->keep_unknown && !catalogue_find(kind))
        return refuse_processor(putter, line, kind);
    if (putter->count == PROCESSOR_MAX)
        return run_fail(putter->run, STATUS_FULL, -1, "a chain has at most %d processors", PROCESSOR_MAX);
    if (!find_free_word(putter, name ? name : kind, free_word))
        return run_fail(putter->run, STATUS_FULL, -1, "there is no free name for `%.60s`", kind);
    memcpy(putter->words[putter->count++], free_word, sizeof free_word);
    Buffer *out = lines_of(putter);
    bool unnamed = !name && strcmp(free_word, kind) == 0;
    size_t begin = out->length;
    buffer_append_format(out, "%s%s%s", kind, unnamed ? "" : ":", unnamed ? "" : free_word);
    const char *rest = line->text + line->tokens[0].end;
    size_t rest_length = (size_t)line->length - (size_t)line->tokens[0].end;
    bool renamed = out->length - begin != (size_t)length;
    while (renamed && rest_length && *rest == ' ') {
        rest++;
        rest_length--;
    }
    buffer_append_text(out, renamed && rest_length ? "  " : "");
    buffer_append(out, rest, rest_length);
    buffer_append_text(out, "\n");
    return STATUS_OK;
}

/* A fact of the strip among the processors: `trim +2 dB`, `fader`. */
static Status put_fact(Putter *putter, const TokenLine *line, const StripKey *key)
{
    Run *run = putter->run;
    Trouble trouble;
    char exact[160], text[VALUE_TEXT_MAX];
    double value;
    int next = 1;
    putter->after |= key->rank == RANK_FADER;
    if (putter->keep_facts || (key->rank == RANK_FADER && line->count == 1))
        return STATUS_OK;
    const ParamInfo *row = &strip_facts[key->fact];
    if (value_read(row, line, &next, &value, &trouble) != STATUS_OK)
        return run_fail(run, STATUS_BAD_VALUE, -1, "%s", trouble.text);
    if (next < line->count)
        return run_fail(run, STATUS_BAD_VALUE, -1, "%s: one value is enough", key->word);
    Address address;
    snprintf(exact, sizeof exact, "%s.%s", run->model->strips[putter->strip].name, key->word);
    Status status = run_resolve_address(run, exact, -1, &address);
    value_format(row, value, text);
    if (status == STATUS_OK)
        status = run_write(run, &address, text);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status put_line(Putter *putter, const TokenLine *line)
{
    Run *run = putter->run;
    char word[WORD_MAX], shown[64];
    if (line->fault >= 0)
        return run_fail(run, STATUS_BAD_VALUE, -1, "a text in quotes does not end in the chain");
    if (line->header || line->tokens[0].kind != TOKEN_WORD)
        return run_fail(run, STATUS_BAD_VALUE, -1,
                        "a chain is made of processors and their bands, not of sections or texts");
    snprintf(word, sizeof word, "%.*s", token_length(line, 0) > 150 ? 150 : token_length(line, 0), token_text(line, 0));
    if (word[0] >= '0' && word[0] <= '9') {
        Buffer *out = lines_of(putter);
        buffer_append_text(out, "  ");
        buffer_append(out, line->text + line->tokens[0].start, (size_t)(line->length - line->tokens[0].start));
        buffer_append_text(out, "\n");
        return STATUS_OK;
    }
    word[strcspn(word, ":")] = '\0';
    const StripKey *key = strip_key_find(word);
    if (!key)
        return put_processor(putter, line);
    if (key->id != KEY_FACT || key->fact == FACT_MUTE || key->fact == FACT_SOLO_SAFE || key->fact == FACT_OFFSET)
        return run_fail(run, STATUS_REFUSED, -1, "`%s` does not belong into a chain", token_show(line, 0, shown));
    return put_fact(putter, line, key);
}

static Status take_lines(Putter *putter, const char *text)
{
    TokenLine line = {0};
    Status status = STATUS_OK;
    for (const char *at = text; *at && status == STATUS_OK;) {
        size_t length = strcspn(at, "\n");
        token_line_cut(&line, at, length);
        if (line.failed)
            status = STATUS_NO_MEMORY;
        else if (length > LINE_LENGTH_MAX)
            status = run_fail(putter->run, STATUS_FULL, -1, "a line of the chain is longer than 64 KiB");
        else if (text_is_comment(at, length)) {
            buffer_append(lines_of(putter), at, text_length_without_end(at, length));
            buffer_append_text(lines_of(putter), "\n");
        } else if (line.count || line.header || line.fault >= 0)
            status = put_line(putter, &line);
        at += length + (at[length] == '\n');
    }
    token_line_clear(&line);
    return status;
}

static Status insert_lines(Run *run, int strip, int rank, Buffer *lines)
{
    int section;
    if (lines->failed)
        return STATUS_NO_MEMORY;
    if (lines->length == 0)
        return STATUS_OK;
    Status status = edit_open_strip(run->document, strip, &section);
    if (status == STATUS_OK && rank == RANK_PROCESSOR_AFTER &&
        edit_find_line(run->document, section, "fader", NULL) < 0) {
        Address address;
        char exact[160], value[VALUE_TEXT_MAX];
        snprintf(exact, sizeof exact, "%s.fader", run->model->strips[strip].name);
        status = run_resolve_address(run, exact, -1, &address);
        value_format(&strip_facts[FACT_FADER], run->model->strips[strip].fact[FACT_FADER], value);
        if (status == STATUS_OK)
            status = run_write(run, &address, value);
        if (status == STATUS_OK)
            status = run_refresh(run);
        section = edit_find_section(run->document, false, strip);
    }
    if (status == STATUS_OK)
        status = edit_insert_text(run->document, edit_place_of_rank(run->document, section, rank), lines->bytes);
    return status == STATUS_OK ? run_refresh(run) : status;
}

/* --- what stood there before --- */

typedef struct OldProcessor {
    char exact[WORD_MAX];
    const ProcessorKind *kind;
} OldProcessor;

static Status remove_processors(Run *run, int strip)
{
    bool included = run->model->strips[strip].included;
    int count = run->model->strips[strip].processor_count;
    for (int i = count - 1; i >= 0; i--) { /* from below: lines above stay where they are */
        int line = edit_find_processor(run->document, strip, i);
        if (line < 0 || included)
            return run_refuse_included(run, "the chain", "replaced");
        Status status = edit_remove_block(run->document, line, edit_processor_end(run->document, line) - line - 1);
        if (status != STATUS_OK)
            return status;
        if ((status = run_refresh(run)) != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* The main file's section of the first lane inside `address` that automates nothing; -1 without one. */
static int find_idle_lane(const Run *run, const char *address)
{
    size_t length = strlen(address);
    for (int i = 0; i < run->model->lane_count; i++) {
        const Lane *lane = &run->model->lanes[i];
        bool idle = strncmp(lane->address, address, length) == 0 && lane->address[length] == '.' && !lane->param;
        int section = idle ? edit_find_section(run->document, true, i) : -1;
        if (section >= 0)
            return section;
    }
    return -1;
}

/* Automation goes with what it moved; where the new chain has a processor of that name and kind, it goes on, but for
 * what that lacks. */
static Status remove_lanes(Run *run, int strip, const OldProcessor *old, int count)
{
    Status status = STATUS_OK;
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        const char *word = strchr(old[i].exact, '.') + 1;
        int index = strip_processor_index(&run->model->strips[strip], word);
        if (index < 0 || run->model->strips[strip].processors[index].kind != old[i].kind)
            status = run_delete_lanes(run, old[i].exact);
        for (int section; status == STATUS_OK && (section = find_idle_lane(run, old[i].exact)) >= 0;) {
            status = edit_remove_section(run->document, section);
            if (status == STATUS_OK)
                status = run_refresh(run);
        }
    }
    return status;
}

static bool can_have_chain(const Model *model, int strip)
{
    return model->strips[strip].kind != SECTION_VCA && model->strips[strip].kind != SECTION_GROUP;
}

/* What the strip has now, malloc'd; NULL without memory. */
static OldProcessor *note_processors(const Model *model, int strip, int *count)
{
    const Strip *at = &model->strips[strip];
    OldProcessor *old = calloc((size_t)at->processor_count + 1, sizeof *old);
    *count = old ? at->processor_count : 0;
    for (int i = 0; i < *count; i++) {
        snprintf(old[i].exact, sizeof old[i].exact, "%.70s.%.80s", at->name, processor_address(&at->processors[i]));
        old[i].kind = at->processors[i].kind;
    }
    return old;
}

/* In the place of a sentence for each of many strips. */
static void say_many(Run *run, const char *what)
{
    if (run->done <= 3)
        return;
    buffer_clear(&run->text);
    run_say(run, "%d strips %s", run->done, what);
}

static Status put_chain(Run *run, int strip, const char *text, bool replace, bool is_copy)
{
    Putter putter = {.run = run, .strip = strip, .keep_unknown = is_copy, .keep_facts = is_copy};
    char title[80];
    int count = 0;
    if (!can_have_chain(run->model, strip))
        return run_fail(run, STATUS_REFUSED, 1, "%s is a %s and has no chain", run->model->strips[strip].name,
                        section_word(run->model->strips[strip].kind));
    OldProcessor *old = note_processors(run->model, strip, &count);
    count = replace ? count : 0;
    putter.words = calloc(PROCESSOR_MAX, sizeof *putter.words);
    Status status = old && putter.words ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK && replace)
        status = remove_processors(run, strip);
    if (status == STATUS_OK)
        status = take_lines(&putter, text);
    if (status == STATUS_OK)
        status = insert_lines(run, strip, RANK_PROCESSOR, &putter.pre);
    if (status == STATUS_OK)
        status = insert_lines(run, strip, RANK_PROCESSOR_AFTER, &putter.post);
    if (status == STATUS_OK)
        status = remove_lanes(run, strip, old, count);
    if (status == STATUS_OK) {
        run_say(run, "%s has %d processor%s %s", run_title(run->model->strips[strip].name, title), putter.count,
                putter.count == 1 ? "" : "s", replace ? "now" : "more");
        run->done++;
    }
    buffer_clear(&putter.pre);
    buffer_clear(&putter.post);
    free(putter.words);
    free(old);
    return status;
}

static Status run_chain(Run *run)
{
    int *strips = NULL, count = 0;
    bool append = false;
    Status status = run_take_strips(run, &strips, &count);
    char *text = status == STATUS_OK ? run_take_word(run, "the chain, in quotes,") : NULL;
    if (status == STATUS_OK && !text)
        status = run->error.status;
    if (status == STATUS_OK && !(append = run_take_if(run, "append")))
        run_take_if(run, "replace");
    if (status == STATUS_OK)
        status = run_expect_end(run);
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        Buffer quoted = {0};
        if (count > 1 && !can_have_chain(run->model, strips[i]))
            continue; /* a pattern means those that can have one */
        status = put_chain(run, strips[i], text, !append, false);
        text_append_quoted(&quoted, text, strlen(text));
        if (status == STATUS_OK && !quoted.failed)
            run_resolve(run, "chain %s %s %s", run->model->strips[strips[i]].name, quoted.bytes,
                        append ? "append" : "replace");
        status = quoted.failed ? STATUS_NO_MEMORY : status;
        buffer_clear(&quoted);
    }
    if (status == STATUS_OK)
        say_many(run, "were given the chain");
    free(text);
    free(strips);
    return status;
}

const Command command_chain = {
    .name = "chain",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), CALLED(TEXT, "LINES"), OPTION(WORDS("replace|append"))},
    .help = "Gives strips a chain of processors, in the words of the file.",
    .example = "chain vox \"comp ratio 3:1\\nlimiter\"",
    .run = run_chain,
};

static Status run_copy_chain(Run *run)
{
    int from, *strips = NULL, count = 0, copied = 0;
    char *text = NULL;
    Status status = run_take_strip(run, &from);
    if (status == STATUS_OK && (status = document_chain_text(run->document, from, &text)) == STATUS_UNSUPPORTED)
        status = run_fail(run, status, 1, "%s has an unknown processor that stands in several files",
                          run->model->strips[from].name);
    if (status == STATUS_OK && run->next >= run->line.count)
        status = run_fail(run, STATUS_BAD_VALUE, run->next, "say onto which strips");
    while (status == STATUS_OK && run->next < run->line.count) {
        status = run_take_strips(run, &strips, &count);
        for (int i = 0; i < count && status == STATUS_OK; i++) {
            if (strips[i] == from || (count > 1 && !can_have_chain(run->model, strips[i])))
                continue;
            status = put_chain(run, strips[i], text, true, true);
            if (status == STATUS_OK)
                run_resolve(run, "copy-chain %s %s", run->model->strips[from].name, run->model->strips[strips[i]].name);
            copied++;
        }
        free(strips);
        strips = NULL;
        count = 0;
    }
    if (status == STATUS_OK && copied == 0)
        status = run_fail(run, STATUS_BAD_VALUE, 2, "there is no other strip to copy it onto");
    if (status == STATUS_OK)
        say_many(run, "were given the chain");
    free(text);
    return status;
}

const Command command_copy_chain = {
    .name = "copy-chain",
    .by = BY_DOCUMENT,
    .takes = {CALLED(STRIP, "FROM"), TAKE(STRIPS), AGAIN},
    .help = "Gives strips the chain of another.",
    .example = "copy-chain vox vox-double bgv*",
    .run = run_copy_chain,
};
