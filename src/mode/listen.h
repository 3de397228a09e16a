/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_LISTEN_H
#define TTYMIX_SRC_MODE_LISTEN_H

#include "src/options.h"

/* `--listen`: what a session that is served plays, to standard output; the exit status. */
int listen_main(const Options *options);

#endif
