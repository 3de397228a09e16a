/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys as they are without a user's file: one row each, in the order of the help. */
#ifndef TTYMIX_TUI_ACTION_KEY_TABLE_H
#define TTYMIX_TUI_ACTION_KEY_TABLE_H

#include "tui/keys/keymap.h"

extern const KeyBinding key_table[]; /* ended by NULL keys */

#endif
