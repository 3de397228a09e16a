/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `rename`: names, and what refers to them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"

/* Replaces the part of a token between two offsets, if it is `from`; tokens behind it on the line move. */
static Status replace_part(Run *run, int line, int start, int length, const char *from, const char *to, bool *hit)
{
    const Line *text = run->document->source.files[0].lines[line];
    *hit = (size_t)length == strlen(from) && memcmp(text->text + start, from, (size_t)length) == 0;
    return *hit ? edit_replace_bytes(run->document, line, start, start + length, to) : STATUS_OK;
}

/* `from` in an address: as the strip it begins with, or as the destination of a send. */
static Status rename_in_address(Run *run, int line, const Token *token, const char *from, const char *to)
{
    const char *text = run->document->source.files[0].lines[line]->text + token->start,
               *end = text + (token->end - token->start);
    bool hit;
    int part = 0, before_is_send = 0;
    for (const char *at = text; at <= end; part++) {
        const char *dot = memchr(at, '.', (size_t)(end - at));
        int length = (int)((dot ? dot : end) - at);
        const char *slash = part == 0 ? memchr(at, '/', (size_t)length) : NULL;
        length = slash ? (int)(slash - at) : length; /* `drums/`, of a pattern */
        if (part == 0 || before_is_send) {
            Status status = replace_part(run, line, token->start + (int)(at - text), length, from, to, &hit);
            if (status != STATUS_OK || hit)
                return status;
        }
        before_is_send = part == 1 && length == 4 && memcmp(at, "send", 4) == 0;
        if (!dot)
            break;
        at = dot + 1;
    }
    return STATUS_OK;
}

static bool refers(const TokenLine *tokens, int index)
{
    if (token_is(tokens, 0, "members"))
        return index >= 1;
    if (token_is(tokens, 0, "out") || token_is(tokens, 0, "vca") || token_is(tokens, 0, "send"))
        return index == 1;
    return index >= 2 && token_is(tokens, index - 1, "key") && !strip_key_find(token_text(tokens, 0));
}

static bool version_line_has_address(const TokenLine *tokens)
{
    return tokens->tokens[1].kind == TOKEN_WORD && (token_is(tokens, 0, "mute") || token_is(tokens, 0, "set") ||
                                                    token_is(tokens, 0, "bypass") || token_is(tokens, 0, "source"));
}

/* `header` = the section's first line. */
static Status rename_on_line(Run *run, SectionKind kind, bool header, int line, TokenLine *tokens, const char *from,
                             const char *to)
{
    const Line *text = run->document->source.files[0].lines[line];
    bool hit;
    Status status = STATUS_OK;
    token_line_cut(tokens, text->text, (size_t)text->length);
    if (header && tokens->header && tokens->count == 2) {
        if (kind == SECTION_AUTOMATION)
            return rename_in_address(run, line, &tokens->tokens[1], from, to);
        if (section_is_strip(kind))
            return replace_part(run, line, tokens->tokens[1].start, token_length(tokens, 1), from, to, &hit);
        return STATUS_OK;
    }
    if (kind == SECTION_VERSION && tokens->count > 1 && version_line_has_address(tokens))
        return rename_in_address(run, line, &tokens->tokens[1], from, to);
    for (int i = tokens->count - 1; i >= 1 && section_is_strip(kind) && status == STATUS_OK; i--) {
        if (tokens->tokens[i].kind != TOKEN_WORD || !refers(tokens, i))
            continue;
        int start = tokens->tokens[i].start, length = token_length(tokens, i);
        status = replace_part(run, line, start, length, from, to, &hit);
        if (hit) /* the old line may be gone: cut the new one, whose tokens before this one are the same */
            token_line_cut(tokens, run->document->source.files[0].lines[line]->text,
                           (size_t)run->document->source.files[0].lines[line]->length);
    }
    return status;
}

