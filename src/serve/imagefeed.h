/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a desk that shows loudness and image is sent: points of loudness as they come, spectra and dots as often as
 * makes sense.  Session thread. */
#ifndef TTYMIX_SRC_SERVE_IMAGEFEED_H
#define TTYMIX_SRC_SERVE_IMAGEFEED_H

#include "audio/base/buffer.h"
#include "src/session/session.h"

typedef struct ImageFeed { /* all zero = off */
    bool on;
    int64_t sent; /* points so far */
    uint64_t serial;
    double next_dots_s, next_spectrum_s, next_thirds_s;
} ImageFeed;

/* `POINTS`, as the desk wrote it behind `image`: so many of the past, 0 = no more of it. */
void imagefeed_take(ImageFeed *feed, Session *session, const char *rest);
/* Writes what is new. */
void imagefeed_put(ImageFeed *feed, Session *session, Buffer *output);
void imagefeed_end(ImageFeed *feed, Session *session);

#endif
