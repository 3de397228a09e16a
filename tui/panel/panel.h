/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Regions of a screen that several screens share: each draws itself from a scene into its place on a canvas. */
#ifndef TTYMIX_TUI_PANEL_PANEL_H
#define TTYMIX_TUI_PANEL_PANEL_H

#include "tui/view/scene.h"

/* Line 1: solo, title, stage, rate, transport, position, loop, undo, xruns. */
void header_draw(const Scene *scene, Canvas *canvas, int row);
/* What is said (a message, or the selected value), and below it the next keys; or the prompt. Two rows. */
void status_draw(const Scene *scene, Canvas *canvas, int row);

typedef struct MixerLayout { /* rows of the mixer; a count of 0: not there */
    int names, chain, sends, send_rows, curve, curve_rows, peak, fader, fader_rows, pan, value, flags, out;
    int strip_columns, strips, master_column, master_columns;
} MixerLayout;
typedef enum StripWidth { STRIP_WIDTH_AUTO, STRIP_WIDTH_NARROW, STRIP_WIDTH_WIDE } StripWidth;
/* Divides a canvas, which has at least the least size. */
MixerLayout mixer_layout(const Scene *scene, const Canvas *canvas, StripWidth width);

/* Below STRIP_COLUMNS_FULL a strip is compact: no words before its numbers, which may reach into the gap. Below
 * MASTER_COLUMNS_FULL the master is. */
enum { STRIP_COLUMNS_MIN = 5, STRIP_COLUMNS_FULL = 8, MASTER_COLUMNS_FULL = 15 };
typedef struct StripPlace {
    int column, columns;
    bool selected, chosen, silenced;
    const float *curve; /* of strip_curve for columns - 1; NULL: it has no equalizer */
} StripPlace;
enum { STRIP_CURVE_MAX = 64 }; /* gains of a strip's curve, at most */
/* A number of what strip_curve depends on besides the room: equal while the curve is. */
uint64_t strip_curve_key(const Scene *scene, const Strip *strip);
/* The gains of a strip's equalizers as they are heard, curve_count(glyphs, columns) of them; false: it has none.
 * Costly: kept from frame to frame by whoever draws strips. */
bool strip_curve(const Scene *scene, const Strip *strip, int columns, float *gains_db);
void strip_draw(const Scene *scene, Canvas *canvas, const MixerLayout *layout, int index, StripPlace place);
/* One channel of a strip as the desk's type of meter shows it. */
void strip_meter_draw(const Scene *scene, Canvas *canvas, Rect rect, const MeterLevel *level, int channel, bool heard);
void master_draw(const Scene *scene, Canvas *canvas, const MixerLayout *layout);
/* The mode of automation of an address, `read`, `touch` ...; NULL for none. */
const char *lane_word(const Scene *scene, const char *address);
/* A strip's chain in a line: clips, trim, processors, fader, pan, where it goes; the selected one is always seen. */
void chain_draw(const Scene *scene, Canvas *canvas, int row, const Strip *strip);
/* Letters of a chain, capital on, small bypassed. */
void chain_letters(const Strip *strip, char *out, size_t size);

#endif
