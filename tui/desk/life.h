/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How a desk begins and ends: its parts, and the user's files. */
#ifndef TTYMIX_TUI_DESK_LIFE_H
#define TTYMIX_TUI_DESK_LIFE_H

#include "tui/state/desk_state.h"

/* `desk` is zeroed but for its terminal, which may be NULL.  The socket is taken over, the user's files are read; what
 * is wrong in them is said on the status line.  desk_clear is to follow in every case. */
NODISCARD Status desk_init(Desk *desk, const DeskSetup *setup, Error *error);
void desk_clear(Desk *desk);
/* Keeps the typed commands for the next time. */
void desk_save_history(const Desk *desk);

#endif
