/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program's own glyphs: one ASCII set, one set of UTF-8 blocks and lines. Width 1 each. */
#ifndef TTYMIX_TUI_CANVAS_GLYPHS_H
#define TTYMIX_TUI_CANVAS_GLYPHS_H

#include <stdbool.h>
#include <stdint.h>

enum { METER_LEVELS = 8 };

typedef struct Glyphs {
    bool ascii;
    uint32_t rule;                    /* a vertical line between panels */
    uint32_t across;                  /* a line from left to right */
    uint32_t corner;                  /* where a graph's axes meet */
    uint32_t working;                 /* where a processor works */
    uint32_t tick_left, tick_below;   /* on its axes */
    uint32_t slot, zero;              /* the fader's way, and its 0 dB */
    uint32_t cap[3];                  /* the fader's cap */
    uint32_t level[METER_LEVELS + 1]; /* a meter's cell from empty to full */
    uint32_t quiet;                   /* a meter's cell of what is not heard */
    uint32_t hold;                    /* the peak held */
    uint32_t reduction;               /* gain reduction: a whole row */
    uint32_t none;                    /* a value at its default */
    uint32_t more_left, more_right;   /* more strips there */
    uint32_t playing, stopped;
    uint32_t wave[METER_LEVELS + 1]; /* a waveform's cell from empty to full */
    uint32_t line;                   /* a clip's upper edge, and other lines across */
    uint32_t marker;                 /* points down at a place in time */
    uint32_t playhead;               /* where it plays */
    uint32_t cursor;                 /* the column where edits happen */
    uint32_t point;                  /* of automation */
    uint32_t edge;                   /* beside the selected strip */
    const char *polarity;            /* the sign of inverted polarity */
    const char *cut;                 /* behind a text that goes on */
} Glyphs;

const Glyphs *glyphs_get(bool ascii);

#endif
