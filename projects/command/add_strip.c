/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `add track`, `add bus`, `add return`, `add vca`, `add group`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/add.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"

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

static Status run_add_strip(Run *run)
{
    Buffer body = {0};
    SectionKind kind = section_of_word(token_text(&run->line, 1), (size_t)token_length(&run->line, 1));
    run->next = 2;
    int token = run->next, before = -1, count = run->line.count;
    char *name = run_take_name(run, "the name");
    Status status = name ? check_new_name(run, name, token) : run->error.status;
    int place = find_place_words(run);
    if (status == STATUS_OK && run->next < place && kind == SECTION_TRACK) {
        run->line.count = place;
        status = add_take_clip(run, &body);
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
        add_append_words(run, &body, 2, run->line.count);
        run_say(run, "%c%s %s added", section_word(kind)[0] - 'a' + 'A', section_word(kind) + 1, name);
        run_resolve(run, "add %s %s", section_word(kind), body.bytes ? body.bytes : "");
        buffer_clear(&body);
    }
    free(name);
    return status;
}

const Command command_add_track = {
    .name = "add",
    .by = BY_DOCUMENT,
    .takes = {WORDS("track"), TAKE(NAME), OPTION(TAKE(STEM)), CLIP_VALUES, OPTION(WORDS("before|after"), TAKE(STRIP))},
    .help = "Adds a track, perhaps with its clip, perhaps beside another strip.",
    .example = "add track vox vox.wav at 0:12",
    .not_done = "added",
    .run = run_add_strip,
};

const Command command_add_strip = {
    .name = "add",
    .by = BY_DOCUMENT,
    .takes = {WORDS("bus|return|vca|group"), TAKE(NAME), OPTION(WORDS("before|after"), TAKE(STRIP))},
    .help = "Adds a bus, return, VCA or group, perhaps beside another strip.",
    .example = "add bus drums",
    .not_done = "added",
    .run = run_add_strip,
};
