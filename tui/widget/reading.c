/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/widget/reading.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/text/number.h"
#include "projects/text/value.h"

enum { DECIMALS = 3 };

void reading_level(double db, char out[READING_MAX])
{
    if (!isfinite(db))
        snprintf(out, READING_MAX, db < 0 ? "-inf" : "+inf");
    else if (fabs(db) < 0.05)
        snprintf(out, READING_MAX, "0.0");
    else
        snprintf(out, READING_MAX, "%+.1f", db < -999 ? -999 : db > 999 ? 999 : db);
}

void reading_level_in(double db, int columns, char out[READING_MAX])
{
    reading_level(db, out);
    if ((int)strlen(out) > columns)
        snprintf(out, READING_MAX, "%+.0f", db < -999 ? -999 : db > 999 ? 999 : db);
}

void reading_count(uint32_t count, char out[READING_MAX])
{
    static const char units[] = {'\0', 'k', 'M', 'G'};
    int unit = 0;
    for (; count >= 1000; count /= 1000)
        unit++;
    snprintf(out, READING_MAX, "%u%.1s", (unsigned)count, units + unit);
}

void reading_pan(double pan, char out[READING_MAX])
{
    int whole = isfinite(pan) ? (int)lround(pan) : 0;
    if (whole == 0)
        snprintf(out, READING_MAX, "C");
    else
        snprintf(out, READING_MAX, "%c%d", whole < 0 ? 'L' : 'R', abs(whole));
}

void reading_value(const ParamInfo *param, double value, char out[READING_MAX])
{
    char text[VALUE_TEXT_MAX];
    value_format(param, number_round(value, DECIMALS), text);
    snprintf(out, READING_MAX, "%.47s", text);
}

void reading_step(const ParamInfo *param, double step, char out[READING_MAX])
{
    char number[NUMBER_TEXT_MAX];
    number_format(number_round(step, DECIMALS), 0, number);
    snprintf(out, READING_MAX, "%s%.30s %.10s", step > 0 ? "+" : "", number, unit_table[param->unit].word);
}

void reading_time(int64_t frame, int rate_hz, char out[READING_MAX])
{
    int64_t rate = rate_hz > 0 ? rate_hz : 48000;
    uint64_t distance = frame < 0 ? (uint64_t)-frame : (uint64_t)frame;
    uint64_t seconds = distance / (uint64_t)rate, left = distance % (uint64_t)rate;
    snprintf(out, READING_MAX, "%s%llu:%02u.%03u", frame < 0 ? "-" : "", (unsigned long long)(seconds / 60),
             (unsigned)(seconds % 60), (unsigned)(left * 1000 / (uint64_t)rate));
}

void reading_bars(const Model *model, int64_t frame, char out[READING_MAX])
{
    int bar = 1, beat = 1;
    double tick = 0;
    model_bars_of_frame(model, frame, &bar, &beat, &tick);
    snprintf(out, READING_MAX, "%d|%d|%03d", bar, beat, isfinite(tick) ? (int)tick : 0);
}

void reading_rate(int rate_hz, char out[READING_MAX])
{
    char number[NUMBER_TEXT_MAX];
    number_format(number_round(rate_hz / 1000.0, DECIMALS), 0, number);
    snprintf(out, READING_MAX, "%.40sk", number);
}
