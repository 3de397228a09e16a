/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/keys/screens.h"

#define SCREEN_NAME(NAME, name) #name,
const char *const screen_names[SCREEN_COUNT] = {SCREENS(SCREEN_NAME, SCREEN_NAME)};
