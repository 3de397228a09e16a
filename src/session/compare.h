/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A processor or a chain that is heard bypassed at equal loudness.  Session thread. */
#ifndef TTYMIX_SRC_SESSION_COMPARE_H
#define TTYMIX_SRC_SESSION_COMPARE_H

#include <stddef.h>

typedef struct Compare Compare;

/* What it is, as a sentence. */
void compare_say(const Compare *compared, char *out, size_t size);

#endif
