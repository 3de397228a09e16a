/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One strip being drawn: what all its parts need, and how they write into its columns. */
#ifndef TTYMIX_TUI_PANEL_BRUSH_H
#define TTYMIX_TUI_PANEL_BRUSH_H

#include "tui/panel/panel.h"

typedef struct Brush {
    const Scene *scene;
    Canvas *canvas;
    const MixerLayout *layout;
    const Strip *strip;
    int index; /* of the strip */
    StripPlace place;
    bool muted, heard; /* not heard: muted, or silenced by a solo */
} Brush;

/* Columns of text: the last one of a strip stays empty, so that neighbours do not touch. */
int brush_room(const Brush *brush);
bool brush_is_compact(const Brush *brush);
/* The style of what is drawn: dim throughout for a strip that is not heard. */
uint8_t brush_style(const Brush *brush, uint8_t style);
void brush_text(const Brush *brush, int row, int column, uint8_t style, const char *text);
/* A number at the right end of `columns`; of a compact strip it may reach into the gap. */
void brush_number(const Brush *brush, int row, int columns, uint8_t style, const char *text);
/* The sign of a value at its default. */
void brush_none(const Brush *brush, int row, int column);
bool brush_is_focused(const Brush *brush, FocusKind kind);
/* The value that the keys change: in the focus look, the cursor parked at its end. */
void brush_mark_focus(const Brush *brush, int row, int column, int columns);

/* strip_levels.c: peak, fader, meters, pan, value */
void strip_draw_levels(const Brush *brush);

#endif
