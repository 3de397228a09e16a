/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `move` and `rename`: places and names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/run.h"
#include "projects/model/facts.h"
#include "projects/text/buffer.h"

/* --- move --- */

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
    const Strip *strip = &run->model->strips[address->strip];
    int line = edit_find_processor(run->document, address->strip, address->processor), to = -1;
    int index = strip_processor_index(strip, word);
    if (line < 0)
        return run_refuse_included(run, "the processor", "moved");
    if (strcmp(word, "fader") == 0)
        to = edit_find_line(run->document, edit_find_section(run->document, false, address->strip), "fader", NULL);
    else if (index >= 0)
        to = edit_find_processor(run->document, address->strip, index);
    if (index < 0 && strcmp(word, "fader") != 0)
        return run_fail(run, STATUS_NOT_FOUND, 3, "%s has no `%.60s`", strip->name, word);
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

Status run_move(Run *run)
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

/* --- rename --- */

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

static Status rename_on_line(Run *run, const Section *section, int line, TokenLine *tokens, const char *from,
                             const char *to)
{
    const Line *text = run->document->source.files[0].lines[line];
    bool hit;
    Status status = STATUS_OK;
    token_line_cut(tokens, text->text, (size_t)text->length);
    if (line == section->first && tokens->header && tokens->count == 2) {
        if (section->kind == SECTION_AUTOMATION)
            return rename_in_address(run, line, &tokens->tokens[1], from, to);
        if (section_is_strip(section->kind))
            return replace_part(run, line, tokens->tokens[1].start, token_length(tokens, 1), from, to, &hit);
        return STATUS_OK;
    }
    for (int i = tokens->count - 1; i >= 1 && section_is_strip(section->kind) && status == STATUS_OK; i--) {
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
                status = rename_on_line(run, &section, line, &tokens, from, to);
    }
    token_line_clear(&tokens);
    return status == STATUS_OK ? run_refresh(run) : status;
}

/* `comp` becomes `comp:name`, `comp:old` becomes `comp:name`; its automation follows. */
static Status rename_processor(Run *run, const Address *address, const char *to, int token)
{
    char word[160], from_key[160], to_key[160], prefix[160];
    const Strip *strip = &run->model->strips[address->strip];
    const Processor *processor = &strip->processors[address->processor];
    int line = edit_find_processor(run->document, address->strip, address->processor);
    if (line < 0)
        return run_refuse_included(run, "the processor", "renamed");
    if (name_is_reserved(to) && strcmp(to, processor->kind_word) != 0)
        return run_fail(run, STATUS_BAD_VALUE, token, "`%.70s` is a word of the language; choose another name", to);
    if (strip_processor_index(strip, to) >= 0)
        return run_fail(run, STATUS_EXISTS, token, "%s has a `%.70s` already", strip->name, to);
    bool bare = strcmp(to, processor->kind_word) == 0;
    snprintf(word, sizeof word, "%.70s%s%.70s", processor->kind_word, bare ? "" : ":", bare ? "" : to);
    snprintf(from_key, sizeof from_key, "%u.%.100s", strip->uid, processor_address(processor));
    snprintf(to_key, sizeof to_key, "%u.%.100s", strip->uid, to);
    snprintf(prefix, sizeof prefix, "%.70s.%.70s", strip->name, processor_address(processor));
    Status status = edit_log_add_rename(&run->document->open_log, from_key, to_key);
    if (status != STATUS_OK)
        return status;
    document_rename_uid(run->document, from_key, to_key);
    const Line *text = run->document->source.files[0].lines[line];
    TokenLine tokens = {0};
    token_line_cut(&tokens, text->text, (size_t)text->length);
    status = edit_replace_bytes(run->document, line, tokens.tokens[0].start, tokens.tokens[0].end, word);
    for (int i = run->document->source.main_section; i < run->document->source.section_count && status == STATUS_OK;
         i++) {
        const Section *section = &run->document->source.sections[i];
        size_t length = strlen(prefix);
        int skip = (int)strlen(strip->name) + 1;
        if (section->kind != SECTION_AUTOMATION || strncmp(section->name, prefix, length) != 0 ||
            (section->name[length] != '.' && section->name[length]))
            continue;
        text = run->document->source.files[0].lines[section->first];
        token_line_cut(&tokens, text->text, (size_t)text->length);
        if (tokens.tokens[1].kind != TOKEN_WORD)
            continue;
        int begin = tokens.tokens[1].start + skip,
            end = begin + (int)strcspn(text->text + begin, ".]"); /* `old` or `comp:old` */
        status = edit_replace_bytes(run->document, section->first, begin, end, to);
    }
    token_line_clear(&tokens);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status rename_clip(Run *run, const Address *address, const char *to)
{
    char word[100];
    int line = edit_find_clip(run->document, address->strip, address->clip);
    TokenLine tokens = {0};
    if (line < 0)
        return run_refuse_included(run, "the clip", "renamed");
    const Line *text = run->document->source.files[0].lines[line];
    token_line_cut(&tokens, text->text, (size_t)text->length);
    snprintf(word, sizeof word, "clip:%.64s", to);
    Status status = edit_replace_bytes(run->document, line, tokens.tokens[0].start, tokens.tokens[0].end, word);
    token_line_clear(&tokens);
    return status == STATUS_OK ? run_refresh(run) : status;
}

Status run_rename(Run *run)
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
