/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/ballistics.h"

#include <stdlib.h>

#define FALL_DB_PER_S (20.0f / 1.7f)
#define HOLD_S 2.0f
#define SHOWN_FLOOR_DB (-90.0f) /* below the scale's end: falling further shows nothing */

static const MeterLevel silent = {.level_db = {METER_FLOOR_DB, METER_FLOOR_DB},
                                  .hold_db = {METER_FLOOR_DB, METER_FLOOR_DB},
                                  .highest_db = METER_FLOOR_DB};

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
    *view = (MeterView){0};
}

/* True if the level is a new one to show: higher than what has fallen meanwhile. */
static bool feed_channel(MeterLevel *level, int channel, float peak_db)
{
    bool rises = peak_db > level->level_db[channel];
    if (rises)
        level->level_db[channel] = peak_db;
    if (peak_db >= level->hold_db[channel]) {
        level->hold_db[channel] = peak_db;
        level->hold_left_s[channel] = HOLD_S;
    }
    if (peak_db > level->highest_db)
        level->highest_db = peak_db;
    return rises;
}

bool meter_view_feed(MeterView *view, int index, const HostStrip *strip)
{
    if (index < 0 || index >= view->count)
        return false;
    MeterLevel *level = &view->levels[index];
    bool changes = level->reduction_db != strip->gain_reduction_db || level->overs != strip->overs;
    changes |= feed_channel(level, 0, strip->peak_db[0]);
    changes |= feed_channel(level, 1, strip->peak_db[1]);
    level->reduction_db = strip->gain_reduction_db;
    level->overs = strip->overs;
    return changes;
}

static bool step_channel(MeterLevel *level, int channel, float seconds)
{
    if (level->level_db[channel] > METER_FLOOR_DB)
        level->level_db[channel] -= FALL_DB_PER_S * seconds;
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
        bool sounds = step_channel(&view->levels[i], 0, (float)seconds);
        sounds |= step_channel(&view->levels[i], 1, (float)seconds);
        if (!sounds) /* nothing tells of gain reduction any more once the music stands */
            view->levels[i].reduction_db = 0;
        moving |= sounds;
    }
    return moving;
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
