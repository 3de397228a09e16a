/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_CHECK_H
#define TTYMIX_SRC_MODE_CHECK_H

#include "src/options.h"

/* `--check PROJECT`: reads the project and its stems, runs what needs no rendering, and says what is wrong. */
int check_main(const Options *options);

#endif
