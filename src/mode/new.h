/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_NEW_H
#define TTYMIX_SRC_MODE_NEW_H

#include "src/options.h"

/* `--new PROJECT STEM...`: makes a project from files and folders, and says what was found: how many tracks, length,
 * rates, the flat sum's true peak, and the next sensible command. */
int new_main(const Options *options);

#endif
