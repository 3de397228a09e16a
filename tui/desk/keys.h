/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From bytes to actions: keys, prompts, macros, repeats. */
#ifndef TTYMIX_TUI_DESK_KEYS_H
#define TTYMIX_TUI_DESK_KEYS_H

#include "tui/state/desk_state.h"

/* Bytes of the terminal, split anywhere. */
void desk_take_bytes(Desk *desk, const char *bytes, size_t length);
/* Ends an unfinished sequence whose time is up (input_is_waiting). */
void desk_expire_input(Desk *desk);
/* One key, and what its action asked for but for desk->asked.suspend, which is left to the loop. */
void desk_key(Desk *desk, Key key);

#endif
