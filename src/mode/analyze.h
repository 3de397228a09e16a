/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_ANALYZE_H
#define TTYMIX_SRC_MODE_ANALYZE_H

#include "src/options.h"

/* `--analyze FILE`: what a finished sound file, read through the same store as a stem, measures. */
int analyze_main(const Options *options);

#endif
