/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be said when a session is opened. */
#ifndef TTYMIX_SRC_SPEECH_OPENING_H
#define TTYMIX_SRC_SPEECH_OPENING_H

#include <stdio.h>

#include "src/session/session.h"

/* A line each; the opening is cleared. `path` is what was to be opened. */
void opening_print(SessionOpening *opening, const char *path, FILE *out);

#endif
