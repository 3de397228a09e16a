/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/speech/words.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "projects/text/escape.h"
#include "projects/text/value.h"
#include "src/session/answer.h"

/* At most `decimals` places, without needless zeros; never "-0". */
static void format_number(char *out, size_t size, double value, int decimals)
{
    snprintf(out, size, "%.*f", decimals, value);
    if (strchr(out, '.')) {
        char *end = out + strlen(out) - 1;
        while (*end == '0')
            *end-- = '\0';
        if (*end == '.')
            *end = '\0';
    }
    if (strcmp(out, "-0") == 0)
        snprintf(out, size, "0");
}

char *words_number(char *out, size_t size, double value, int decimals)
{
    format_number(out, size, value, decimals);
    return out;
}

char *words_level(char *out, size_t size, Speech speech, double value, int decimals, const char *unit)
{
    char number[48];
    if (value < -119.95) {
        snprintf(out, size, speech == SPEECH_WORDS ? "minus infinity" : "-inf %s", unit);
        return out;
    }
    format_number(number, sizeof number, fabs(value), decimals);
    bool zero = strcmp(number, "0") == 0;
    const char *sign = zero        ? ""
                       : value < 0 ? (speech == SPEECH_WORDS ? "minus " : "-")
                                   : (speech == SPEECH_WORDS ? "plus " : "+");
    snprintf(out, size, "%s%s%s%s", sign, number, unit[0] ? " " : "", unit);
    return out;
}

static bool is_signed_unit(Unit unit)
{
    return unit == UNIT_DB || unit == UNIT_DBFS || unit == UNIT_DBTP || unit == UNIT_LUFS || unit == UNIT_LU;
}

static char *spoken_quantity(char *out, size_t size, const ParamInfo *param, double value)
{
    const UnitInfo *unit = &unit_table[param->unit];
    char number[48];
    const char *word = unit->spoken;
    if (param->unit == UNIT_HZ && value >= 1000) {
        value /= 1000;
        word = "kilohertz";
    } else if (param->unit == UNIT_MS && value >= 1000) {
        value /= 1000;
        word = "seconds";
    }
    format_number(number, sizeof number, fabs(value), 3);
    snprintf(out, size, "%s%s%s%s", value < 0 ? "minus " : "", number, word[0] ? " " : "", word);
    return out;
}

char *words_param(char *out, size_t size, Speech speech, const ParamInfo *param, double value)
{
    char text[VALUE_TEXT_MAX];
    if (param->special && value == param->special_value) {
        snprintf(out, size, "%s",
                 speech == SPEECH_WORDS && strcmp(param->special, "-inf") == 0 ? "minus infinity" : param->special);
    } else if (param->law == LAW_CHOICE) {
        snprintf(out, size, "%s", param->choices[(int)value]);
    } else if (param->law == LAW_SWITCH) {
        snprintf(out, size, "%s", value != 0 ? "on" : "off");
    } else if (speech == SPEECH_SYMBOLS) {
        value_format(param, value, text);
        snprintf(out, size, "%s", text);
    } else if (is_signed_unit(param->unit)) {
        words_level(out, size, speech, value, 2, unit_table[param->unit].spoken);
    } else
        spoken_quantity(out, size, param, value);
    return out;
}

char *words_pan(char *out, size_t size, Speech speech, double position)
{
    char number[48];
    if (position == 0) {
        snprintf(out, size, "centre");
        return out;
    }
    format_number(number, sizeof number, fabs(position), 1);
    if (speech == SPEECH_WORDS)
        snprintf(out, size, "%s %s percent", position < 0 ? "left" : "right", number);
    else
        snprintf(out, size, "%s %s %%", position < 0 ? "L" : "R", number);
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
    format_number(number, sizeof number, rest, 1);
    if (minutes == 0)
        snprintf(out, size, "%s second%s", number, strcmp(number, "1") == 0 ? "" : "s");
    else
        snprintf(out, size, "%d minute%s%s%s", minutes, minutes == 1 ? "" : "s", rest > 0 ? " " : "",
                 rest > 0 ? number : "");
    return out;
}

char *words_name(char *out, size_t size, const char *name)
{
    return answer_title(out, size, name);
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
