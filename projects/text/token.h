/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A line cut into tokens with their places, so that an edit replaces one value and nothing else. */
#ifndef TTYMIX_PROJECTS_TEXT_TOKEN_H
#define TTYMIX_PROJECTS_TEXT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "audio/base/attributes.h"

typedef enum TokenKind {
    TOKEN_WORD,  /* a run of bytes without blank, quote or # */
    TOKEN_STRING /* in double quotes; the span includes them */
} TokenKind;

typedef struct Token {
    TokenKind kind;
    int start, end; /* byte span in the line */
} Token;

typedef struct TokenLine { /* all zero = empty; reused from line to line */
    const char *text;      /* borrowed */
    int length;            /* without the line end */
    Token *tokens;
    int count, capacity;
    int comment;    /* offset of the #, or `length` */
    bool header;    /* `[kind name]`: tokens are what stands between the brackets */
    int header_end; /* offset behind the `]`, or -1 if it is missing */
    int fault;      /* offset of an unfinished string or of a word behind `]`; -1 = none */
    bool failed;    /* out of memory */
} TokenLine;

/* Cuts `length` bytes (line end and a byte order mark at the beginning are skipped). */
void token_line_cut(TokenLine *line, const char *text, size_t length);
void token_line_clear(TokenLine *line);

const char *token_text(const TokenLine *line, int index);
int token_length(const TokenLine *line, int index);
bool token_is(const TokenLine *line, int index, const char *word);
/* True for a word `[A-Za-z_][A-Za-z0-9_-]*`. */
bool token_is_name(const TokenLine *line, int index);
bool name_is_valid(const char *name, size_t length);
/* malloc'd text of a word, or of a string with its escapes undone; NULL on a bad escape (`*bad` = its offset in the
 * line, if not NULL) or without memory (`*bad` = -1). */
char *token_value(const TokenLine *line, int index, int *bad);

/* True if the first byte that is not blank is `[`. */
bool text_is_header(const char *text, size_t length);
/* True if the line is blank. */
bool text_is_blank(const char *text, size_t length);
/* True if the line holds a comment and nothing else. */
bool text_is_comment(const char *text, size_t length);
/* Bytes of the line without LF or CR LF. */
size_t text_length_without_end(const char *text, size_t length);

#endif
