/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loudness over time, spectra and the image of the master, as a desk is sent them while it shows them.  After
 * `image POINTS` (tui/link/host.h) the session sends these lines; levels in tenths, -1200 = none:
 *
 *   loudpoint INDEX M S I LRA TP PLR PSR CORR
 *                   half a second: highest M, TP, lowest correlation (hundredths) in it, the others at its end
 *   dots CORR XY... correlation of now (hundredths); samples: across from sides on the left to the right, upwards
 *                   the middle, -1 to 1 as letters of `wave`; the rim is 0 dBFS, the centre -48
 *   spectrum PER_OCTAVE FIRST LEVEL ...
 *                   of now; FIRST is the centre of the first band in hundredths of Hz
 *   thirds SLOPE LOSS PER_OCTAVE FIRST LEVEL LOSS ...
 *                   since it is shown: dB an octave; what is lost in mono, of all and a band
 */
#ifndef TTYMIX_TUI_LINK_IMAGE_H
#define TTYMIX_TUI_LINK_IMAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/buffer.h"

enum { LINK_POINTS = 512, LINK_BANDS = 128, LINK_DOTS = 192 };
#define LINK_POINT_S 0.5

typedef struct LoudPoint { /* half a second; LUFS, LU, dB; NAN: none, or silence */
    float momentary, short_term, integrated, range, true_peak, plr, psr, correlation;
} LoudPoint;

typedef struct LinkBands {
    int count, per_octave;
    double first_hz; /* the centre of the first; that of i is first_hz x 10^(0.3 i / per_octave) */
    float level_db[LINK_BANDS], loss_db[LINK_BANDS]; /* NAN: silence */
} LinkBands;

typedef struct LinkImage {
    LoudPoint point[LINK_POINTS]; /* [index % LINK_POINTS] */
    int64_t first, count;         /* indices of those that are here: first..count - 1 */
    float correlation;            /* of now; NAN: none */
    float slope_db, mono_loss_db; /* an octave; of the whole; NAN: none */
    LinkBands live, thirds;
    float dot[LINK_DOTS][2]; /* across, upwards; -1..1; the oldest at dot_at when all are filled */
    int dot_at, dot_count;
} LinkImage;

/* Nothing has come yet. */
void link_image_init(LinkImage *image);
/* The point, or NULL. */
const LoudPoint *link_image_point(const LinkImage *image, int64_t index);
double link_band_hz(const LinkBands *bands, int index);

/* Takes a line: its word, and what stands behind it (changed in place); false, and nothing changed, if it is none of
 * these or not understood. */
bool link_image_take(LinkImage *image, const char *word, char *rest);

/* For the other end: append a line. Levels that are not finite become -1200. */
void link_add_loudpoint(Buffer *out, int64_t index, const float values[8]);
void link_add_dots(Buffer *out, double correlation, const float (*dots)[2], int count);
/* `losses` NULL: a spectrum of now. */
void link_add_bands(Buffer *out, int per_octave, double first_hz, const double *levels, const double *losses, int count,
                    double slope_db, double mono_loss_db);

#endif
