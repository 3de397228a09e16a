/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recording of automation.  Session thread. */
#ifndef TTYMIX_SRC_SESSION_RECORD_H
#define TTYMIX_SRC_SESSION_RECORD_H

#include <stdbool.h>

typedef struct Record Record;

/* "touch", "latch" ...: how an exact address is recorded; NULL in read. */
const char *record_word(const Record *record, const char *address);

/* What is heard of an address whose moves are recorded, where that is not the document's; false of others. */
bool record_value(const Record *record, const char *address, double *value);

#endif
