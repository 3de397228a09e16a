/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the session and the document answer, as it is spoken: whole sentences that begin with a capital and end with a
 * full stop; in words, values without signs and units ("-6 dB" is "minus 6 dB", "3:1" is "3 to 1", "R 5 %" is "right 5
 * percent"). Text between double quotes is a person's own and stays as it is. Any thread. */
#ifndef TTYMIX_SRC_SPEECH_SPEAK_H
#define TTYMIX_SRC_SPEECH_SPEAK_H

#include "src/speech/words.h"

/* At most size - 1 bytes and a NUL; returns `out`. "" stays "". */
char *speak_answer(char *out, size_t size, Speech speech, const char *answer);
/* A value as the project file has it, to three decimals: "-4.5 dB"; in words "minus 4.5 dB". */
char *speak_param(char *out, size_t size, Speech speech, const ParamInfo *param, double value);
/* Pan: "centre", "L 10 %"; in words "left 10 percent". */
char *speak_pan(char *out, size_t size, Speech speech, double position);
/* Only the values, without making a sentence of it. */
char *speak_values(char *out, size_t size, const char *text);

#endif
