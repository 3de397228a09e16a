/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A processor being drawn: what its picture and its table of parameters need. */
#ifndef TTYMIX_TUI_PANEL_PROCESSOR_H
#define TTYMIX_TUI_PANEL_PROCESSOR_H

#include "tui/panel/panel.h"
#include "tui/view/chain.h"

enum { PICTURE_BUCKETS = 400 };

/* What an instance of the processor makes of a made-up sound: kept from frame to frame by whoever draws, because it is
 * costly. */
typedef struct PictureSound {
    uint64_t made_of; /* kind, values and tempo; 0: nothing yet */
    bool known;
    double seconds;                        /* that all buckets last */
    float level_db[2][2][PICTURE_BUCKETS]; /* [in, out][left, right]: the highest in each */
} PictureSound;

typedef struct ProcessorArea {
    const Scene *scene;
    Canvas *canvas;
    Rect rect;
    const Strip *strip;
    const Processor *processor;
    int index;     /* in the chain */
    bool selected; /* the one that the keys are about */
    const PictureSound *sound;
    const double *values; /* as they are shown: with lanes and with what is on its way */
} ProcessorArea;

/* parameters.c: title, bands, every parameter by letter and name; what has no room scrolls with the focus. */
void parameters_draw(const ProcessorArea *area);
/* picture_sound.c: makes `sound` anew if the processor is another, or set otherwise, and its picture needs one. */
void picture_listen(PictureSound *sound, const Scene *scene, const Strip *strip, int processor);
/* picture.c: the graph that the kind offers: gain over frequency, or level out over level in; else what it is for. */
void picture_draw(const ProcessorArea *area);

#endif
