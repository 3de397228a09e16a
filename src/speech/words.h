/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values as they are spoken: "minus 4.5 dB", "3 to 1", "1 minute 4.2"; or as symbols: "-4.5 dB", "3:1", "1:04.2". Any
 * thread. */
#ifndef TTYMIX_SRC_SPEECH_WORDS_H
#define TTYMIX_SRC_SPEECH_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "audio/dsp/param.h"
#include "projects/model/model.h"

typedef enum Speech { SPEECH_WORDS, SPEECH_SYMBOLS } Speech;

/* All write at most size - 1 bytes and a NUL, and return `out`. */
/* At most `decimals` places. */
char *words_number(char *out, size_t size, double value, int decimals);
char *words_level(char *out, size_t size, Speech speech, double value, int decimals, const char *unit);
char *words_time(char *out, size_t size, Speech speech, double seconds);
/* "Lead vocal" becomes "lead vocal"; "EQ" stays. */
void words_lower_first(char *text);
/* "both", "all 3", "1" ... */
const char *words_plural(int count);

#endif
