/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_DESCRIBE_H
#define TTYMIX_SRC_MODE_DESCRIBE_H

#include "src/options.h"

/* `--describe PROJECT [STRIP...]`: the project and each of its strips in a line, or the strips named in full. */
int describe_main(const Options *options);

#endif
