/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which strips are soloed.  A listening state: never in the file, the history, the journal or a bounce.  Session
 * thread. */
#ifndef TTYMIX_SRC_SESSION_SOLOS_H
#define TTYMIX_SRC_SESSION_SOLOS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct Solos Solos;

/* Their names, separated by blanks; "" for none. */
const char *solos_text(const Solos *solos);
bool solos_have(const Solos *solos, uint32_t strip_uid);

#endif
