/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/text/token.h"

#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

size_t text_length_without_end(const char *text, size_t length)
{
    if (length && text[length - 1] == '\n')
        length--;
    if (length && text[length - 1] == '\r')
        length--;
    return length;
}

static size_t skip_mark(const char *text, size_t length)
{
    return length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

static size_t first_visible(const char *text, size_t length)
{
    size_t i = skip_mark(text, length);
    while (i < length && is_blank(text[i]))
        i++;
    return i;
}

bool text_is_header(const char *text, size_t length)
{
    size_t i = first_visible(text, length);
    return i < length && text[i] == '[';
}

bool text_is_blank(const char *text, size_t length)
{
    length = text_length_without_end(text, length);
    return first_visible(text, length) == length;
}

bool text_is_comment(const char *text, size_t length)
{
    size_t i = first_visible(text, length);
    return i < length && text[i] == '#';
}

static void add_token(TokenLine *line, TokenKind kind, int start, int end)
{
    if (!array_grow(&line->tokens, line->count, &line->capacity, sizeof *line->tokens)) {
        line->failed = true;
        return;
    }
    line->tokens[line->count++] = (Token){kind, start, end};
}

static int string_end(const TokenLine *line, int start)
{
    for (int i = start + 1; i < line->length; i++) {
        if (line->text[i] == '\\')
            i++;
        else if (line->text[i] == '"')
            return i + 1;
    }
    return -1;
}

static int word_end(const TokenLine *line, int start)
{
    int i = start;
    while (i < line->length && !is_blank(line->text[i]) && line->text[i] != '"' && line->text[i] != '#' &&
           !(line->header && line->text[i] == ']'))
        i++;
    return i;
}

/* Takes one token at `i`; returns the offset behind it, or -1 where the line ends early. */
static int take_token(TokenLine *line, int i)
{
    if (line->text[i] == '#') {
        line->comment = i;
        return -1;
    }
    if (line->header && line->header_end < 0 && line->text[i] == ']') {
        line->header_end = i + 1;
        return i + 1;
    }
    if (line->header && line->header_end >= 0) {
        line->fault = i;
        return -1;
    }
    int end = line->text[i] == '"' ? string_end(line, i) : word_end(line, i);
    if (end < 0) {
        line->fault = i;
        return -1;
    }
    add_token(line, line->text[i] == '"' ? TOKEN_STRING : TOKEN_WORD, i, end);
    return end;
}

void token_line_cut(TokenLine *line, const char *text, size_t length)
{
    line->text = text;
    line->length = (int)text_length_without_end(text, length);
    line->count = 0;
    line->comment = line->length;
    line->header_end = line->fault = -1;
    line->failed = false;
    int i = (int)first_visible(text, (size_t)line->length);
    line->header = i < line->length && text[i] == '[';
    if (line->header)
        i++;
    while (i >= 0 && i < line->length && !line->failed) {
        if (is_blank(text[i]))
            i++;
        else
            i = take_token(line, i);
    }
}

void token_line_clear(TokenLine *line)
{
    free(line->tokens);
    *line = (TokenLine){0};
}

const char *token_text(const TokenLine *line, int index)
{
    return index < line->count ? line->text + line->tokens[index].start : "";
}

int token_length(const TokenLine *line, int index)
{
    return index < line->count ? line->tokens[index].end - line->tokens[index].start : 0;
}

bool token_is(const TokenLine *line, int index, const char *word)
{
    size_t length = strlen(word);
    return index < line->count && (size_t)token_length(line, index) == length &&
           memcmp(token_text(line, index), word, length) == 0;
}

bool name_is_valid(const char *name, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = name[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '-')))
            return false;
    }
    return length > 0;
}

bool token_is_name(const TokenLine *line, int index)
{
    return index < line->count && line->tokens[index].kind == TOKEN_WORD &&
           name_is_valid(token_text(line, index), (size_t)token_length(line, index));
}

char *token_value(const TokenLine *line, int index, int *bad)
{
    const Token *token = &line->tokens[index];
    const char *text = line->text + token->start;
    size_t length = (size_t)(token->end - token->start), wrong = 0, out_length;
    char *out = NULL;
    if (bad)
        *bad = -1;
    if (token->kind == TOKEN_WORD)
        return bytes_copy(text, length);
    if (text_unescape(text + 1, length - 2, &out, &out_length, &wrong) == STATUS_BAD_VALUE && bad)
        *bad = token->start + 1 + (int)wrong;
    return out;
}
