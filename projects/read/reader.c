/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all readers of lines share: taking a line, telling problems, noting fields. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "audio/base/utf8.h"
#include "projects/read/read.h"
#include "projects/text/escape.h"

void reader_begin_section(Reader *reader, SectionKind kind)
{
    reader->kind = kind;
    reader->banded = -1;
    reader->unknown_banded = reader->fader_seen = reader->loop_seen = reader->end_seen = false;
    memset(reader->fact_line, 0, sizeof reader->fact_line);
}

static void report_at(Reader *reader, bool warning, int offset, const char *text)
{
    if (!warning)
        reader->errors++;
    if (reader->problems && !problems_add(reader->problems, warning, reader->file, reader->line + 1,
                                          text_column(reader->tokens.text, (size_t)offset), text))
        reader->failed = true;
}

void reader_report(Reader *reader, bool warning, int token, const char *format, ...)
{
    char text[480];
    va_list arguments;
    const TokenLine *line = &reader->tokens;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    int past = line->count ? line->tokens[line->count - 1].end : 0;
    report_at(reader, warning, token < line->count ? line->tokens[token].start : past, text);
}

void reader_report_trouble(Reader *reader, const Trouble *trouble)
{
    reader_report(reader, false, trouble->token, "%s", trouble->text);
}

void reader_expect_end(Reader *reader, int next)
{
    char shown[64];
    if (next < reader->tokens.count)
        reader_report(reader, false, next, "unexpected `%s`", token_show(&reader->tokens, next, shown));
}

/* Bytes that no line should hold: kept, but said. */
static void warn_of_bytes(Reader *reader, const Line *line)
{
    size_t length = text_length_without_end(line->text, (size_t)line->length);
    for (size_t i = 0; i < length;) {
        uint32_t c = 0;
        int taken = utf8_decode(line->text + i, length - i, &c);
        if (taken == 0 || (c < 0x20 && c != '\t') || c == 0x7f) {
            char text[96];
            snprintf(text, sizeof text,
                     taken ? "a control character (\\x%02X); write it as an escape"
                           : "byte \\x%02X is not UTF-8; write it as an escape",
                     (unsigned char)line->text[i]);
            report_at(reader, true, (int)i, text);
            return;
        }
        i += (size_t)taken;
    }
}

bool reader_take_line(Reader *reader, const Line *line, int number)
{
    reader->line = number;
    if (reader->fields)
        reader->fields->count = 0;
    token_line_cut(&reader->tokens, line->text, (size_t)line->length);
    reader->failed |= reader->tokens.failed;
    warn_of_bytes(reader, line);
    if (line->length > LINE_LENGTH_MAX) {
        report_at(reader, false, 0, "the line is longer than 64 KiB");
        return false;
    }
    if (reader->tokens.fault >= 0) {
        report_at(reader, false, reader->tokens.fault, "the string does not end; write `\"` behind it");
        return false;
    }
    return reader->tokens.count > 0 && !reader->failed;
}

void reader_note_field(Reader *reader, const char *key, int key_token, int first, int end)
{
    FieldList *fields = reader->fields;
    if (fields && fields->count < (int)ARRAY_LEN(fields->items))
        fields->items[fields->count++] = (Field){key, key_token, first, end};
}

bool reader_check_once(Reader *reader, unsigned *seen, int index, const char *key, int token)
{
    if (*seen & 1u << index) {
        reader_report(reader, false, token, "%s: given twice on this line", key);
        return false;
    }
    *seen |= 1u << index;
    return true;
}

char *reader_take_text(Reader *reader, int *next, const char *what)
{
    int bad;
    if (*next >= reader->tokens.count) {
        reader_report(reader, false, *next, "%s: a text is missing; write it in double quotes", what);
        return NULL;
    }
    char *text = token_value(&reader->tokens, *next, &bad);
    if (!text && bad >= 0) {
        char sentence[160];
        snprintf(sentence, sizeof sentence, "%s: unknown escape; there are \\\" \\\\ \\n \\t \\xNN and \\u{...}", what);
        report_at(reader, false, bad, sentence);
    } else if (!text) {
        reader->failed = true;
    }
    ++*next;
    return text;
}

char *reader_take_name(Reader *reader, int *next, const char *what)
{
    char shown[64];
    const TokenLine *line = &reader->tokens;
    if (*next >= line->count) {
        reader_report(reader, false, *next, "%s: a name is missing", what);
        return NULL;
    }
    if (!token_is_name(line, *next)) {
        reader_report(reader, false, *next, "%s: `%s` is not a name", what, token_show(line, *next, shown));
        return NULL;
    }
    char *name = token_value(line, (*next)++, NULL);
    if (!name)
        reader->failed = true;
    return name;
}
