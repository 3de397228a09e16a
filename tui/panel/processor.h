/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A processor being drawn: what its picture and its table of parameters need. */
#ifndef TTYMIX_TUI_PANEL_PROCESSOR_H
#define TTYMIX_TUI_PANEL_PROCESSOR_H

#include "tui/panel/panel.h"
#include "tui/view/chain.h"

typedef struct ProcessorArea {
    const Scene *scene;
    Canvas *canvas;
    Rect rect;
    const Strip *strip;
    const Processor *processor;
    int index;            /* in the chain */
    bool selected;        /* the one that the keys are about */
    const double *values; /* as they are shown: with lanes and with what is on its way */
} ProcessorArea;

/* parameters.c: title, bands, every parameter by letter and name; what has no room scrolls with the focus. */
void parameters_draw(const ProcessorArea *area);
/* picture.c: the graph that the kind offers: gain over frequency, or level out over level in; else what it is for. */
void picture_draw(const ProcessorArea *area);

#endif
