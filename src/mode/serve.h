/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_SERVE_H
#define TTYMIX_SRC_MODE_SERVE_H

#include "src/options.h"

/* `--serve`: a session without a screen, for desks that attach, until it is shut down; the exit status. */
int serve_main(const Options *options);

#endif
