/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What floating-point files hold that no sound is: NaN, Inf, and values beyond full scale, before the edge where
 * reading makes them safe (unpack.h). */
#ifndef TTYMIX_AUDIO_IO_FILE_EXTREMES_H
#define TTYMIX_AUDIO_IO_FILE_EXTREMES_H

#include "audio/io/file/soundfile.h"

typedef struct SoundExtremes {
    int64_t bad_samples;  /* NaN or infinite, of all channels */
    int64_t bad_first;    /* the first frame with one; if there are any */
    int64_t over_samples; /* finite, of a magnitude above 1 */
    int64_t over_first;
    double peak[SOUNDFILE_CHANNELS_MAX]; /* the largest finite magnitude as it stands in the file: up to 1.8e308 */
    int64_t peak_frame[SOUNDFILE_CHANNELS_MAX];
} SoundExtremes;

/* Reads the whole of a file of floats; all 0 for any other kind, at once: integers have no such values, and decoders
 * make none. What cannot be read is left out (soundfile_read tells of it). Any thread but audio. */
void extremes_find(const SoundFile *file, SoundExtremes *extremes);

/* The larger of the peaks, in dBFS; -INFINITY for 0. */
double extremes_peak_db(const SoundExtremes *extremes);

#endif
