/* SPDX-License-Identifier: GPL-3.0-or-later */
/* When frames are drawn, and how they reach the terminal. */
#ifndef TTYMIX_TUI_DESK_FRAME_H
#define TTYMIX_TUI_DESK_FRAME_H

#include "tui/state/desk_state.h"

enum { DESK_EXIT_HANGUP = 129 };

int64_t desk_now_ms(void); /* monotonic */
/* Ends the loop with this exit status. */
void desk_end(Desk *desk, int status);
/* Takes the terminal's size, and draws all of it with the next frame. */
void desk_fit_terminal(Desk *desk);
/* Begins to count what the line takes: when the desk has the terminal. */
void desk_begin_flow(Desk *desk);
/* Draws into desk->canvas, and asks for the meters of what is shown there. */
void desk_draw(Desk *desk);
/* Gives the terminal what it takes now of what was painted. */
void desk_send_out(Desk *desk);
/* Draws and sends a frame if one is wanted and due: at once after a key, else at most every interval, and never while
 * the terminal has not taken the one before. */
void desk_keep_pace(Desk *desk);
/* How long the loop may sleep, in ms, until something is due; -1 = for ever. */
int desk_patience_ms(Desk *desk);

#endif
