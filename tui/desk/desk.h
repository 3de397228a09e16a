/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: a terminal at one end, a session (tui/link/host.h) at the other, a person between. */
#ifndef TTYMIX_TUI_DESK_DESK_H
#define TTYMIX_TUI_DESK_DESK_H

#include "tui/state/setup.h"

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
