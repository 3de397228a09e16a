/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_LIST_H
#define TTYMIX_SRC_MODE_LIST_H

#include "src/options.h"

/* `--list TOPIC`: commands, processors, keys or formats, from the tables themselves. */
int list_main(const Options *options);

#endif
