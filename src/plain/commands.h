/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands of the plain desk itself: questions, speech, waiting, keys. Session thread. */
#ifndef TTYMIX_SRC_PLAIN_COMMANDS_H
#define TTYMIX_SRC_PLAIN_COMMANDS_H

#include "src/plain/talk.h"

/* Where lines are completed: whose rows, which presets and devices. */
extern const CommandPlace plain_place;
/* commands_check_bound of the plain desk's own. */
NODISCARD Status plain_check_commands(Error *error);
/* A command of the plain desk's own; false if it is none. */
bool plain_run_command(Plain *plain, const char *line);

#endif
