/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who looks on while something is rendered: at what is written, and at what every strip does. */
#ifndef TTYMIX_SRC_RENDER_WATCH_H
#define TTYMIX_SRC_RENDER_WATCH_H

#include "audio/engine/meter.h"

typedef struct RenderWatch {
    /* What is written, in order, cut as it comes.  On the sink's thread, if it has one.  May be NULL. */
    void (*sound)(void *context, const float *const channels[2], int frames);
    /* The engine's meters since the call before. On the thread that renders. May be NULL. */
    void (*meters)(void *context, const MeterFrame *frame);
    void *context;
} RenderWatch;

#endif
