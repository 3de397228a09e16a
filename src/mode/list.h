/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The small modes that only look: --list, --devices, --check. */
#ifndef TTYMIX_SRC_MODE_LIST_H
#define TTYMIX_SRC_MODE_LIST_H

#include "src/options.h"

int list_main(const Options *options);
int devices_main(const Options *options);
/* Reads the project and its stems, runs what needs no rendering, and says what is wrong. */
int check_main(const Options *options);

/* `--analyze FILE`: what a finished sound file measures. */
int analyze_main(const Options *options);

#endif
