/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/text/timevalue.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/text/number.h"

#define SECONDS_MAX 1e6 /* eleven days */
#define FRAMES_MAX 1e12
enum { BARS_MAX = 1000000, BEATS_MAX = 64, TICKS = 960, DECIMALS_MAX = 6 };

TimeValue time_from_seconds(double seconds)
{
    return (TimeValue){.unit = TIME_SECONDS, .seconds = seconds};
}

TimeValue time_from_frame(int64_t frame, int rate_hz)
{
    return time_from_seconds((double)frame / rate_hz);
}

static Status refuse_time(const char *what, const TokenLine *line, int token, Trouble *trouble)
{
    char shown[64];
    if (token >= line->count)
        return trouble_set(trouble, token, "%s: a time is missing (0:31.75, 10 ms, 480 frames or 17|1|0)", what);
    return trouble_set(trouble, token, "%s: `%s` is not a time (0:31.75, 10 ms, 480 frames or 17|1|0)", what,
                       token_show(line, token, shown));
}

static Status refuse_large(const char *what, const TokenLine *line, int token, Trouble *trouble)
{
    char shown[64];
    return trouble_set(trouble, token, "%s: `%s` is out of range", what, token_show(line, token, shown));
}

/* A whole number without sign that fills `length` bytes; -1 if it is none, or too large. */
static double read_whole(const char *text, size_t length, double most)
{
    double value = 0;
    if (length == 0 || length > 15)
        return -1;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value > most ? -1 : value;
}

/* `17|1|0` or `17|1`. */
static bool read_bars(const char *text, size_t length, TimeValue *time)
{
    const char *first = memchr(text, '|', length), *end = text + length;
    const char *second = memchr(first + 1, '|', (size_t)(end - first - 1));
    double bar = read_whole(text, (size_t)(first - text), BARS_MAX);
    double beat = read_whole(first + 1, (size_t)((second ? second : end) - first - 1), BEATS_MAX), tick = 0;
    size_t used = 0;
    if (second && (number_read(second + 1, (size_t)(end - second - 1), 0, &tick, &used) != NUMBER_FINE ||
                   second + 1 + used != end))
        return false;
    if (bar < 1 || beat < 1 || tick < 0 || tick >= TICKS)
        return false;
    *time = (TimeValue){.unit = TIME_BARS, .bar = (int32_t)bar, .beat = (int32_t)beat, .tick = tick};
    return true;
}

/* `m:ss.ffffff`; the sign was taken off. */
static bool read_clock(const char *text, size_t length, double sign, TimeValue *time)
{
    const char *colon = memchr(text, ':', length), *second = colon + 1;
    size_t rest = length - (size_t)(second - text), used = 0;
    double minutes = read_whole(text, (size_t)(colon - text), SECONDS_MAX / 60), seconds;
    if (minutes < 0 || rest < 2 || second[0] < '0' || second[0] > '5' || second[1] < '0' || second[1] > '9' ||
        (rest > 2 && second[2] != '.'))
        return false;
    if (memchr(second, 'e', rest) || memchr(second, 'E', rest) ||
        number_read(second, rest, 0, &seconds, &used) != NUMBER_FINE || used != rest)
        return false;
    /* read as one number, so that 0:00.1 and 100 ms are the same time */
    char all[96];
    snprintf(all, sizeof all, "%.0f%.*s", minutes * 60 + (second[0] - '0') * 10 + (second[1] - '0'), (int)rest - 2,
             second + 2);
    *time = time_from_seconds(sign * strtod(all, NULL));
    return true;
}

