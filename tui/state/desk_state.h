/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything a running desk is. Private to the desk's own files (desk*.c, action*.c) and their tests. */
#ifndef TTYMIX_TUI_STATE_DESK_STATE_H
#define TTYMIX_TUI_STATE_DESK_STATE_H

#include "tui/canvas/paint.h"
#include "tui/canvas/terminal.h"
#include "tui/canvas/theme.h"
#include "tui/desk/desk.h"
#include "tui/view/notices.h"
#include "tui/view/scene.h"

enum { SILENT_MAX = 256, MACRO_MAX = 512, MARKS = 26 };

typedef struct Gesture { /* nudges of one parameter within a second: one entry of the history */
    bool open;
    char about[ADDRESS_MAX];
    int64_t last_ms;
} Gesture;

typedef struct Pace { /* when frames are drawn */
    int64_t now_ms, last_frame_ms, next_frame_ms;
    int base_ms, interval_ms; /* the interval grows while the line does not drain */
    bool dirty;               /* draw with the next frame */
    bool urgent;              /* draw at once: a key was pressed */
    bool moving;              /* meters still fall */
} Pace;

typedef struct Repeat {
    KeyPress press;
    bool known;
    char typed[PROMPT_MAX];
} Repeat;
typedef struct Macro {
    Key keys[MACRO_MAX];
    int count;
    bool recording, playing;
} Macro;

struct Desk {
    DeskSetup setup;
    Host *host;
    Terminal *terminal; /* NULL in tests */
    Canvas canvas;
    Painter painter;
    Theme theme;
    const Glyphs *glyphs;
    Keymap keymap;
    KeyState keys;
    Input input;
    int64_t input_ms; /* when its last byte came */
    bool pasting;
    View view;
    MeterView meters;
    NudgeList nudges;
    Gesture gesture;
    Prompt prompt;
    Recall history;
    char message[1100];
    int message_level;
    bool message_unasked;   /* a notice, and no key was pressed since */
    Notices notices;        /* that wait for it */
    char found[PROMPT_MAX]; /* what was searched last */
    Repeat repeat;
    Macro macro;
    int64_t marks[MARKS];
    bool mark_set[MARKS];
    int64_t last_start;
    bool was_playing;
    int64_t loop_from;           /* g[ before there is a loop; -1 */
    uint64_t silent[SILENT_MAX]; /* commands whose answers are not shown when all went well */
    unsigned silent_at;
    uint64_t quit_after; /* ZZ: quits when this command was done */
    int subscribed_first, subscribed_count;
    Bytes out; /* what the terminal has not taken yet */
    Pace pace;
    bool over;
    int exit_status;
};

/* ---- desk.c ---- */
NODISCARD Status desk_init(Desk *desk, const DeskSetup *setup, Error *error);
void desk_clear(Desk *desk);
const Model *desk_model(const Desk *desk);
void desk_fill_scene(Desk *desk, Scene *scene);
void desk_say(Desk *desk, int level, const char *format, ...) PRINTF_LIKE(3, 4);
/* Draws into desk->canvas. */
void desk_draw(Desk *desk);

/* ---- desk_loop.c ---- */
int desk_loop(Desk *desk);
int64_t desk_now_ms(void);
/* Gives the terminal to the shell until SIGCONT; the music stops before. */
void desk_suspend(Desk *desk);

/* ---- desk_host.c ---- */
/* Sends a command; an open gesture ends before it. */
uint64_t desk_submit(Desk *desk, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same for commands whose answer says nothing worth reading. */
uint64_t desk_submit_silently(Desk *desk, const char *format, ...) PRINTF_LIKE(2, 3);
/* Opens a gesture about an address, or goes on with it. */
void desk_gesture(Desk *desk, const char *about);
void desk_end_gesture(Desk *desk);
/* Ends a gesture that has rested for a second; returns the ms to wait until it might, or -1. */
int desk_rest_gesture(Desk *desk);
void desk_take_events(Desk *desk);
/* Shows the notice that has waited longest, if nothing else is said or typed. */
void desk_show_next_notice(Desk *desk);
void desk_subscribe(Desk *desk);
/* Moves a value by a step, drawn at once. */
void desk_nudge(Desk *desk, const FocusValue *focus, double step);

/* ---- desk_keys.c ---- */
void desk_take_bytes(Desk *desk, const char *bytes, size_t length);
void desk_expire_input(Desk *desk);
void desk_key(Desk *desk, Key key);
/* Runs a line typed after `:`. */
void desk_run_line(Desk *desk, const char *line);
void desk_run_press(Desk *desk, const KeyPress *press);

#endif
