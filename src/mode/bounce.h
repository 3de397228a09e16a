/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TTYMIX_SRC_MODE_BOUNCE_H
#define TTYMIX_SRC_MODE_BOUNCE_H

#include "src/options.h"

/* `--bounce PROJECT`: renders it, prints the report (on standard output, or on standard error where the sound goes
 * there) and says what went wrong. */
int bounce_main(const Options *options);

#endif
