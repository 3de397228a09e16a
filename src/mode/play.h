/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `--play`: from the start (or of --range) to the end, without a screen; what goes wrong is said on stderr. */
#ifndef TTYMIX_SRC_MODE_PLAY_H
#define TTYMIX_SRC_MODE_PLAY_H

#include "src/options.h"

int play_main(const Options *options);

#endif
