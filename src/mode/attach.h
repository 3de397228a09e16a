/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_ATTACH_H
#define TTYMIX_SRC_MODE_ATTACH_H

#include "src/options.h"

/* `--attach`: a desk at a session that is served; the exit status. */
int attach_main(const Options *options);

#endif
