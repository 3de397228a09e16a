/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings that automation decides: a value that a lane plays is set in the document, and not heard. Control thread.
 *
 * A lane decides that has points and is read; `trim` adds to what is set, `off` is not heard. */
#ifndef TTYMIX_SRC_MIX_DECIDED_H
#define TTYMIX_SRC_MIX_DECIDED_H

#include "projects/document/document.h"

typedef struct Decided { /* what commands set, and is not heard; zeroed to begin with */
    Document *document;  /* while it is watched */
    char **addresses;    /* owned */
    int count, room;
} Decided;

/* Listens to the commands of `document` (as its rider, which it must not have). `decided` stays where it is. */
void decided_watch(Decided *decided, Document *document);
/* Stops, and keeps what automation decides still now, each address once. */
void decided_settle(Decided *decided);
/* Safe for a zeroed one. */
void decided_clear(Decided *decided);

#endif
