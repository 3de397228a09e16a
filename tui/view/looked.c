/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/view/looked.h"

#include <math.h>
#include <string.h>

#include "tui/view/chain.h"

#define FALL_DB_PER_S (20.0f / 1.7f)
#define FLOOR_DB (-120.0f)
#define SHOWN_FLOOR_DB (-90.0f)
#define JUMP_S 0.5 /* the song went on from elsewhere */

static void forget_levels(LookedView *looked)
{
    looked->heard = false;
    looked->bands = 0;
    for (int side = 0; side < 2; side++)
        for (int c = 0; c < 2; c++)
            looked->peak_db[side][c] = looked->level_db[side][c] = FLOOR_DB;
}

void looked_init(LookedView *looked)
{
    memset(looked, 0, sizeof *looked);
    looked->strip = looked->processor = -1;
    forget_levels(looked);
}

/* Histories stay with their processors. */
static void follow_parts(LookedView *looked, const Strip *strip)
{
    int count = strip->processor_count < HOST_PARTS_MAX ? strip->processor_count : HOST_PARTS_MAX;
    for (int i = 0; i < count; i++) {
        uint32_t uid = strip->processors[i].uid;
        for (int k = i; k < looked->part_count && looked->parts[i].uid != uid; k++)
            if (looked->parts[k].uid == uid) {
                LookedPart kept = looked->parts[i];
                looked->parts[i] = looked->parts[k];
                looked->parts[k] = kept;
            }
        if (i >= looked->part_count || looked->parts[i].uid != uid)
            looked->parts[i] = (LookedPart){.uid = uid};
    }
    looked->part_count = count;
}

bool looked_follow(LookedView *looked, const View *view, const Model *model)
{
    const Strip *strip = view->chain.shown ? view_strip(view, model) : NULL;
    const Processor *processor = strip ? chain_processor(view, strip) : NULL;
    int strip_index = strip ? view->strip : -1, index = processor ? chain_index(view, strip) : -1;
    uint32_t strip_uid = strip ? strip->uid : 0, uid = processor ? processor->uid : 0;
    bool other = strip_index != looked->strip || index != looked->processor || uid != looked->processor_uid;
    if (strip_uid != looked->strip_uid)
        looked->part_count = looked->filled = 0;
    if (uid != looked->processor_uid)
        forget_levels(looked);
    looked->strip = strip_index;
    looked->processor = index;
    looked->strip_uid = strip_uid;
    looked->processor_uid = uid;
    if (strip)
        follow_parts(looked, strip);
    return other;
}

static void next_slot(LookedView *looked)
{
    looked->slot = (looked->slot + 1) % LOOKED_SLOTS;
    looked->filled += looked->filled < LOOKED_SLOTS;
    looked->passed++;
    for (int i = 0; i < looked->part_count; i++)
        looked->parts[i].history_db[looked->slot] = 0;
}

/* The history goes by the song's time, so that it stands while the song does. */
static void pass(LookedView *looked, int64_t position, int rate_hz)
{
    double seconds = (double)(position - looked->position) / rate_hz;
    looked->position = position;
    looked->part_s += seconds < 0 || seconds > JUMP_S ? 1.0 / LOOKED_SLOTS_PER_S : seconds;
    for (; looked->part_s >= 1.0 / LOOKED_SLOTS_PER_S - 1e-9; looked->part_s -= 1.0 / LOOKED_SLOTS_PER_S)
        next_slot(looked);
    if (looked->filled == 0)
        next_slot(looked);
}

static void feed_parts(LookedView *looked, const HostLook *look)
{
    int count = look->parts < looked->part_count ? look->parts : looked->part_count;
    for (int i = 0; i < count; i++) {
        float *most = &looked->parts[i].history_db[looked->slot];
        looked->parts[i].reduction_db = look->part_db[i];
        *most = look->part_db[i] > *most ? look->part_db[i] : *most;
    }
}

static void feed_sides(LookedView *looked, const HostLook *look)
{
    looked->heard = true;
    for (int side = 0; side < 2; side++)
        for (int c = 0; c < 2; c++) {
            float level = look->peak_db[side][c];
            looked->peak_db[side][c] = level;
            looked->level_db[side][c] = level > looked->level_db[side][c] ? level : looked->level_db[side][c];
        }
    looked->bands = look->bands;
    looked->per_octave = look->per_octave;
    looked->first_hz = look->first_hz;
    memcpy(looked->band_db, look->band_db, sizeof looked->band_db);
}

bool looked_feed(LookedView *looked, const HostLook *look, int64_t position, int rate_hz)
{
    bool parts = looked->strip >= 0 && look->parts_strip == looked->strip,
         sides = looked->processor >= 0 && look->strip == looked->strip && look->processor == looked->processor;
    if (parts && (position != looked->position || looked->filled == 0))
        pass(looked, position, rate_hz > 0 ? rate_hz : 48000);
    if (parts)
        feed_parts(looked, look);
    if (sides)
        feed_sides(looked, look);
    return parts || sides;
}

bool looked_step(LookedView *looked, double seconds)
{
    bool moving = false;
    for (int side = 0; side < 2; side++)
        for (int c = 0; c < 2; c++) {
            float *level = &looked->level_db[side][c];
            if (*level <= SHOWN_FLOOR_DB)
                continue;
            *level -= FALL_DB_PER_S * (float)seconds;
            moving = true;
        }
    return moving;
}

const LookedPart *looked_part(const LookedView *looked, uint32_t uid)
{
    for (int i = 0; i < looked->part_count; i++)
        if (looked->parts[i].uid == uid)
            return &looked->parts[i];
    return NULL;
}

float looked_reduction(const LookedView *looked, const LookedPart *part, int64_t slots_ago)
{
    if (!part || slots_ago < 0 || slots_ago >= looked->filled)
        return NAN;
    return part->history_db[(looked->slot - (int)slots_ago + LOOKED_SLOTS) % LOOKED_SLOTS];
}

/* Between two bands a straight line over log f. */
float looked_band(const LookedView *looked, int side, double hz)
{
    if (looked->bands < 2 || looked->per_octave < 1)
        return NAN;
    double at = log10(hz / looked->first_hz) * looked->per_octave / 0.3;
    int band = (int)floor(at);
    if (band < 0 || band + 1 >= looked->bands)
        return NAN;
    float part = (float)(at - band), low = looked->band_db[side][band], high = looked->band_db[side][band + 1];
    return low + (high - low) * part;
}
