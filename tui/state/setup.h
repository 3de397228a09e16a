/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a desk is opened.
 *
 * Files: `keys`, `colours` and `start` are read from config_dir (one line each: tui/keys/keymap.h, tui/canvas/theme.h,
 * desk_run_start in tui/action/action.h), `history` (typed commands) is kept in state_dir. */
#ifndef TTYMIX_TUI_STATE_SETUP_H
#define TTYMIX_TUI_STATE_SETUP_H

#include <stdbool.h>

#include "audio/base/status.h"
#include "projects/command/command.h"
#include "tui/keys/screens.h"

enum { DESK_FPS_DEFAULT = 20, DESK_FPS_MAX = 60 };

typedef struct DeskSetup {
    int fd;                 /* the connected socket; the desk closes it */
    int terminal_fd;        /* a tty, usually 0; left open */
    bool ascii, no_color;   /* as --ascii and --no-color say; both are also found out */
    bool attached;          /* the session goes on without this desk: nothing is stopped when it is suspended */
    int fps;                /* most frames a second, up to DESK_FPS_MAX; 0 = no moving meters, redraw on change only */
    const char *state_dir;  /* "$XDG_STATE_HOME/ttymix", made if its parent is there; NULL = nothing is kept */
    const char *config_dir; /* "$XDG_CONFIG_HOME/ttymix"; NULL = none */
    ScreenId screen;        /* the first screen */
    /* Offers presets and devices (projects/command/command.h), on the desk's thread, where lines are completed; or
     * NULL. */
    void (*list)(void *context, ArgKind kind, CommandOffers *offers);
    void *list_context;
    Error *error; /* filled when the result is not 0 and there is something to say; may be NULL */
} DeskSetup;

#endif
