/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key mode of the plain desk: the desk's own keys, each answered by one line of at most 40 characters. */
#ifndef TTYMIX_SRC_PLAIN_KEYS_H
#define TTYMIX_SRC_PLAIN_KEYS_H

#include "src/plain/talk.h"

enum { KEYS_LINE_MAX = 40 };

/* Runs until Esc, Ctrl-D, the session's end or a signal; the terminal is given back as it was. */
void keys_run(Plain *plain);

#endif
