/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One value of one line replaced, with everything else on it kept. */
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/edit/edit.h"
#include "projects/model/facts.h"

static bool is_number_word(const TokenLine *tokens)
{
    for (int i = 0; i < token_length(tokens, 0); i++)
        if (token_text(tokens, 0)[i] < '0' || token_text(tokens, 0)[i] > '9')
            return false;
    return true;
}

/* Reads the line as the reader would, into something that is thrown away. */
static void take_by_kind(Reader *reader, const ProcessorKind *kind)
{
    Processor processor;
    Clip clip = {0};
    Send send = {0};
    if (kind && processor_init(&processor, kind->kind, NULL)) {
        if (is_number_word(&reader->tokens))
            read_band_arguments(reader, 1, &processor, 0);
        else
            read_processor_arguments(reader, 1, &processor);
        processor_clear(&processor);
    } else if (strncmp(token_text(&reader->tokens, 0), "clip", 4) == 0) {
        read_clip(reader, 1, &clip);
        clip_clear(&clip);
    } else if (token_is(&reader->tokens, 0, "send")) {
        read_send(reader, 2, &send);
        send_clear(&send);
    } else {
        reader_note_field(reader, "value", 0, 1, reader->tokens.count);
    }
}

/* Fills `fields` and `tokens` (the caller clears them) with the line's values. */
static bool take_fields_of(Document *document, const Line *text, int line, const ProcessorKind *kind, TokenLine *tokens,
                           FieldList *fields)
{
    Reader reader = {.model = &document->model, .file = document->source.files[0].name, .fields = fields};
    fields->count = 0;
    bool taken = reader_take_line(&reader, text, line);
    if (taken)
        take_by_kind(&reader, kind);
    *tokens = reader.tokens;
    return taken && !reader.failed;
}

static bool take_fields(Document *document, int line, const ProcessorKind *kind, TokenLine *tokens, FieldList *fields)
{
    return take_fields_of(document, document->source.files[0].lines[line], line, kind, tokens, fields);
}

static const Field *find_field(const FieldList *fields, const char *key)
{
    for (int i = 0; i < fields->count; i++)
        if (strcmp(fields->items[i].key, key) == 0)
            return &fields->items[i];
    return NULL;
}

/* The usual order of the fields of a line. */
static int field_rank(const ProcessorKind *kind, bool band, const char *key)
{
    static const char *const others[] = {"path", "at", "offset", "length", "gain", "fade-in", "fade-out"};
    const ParamInfo *rows = !kind ? NULL : band ? kind->band_params : kind->params;
    int count = !kind ? 0 : band ? kind->band_param_count : kind->param_count;
    for (int i = 0; i < count; i++)
        if (strcmp(rows[i].key, key) == 0)
            return i;
    if (kind)
        return strcmp(key, "file") == 0 ? -1 : strcmp(key, "key") == 0 ? 900 : strcmp(key, "tap") == 0 ? 901 : 1000;
    for (unsigned i = 0; i < ARRAY_LEN(others); i++)
        if (strcmp(others[i], key) == 0)
            return (int)i;
    for (int i = 0; i < SEND_ROW_COUNT; i++)
        if (strcmp(send_rows[i].key, key) == 0)
            return 10 + i;
    return 0;
}

/* Byte behind which a new field goes, and the token it follows. */
static int place_of_field(const TokenLine *tokens, const FieldList *fields, const ProcessorKind *kind, const char *key,
                          int *follows)
{
    bool band = kind && is_number_word(tokens);
    int token = token_is(tokens, 0, "send") ? 1 : 0;
    for (int i = 0; i < fields->count; i++) {
        const Field *field = &fields->items[i];
        int last = field->end > field->first ? field->end - 1 : field->key_token;
        if (field_rank(kind, band, field->key) < field_rank(kind, band, key) && last > token)
            token = last;
    }
    *follows = token;
    return tokens->tokens[token].end;
}

