/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: a terminal at one end, a session (tui/link/host.h) at the other, a person between.
 *
 * Files: `keys` and `colours` are read from config_dir (one line each: tui/keys/keymap.h, tui/canvas/theme.h),
 * `history` (typed commands) is kept in state_dir.
 */
#ifndef TTYMIX_TUI_DESK_DESK_H
#define TTYMIX_TUI_DESK_DESK_H

#include <stdbool.h>

#include "audio/base/status.h"
#include "projects/document/document.h"
#include "tui/view/view.h"

enum { DESK_FPS_DEFAULT = 20, DESK_FPS_MAX = 60 };

typedef struct DeskSetup {
    int fd;                 /* the connected socket; the desk closes it */
    int terminal_fd;        /* a tty, usually 0; left open */
    bool ascii, no_color;   /* as --ascii and --no-color say; both are also found out */
    int fps;                /* most frames a second, up to DESK_FPS_MAX; 0 = no moving meters, redraw on change only */
    const char *state_dir;  /* "$XDG_STATE_HOME/ttymix", made if its parent is there; NULL = nothing is kept */
    const char *config_dir; /* "$XDG_CONFIG_HOME/ttymix"; NULL = none */
    ScreenId screen;        /* the first screen */
    DocumentReader reader;  /* reads include files for the replica, or NULL */
    void *reader_context;
    Error *error; /* filled when the result is not 0 and there is something to say; may be NULL */
} DeskSetup;

/* No desk on this terminal: setup->error says why and names --plain; nothing was drawn. */
enum { DESK_EXIT_TERMINAL = 2 };

/* Runs until the session says quit (its status is returned), the terminal or the session is gone (1; 129 after a
 * hang-up), or SIGINT, SIGQUIT or SIGTERM ends it (128 + n).  The terminal is given back as it was found in every case.
 * While it runs it owns the handlers of SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGINT and SIGQUIT, and puts the
 * old ones back; other threads should block these. LC_CTYPE must have been set.  One desk a process. Any thread. */
int desk_run(const DeskSetup *setup);

/* For handlers of crashes: gives the terminal back if a desk holds it. Async-signal-safe. */
void desk_emergency_restore(void);

#endif
