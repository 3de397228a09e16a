/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Waits for keys, the session, signals and the next frame. One write() a frame; nothing blocks. */
#ifndef TTYMIX_TUI_DESK_LOOP_H
#define TTYMIX_TUI_DESK_LOOP_H

#include "tui/state/desk_state.h"

/* Runs until the desk is over; returns its exit status. */
int desk_loop(Desk *desk);

#endif