static Status insert_field(Document *document, int line, const TokenLine *tokens, const FieldList *fields,
                           const ProcessorKind *kind, const char *key, const char *text)
{
    Buffer buffer = {0};
    int follows, at = place_of_field(tokens, fields, kind, key, &follows);
    bool implied = kind ? strcmp(key, "file") == 0
                        : strcmp(key, "level") == 0 || strcmp(key, "path") == 0 || strcmp(key, "value") == 0;
    bool bare = strcmp(text, "on") == 0 && strcmp(key, "value") != 0;
    bool first = follows == 0 && tokens->count > 1; /* the other fields move to the right */
    if (first)
        at = tokens->tokens[1].start;
    else
        buffer_append_text(&buffer, "  ");
    for (int column = at; follows == 0 && !first && column < KEYWORD_WIDTH - 2; column++)
        buffer_append_text(&buffer, " ");
    if (!implied)
        buffer_append_format(&buffer, "%s%s", key, bare ? "" : " ");
    if (!bare)
        buffer_append_text(&buffer, text);
    if (first)
        buffer_append_text(&buffer, "  ");
    Status status = buffer.failed ? STATUS_NO_MEMORY : edit_replace_bytes(document, line, at, at, buffer.bytes);
    buffer_clear(&buffer);
    return status;
}

/* Takes a field out with the blanks before it. */
static Status remove_field(Document *document, int line, const TokenLine *tokens, const Field *field)
{
    int first = field->key_token >= 0 ? field->key_token : field->first,
        last = field->end > field->first ? field->end - 1 : field->key_token;
    return edit_replace_bytes(document, line, tokens->tokens[first - 1].end, tokens->tokens[last].end, "");
}

static Status replace_field(Document *document, int line, const TokenLine *tokens, const Field *field, const char *text)
{
    bool bare = field->first == field->end, is_switch = strcmp(text, "on") == 0 || strcmp(text, "off") == 0;
    if (bare && is_switch && field->key_token > 0) /* a word on a line goes and comes; a line of its own stays */
        return strcmp(text, "off") == 0 ? remove_field(document, line, tokens, field) : STATUS_OK;
    if (bare) {
        Buffer buffer = {0};
        int at = tokens->tokens[field->key_token].end;
        buffer_append_format(&buffer, " %s", text);
        Status status = buffer.failed ? STATUS_NO_MEMORY : edit_replace_bytes(document, line, at, at, buffer.bytes);
        buffer_clear(&buffer);
        return status;
    }
    return edit_replace_bytes(document, line, tokens->tokens[field->first].start, tokens->tokens[field->end - 1].end,
                              text);
}

Status edit_set_field(Document *document, int line, const ProcessorKind *kind, const char *key, const char *text)
{
    TokenLine tokens;
    FieldList fields;
    Status status = STATUS_NO_MEMORY;
    if (take_fields(document, line, kind, &tokens, &fields)) {
        const Field *field = find_field(&fields, key);
        if (field && text)
            status = replace_field(document, line, &tokens, field, text);
        else if (field)
            status = remove_field(document, line, &tokens, field);
        else
            status = text ? insert_field(document, line, &tokens, &fields, kind, key, text) : STATUS_OK;
    }
    token_line_clear(&tokens);
    return status;
}

/* True if the line had the field when it came into the text, or has never been changed since. */
static bool has_read_field(Document *document, int line, const ProcessorKind *kind, const char *key)
{
    TokenLine tokens;
    FieldList fields;
    const Line *read = document->source.files[0].lines[line]->read;
    if (!read)
        return true;
    bool had = !take_fields_of(document, read, line, kind, &tokens, &fields) || find_field(&fields, key);
    token_line_clear(&tokens);
    return had;
}

Status edit_reset_field(Document *document, int line, const ProcessorKind *kind, const char *key, const char *text)
{
    return edit_set_field(document, line, kind, key, has_read_field(document, line, kind, key) ? text : NULL);
}
