/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/overview.h"

#include <math.h>
#include <string.h>

enum { BLOCKS_AT_ONCE = 64 };

int64_t overview_block_frames(int level)
{
    return (int64_t)OVERVIEW_BLOCK << (2 * level);
}

int64_t overview_blocks(int64_t frames, int level)
{
    int64_t block = overview_block_frames(level);
    return (frames + block - 1) / block;
}

int overview_levels(int64_t frames)
{
    int levels = 1;
    while (levels < OVERVIEW_LEVELS_MAX && overview_blocks(frames, levels - 1) > 1)
        levels++;
    return levels;
}

/* ---- making ---- */

static OverviewSum empty_sum(int64_t index)
{
    return (OverviewSum){.low = INFINITY, .high = -INFINITY, .index = index};
}

void overview_begin(OverviewMaker *maker, int channels, OverviewPut put, void *context)
{
    *maker = (OverviewMaker){.channels = channels, .put = put, .context = context};
    for (int i = 0; i < OVERVIEW_LEVELS_MAX; i++)
        maker->sums[i] = empty_sum(0);
}

static int16_t sample_of(float value, bool up)
{
    double scaled = (double)value * 32767;
    scaled = up ? ceil(scaled) : floor(scaled);
    return (int16_t)(scaled > 32767 ? 32767 : scaled < -32767 ? -32767 : scaled);
}

static uint16_t rms_of(double squares, double count)
{
    double value = floor(sqrt(squares / count) * 65535 + 0.5);
    return (uint16_t)(value > 65535 ? 65535 : value);
}

static void add_sum(OverviewSum *sum, const OverviewSum *below)
{
    sum->low = below->low < sum->low ? below->low : sum->low;
    sum->high = below->high > sum->high ? below->high : sum->high;
    sum->squares += below->squares;
    sum->frames += below->frames;
    sum->blocks++;
}

/* A block is whole: it is given away, and becomes part of the one above. */
static bool close_block(OverviewMaker *maker, int level)
{
    OverviewSum done = maker->sums[level];
    OverviewBlock block = {.low = sample_of(done.low, false),
                           .high = sample_of(done.high, true),
                           .rms = rms_of(done.squares, (double)done.frames * maker->channels)};
    maker->sums[level] = empty_sum(done.index + 1);
    if (!maker->put(maker->context, level, done.index, &block))
        return false;
    if (level + 1 == OVERVIEW_LEVELS_MAX)
        return true;
    add_sum(&maker->sums[level + 1], &done);
    return maker->sums[level + 1].blocks < OVERVIEW_FACTOR || close_block(maker, level + 1);
}

bool overview_add(OverviewMaker *maker, const float *const *channels, int frames)
{
    for (int at = 0; at < frames;) {
        OverviewSum *sum = &maker->sums[0];
        int64_t room = OVERVIEW_BLOCK - sum->frames;
        int run = frames - at < room ? frames - at : (int)room;
        for (int c = 0; c < maker->channels; c++)
            for (int i = at; i < at + run; i++) {
                float x = channels[c][i];
                sum->low = x < sum->low ? x : sum->low;
                sum->high = x > sum->high ? x : sum->high;
                sum->squares += (double)x * x;
            }
        sum->frames += run;
        at += run;
        if (sum->frames == OVERVIEW_BLOCK && !close_block(maker, 0))
            return false;
    }
    return true;
}

bool overview_end(OverviewMaker *maker, int levels)
{
    for (int level = 0; level < levels; level++)
        if (maker->sums[level].frames > 0 && !close_block(maker, level))
            return false;
    return true;
}

/* ---- looking ---- */

static int level_for(double step, int levels)
{
    int level = 0;
    while (level + 1 < levels && (double)overview_block_frames(level + 1) * 2 <= step)
        level++;
    return level;
}

typedef struct ColumnSum {
    int low, high;
    double squares, frames;
} ColumnSum;

static void add_block(ColumnSum *sum, const OverviewBlock *block, double frames)
{
    sum->low = block->low < sum->low || sum->frames == 0 ? block->low : sum->low;
    sum->high = block->high > sum->high || sum->frames == 0 ? block->high : sum->high;
    sum->squares += (double)block->rms * block->rms * frames;
    sum->frames += frames;
}

static OverviewBlock column_of(const ColumnSum *sum)
{
    if (sum->frames == 0)
        return (OverviewBlock){0};
    return (OverviewBlock){.low = (int16_t)sum->low,
                           .high = (int16_t)sum->high,
                           .rms = (uint16_t)floor(sqrt(sum->squares / sum->frames) + 0.5)};
}

/* The blocks from `first` to `last` of a level, a few at a time. */
static bool sum_blocks(int64_t frames, int level, int64_t first, int64_t last, OverviewGet get, void *context,
                       ColumnSum *sum)
{
    OverviewBlock blocks[BLOCKS_AT_ONCE];
    int64_t wide = overview_block_frames(level);
    for (int64_t at = first; at <= last;) {
        int count = last - at + 1 < BLOCKS_AT_ONCE ? (int)(last - at + 1) : BLOCKS_AT_ONCE;
        if (!get(context, level, at, count, blocks))
            return false;
        for (int i = 0; i < count; i++, at++)
            add_block(sum, &blocks[i], (double)((at + 1) * wide <= frames ? wide : frames - at * wide));
    }
    return true;
}

bool overview_columns(int64_t frames, double from, double step, int count, OverviewGet get, void *context,
                      OverviewBlock *columns)
{
    int level = level_for(step, overview_levels(frames));
    double wide = (double)overview_block_frames(level);
    int64_t most = overview_blocks(frames, level) - 1;
    for (int i = 0; i < count; i++) {
        double begins = from + i * step, ends = from + (i + 1) * step;
        ColumnSum sum = {0};
        if (ends > 0 && begins < (double)frames) {
            int64_t first = begins > 0 ? (int64_t)floor(begins / wide) : 0,
                    last = ends / wide > (double)most ? most : (int64_t)ceil(ends / wide) - 1;
            last = last < first ? first : last > most ? most : last;
            if (!sum_blocks(frames, level, first, last, get, context, &sum))
                return false;
        }
        columns[i] = column_of(&sum);
    }
    return true;
}