static Status rename_strip(Run *run, int index, const char *to, int token)
{
    char from[80];
    TokenLine tokens = {0};
    Document *document = run->document;
    snprintf(from, sizeof from, "%s", run->model->strips[index].name);
    if (run->model->strips[index].kind == SECTION_MASTER)
        return run_fail(run, STATUS_REFUSED, 1, "the master keeps its name");
    if (run->model->strips[index].included)
        return run_refuse_included(run, from, "renamed");
    if (model_strip_index(run->model, to) >= 0)
        return run_fail(run, STATUS_EXISTS, token, "there is a strip `%s` already", to);
    if (name_is_reserved(to) || strlen(to) > 64)
        return run_fail(run, STATUS_BAD_VALUE, token,
                        "`%.70s` is a word of the language, or too long; choose another name", to);
    Status status = edit_log_add_rename(&document->open_log, from, to);
    if (status == STATUS_OK)
        document_rename_uid(document, from, to);
    /* lines are replaced one for one: places stay, and the model is read once at the end */
    for (int i = document->source.main_section; i < document->source.section_count && status == STATUS_OK; i++) {
        Section section = document->source.sections[i];
        for (int line = section.first; line < section.first + section.count && status == STATUS_OK; line++)
            if (strstr(document->source.files[0].lines[line]->text, from))
                status = rename_on_line(run, section.kind, line == section.first, line, &tokens, from, to);
    }
    token_line_clear(&tokens);
    return status == STATUS_OK ? run_refresh(run) : status;
}

/* Whoever follows the processor `from` by its id goes on with the new name. */
static Status rename_uid(Run *run, uint32_t strip_uid, const char *from, const char *to)
{
    char from_key[160], to_key[160];
    snprintf(from_key, sizeof from_key, "%u.%.100s", strip_uid, from);
    snprintf(to_key, sizeof to_key, "%u.%.100s", strip_uid, to);
    Status status = edit_log_add_rename(&run->document->open_log, from_key, to_key);
    if (status == STATUS_OK)
        document_rename_uid(run->document, from_key, to_key);
    return status;
}

static Status replace_first_word(Run *run, int line, const char *word)
{
    const Line *text = run->document->source.files[0].lines[line];
    TokenLine tokens = {0};
    token_line_cut(&tokens, text->text, (size_t)text->length);
    Status status = edit_replace_bytes(run->document, line, tokens.tokens[0].start, tokens.tokens[0].end, word);
    token_line_clear(&tokens);
    return status;
}

/* The header of an automation inside the processor. `skip` bytes of its address are the strip's. */
static Status rename_lane(Run *run, int line, int skip, const char *to)
{
    const Line *text = run->document->source.files[0].lines[line];
    TokenLine tokens = {0};
    Status status = STATUS_OK;
    token_line_cut(&tokens, text->text, (size_t)text->length);
    if (tokens.tokens[1].kind == TOKEN_WORD) {
        int begin = tokens.tokens[1].start + skip,
            end = begin + (int)strcspn(text->text + begin, ".]"); /* `old` or `comp:old` */
        status = edit_replace_bytes(run->document, line, begin, end, to);
    }
    token_line_clear(&tokens);
    return status;
}

/* An automation of what `address` names, or of something inside it. */
static bool is_lane_inside(const Section *section, const char *address)
{
    size_t length = strlen(address);
    return section->kind == SECTION_AUTOMATION && strncmp(section->name, address, length) == 0 &&
           (section->name[length] == '.' || !section->name[length]);
}

static Status rename_lanes(Run *run, const char *strip, const char *processor, const char *to)
{
    char prefix[160];
    const Source *source = &run->document->source;
    Status status = STATUS_OK;
    snprintf(prefix, sizeof prefix, "%.70s.%.70s", strip, processor);
    for (int i = source->main_section; i < source->section_count && status == STATUS_OK; i++)
        if (is_lane_inside(&source->sections[i], prefix))
            status = rename_lane(run, source->sections[i].first, (int)strlen(strip) + 1, to);
    return status;
}

/* `vox.comp.ratio` or `vox.comp:old.ratio` in a line of a version: the processor's part. */
static Status rename_on_version_line(Run *run, int line, const char *strip, const char *processor, const char *to)
{
    const Line *text = run->document->source.files[0].lines[line];
    TokenLine tokens = {0};
    Status status = STATUS_OK;
    token_line_cut(&tokens, text->text, (size_t)text->length);
    if (tokens.count > 1 && version_line_has_address(&tokens)) {
        const char *word = token_text(&tokens, 1), *end = word + token_length(&tokens, 1);
        size_t skip = strlen(strip) + 1;
        const char *part = word + skip;
        if ((size_t)(end - word) > skip && memcmp(word, strip, skip - 1) == 0 && word[skip - 1] == '.') {
            size_t length = 0;
            while (part + length < end && part[length] != '.')
                length++;
            const char *colon = memchr(part, ':', length);
            size_t before = colon ? (size_t)(colon + 1 - part) : 0;
            if (length - before == strlen(processor) && memcmp(part + before, processor, length - before) == 0)
                status = edit_replace_bytes(run->document, line, tokens.tokens[1].start + (int)skip,
                                            tokens.tokens[1].start + (int)(skip + length), to);
        }
    }
    token_line_clear(&tokens);
    return status;
}

