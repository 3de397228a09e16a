/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of processors and of their bands, from the tables of audio/dsp/processor.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "audio/dsp/catalogue.h"
#include "projects/model/facts.h"
#include "projects/read/read.h"
#include "projects/text/suggest.h"

enum { SEEN_BYPASS = 62, SEEN_KEY = 63 };

static bool seen_before(uint64_t *seen, int index)
{
    bool before = *seen >> index & 1;
    *seen |= (uint64_t)1 << index;
    return before;
}

static void refuse_word(Reader *reader, const Processor *processor, int token, const ParamInfo *rows, int count,
                        const char *what)
{
    char shown[64], near[80];
    Suggestion suggestion;
    suggestion_init(&suggestion, token_text(&reader->tokens, token), (size_t)token_length(&reader->tokens, token));
    for (int i = 0; i < count; i++)
        suggestion_offer(&suggestion, rows[i].key);
    reader_report(reader, false, token, "%s: unknown %s `%s`%s", processor->kind_word, what,
                  token_show(&reader->tokens, token, shown), suggestion_format(&suggestion, near, sizeof near));
}

/* One `key value` of a row table; false after an error. */
static bool take_value(Reader *reader, Processor *processor, int *next, const ParamInfo *rows, int count,
                       double *values, uint64_t *seen, const char *what)
{
    Trouble trouble;
    int key = *next, row = 0;
    while (row < count && !token_is(&reader->tokens, key, rows[row].key))
        row++;
    if (row == count) {
        refuse_word(reader, processor, key, rows, count, what);
        return false;
    }
    if (row < SEEN_BYPASS && seen_before(seen, row)) {
        reader_report(reader, false, key, "%s: given twice on this line", rows[row].key);
        return false;
    }
    ++*next;
    if (value_read(&rows[row], &reader->tokens, next, &values[row], &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return false;
    }
    reader_note_field(reader, rows[row].key, key, key + 1, *next);
    if (rows[row].flags & PARAM_LISTENING) {
        values[row] = rows[row].def;
        reader_report(reader, true, key, "%s: a listening state is no part of a project, and is ignored",
                      rows[row].key);
    }
    return true;
}

/* `key STRIP [tap input|post]`. */
static bool take_key(Reader *reader, Processor *processor, int *next)
{
    Trouble trouble;
    double tap = processor->key_tap;
    int first = *next;
    ++*next;
    char *name = reader_take_name(reader, next, "key");
    if (!name)
        return false;
    free(processor->key);
    processor->key = name;
    reader_note_field(reader, "key", first, first + 1, first + 2);
    if (!token_is(&reader->tokens, *next, "tap"))
        return true;
    first = (*next)++;
    if (value_read(&key_tap_row, &reader->tokens, next, &tap, &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return false;
    }
    reader_note_field(reader, "tap", first, first + 1, *next);
    processor->key_tap = (Tap)tap;
    return true;
}

static bool take_argument(Reader *reader, Processor *processor, int *next, uint64_t *seen)
{
    const ProcessorKind *kind = processor->kind;
    const TokenLine *line = &reader->tokens;
    if (line->tokens[*next].kind == TOKEN_STRING && (kind->flags & PROCESSOR_FILE) && !processor->file_path) {
        int first = *next;
        processor->file_path = reader_take_text(reader, next, kind->kind);
        reader_note_field(reader, "file", -1, first, *next);
        return processor->file_path != NULL;
    }
    if (token_is(line, *next, "bypass") && !seen_before(seen, SEEN_BYPASS)) {
        int first = (*next)++;
        processor->bypass = !token_is(line, *next, "off");
        if (token_is(line, *next, "on") || token_is(line, *next, "off"))
            ++*next;
        reader_note_field(reader, "bypass", first, first + 1, *next);
        return true;
    }
    if (token_is(line, *next, "key") && (kind->flags & PROCESSOR_KEYED) && !seen_before(seen, SEEN_KEY))
        return take_key(reader, processor, next);
    return take_value(reader, processor, next, kind->params, kind->param_count, processor->values, seen, "parameter");
}

bool read_processor_arguments(Reader *reader, int next, Processor *processor)
{
    uint64_t seen = 0;
    if (!processor->kind) {
        for (; next < reader->tokens.count; next++)
            processor->bypass |= token_is(&reader->tokens, next, "bypass");
        return true;
    }
    while (next < reader->tokens.count)
        if (!take_argument(reader, processor, &next, &seen))
            return false;
    return true;
}

/* A band's line begins with its type, unless it begins with the key of another parameter. */
static bool begins_with_type(const TokenLine *line, int next, const ParamInfo *rows, int count)
{
    if (rows[0].law != LAW_CHOICE || next >= line->count)
        return false;
    for (int i = 0; rows[0].choices[i]; i++)
        if (token_is(line, next, rows[0].choices[i]))
            return true;
    for (int row = 0; row < count; row++)
        if (token_is(line, next, rows[row].key))
            return false;
    return true;
}

bool read_band_arguments(Reader *reader, int next, Processor *processor, int slot)
{
    const ProcessorKind *kind = processor->kind;
    const ParamInfo *rows = kind->band_params;
    double *values = processor->values + kind->param_count + slot * kind->band_param_count;
    uint64_t seen = 0;
    Trouble trouble;
    if (begins_with_type(&reader->tokens, next, rows, kind->band_param_count)) {
        int first = next;
        if (value_read(&rows[0], &reader->tokens, &next, &values[0], &trouble) != STATUS_OK) {
            reader_report_trouble(reader, &trouble);
            return false;
        }
        reader_note_field(reader, rows[0].key, -1, first, next);
        seen = 1;
    }
    while (next < reader->tokens.count)
        if (!take_value(reader, processor, &next, rows, kind->band_param_count, values, &seen, "parameter"))
            return false;
    return true;
}
