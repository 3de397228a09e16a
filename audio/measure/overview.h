/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Overviews: a waveform at every zoom, as blocks of lowest and highest sample and root mean square.
 *
 * A pyramid: a block of level 0 has 256 frames, one of each further level four of those below (the last of a level may
 * be shorter), up to the level with a single block.  All channels are taken together: the lowest and highest of any,
 * the mean of their squares.  Samples are told in 1/32767 of full scale, rounded away from 0 and held within it; a root
 * mean square in 1/65535, rounded to nearest, of sums of squares that are exact whatever the level.  Any thread, no
 * allocation. */
#ifndef TTYMIX_AUDIO_MEASURE_OVERVIEW_H
#define TTYMIX_AUDIO_MEASURE_OVERVIEW_H

#include <stdbool.h>
#include <stdint.h>

enum { OVERVIEW_BLOCK = 256, OVERVIEW_FACTOR = 4, OVERVIEW_LEVELS_MAX = 24 };

typedef struct OverviewBlock {
    int16_t low, high;
    uint16_t rms;
} OverviewBlock;

/* Frames of a block of a level, blocks of a level and levels of a file of so many frames (at least one level). */
int64_t overview_block_frames(int level);
int64_t overview_blocks(int64_t frames, int level);
int overview_levels(int64_t frames);

/* Takes the blocks of each level in ascending order; false ends the making. */
typedef bool (*OverviewPut)(void *context, int level, int64_t index, const OverviewBlock *block);
typedef struct OverviewSum { /* of a block being made */
    float low, high;
    double squares;
    int64_t frames;
    int blocks; /* of the level below */
    int64_t index;
} OverviewSum;
typedef struct OverviewMaker {
    int channels;
    OverviewPut put;
    void *context;
    OverviewSum sums[OVERVIEW_LEVELS_MAX];
} OverviewMaker;

void overview_begin(OverviewMaker *maker, int channels, OverviewPut put, void *context);
/* Further frames, cut as they come; `channels` finite. False: `put` was. */
bool overview_add(OverviewMaker *maker, const float *const *channels, int frames);
/* The rest of each level up to `levels` (overview_levels of all that was added). */
bool overview_end(OverviewMaker *maker, int levels);

/* Gives `count` blocks of a level from `first` on; false: they cannot be had. */
typedef bool (*OverviewGet)(void *context, int level, int64_t first, int count, OverviewBlock *blocks);
enum { OVERVIEW_COLUMNS_MAX = 256 };
/* Columns of `step` frames each (0.5 and more) from frame `from` on, of a file of `frames`: what its blocks have that
 * touch the column, at the level whose blocks are at most half as wide as a column; exact where the column's ends are
 * ends of blocks.  Outside of the file: zeros.  `count` up to OVERVIEW_COLUMNS_MAX. */
bool overview_columns(int64_t frames, double from, double step, int count, OverviewGet get, void *context,
                      OverviewBlock *columns);

#endif
