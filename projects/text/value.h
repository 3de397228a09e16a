/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of parameter rows in text: `-4.5 dB`, `3.2 kHz`, `3:1`, `inf:1`, `L 10 %`, `on`, `bell`. */
#ifndef TTYMIX_PROJECTS_TEXT_VALUE_H
#define TTYMIX_PROJECTS_TEXT_VALUE_H

#include "audio/base/status.h"
#include "audio/dsp/param.h"
#include "projects/text/token.h"

enum { VALUE_TEXT_MAX = 96 };

typedef struct Trouble { /* why a text was not understood */
    int token;           /* index of the token at fault; the count of tokens = the end of the line */
    char text[320];      /* one sentence, safe to print */
} Trouble;

Status trouble_set(Trouble *trouble, int token, const char *format, ...) PRINTF_LIKE(3, 4);
/* A token as it may be printed, at most some forty characters of it; into `out`, which is returned. */
const char *token_show(const TokenLine *line, int index, char out[64]);

/* Reads a value at token `*next` and moves `*next` behind it. A switch without `on` or `off` is on, and takes no token.
 */
NODISCARD Status value_read(const ParamInfo *param, const TokenLine *line, int *next, double *value, Trouble *trouble);
/* The same number without its range: for `+=`. */
NODISCARD Status value_read_number(const ParamInfo *param, const TokenLine *line, int *next, double *value,
                                   Trouble *trouble);
/* STATUS_BAD_VALUE and a sentence when the row does not take the value. */
NODISCARD Status value_check(const ParamInfo *param, double value, Trouble *trouble, int token);
/* Writes a value as the file has it; returns the length. */
int value_format(const ParamInfo *param, double value, char out[VALUE_TEXT_MAX]);
/* "1:1 to 100:1 or inf". */
void value_format_range(const ParamInfo *param, char *out, size_t size);
/* True if the token is the word of some unit. */
bool token_is_unit(const TokenLine *line, int index);

#endif
