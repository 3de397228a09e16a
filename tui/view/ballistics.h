/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How meters move: they rise at once, fall 20 dB in 1.7 s (IEC 60268-10 type I), hold a peak for 2 s and the highest
 * until cleared. */
#ifndef TTYMIX_TUI_VIEW_BALLISTICS_H
#define TTYMIX_TUI_VIEW_BALLISTICS_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "tui/link/host.h"

#define METER_FLOOR_DB (-120.0f)

typedef struct MeterLevel { /* one strip as shown */
    uint32_t uid;
    float level_db[2], hold_db[2], hold_left_s[2];
    float highest_db; /* since the last clear */
    float reduction_db;
    uint32_t overs;
} MeterLevel;

typedef struct MeterView {
    MeterLevel *levels; /* by index of the strip; owned */
    int count;
} MeterView;

/* Makes room for the strips of a model: levels stay with their strips when these move, new ones are silent. */
NODISCARD Status meter_view_follow(MeterView *view, const Model *model);
void meter_view_clear(MeterView *view);
/* Takes what the session measured since its last frame. True if that changes what is shown. */
bool meter_view_feed(MeterView *view, int index, const HostStrip *strip);
/* Lets the levels fall. True while anything still moves. */
bool meter_view_step(MeterView *view, double seconds);
/* Forgets held peaks, highest peaks and overs. */
void meter_view_clear_holds(MeterView *view);
/* The strip as shown; a silent one outside. */
const MeterLevel *meter_view_level(const MeterView *view, int index);

#endif
