/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the listening room hears of a mix that plays: after the master, in playback only, never in a bounce.
 *
 * In this order: the master, or a strip in its place; an audition's matrix and curve; one band alone; the noise of an
 * audition; the sides that are heard; swap; mono (the mean of left and right); the level.
 *
 * Auditions are test curves, not models of devices: what is lost through them is what is asked. Their bands are those
 * of `eq` (audio/dsp/eq/design.h).
 */
#ifndef TTYMIX_AUDIO_ENGINE_MONITORSPEC_H
#define TTYMIX_AUDIO_ENGINE_MONITORSPEC_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/dsp/eq/design.h"

#define MONITOR_DIM_DB (-20.0)

typedef enum MonitorSides {
    SIDES_STEREO,
    SIDES_LEFT,  /* the left channel, where it is; nothing at the right */
    SIDES_RIGHT, /* likewise */
    SIDES_SIDE   /* (left - right)/2, from both loudspeakers in phase */
} MonitorSides;

typedef enum MonitorListen {
    LISTEN_MASTER,
    LISTEN_PFL, /* a strip before its fader */
    LISTEN_AFL  /* a strip after its fader and pan, muted or not */
} MonitorListen;

enum { AUDITION_BANDS = 3 };

typedef struct Audition { /* a row of the table */
    const char *name, *help;
    MonitorSides sides;
    double width;                /* of the sides; 1 leaves them, 0 is mono */
    double mono_below_hz;        /* the sides go through a low cut of 24 dB/oct; 0 = they do not */
    EqBand band[AUDITION_BANDS]; /* EQ_NONE ends them */
    double noise_below_hz;       /* pink noise below this (24 dB/oct), or 0 */
    double noise_lu;             /* against what is heard of the mix, K-weighted over 3 s */
} Audition;

extern const Audition auditions[]; /* ended by a NULL name */
/* NULL: there is none of that name. */
const Audition *audition_find(const char *name);

typedef struct MonitorSpec { /* zeroed: every bit passes unchanged */
    double level_db;
    bool dim, mono, cut, swap;
    MonitorSides sides;
    MonitorListen listen;
    uint32_t listen_uid;              /* of a strip with a signal; one that is not there is silence */
    double band_low_hz, band_high_hz; /* one band alone (24 dB/oct each way); both 0 = all of it */
    const Audition *audition;         /* a row of the table, or NULL */
} MonitorSpec;

#endif
