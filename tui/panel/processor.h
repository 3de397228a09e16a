/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A processor being drawn: what its picture and its table of parameters need. */
#ifndef TTYMIX_TUI_PANEL_PROCESSOR_H
#define TTYMIX_TUI_PANEL_PROCESSOR_H

#include "tui/panel/panel.h"
#include "tui/view/chain.h"

enum { PICTURE_BUCKETS = 400, PICTURE_SAMPLES_MAX = 1024, PICTURE_BANDS_MAX = 24 };

/* What a picture is drawn from and what is costly to make: kept from frame to frame by whoever draws, and made anew
 * when the processor is another or set otherwise.  Curves of gain over frequency, or what an instance of the processor
 * makes of a made-up sound. */
typedef struct PictureKept {
    uint64_t made_of; /* kind, values, rate, tempo, columns; 0: nothing yet */
    bool known;
    double seconds;                        /* that all buckets last */
    float level_db[2][2][PICTURE_BUCKETS]; /* [in, out][left, right]: the highest in each */
    float sum_db[PICTURE_SAMPLES_MAX];
    float band_db[PICTURE_BANDS_MAX][PICTURE_SAMPLES_MAX]; /* by slot; NAN where it does nothing */
} PictureKept;

typedef struct ProcessorArea {
    const Scene *scene;
    Canvas *canvas;
    Rect rect;
    const Strip *strip;
    const Processor *processor;
    int index;     /* in the chain */
    bool selected; /* the one that the keys are about */
    const PictureKept *kept;
    const double *values; /* as they are shown: with lanes and with what is on its way */
} ProcessorArea;

/* parameters.c: title, bands, every parameter by letter and name; what has no room scrolls with the focus. */
void parameters_draw(const ProcessorArea *area);
/* Before drawing: makes `kept` if it is not there for what the area shows. The area's canvas is not looked at. */
void picture_prepare(const ProcessorArea *area, PictureKept *kept);
/* picture.c: the graph that the kind offers: gain over frequency, or level out over level in; else what it is for. */
void picture_draw(const ProcessorArea *area);

#endif
