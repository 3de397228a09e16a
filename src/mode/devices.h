/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_DEVICES_H
#define TTYMIX_SRC_MODE_DEVICES_H

#include "src/options.h"

/* `--devices`: the sound devices that are there. */
int devices_main(const Options *options);

#endif
