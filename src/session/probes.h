/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes into a processor and what comes out of it, for eyes: levels and spectra of now.  As many as the engine has
 * probes, for whoever asks first; they belong to the ears' side and change nothing.  Session thread. */
#ifndef TTYMIX_SRC_SESSION_PROBES_H
#define TTYMIX_SRC_SESSION_PROBES_H

#include "audio/engine/engine.h"
#include "audio/measure/spectrum.h"

enum { PROBE_BANDS_PER_OCTAVE = 6, PROBE_BEFORE = 0, PROBE_AFTER = 1 };

typedef struct ProbeReading {
    uint64_t serial;      /* counts readings; 0: there is none yet */
    double peak_db[2][2]; /* [before, after][left, right], since the reading before */
    double rms_db[2][2];  /* a full-scale sine is 0 dB (AES17) */
    SpectrumBands bands[2];
} ProbeReading;

typedef struct Probes Probes;

/* NULL without memory. */
Probes *probes_new(void);
void probes_free(Probes *probes); /* NULL is safe */
/* A probe of one's own until it is closed; -1: all are taken. */
int probes_open(Probes *probes);
void probes_close(Probes *probes, Engine *engine, int probe);
/* Which processor it looks at, by its uid; 0: none. What was read of another is forgotten. */
void probes_set(Probes *probes, Engine *engine, int probe, uint32_t processor_uid);
/* Another engine plays, at that rate: it is told all of it. */
void probes_begin(Probes *probes, Engine *engine, double rate_hz);
/* Takes what has been heard; ten times a second or more. */
void probes_tick(Probes *probes, Engine *engine);
const ProbeReading *probes_read(const Probes *probes, int probe);

#endif
