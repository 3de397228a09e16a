/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing the values of rows: signs, units, special words. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "projects/text/number.h"
#include "projects/text/value.h"

/* Numbers that go both ways from zero carry their sign: trim +2.5 dB, attack +40 %. */
static bool carries_sign(const ParamInfo *param)
{
    switch (param->unit) {
    case UNIT_DB:
    case UNIT_LU:
    case UNIT_SEMITONES:
    case UNIT_MS:
    case UNIT_S:
    case UNIT_DEGREES: return param->min < 0 && param->max > 0;
    case UNIT_PERCENT: return param->min < 0 && param->min == -param->max;
    default: return false;
    }
}

static int format_special(const ParamInfo *param, char out[VALUE_TEXT_MAX])
{
    const char *word = unit_table[param->unit].word;
    bool with_unit = strstr(param->special, "inf") && word[0];
    return snprintf(out, VALUE_TEXT_MAX, "%s%s%s", param->special, with_unit && param->unit != UNIT_RATIO ? " " : "",
                    with_unit ? word : "");
}

static int format_position(double value, char out[VALUE_TEXT_MAX])
{
    char number[NUMBER_TEXT_MAX];
    if (value == 0)
        return snprintf(out, VALUE_TEXT_MAX, "C");
    number_format(fabs(value), 0, number);
    return snprintf(out, VALUE_TEXT_MAX, "%c %s %%", value < 0 ? 'L' : 'R', number);
}

/* `3.2 kHz` where it is no longer than `3200 Hz`; a sample rate stays in Hz. */
static int format_number(const ParamInfo *param, double value, char out[VALUE_TEXT_MAX])
{
    const UnitInfo *unit = &unit_table[param->unit];
    const char *sign = value > 0 && carries_sign(param) ? "+" : "", *word = unit->word;
    char number[NUMBER_TEXT_MAX], big[NUMBER_TEXT_MAX];
    int length = number_format(value, 0, number);
    if (unit->big_word && !(param->unit == UNIT_HZ && param->law == LAW_LINEAR) && fabs(value) >= unit->big_factor) {
        int big_length = number_format(value, -3, big) + (int)strlen(unit->big_word);
        if (big_length <= length + (int)strlen(word)) {
            memcpy(number, big, sizeof number);
            word = unit->big_word;
        }
    }
    const char *gap = param->unit == UNIT_NONE || param->unit == UNIT_RATIO ? "" : " ";
    return snprintf(out, VALUE_TEXT_MAX, "%s%s%s%s", sign, number, gap, word);
}

int value_format(const ParamInfo *param, double value, char out[VALUE_TEXT_MAX])
{
    if (param->special && value == param->special_value)
        return format_special(param, out);
    if (param->law == LAW_SWITCH)
        return snprintf(out, VALUE_TEXT_MAX, "%s", value != 0 ? "on" : "off");
    if (param->law == LAW_CHOICE) {
        int index = 0;
        while (index < (int)value && param->choices[index])
            index++;
        return snprintf(out, VALUE_TEXT_MAX, "%s", param->choices[index] ? param->choices[index] : "");
    }
    if (param->unit == UNIT_PAN)
        return format_position(value, out);
    return format_number(param, value, out);
}

static void format_choices(const ParamInfo *param, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; param->choices[i] && used < size; i++)
        used += (size_t)snprintf(out + used, size - used, "%s%s", i == 0 ? "" : ", ", param->choices[i]);
}

void value_format_range(const ParamInfo *param, char *out, size_t size)
{
    char low[VALUE_TEXT_MAX], high[VALUE_TEXT_MAX];
    if (param->law == LAW_CHOICE) {
        format_choices(param, out, size);
        return;
    }
    if (param->law == LAW_SWITCH) {
        snprintf(out, size, "on or off");
        return;
    }
    value_format(param, param->min, low);
    value_format(param, param->max, high);
    snprintf(out, size, "%s to %s%s%s", low, high, param->special ? " or " : "", param->special ? param->special : "");
}
