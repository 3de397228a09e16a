/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Roles of what is drawn, and how each looks on a terminal: one row a role.
 *
 * Nothing is told by a look alone: what a role means is always also in a glyph or a word.  Reverse video marks the
 * focus at every depth.  A file of lines `ROLE [FG] [on BG] [bold] [underline] [reverse]` (a colour is `default` or
 * 0..255) changes rows.
 */
#ifndef TTYMIX_TUI_CANVAS_THEME_H
#define TTYMIX_TUI_CANVAS_THEME_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"

typedef enum StyleRole {
    STYLE_TEXT,     /* what has no other role */
    STYLE_DIM,      /* defaults, rulers, empty places */
    STYLE_TITLE,    /* the project's title, headings */
    STYLE_NAME,     /* strip names */
    STYLE_SELECTED, /* the selected strip's name */
    STYLE_MARKED,   /* strips chosen with v */
    STYLE_FOCUS,    /* the value that j and k change */
    STYLE_BUS,
    STYLE_RETURN,
    STYLE_CURVE,    /* what is selected of several curves */
    STYLE_SUM,      /* what several curves come to together */
    STYLE_PART,     /* the others */
    STYLE_SPECTRUM, /* what sounds, behind curves */
    STYLE_BEFORE,   /* what sounded before a processor */
    STYLE_POINT,    /* where a processor works now */
    STYLE_FADER,
    STYLE_FADER_BELOW, /* the fader in reverse: its cap's lower end, where it stands between rows */
    STYLE_EDGE,        /* beside the selected strip */
    STYLE_SCALE,
    STYLE_METER_LOW,
    STYLE_METER_MID,
    STYLE_METER_HIGH,
    STYLE_METER_OVER,
    STYLE_CLIP, /* the word or number of what was over */
    STYLE_REDUCTION,
    STYLE_WAVE,      /* a waveform between its root mean square and its peak */
    STYLE_WAVE_BODY, /* and below */
    STYLE_SECTION,   /* the selected section of time */
    STYLE_MUTE,
    STYLE_SOLO,
    STYLE_AUTO,
    STYLE_PLAY,
    STYLE_HEADER,
    STYLE_STATUS,
    STYLE_HINT,
    STYLE_KEY,
    STYLE_WARN,
    STYLE_ERROR,
    STYLE_PROMPT,
    STYLE_COUNT
} StyleRole;

enum { LOOK_BOLD = 1, LOOK_REVERSE = 2, LOOK_UNDERLINE = 4 };
enum { COLOUR_DEFAULT = -1 };
typedef struct StyleLook {
    int16_t fg, bg; /* 0..255 or COLOUR_DEFAULT */
    uint8_t flags;
} StyleLook;

typedef struct Theme {
    StyleLook look[STYLE_COUNT];
} Theme;

/* `colours`: how many the terminal has (0, 8, 16, 256; others count as the next lower). */
void theme_init(Theme *theme, int colours, bool light);
/* Reads one line of a colours file; blank and comment lines are fine. Colours above what the terminal has become
 * default. */
NODISCARD Status theme_read_line(Theme *theme, const char *line, int colours, Error *error);
bool look_equal(const StyleLook *a, const StyleLook *b);

#endif