static Status rename_in_versions(Run *run, const char *strip, const char *processor, const char *to)
{
    const Source *source = &run->document->source;
    Status status = STATUS_OK;
    for (int i = source->main_section; i < source->section_count && status == STATUS_OK; i++) {
        Section section = source->sections[i];
        for (int line = section.first + 1;
             section.kind == SECTION_VERSION && line < section.first + section.count && status == STATUS_OK; line++)
            status = rename_on_version_line(run, line, strip, processor, to);
    }
    return status;
}

typedef struct ProcessorNames {
    char strip[80], from[80]; /* its strip, and its own word in addresses */
    char word[160];           /* what its line will begin with */
} ProcessorNames;

static Status name_processor(Run *run, const Address *address, const char *to, int token, ProcessorNames *names)
{
    const Strip *strip = &run->model->strips[address->strip];
    const Processor *processor = &strip->processors[address->processor];
    bool bare = strcmp(to, processor->kind_word) == 0;
    if (name_is_reserved(to) && !bare)
        return run_fail(run, STATUS_BAD_VALUE, token, "`%.70s` is a word of the language; choose another name", to);
    if (strip_processor_index(strip, to) >= 0)
        return run_fail(run, STATUS_EXISTS, token, "%s has a `%.70s` already", strip->name, to);
    snprintf(names->strip, sizeof names->strip, "%.79s", strip->name);
    snprintf(names->from, sizeof names->from, "%.79s", processor_address(processor));
    snprintf(names->word, sizeof names->word, "%.70s%s%.70s", processor->kind_word, bare ? "" : ":", bare ? "" : to);
    return STATUS_OK;
}

/* `comp` becomes `comp:name`, `comp:old` becomes `comp:name`; its automation follows. */
static Status rename_processor(Run *run, const Address *address, const char *to, int token)
{
    ProcessorNames names;
    int line = edit_find_processor(run->document, address->strip, address->processor);
    if (line < 0)
        return run_refuse_included(run, "the processor", "renamed");
    Status status = name_processor(run, address, to, token, &names);
    if (status == STATUS_OK)
        status = rename_uid(run, run->model->strips[address->strip].uid, names.from, to);
    if (status == STATUS_OK)
        status = replace_first_word(run, line, names.word);
    if (status == STATUS_OK)
        status = rename_lanes(run, names.strip, names.from, to);
    if (status == STATUS_OK)
        status = rename_in_versions(run, names.strip, names.from, to);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status rename_clip(Run *run, const Address *address, const char *to)
{
    char word[100];
    int line = edit_find_clip(run->document, address->strip, address->clip);
    if (line < 0)
        return run_refuse_included(run, "the clip", "renamed");
    snprintf(word, sizeof word, "clip:%.64s", to);
    Status status = replace_first_word(run, line, word);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status run_rename(Run *run)
{
    Address address;
    char exact[256], words[280];
    char *text = run_take_word(run, "the address"), *to = NULL;
    Status status = text ? run_resolve_address(run, text, 1, &address) : run->error.status;
    int token = run->next;
    free(text);
    if (status == STATUS_OK) {
        to = run_take_name(run, "the new name");
        status = to ? run_expect_end(run) : run->error.status;
    }
    if (status == STATUS_OK) {
        address_format(run->model, &address, exact, sizeof exact);
        address_describe(run->model, &address, words, sizeof words);
        if (address.kind == ADDRESS_STRIP)
            status = rename_strip(run, address.strip, to, token);
        else if (address.kind == ADDRESS_PROCESSOR)
            status = rename_processor(run, &address, to, token);
        else if (address.kind == ADDRESS_CLIP)
            status = rename_clip(run, &address, to);
        else
            status = run_fail(run, STATUS_BAD_VALUE, 1, "only strips, processors and clips have names");
    }
    if (status == STATUS_OK) {
        run_say(run, "%s is now %s", words, to);
        run_resolve(run, "rename %s %s", exact, to);
    }
    free(to);
    return status;
}

const Command command_rename = {
    .name = "rename",
    .by = BY_DOCUMENT,
    .takes = {TAKE(ADDRESS), TAKE(NAME)},
    .help = "Gives a strip, processor or clip another name; references follow.",
    .example = "rename gtr guitar",
    .not_done = "renamed",
    .run = run_rename,
};
