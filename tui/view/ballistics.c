/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/ballistics.h"

#include <math.h>
#include <stdlib.h>

#define HOLD_S 2.0f
#define SHOWN_FLOOR_DB (-90.0f) /* below the scale's end: falling further shows nothing */

/* K-system after B. Katz, "Integrated approach to metering" (JAES 48/9, 2000): mean square over 0.6 s, red from +4 dB.
 * VU settles to 99 % in 0.3 s; the programme meters fall as IEC 60268-10 says of types I and II. */
const MeterType meter_types[METER_TYPES] = {
    {.name = "peak", .fall_db_per_s = 20.0f / 1.7f, .high_db = -6, .over_db = -0.01},
    {.name = "rms", .mean = true, .settle_s = 0.3f, .high_db = -6, .over_db = -0.01},
    {.name = "k-12", .mean = true, .settle_s = 0.6f, .zero_dbfs = -12, .over_db = 4},
    {.name = "k-14", .mean = true, .settle_s = 0.6f, .zero_dbfs = -14, .over_db = 4},
    {.name = "k-20", .mean = true, .settle_s = 0.6f, .zero_dbfs = -20, .over_db = 4},
    {.name = "vu", .mean = true, .settle_s = 0.065f, .at_lineup = true, .high_db = -3, .over_db = 0},
    {.name = "ppm-1", .fall_db_per_s = 20.0f / 1.7f, .at_lineup = true, .high_db = 6, .over_db = 9},
    {.name = "ppm-2", .fall_db_per_s = 24.0f / 2.8f, .at_lineup = true, .high_db = 4, .over_db = 8},
};
const char *const meter_points[METER_POINTS] = {"input", "pre", "post", "output"};

static const MeterLevel silent = {.level_db = {METER_FLOOR_DB, METER_FLOOR_DB},
                                  .hold_db = {METER_FLOOR_DB, METER_FLOOR_DB},
                                  .highest_db = METER_FLOOR_DB,
                                  .rms_db = {METER_FLOOR_DB, METER_FLOOR_DB}};

static bool levels_are_in_order(const MeterView *view, const Model *model)
{
    for (int i = 0; i < model->strip_count; i++)
        if (i >= view->count || view->levels[i].uid != model->strips[i].uid)
            return false;
    return true;
}

static MeterLevel level_of_uid(const MeterView *view, uint32_t uid)
{
    for (int i = 0; i < view->count; i++)
        if (view->levels[i].uid == uid)
            return view->levels[i];
    MeterLevel level = silent;
    level.uid = uid;
    return level;
}

Status meter_view_follow(MeterView *view, const Model *model)
{
    if (levels_are_in_order(view, model))
        return STATUS_OK;
    MeterLevel *levels = calloc((size_t)model->strip_count, sizeof *levels);
    if (!levels)
        return STATUS_NO_MEMORY;
    for (int i = 0; i < model->strip_count; i++)
        levels[i] = level_of_uid(view, model->strips[i].uid);
    free(view->levels);
    view->levels = levels;
    view->count = model->strip_count;
    return STATUS_OK;
}

void meter_view_clear(MeterView *view)
{
    free(view->levels);
    *view = (MeterView){.point = METER_POINT_USUAL};
}

/* True if the level is a new one to show: higher than what has fallen meanwhile, or another mean to move to. */
static bool feed_channel(MeterLevel *level, const MeterType *type, int channel, const HostStrip *strip)
{
    float peak_db = strip->peak_db[channel];
    bool changes = type->mean ? strip->rms_db[channel] != level->rms_db[channel] : peak_db > level->level_db[channel];
    if (changes && !type->mean)
        level->level_db[channel] = peak_db;
    level->rms_db[channel] = strip->rms_db[channel];
    if (peak_db >= level->hold_db[channel]) {
        level->hold_db[channel] = peak_db;
        level->hold_left_s[channel] = HOLD_S;
    }
    if (peak_db > level->highest_db)
        level->highest_db = peak_db;
    return changes;
}

bool meter_view_feed(MeterView *view, int index, const HostStrip *strip)
{
    if (index < 0 || index >= view->count)
        return false;
    MeterLevel *level = &view->levels[index];
    bool changes = level->reduction_db != strip->gain_reduction_db || level->overs != strip->overs;
    for (int channel = 0; channel < 2; channel++)
        changes |= feed_channel(level, &meter_types[view->type], channel, strip);
    level->reduction_db = strip->gain_reduction_db;
    level->overs = strip->overs;
    return changes;
}

static void step_mean(MeterLevel *level, int channel, float settle_s, float seconds)
{
    double goal = level->rms_db[channel] > METER_FLOOR_DB ? pow(10, (double)level->rms_db[channel] / 10) : 0;
    level->mean[channel] += (goal - level->mean[channel]) * (1 - exp(-(double)seconds / (double)settle_s));
    level->level_db[channel] =
        level->mean[channel] > 1e-12 ? (float)(10 * log10(level->mean[channel])) : METER_FLOOR_DB;
}

static bool step_channel(MeterLevel *level, const MeterType *type, int channel, float seconds)
{
    if (type->mean)
        step_mean(level, channel, type->settle_s, seconds);
    else if (level->level_db[channel] > METER_FLOOR_DB)
        level->level_db[channel] -= type->fall_db_per_s * seconds;
    if (level->level_db[channel] < SHOWN_FLOOR_DB)
        level->level_db[channel] = METER_FLOOR_DB;
    level->hold_left_s[channel] -= seconds;
    if (level->hold_left_s[channel] <= 0)
        level->hold_db[channel] = level->level_db[channel];
    return level->level_db[channel] > METER_FLOOR_DB || level->hold_db[channel] > METER_FLOOR_DB;
}

bool meter_view_step(MeterView *view, double seconds)
{
    bool moving = false;
    for (int i = 0; i < view->count; i++) {
        bool sounds = false;
        for (int channel = 0; channel < 2; channel++)
            sounds |= step_channel(&view->levels[i], &meter_types[view->type], channel, (float)seconds);
        if (!sounds) /* nothing tells of gain reduction any more once the music stands */
            view->levels[i].reduction_db = 0;
        moving |= sounds;
    }
    return moving;
}

void meter_view_choose(MeterView *view, int type, int point)
{
    view->type = type;
    view->point = point;
    for (int i = 0; i < view->count; i++)
        for (int channel = 0; channel < 2; channel++) {
            view->levels[i].level_db[channel] = METER_FLOOR_DB;
            view->levels[i].mean[channel] = 0;
        }
    meter_view_clear_holds(view);
}

double meter_view_scaled(const MeterView *view, double level_db, double lineup_dbfs)
{
    const MeterType *type = &meter_types[view->type];
    return level_db <= (double)METER_FLOOR_DB ? level_db : level_db - (type->at_lineup ? lineup_dbfs : type->zero_dbfs);
}

void meter_view_clear_holds(MeterView *view)
{
    for (int i = 0; i < view->count; i++) {
        MeterLevel *level = &view->levels[i];
        for (int channel = 0; channel < 2; channel++) {
            level->hold_db[channel] = level->level_db[channel];
            level->hold_left_s[channel] = 0;
        }
        level->highest_db = METER_FLOOR_DB;
        level->overs = 0;
    }
}

const MeterLevel *meter_view_level(const MeterView *view, int index)
{
    return index >= 0 && index < view->count ? &view->levels[index] : &silent;
}
