/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The mean spectrum of a mono or stereo signal in fractional-octave bands, and what of each is lost in mono.
 *
 * Welch's method: Hann windows of at least 0.65 s, half overlapping.  Bands after IEC 61260-1 (base ten): centres 1000
 * x 10^(3n/10b) Hz for b bands an octave, bins that an edge cuts are shared.  Levels in dBFS as in AES17: a full-scale
 * sine reads 0 in its band. For analysis and display; uses FFTW, so figures may differ in the last bits between CPUs.
 * Any thread, one a spectrum: FFTW's planner, which is not thread-safe, is asked by one at a time.
 */
#ifndef TTYMIX_AUDIO_MEASURE_SPECTRUM_H
#define TTYMIX_AUDIO_MEASURE_SPECTRUM_H

#include "audio/base/attributes.h"
#include "audio/base/status.h"

enum { SPECTRUM_BANDS_MAX = 256 };

typedef struct Spectrum Spectrum;

typedef struct SpectrumBands {
    int count;
    double centre_hz[SPECTRUM_BANDS_MAX];
    double level_db[SPECTRUM_BANDS_MAX];     /* mean of the channels' powers; -INFINITY in silence */
    double mono_loss_db[SPECTRUM_BANDS_MAX]; /* of (left + right)/2 against that mean: 0 equal channels, -3 unrelated
                                                ones */
} SpectrumBands;

NODISCARD Status spectrum_new(Spectrum **spectrum, double rate_hz, int channels);
/* The spectrum of now: windows of at least 0.16 s, of which each counts e^(-t/0.4 s) after the time t. */
NODISCARD Status spectrum_new_live(Spectrum **spectrum, double rate_hz, int channels);
void spectrum_free(Spectrum *spectrum); /* NULL is safe */
void spectrum_add(Spectrum *spectrum, const float *const channels[2], int frames);
/* 1 to 24 bands an octave from 20 Hz to 20 kHz or half the rate; `tilt_db` is added per octave above 1 kHz. What waits
 * for a full window counts, padded with silence, only while nothing else has been heard. */
void spectrum_read(Spectrum *spectrum, int bands_per_octave, double tilt_db, SpectrumBands *bands);

/* Slope in dB an octave of the straight line nearest to bands (least squares) from 50 Hz to 16 kHz, of those that are
 * above silence; 0 with less than two. */
double spectrum_slope_db(const SpectrumBands *bands);

#endif
