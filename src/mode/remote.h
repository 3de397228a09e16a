/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_REMOTE_H
#define TTYMIX_SRC_MODE_REMOTE_H

#include "src/options.h"

/* `--remote CMD`: says a line to a session that is served, and prints the answer; the exit status. */
int remote_main(const Options *options);

#endif
