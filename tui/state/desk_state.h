/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything a running desk is, and what actions and the loop do to it. Private to state/, action/, desk/ and their
 * tests. One thread. */
#ifndef TTYMIX_TUI_STATE_DESK_STATE_H
#define TTYMIX_TUI_STATE_DESK_STATE_H

#include "tui/canvas/flow.h"
#include "tui/canvas/paint.h"
#include "tui/canvas/terminal.h"
#include "tui/canvas/theme.h"
#include "tui/state/setup.h"
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
    bool waits_for_line;      /* there was no room for what is wanted */
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

typedef struct Several {  /* commands of one key for several strips: one sentence when all are answered */
    uint64_t first, last; /* their numbers; 0: none */
    bool open, failed;
    char said[200]; /* when none failed */
} Several;

enum { START_LINES_MAX = 200 };

typedef struct Asked { /* what an action asks of the loop, done once the action has returned */
    bool suspend;      /* give the terminal to the shell */
    int macro_rounds;  /* play the macro so many times */
    const char *typed; /* type these keys, `rounds` times; the keymap's */
    int rounds;
} Asked;

typedef struct PastWish {
    uint64_t changes;
    int undo_count, redo_count, first, count;
    bool saved;
} PastWish;

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
    ScreenId screen, last_screen;
    void *screen_state[SCREEN_COUNT]; /* of ScreenKind.state_size; owned */
    int chosen[VIEW_STRIPS_MAX];      /* desk_chosen_strips */
    MeterView meters;
    LookedView looked;
    NudgeList nudges;
    Gesture gesture;
    Several several;
    Prompt prompt;
    Recall history;
    char message[1100];
    int message_level;
    bool message_unasked;   /* a notice, and no key was pressed since */
    Notices notices;        /* that wait for it */
    char found[PROMPT_MAX]; /* what was searched last */
    Repeat repeat;
    Macro macro;
    Asked asked;
    int typing; /* keys that keys stand for are being typed, so deep */
    struct {
        uint64_t sequence;
        int number;
    } started[START_LINES_MAX]; /* lines of the file `start` that are not answered yet */
    int started_count;
    int64_t marker_frame; /* where MM was typed */
    int64_t marks[MARKS];
    bool mark_set[MARKS];
    int64_t last_start;
    bool was_playing;
    uint64_t located;            /* the newest locate that the cursor asked for; 0: answered */
    int64_t followed;            /* the position that the cursor took last */
    int64_t loop_from;           /* g[ before there is a loop; -1 */
    uint64_t silent[SILENT_MAX]; /* commands whose answers are not shown when all went well */
    unsigned silent_at;
    uint64_t quit_after; /* ZZ: quits when this command was done */
    uint64_t changes;    /* of the model so far */
    int64_t shown_position;
    float shown_loudness[6];
    int subscribed_first, subscribed_count, subscribed_point;
    int image_points;   /* asked for; 0: none */
    PastWish past_wish; /* what was asked for last, and when the song was as it was then */
    Buffer out;         /* what the terminal has not taken yet */
    Flow flow;
    Pace pace;
    bool over;
    int exit_status;
};

/* ---- desk_state.c ---- */
/* The replica's model; NULL before the document came. */
const Model *desk_model(const Desk *desk);
/* What everything is drawn from, as it is now. */
void desk_fill_scene(const Desk *desk, Scene *scene);
/* The value of an address as it is shown (scene_value). */
double desk_value(const Desk *desk, const char *address, double document_value);
/* Puts a sentence on the status line. Levels: 0 info, 1 warn, 2 error. */
void desk_say(Desk *desk, int level, const char *format, ...) PRINTF_LIKE(3, 4);

/* ---- submit.c: commands out ---- */
/* Sends a command; an open gesture ends before it. */
uint64_t desk_submit(Desk *desk, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same for commands whose answer says nothing worth reading. */
uint64_t desk_submit_silently(Desk *desk, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same within the gesture that is open: a step of it. */
void desk_submit_step(Desk *desk, const char *format, ...) PRINTF_LIKE(2, 3);
bool desk_is_silent(const Desk *desk, uint64_t sequence);
/* Opens a gesture about an address, or goes on with it. */
void desk_gesture(Desk *desk, const char *about);
void desk_end_gesture(Desk *desk);
/* Ends a gesture that has rested for a second; returns the ms to wait until it might, or -1. */
int desk_rest_gesture(Desk *desk);
/* Around the commands of one key: if they are several (`count` > 1), they are one entry of the history, and only the
 * sentence that is given at the end is said, once all are answered; what fails is said as ever. */
void desk_begin_several(Desk *desk, int count);
void desk_end_several(Desk *desk, int count, const char *format, ...) PRINTF_LIKE(3, 4);
/* Moves a value by a step, drawn at once. */
void desk_nudge(Desk *desk, const FocusValue *focus, double step);

/* ---- events.c: what the session says ---- */
void desk_take_events(Desk *desk);
/* Says what nobody asked for: a warning that stands there is not wiped out, this one waits for a key then. */
void desk_tell(Desk *desk, int level, const char *text);
/* Shows the notice that has waited longest, if nothing else is said or typed. */
void desk_show_next_notice(Desk *desk);

#endif
