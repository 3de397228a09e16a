/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A scene made up, and screens drawn from it as text.  The texts stand in tests/tui/screens; run with
 * TTYMIX_WRITE_SCREENS=1 to write them anew (and look at the difference). */
#ifndef TTYMIX_TESTS_TUI_STAGE_H
#define TTYMIX_TESTS_TUI_STAGE_H

#include "tui/screen/screen.h"

typedef struct Stage { /* a scene and all that it points to */
    Document *document;
    HostState state;
    MeterView meters;
    LookedView looked;
    View view;
    NudgeList nudges;
    Keymap keymap;
    KeyState keys;
    Prompt prompt;
    Canvas canvas;
    Scene scene;
    void *screens[SCREEN_COUNT]; /* what they remember */
} Stage;

/* A song that plays, with levels by formula. */
void stage_open(Stage *stage, const char *text, bool ascii);
void stage_close(Stage *stage);
void stage_draw(Stage *stage, int columns, int rows);
/* Compares with the text kept under that name. */
void stage_expect(const Stage *stage, const char *name);
/* A row as it was drawn; a static string. */
const char *stage_row(Stage *stage, int row);

#endif
