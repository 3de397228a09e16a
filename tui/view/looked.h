/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strip that is looked at closely, as it moves: what each processor takes away, and took in the last 12 s of music;
 * of the selected one the levels and spectra on both sides.  Pure. */
#ifndef TTYMIX_TUI_VIEW_LOOKED_H
#define TTYMIX_TUI_VIEW_LOOKED_H

#include "tui/link/host.h"
#include "tui/view/view.h"

enum { LOOKED_SLOTS = 240, LOOKED_SLOTS_PER_S = 20 };

typedef struct LookedPart { /* a processor */
    uint32_t uid;
    float reduction_db;
    float history_db[LOOKED_SLOTS]; /* the most in each slot, a ring */
} LookedPart;

typedef struct LookedView {
    int strip, processor; /* indices; -1: nothing is looked at */
    uint32_t strip_uid, processor_uid;
    LookedPart parts[HOST_PARTS_MAX];
    int part_count;
    int slot;             /* of the history: the newest */
    int filled;           /* slots that hold something */
    int64_t passed;       /* slots that were begun: the number of the newest */
    double part_s;        /* of the newest slot that has passed */
    int64_t position;     /* of the song, when it was fed last */
    bool heard;           /* levels of the processor have come */
    float peak_db[2][2];  /* [before, after][left, right], of now */
    float level_db[2][2]; /* as meters show them: they fall 20 dB in 1.7 s */
    int bands, per_octave;
    double first_hz;
    float band_db[2][HOST_BANDS_MAX];
} LookedView;

/* Looks at nothing. */
void looked_init(LookedView *looked);
/* What the desk wants to look at now: the selected processor while the chain is shown. True if that is another one, and
 * the session is to be asked for it. */
bool looked_follow(LookedView *looked, const View *view, const Model *model);
/* Takes what the session told. True if that changes what is shown. */
bool looked_feed(LookedView *looked, const HostLook *look, int64_t position, int rate_hz);
/* Lets levels fall. True while one does. */
bool looked_step(LookedView *looked, double seconds);
/* A processor of the strip, or NULL. */
const LookedPart *looked_part(const LookedView *looked, uint32_t uid);
/* What it took away so many slots ago, >= 0; NAN before there was anything. */
float looked_reduction(const LookedView *looked, const LookedPart *part, int64_t slots_ago);
/* The spectrum at a frequency, in dBFS a band; NAN where there is none. side: 0 before, 1 after. */
float looked_band(const LookedView *looked, int side, double hz);

#endif