static Status read_with_unit(const char *what, bool is_signed, const TokenLine *line, int *next, TimeValue *time,
                             Trouble *trouble)
{
    const char *text = token_text(line, *next), *unit;
    size_t length = (size_t)token_length(line, *next), used = 0, unit_length;
    int after = *next + 1;
    double value = 0;
    NumberFault fault = number_read(text, length, 0, &value, &used);
    if (fault == NUMBER_TOO_LARGE || fault == NUMBER_TOO_LONG)
        return refuse_large(what, line, *next, trouble);
    if (fault != NUMBER_FINE)
        return refuse_time(what, line, *next, trouble);
    unit = used < length ? text + used : token_text(line, after);
    unit_length = used < length ? length - used : (size_t)token_length(line, after);
    after += used == length;
    if ((value < 0 && !is_signed) || fabs(value) > FRAMES_MAX)
        return refuse_large(what, line, *next, trouble);
    if (is_signed && unit_length == 0) { /* an offset by hand is in ms, as its row says */
        unit = "ms";
        unit_length = 2;
        after = *next + 1;
    }
    if (unit_length == 6 && memcmp(unit, "frames", 6) == 0 && value == floor(value)) {
        *time = (TimeValue){.unit = TIME_FRAMES, .frames = (int64_t)value};
    } else if (unit_length == 2 && memcmp(unit, "ms", 2) == 0) {
        if (number_read(text, length, -3, &value, &used) != NUMBER_FINE)
            return refuse_time(what, line, *next, trouble);
        *time = time_from_seconds(value);
    } else if (unit_length == 1 && unit[0] == 's') {
        *time = time_from_seconds(value);
    } else {
        return refuse_time(what, line, *next, trouble);
    }
    if (time->unit == TIME_SECONDS && fabs(time->seconds) > SECONDS_MAX)
        return refuse_large(what, line, *next, trouble);
    *next = after;
    return STATUS_OK;
}

Status time_read(const char *what, bool is_signed, const TokenLine *line, int *next, TimeValue *time, Trouble *trouble)
{
    const char *text = token_text(line, *next);
    size_t length = (size_t)token_length(line, *next);
    if (*next >= line->count || line->tokens[*next].kind != TOKEN_WORD)
        return refuse_time(what, line, *next, trouble);
    size_t sign = is_signed && (text[0] == '-' || text[0] == '+');
    bool fine;
    if (memchr(text, '|', length))
        fine = read_bars(text, length, time);
    else if (memchr(text, ':', length))
        fine = read_clock(text + sign, length - sign, sign && text[0] == '-' ? -1 : 1, time);
    else
        return read_with_unit(what, is_signed, line, next, time, trouble);
    if (!fine)
        return refuse_time(what, line, *next, trouble);
    ++*next;
    return STATUS_OK;
}

bool token_is_time(const TokenLine *line, int index)
{
    Trouble trouble;
    TimeValue time;
    int next = index;
    return time_read("time", false, line, &next, &time, &trouble) == STATUS_OK;
}

/* Fewest decimals that name the same frame. */
static int decimals_needed(double seconds, int rate_hz)
{
    char text[64];
    double frame = floor(seconds * rate_hz + 0.5);
    for (int decimals = 0; decimals < DECIMALS_MAX; decimals++) {
        snprintf(text, sizeof text, "%.*f", decimals, seconds);
        if (floor(strtod(text, NULL) * rate_hz + 0.5) == frame)
            return decimals;
    }
    return DECIMALS_MAX;
}

static int format_clock(double seconds, int rate_hz, char out[TIME_TEXT_MAX])
{
    char text[48];
    double size = fabs(seconds);
    int length = snprintf(text, sizeof text, "%.*f", decimals_needed(size, rate_hz), size);
    char *point = memchr(text, '.', (size_t)length);
    long whole = strtol(text, NULL, 10);
    return snprintf(out, TIME_TEXT_MAX, "%s%ld:%02ld%s", seconds < 0 ? "-" : "", whole / 60, whole % 60,
                    point ? point : "");
}

static int format_other(const TimeValue *time, char out[TIME_TEXT_MAX])
{
    char tick[NUMBER_TEXT_MAX];
    if (time->unit == TIME_FRAMES)
        return snprintf(out, TIME_TEXT_MAX, "%lld frames", (long long)time->frames);
    number_format(time->tick, 0, tick);
    return snprintf(out, TIME_TEXT_MAX, "%d|%d|%s", time->bar, time->beat, tick);
}

int time_format(const TimeValue *time, int rate_hz, char out[TIME_TEXT_MAX])
{
    return time->unit == TIME_SECONDS ? format_clock(time->seconds, rate_hz, out) : format_other(time, out);
}

int time_format_length(const TimeValue *time, bool is_signed, char out[TIME_TEXT_MAX])
{
    char number[NUMBER_TEXT_MAX];
    if (time->unit != TIME_SECONDS)
        return format_other(time, out);
    bool small = fabs(time->seconds) < 1;
    number_format(time->seconds, small ? 3 : 0, number);
    return snprintf(out, TIME_TEXT_MAX, "%s%s %s", is_signed && time->seconds > 0 ? "+" : "", number,
                    small ? "ms" : "s");
}
