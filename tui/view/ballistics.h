/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How meters move: they hold a peak for 2 s and the highest until cleared; the bar moves by the type of meter.
 *
 * A desk is told the peak and the mean square of each frame of meters, some 20 a second; of these all types are made.
 * Peaks rise at once and fall; a mean square is smoothed with a time constant.  So VU and the programme meters have the
 * fall, the settling and the scale of their standards, but not what the needles make of bursts shorter than a frame:
 * `--analyze` has that. */
#ifndef TTYMIX_TUI_VIEW_BALLISTICS_H
#define TTYMIX_TUI_VIEW_BALLISTICS_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "tui/link/host.h"

#define METER_FLOOR_DB (-120.0f)

typedef struct MeterType {
    const char *name; /* as `meters` takes it */
    bool mean;        /* of the mean square (AES17: a full-scale sine is 0 dB), else of peaks */
    float settle_s;   /* time constant of a mean */
    float fall_db_per_s;
    bool at_lineup;          /* 0 is the project's line-up level, else `zero_dbfs` */
    double zero_dbfs;        /* what the scale's 0 is */
    double high_db, over_db; /* from where on the scale its colours tell of danger, and of too much */
} MeterType;
enum { METER_TYPES = 8, METER_POINTS = 4, METER_POINT_USUAL = 2 };
extern const MeterType meter_types[METER_TYPES];
/* Where in a strip levels are taken, as the session knows them: "input", "pre", "post", "output". */
extern const char *const meter_points[METER_POINTS];

typedef struct MeterLevel { /* one strip as shown */
    uint32_t uid;
    float level_db[2], hold_db[2], hold_left_s[2];
    float highest_db; /* since the last clear */
    float rms_db[2];  /* as told last */
    double mean[2];   /* the square, smoothed */
    float reduction_db;
    uint32_t overs;
} MeterLevel;

typedef struct MeterView {
    MeterLevel *levels; /* by index of the strip; owned */
    int count;
    int type, point; /* indices of the tables above */
} MeterView;

/* Makes room for the strips of a model: levels stay with their strips when these move, new ones are silent. */
NODISCARD Status meter_view_follow(MeterView *view, const Model *model);
void meter_view_clear(MeterView *view);
/* Takes what the session measured since its last frame. True if that changes what is shown. */
bool meter_view_feed(MeterView *view, int index, const HostStrip *strip);
/* Lets the levels fall. True while anything still moves. */
bool meter_view_step(MeterView *view, double seconds);
/* Another type of meter, or another point; what was held is forgotten. */
void meter_view_choose(MeterView *view, int type, int point);
/* A level as the scale of the type has it. */
double meter_view_scaled(const MeterView *view, double level_db, double lineup_dbfs);
/* Forgets held peaks, highest peaks and overs. */
void meter_view_clear_holds(MeterView *view);
/* The strip as shown; a silent one outside. */
const MeterLevel *meter_view_level(const MeterView *view, int index);

#endif
