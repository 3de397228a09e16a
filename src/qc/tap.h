/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the stems are, measured where the engine reads them: nothing is decoded twice, and only what is heard counts.
 *
 * A tap stands in the place of a clip's stream, and passes every sample on as it is.  It measures each frame of its
 * clip once, on the thread that reads; figures are asked for after the render. */
#ifndef TTYMIX_SRC_QC_TAP_H
#define TTYMIX_SRC_QC_TAP_H

#include "audio/dsp/kernels.h"
#include "audio/engine/spec.h"
#include "audio/measure/levels.h"
#include "audio/measure/lowpass.h"

typedef struct ClipTap {
    Stream stream;    /* first: what the engine sees */
    Stream *behind;   /* the stem's */
    int64_t from, to; /* the clip's frames of the stem */
    int64_t next;     /* the next to be measured */
    bool late;        /* its beginning is not heard */
    const Kernels *kernels;
    ChannelLevel level[2]; /* clipped runs alone: fed where a block reaches full scale */
    double squares[2];
    Rumble rumble[2];
    float first[2], last[2]; /* samples at the clip's ends */
} ClipTap;

/* Takes the place of the clip's stream; nothing for a clip without one. The tap stays where it is while it is used. */
void tap_insert(ClipTap *tap, ClipSpec *clip, double rate_hz);
/* All of the clip was read, to its last frame. */
bool tap_is_whole(const ClipTap *tap);
/* Mean of the channel that has the most, linear, either sign taken away; 0 of nothing. */
double tap_dc(const ClipTap *tap);
/* Mean squares of both channels together: of all, and of what lies below 20 Hz; times the frames. */
double tap_squares(const ClipTap *tap);
double tap_low_squares(const ClipTap *tap);

#endif
