/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/speech/words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "projects/text/number.h"

char *words_number(char *out, size_t size, double value, int decimals)
{
    char number[NUMBER_TEXT_MAX];
    number_format(number_round(value, decimals), 0, number);
    snprintf(out, size, "%s", number);
    return out;
}

char *words_level(char *out, size_t size, Speech speech, double value, int decimals, const char *unit)
{
    char number[48];
    if (value < -119.95) {
        snprintf(out, size, speech == SPEECH_WORDS ? "minus infinity" : "-inf %s", unit);
        return out;
    }
    words_number(number, sizeof number, fabs(value), decimals);
    bool zero = strcmp(number, "0") == 0;
    const char *sign = zero        ? ""
                       : value < 0 ? (speech == SPEECH_WORDS ? "minus " : "-")
                                   : (speech == SPEECH_WORDS ? "plus " : "+");
    snprintf(out, size, "%s%s%s%s", sign, number, unit[0] ? " " : "", unit);
    return out;
}

char *words_time(char *out, size_t size, Speech speech, double seconds)
{
    int minutes = (int)(seconds / 60);
    double rest = seconds - 60.0 * minutes;
    char number[48];
    if (rest >= 59.95) {
        rest = 0;
        minutes++;
    }
    if (speech == SPEECH_SYMBOLS) {
        snprintf(out, size, "%d:%04.1f", minutes, rest);
        return out;
    }
    words_number(number, sizeof number, rest, 1);
    if (minutes == 0)
        snprintf(out, size, "%s second%s", number, strcmp(number, "1") == 0 ? "" : "s");
    else
        snprintf(out, size, "%d minute%s%s%s", minutes, minutes == 1 ? "" : "s", rest > 0 ? " " : "",
                 rest > 0 ? number : "");
    return out;
}

void words_lower_first(char *text)
{
    if (text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z')
        text[0] = (char)(text[0] + 32);
}

const char *words_plural(int count)
{
    return count == 1 ? "" : "s";
}
