/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arguments of the mixer's own keys. */
#ifndef TTYMIX_TUI_SCREEN_MIXER_H
#define TTYMIX_TUI_SCREEN_MIXER_H

#include "tui/panel/panel.h"

enum { MIXER_NEXT_WIDTH = -1 }; /* or a StripWidth */

#endif
