/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Times in text: `m:ss.ffffff`, `48000 frames`, `17|1|0`, `10 ms`, `1.5 s`. */
#ifndef TTYMIX_PROJECTS_TEXT_TIMEVALUE_H
#define TTYMIX_PROJECTS_TEXT_TIMEVALUE_H

#include <stdint.h>

#include "projects/text/value.h"

/* A time as typed: it is kept in the unit typed; bars move with the tempo, seconds do not. */
typedef enum TimeUnit { TIME_SECONDS, TIME_FRAMES, TIME_BARS } TimeUnit;
typedef struct TimeValue {
    TimeUnit unit;
    double seconds;    /* TIME_SECONDS (`m:ss.ffffff`, `10 ms`, `1.5 s`) */
    int64_t frames;    /* TIME_FRAMES */
    int32_t bar, beat; /* TIME_BARS, from 1 */
    double tick;       /* 960 a beat */
} TimeValue;

enum { TIME_TEXT_MAX = 64 };

/* Reads a time at token `*next`. `what` begins the sentence of the trouble; `is_signed` (offset) allows a minus, and a
 * bare number of ms.
 */
NODISCARD Status time_read(const char *what, bool is_signed, const TokenLine *line, int *next, TimeValue *time,
                           Trouble *trouble);
/* True if a time begins at the token. */
bool token_is_time(const TokenLine *line, int index);
/* A place: seconds as `m:ss.f` with as many decimals as the frame needs. Returns the length. */
int time_format(const TimeValue *time, int rate_hz, char out[TIME_TEXT_MAX]);
/* A length (fade, offset): seconds as `10 ms` or `1.5 s`. */
int time_format_length(const TimeValue *time, bool is_signed, char out[TIME_TEXT_MAX]);
TimeValue time_from_seconds(double seconds);
TimeValue time_from_frame(int64_t frame, int rate_hz);

#endif
