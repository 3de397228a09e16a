/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `move`: places. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"

/* Moves lines [begin, end) to stand before line `to`. A last line without end keeps the file's look: the text is given
 * anew. */
static Status move_lines(Run *run, int begin, int end, int to)
{
    Document *document = run->document;
    Buffer text = {0};
    for (int i = begin; i < end; i++) {
        const Line *line = document->source.files[0].lines[i];
        buffer_append(&text, line->text, text_length_without_end(line->text, (size_t)line->length));
        buffer_append_text(&text, "\n");
    }
    Status status = text.failed ? STATUS_NO_MEMORY : STATUS_OK;
    if (status == STATUS_OK && to > begin) { /* below first, so that lines above stay where they are */
        status = edit_insert_text(document, to, text.bytes);
        if (status == STATUS_OK)
            status = edit_remove_lines(document, begin, end - begin);
    } else if (status == STATUS_OK) {
        status = edit_remove_lines(document, begin, end - begin);
        if (status == STATUS_OK)
            status = edit_insert_text(document, to, text.bytes);
    }
    buffer_clear(&text);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status take_side(Run *run, bool *after, char **word)
{
    *after = token_is(&run->line, run->next, "after");
    if (!*after && !token_is(&run->line, run->next, "before"))
        return run_fail(run, STATUS_BAD_VALUE, run->next, "say where: before NAME or after NAME");
    run->next++;
    *word = run_take_word(run, "the neighbour");
    if (!*word)
        return run->error.status;
    return run_expect_end(run);
}

static Status move_processor(Run *run, const Address *address, const char *word, bool after)
{
    int line = edit_find_processor(run->document, address->strip, address->processor), to = -1;
    int index = strip_processor_index(&run->model->strips[address->strip], word);
    if (line < 0)
        return run_refuse_included(run, "the processor", "moved");
    if (strcmp(word, "fader") == 0)
        to = edit_find_line(run->document, edit_find_section(run->document, false, address->strip), "fader", NULL);
    else if (index >= 0)
        to = edit_find_processor(run->document, address->strip, index);
    if (index < 0 && strcmp(word, "fader") != 0)
        return run_fail(run, STATUS_NOT_FOUND, 3, "%s has no `%.60s`", run->model->strips[address->strip].name, word);
    if (to < 0)
        return run_fail(run, STATUS_REFUSED, 3, "`%.60s` has no line in this file to stand beside", word);
    int begin = edit_block_begin(run->document, line), end = edit_processor_end(run->document, line);
    to = !after ? edit_block_begin(run->document, to) : index >= 0 ? edit_processor_end(run->document, to) : to + 1;
    if (to >= begin && to <= end)
        return run_fail(run, STATUS_EXISTS, 3, "it stands there already");
    return move_lines(run, begin, end, to);
}

/* A section with its comment; blank lines stay between sections. */
static Status move_strip(Run *run, int strip, const char *word, bool after)
{
    Document *document = run->document;
    Address other;
    Status status = run_resolve_address(run, word, 3, &other);
    if (status != STATUS_OK)
        return status;
    if (other.kind != ADDRESS_STRIP || other.strip == strip)
        return run_fail(run, STATUS_BAD_VALUE, 3, "`%.60s` is not another strip", word);
    int section = edit_find_section(document, false, strip),
        neighbour = edit_find_section(document, false, other.strip);
    if (section < 0 || neighbour < 0 || run->model->strips[strip].included)
        return run_refuse_included(
            run, section < 0 || run->model->strips[strip].included ? run->model->strips[strip].name : word, "moved");
    int begin = edit_block_begin(document, document->source.sections[section].first),
        end = edit_section_end(document, section);
    Buffer text = {0};
    bool behind = after && neighbour + 1 == document->source.section_count;
    buffer_append_text(&text, behind ? "\n" : "");
    for (int i = begin; i < end; i++) {
        const Line *line = document->source.files[0].lines[i];
        buffer_append(&text, line->text, text_length_without_end(line->text, (size_t)line->length));
        buffer_append_text(&text, "\n");
    }
    buffer_append_text(&text, behind ? "" : "\n");
    int to = behind ? edit_section_end(document, neighbour)
                    : edit_block_begin(document, document->source.sections[after ? neighbour + 1 : neighbour].first);
    if (text.failed)
        status = STATUS_NO_MEMORY;
    else if (to >= begin && to <= document->source.sections[section].first + document->source.sections[section].count &&
             (after ? neighbour + 1 == section : section + 1 == neighbour))
        status = run_fail(run, STATUS_EXISTS, 3, "it stands there already");
    else if (to > begin) {
        status = edit_insert_text(document, to, text.bytes);
        if (status == STATUS_OK)
            status = edit_remove_section(document, section);
    } else {
        status = edit_remove_section(document, section);
        if (status == STATUS_OK)
            status = edit_insert_text(document, to, text.bytes);
    }
    buffer_clear(&text);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status run_move(Run *run)
{
    Address address;
    char exact[256], words[280];
    bool after = false;
    char *word = NULL, *text = run_take_word(run, "the address");
    Status status = text ? run_resolve_address(run, text, 1, &address) : run->error.status;
    free(text);
    if (status == STATUS_OK)
        status = take_side(run, &after, &word);
    if (status == STATUS_OK) {
        address_format(run->model, &address, exact, sizeof exact);
        address_describe(run->model, &address, words, sizeof words);
        if (address.kind == ADDRESS_STRIP)
            status = move_strip(run, address.strip, word, after);
        else if (address.kind == ADDRESS_PROCESSOR)
            status = move_processor(run, &address, word, after);
        else
            status = run_fail(run, STATUS_BAD_VALUE, 1, "only strips and processors are moved so");
    }
    if (status == STATUS_OK) {
        run_say(run, "%s moved %s %s", words, after ? "after" : "before", word);
        run_resolve(run, "move %s %s %s", exact, after ? "after" : "before", word);
    }
    free(word);
    return status;
}

const Command command_move = {
    .name = "move",
    .by = BY_DOCUMENT,
    .takes = {TAKE(ADDRESS), WORDS("before|after"), TAKE(NEIGHBOUR)},
    .help = "Moves a strip or a processor to another place.",
    .example = "move gtr after vox",
    .not_done = "moved",
    .run = run_move,
};
