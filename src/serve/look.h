/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk that looks at one strip more closely: what each of its processors takes away, and of one of them both sides.
 * Session thread. */
#ifndef TTYMIX_SRC_SERVE_LOOK_H
#define TTYMIX_SRC_SERVE_LOOK_H

#include "audio/base/buffer.h"
#include "src/session/session.h"

typedef struct Look {
    int strip, processor;      /* indices in the order of the file; -1: none */
    int probe;                 /* of the player, or -1 */
    uint64_t sent, bands_sent; /* serials of the readings sent last */
    Buffer told;               /* the line `parts` as it was sent last */
} Look;
#define LOOK_NONE                                                                                                      \
    (Look)                                                                                                             \
    {                                                                                                                  \
        .strip = -1, .processor = -1, .probe = -1                                                                      \
    }

/* `STRIP PROCESSOR`, as the desk wrote it behind `look`. */
void look_take(Look *look, Session *session, const char *rest);
/* Writes the lines `parts`, `sides` and `bands` of tui/link/host.h, where there is something new. */
void look_put(Look *look, Session *session, const MeterFrame *frame, Buffer *output);
void look_end(Look *look, Session *session);

#endif
