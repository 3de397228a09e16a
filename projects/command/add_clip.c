/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `add clip`, and what lines that are added are made of. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/add.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"

void add_append_words(const Run *run, Buffer *out, int first, int end)
{
    for (int i = first; i < end; i++) {
        buffer_append_text(out, i > first ? " " : "");
        buffer_append(out, token_text(&run->line, i), (size_t)token_length(&run->line, i));
    }
}

void add_append_field(const Run *run, Buffer *out, const Field *field)
{
    int behind_key = field->key_token + 1;
    add_append_words(run, out, field->key_token >= 0 ? field->key_token : field->first,
                     field->end > field->first ? field->end : behind_key);
}

Status add_take_clip(Run *run, Buffer *out)
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
    buffer_append_text(out, "clip");
    buffer_pad(out, before + KEYWORD_WIDTH);
    for (int i = 0; i < fields.count; i++) {
        buffer_append_text(out, i ? "  " : "");
        add_append_field(run, out, &fields.items[i]);
    }
    buffer_append_text(out, "\n");
    run->next = run->line.count;
    return STATUS_OK;
}

static Status run_add_clip(Run *run)
{
    int strip, section;
    Buffer text = {0};
    run->next = 2;
    Status status = run_take_strip(run, &strip);
    if (status == STATUS_OK && run->model->strips[strip].kind != SECTION_TRACK)
        status = run_fail(run, STATUS_REFUSED, run->next - 1, "only a track has clips, and `%s` is a %s",
                          run->model->strips[strip].name, section_word(run->model->strips[strip].kind));
    int first = run->next;
    if (status == STATUS_OK)
        status = add_take_clip(run, &text);
    if (status == STATUS_OK)
        status = edit_open_strip(run->document, strip, &section);
    if (status == STATUS_OK)
        status = edit_insert_text(run->document,
                                  edit_place_of_rank(run->document, section, strip_key_find("clip")->rank), text.bytes);
    if (status == STATUS_OK)
        status = run_refresh(run);
    buffer_clear(&text);
    if (status == STATUS_OK) {
        add_append_words(run, &text, first, run->line.count);
        run_say(run, "Clip added to %s", run->model->strips[strip].name);
        run_resolve(run, "add clip %s %s", run->model->strips[strip].name, text.bytes ? text.bytes : "");
        buffer_clear(&text);
    }
    return status;
}

const Command command_add_clip = {
    .name = "add",
    .by = BY_DOCUMENT,
    .takes = {WORDS("clip"), TAKE(STRIP), TAKE(STEM), CLIP_VALUES},
    .help = "Adds a clip to a track.",
    .example = "add clip vox \"vox 2.wav\" at 0:12",
    .not_done = "added",
    .run = run_add_clip,
};
