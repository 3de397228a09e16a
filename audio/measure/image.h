/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the loudness and image screen shows of the master: its loudness over time, its spectra, its place between left
 * and right.
 *
 * Every half second makes a point of loudness, whatever anybody looks at. Spectra and dots are made only while somebody
 * watches, from then on.  Feed it the master's blocks in order; it hands them on to the master's meter, cut so that
 * points do not depend on how they came.  Heap object, one thread at a time (never the audio thread: it transforms).
 */
#ifndef TTYMIX_AUDIO_MEASURE_IMAGE_H
#define TTYMIX_AUDIO_MEASURE_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "audio/measure/mastermeter.h"
#include "audio/measure/spectrum.h"

enum { IMAGE_POINTS = 600, IMAGE_DOTS = 48, IMAGE_LIVE_PER_OCTAVE = 6 };
#define IMAGE_POINT_S 0.5
#define IMAGE_DOT_RANGE_DB 48.0

/* Of half a second; LUFS, LU, dB; -INFINITY in silence. */
typedef struct ImagePoint {
    float momentary_lufs;                                             /* the highest of its five tenths of a second */
    float true_peak_db;                                               /* the highest, dBTP */
    float correlation;                                                /* the lowest of 600 ms before each tenth */
    float short_term_lufs, integrated_lufs, range_lu, plr_db, psr_db; /* at its end */
} ImagePoint;

typedef struct ImageReading {
    uint64_t serial;          /* counts up with every window of the live spectrum; 0: none yet */
    SpectrumBands live;       /* of now, 1/6 octave */
    SpectrumBands thirds;     /* mean since somebody watches, 1/3 octave, with what each loses in mono */
    double slope_db;          /* of the straight line nearest to the thirds, dB an octave: 0 for pink noise */
    double correlation;       /* of the last 600 ms */
    double mono_loss_db;      /* of the whole since somebody watches: 0 equal channels, -3 unrelated ones */
    int dot_count;            /* the latest samples, evenly taken from the last twentieth of a second */
    float dot[IMAGE_DOTS][2]; /* across: -1 a signal on the left of the sides alone .. 1; upwards: -1 .. 1, the middle.
                                 Distance from the centre: 1 at full scale, 0 at IMAGE_DOT_RANGE_DB below */
} ImageReading;

typedef struct ImageMeter ImageMeter;

/* rate_hz whole, 4000 and up; STATUS_BAD_VALUE otherwise. */
NODISCARD Status imagemeter_new(ImageMeter **meter, double rate_hz);
void imagemeter_free(ImageMeter *meter); /* NULL is safe */
/* Begins, or ends, spectra and dots. Without memory there are none. */
void imagemeter_watch(ImageMeter *meter, bool on);
/* `master` gets the same frames, and is read every tenth of a second. */
void imagemeter_add(ImageMeter *meter, MasterMeter *master, const float *const channels[2], int frames);
/* How many points there have been; the last IMAGE_POINTS of them can be had, others are NULL. */
int64_t imagemeter_count(const ImageMeter *meter);
const ImagePoint *imagemeter_point(const ImageMeter *meter, int64_t index);
void imagemeter_read(ImageMeter *meter, ImageReading *reading);

#endif
