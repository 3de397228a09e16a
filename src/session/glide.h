/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers on their way to what `set` gave them.  Session thread. */
#ifndef TTYMIX_SRC_SESSION_GLIDE_H
#define TTYMIX_SRC_SESSION_GLIDE_H

#include <stdbool.h>

typedef struct Glide Glide;

/* What is heard of an address that glides; false of others. */
bool glide_value(const Glide *glide, const char *address, double *value);

#endif
