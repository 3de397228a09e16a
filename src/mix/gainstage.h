/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trims from measurement: how loud a track's clips are, and what trim brings them to a level. Any thread, no session.
 *
 * Measured are the clips with their gains and fades, before trim and chain, where there is sound: LUFS-I (gated as
 * BS.1770-5 has it), or the 95th percentile (nearest rank) of the RMS of 300 ms windows, every 100 ms, both channels'
 * mean square, among those at most 50 dB below the loudest of them; RMS as in AES17, a full-scale sine is 0 dBFS.  No
 * trim lets a sample peak pass GAINSTAGE_PEAK_DBFS.  `together`: one change of trim for all, so that the loudest of
 * them (with the trim it has) comes to the level. */
#ifndef TTYMIX_SRC_MIX_GAINSTAGE_H
#define TTYMIX_SRC_MIX_GAINSTAGE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "audio/base/status.h"
#include "audio/engine/spec.h"

#define GAINSTAGE_PEAK_DBFS (-6.0)

typedef struct GainTarget {
    double level; /* dBFS RMS, or LUFS */
    bool lufs, together;
} GainTarget;

typedef struct SourceLevel { /* -INFINITY in silence */
    double rms_dbfs, integrated_lufs, peak_dbfs;
} SourceLevel;

typedef enum GainBound {
    GAIN_TARGET,
    GAIN_PEAK,
    GAIN_RANGE,
    GAIN_SILENCE,
    GAIN_SHORT,
    GAIN_AUTOMATED,
    GAIN_OTHER
} GainBound;

typedef struct StagedStrip {
    char name[80];
    SourceLevel level;
    bool automated; /* a lane of its own moves the trim */
    double trim_before, trim_after;
    GainBound bound; /* GAIN_OTHER: goes with another strip of `together` */
} StagedStrip;

/* Reads the strip's clips to their end. NO_MEMORY; INTERRUPTED when `*cancelled` is set. */
NODISCARD Status source_measure(const StripSpec *strip, double rate_hz, const atomic_bool *cancelled,
                                SourceLevel *level);
/* Fills trim_after and bound of each. */
void gainstage_decide(const GainTarget *target, StagedStrip *strips, int count);
/* "target", "peak", "silence: no sound found"... */
const char *gainstage_bound_words(GainBound bound);

#endif
