/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/param.h"

#include <math.h>
#include <string.h>

#include "audio/base/maths.h"

#define SILENCE_DB (-100.0) /* where -inf stands in a ramp */

double param_clamp(const ParamInfo *param, double value)
{
    if (isnan(value))
        return param->def;
    if (param->special && value == param->special_value)
        return value;
    if (value < param->min)
        return param->min;
    return value > param->max ? param->max : value;
}

static double interpolate_gain_db(double from_db, double to_db, double x)
{
    double a = from_db < SILENCE_DB ? SILENCE_DB : from_db;
    double b = to_db < SILENCE_DB ? SILENCE_DB : to_db;
    double value = a + (b - a) * x;
    return value <= SILENCE_DB ? -INFINITY : value;
}

double param_interpolate(const ParamInfo *param, double from, double to, double x)
{
    if (x >= 1)
        return to;
    if (x <= 0)
        return from;
    switch (param->law) {
    case LAW_GAIN: return interpolate_gain_db(from, to, x);
    case LAW_LOG:
        if (from > 0 && to > 0 && isfinite(from) && isfinite(to))
            return maths_exp(maths_log(from) + (maths_log(to) - maths_log(from)) * x);
        return from;
    case LAW_LINEAR: return isfinite(from) && isfinite(to) ? from + (to - from) * x : from;
    case LAW_CHOICE:
    case LAW_SWITCH: break;
    }
    return from;
}

const ParamInfo *param_find(const ParamInfo *params, int count, const char *key)
{
    for (int i = 0; i < count; i++)
        if (strcmp(params[i].key, key) == 0)
            return &params[i];
    return NULL;
}

int param_choice_index(const ParamInfo *param, const char *word)
{
    for (int i = 0; param->choices && param->choices[i]; i++)
        if (strcmp(param->choices[i], word) == 0)
            return i;
    return -1;
}
