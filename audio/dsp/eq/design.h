/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the words of an `eq` band to digital sections that follow the analogue prototype up to 20 kHz.
 *
 * Method.  |H(jw)|^2 of an analogue section is a ratio of polynomials in X = w^2.  With phi = sin^2(pi f/fs), w^2 is
 * asin^2(sqrt phi), which a rational function phi (a + p phi)/(1 + r phi + q phi^2) follows to a fraction of a per cent
 * in frequency; its four coefficients are chosen to be exact where the band needs it (at its frequency and near its
 * bends).  Put in place of w^2, it turns every analogue root X into two roots phi, by one quadratic equation, and every
 * root phi into a pole or zero inside the unit circle.  So an analogue section of second order becomes two digital ones
 * of second order: one that resonates and one that corrects.  A boost and a cut of the same size exchange numerator and
 * denominator: they are exact inverses.  (The step from phi to z is that of Vicanek, "Matched second order digital
 * filters", 2016; a matched section alone misses wide and high bands by up to a few dB.)
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_DESIGN_H
#define TTYMIX_AUDIO_DSP_EQ_DESIGN_H

#include <stdbool.h>

#include "audio/base/attributes.h"

typedef enum EqType {
    EQ_NONE,
    EQ_BELL,
    EQ_LOWSHELF,
    EQ_HIGHSHELF,
    EQ_LOWCUT,
    EQ_HIGHCUT,
    EQ_NOTCH,
    EQ_BANDPASS,
    EQ_TILT,
    EQ_ALLPASS,
    EQ_TYPE_COUNT
} EqType;

/* Whether a band of that type boosts or cuts. */
bool eq_type_has_gain(EqType type);

enum { EQ_UNIT_MAX = 8 }; /* of a band: 96 dB/oct */

typedef struct EqBand {
    EqType type;
    double freq_hz, gain_db, q; /* q 0 = 1, and 0.7071 for shelves */
    double slope_db;            /* cuts: dB per octave, as eq_slope_order takes it */
} EqBand;

/* H(z) = b0 (d^2 + n1 d + n2)/(d^2 + d1 d + d2) with d = z - 1: a form that keeps its precision at low frequencies. */
typedef struct EqSection {
    double b0, n1, n2, d1, d2;
} EqSection;

/* The two sections of one analogue section; the correcting one has b0 = 1, poles and zeros far from z = 1. */
typedef struct EqUnit {
    EqSection main, correction;
} EqUnit;

/* w^2 ~ phi (a + p phi)/(1 + r phi + q phi^2), with w in units of 2 fs. */
typedef struct EqWarp {
    double a, p, r, q;
} EqWarp;

/* Order of a slope: 6 -> 1 ... 96 -> 16; others go to the nearest that exists. */
RT_SAFE int eq_slope_order(double slope_db);
/* Units that a band of that type and slope takes, 0 for EQ_NONE. */
RT_SAFE int eq_band_units(EqType type, double slope_db);
/* Fills eq_band_units() units. */
RT_SAFE void eq_band_design(const EqBand *band, double rate_hz, EqUnit *units);
/* The same in two steps, for bands whose gain moves: the warp does not ask for the gain unless eq_warp_needs_gain says
 * so. */
RT_SAFE EqWarp eq_band_warp(const EqBand *band, double rate_hz);
RT_SAFE bool eq_warp_needs_gain(EqType type);
RT_SAFE void eq_band_design_warped(const EqBand *band, double rate_hz, const EqWarp *warp, EqUnit *units);
/* A unit that passes everything. */
RT_SAFE EqUnit eq_unit_identity(void);

/* |H|^2 of a band's analogue prototype (allpass: 1), with x = scale hz^2: gain ((n0 - n2 x)^2 + n1 x)/((d0 - d2 x)^2 +
 * d1 x), or a Butterworth cut of that order. */
typedef struct EqPrototype {
    double scale, gain, num[3], den[3];
    int order;
    bool low_cut;
} EqPrototype;

RT_SAFE EqPrototype eq_band_prototype(const EqBand *band);
RT_SAFE double eq_prototype_square(const EqPrototype *prototype, double hz);
/* |H|^2 of a section at hz. */
RT_SAFE double eq_section_response(const EqSection *section, double hz, double rate_hz);

#endif
