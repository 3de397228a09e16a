/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The desk: a session on one thread, the screen on another, a socket pair between them. */
#ifndef TTYMIX_SRC_MODE_DESK_H
#define TTYMIX_SRC_MODE_DESK_H

#include "src/options.h"

int desk_main(const Options *options);

#endif
