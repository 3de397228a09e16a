/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Everything that can be said of a finished sound file: what `--analyze` prints.
 *
 * Feed a file's blocks in order, then ask once for the report.  Not for the audio thread: it allocates as the series
 * grow.
 */
#ifndef TTYMIX_AUDIO_MEASURE_ANALYSIS_H
#define TTYMIX_AUDIO_MEASURE_ANALYSIS_H

#include <stdint.h>

#include "audio/base/status.h"
#include "audio/measure/spectrum.h"

enum { ANALYSIS_STEPS_PER_S = 10 };

/* One of each a step of 100 ms; levels in LUFS, dB or -INFINITY. */
typedef struct AnalysisPoint {
    float momentary_lufs, short_term_lufs;
    float true_peak_db; /* of the step, the higher channel */
    float rms_db;       /* of the step, mean of the channels, AES17 */
    float correlation;  /* of the last 600 ms; 0 in silence */
    float psr_db;       /* highest true peak in 3 s - short-term loudness; NAN below -70 LUFS */
} AnalysisPoint;

typedef struct AnalysisChannel {
    double true_peak_db, true_peak_s; /* dBTP, and when */
    double sample_peak_db, sample_peak_s;
    double rms_db;                                 /* AES17 */
    double crest_db;                               /* sample peak against plain RMS: 3.01 for a sine */
    double dc;                                     /* linear mean */
    int64_t overs;                                 /* samples beyond full scale */
    int64_t clip_runs, clip_longest;               /* runs of 3 samples and more at full scale; the longest in frames */
    double clip_first_s;                           /* -1: none */
    double vu_max_db, ppm_i_max_db, ppm_ii_max_db; /* highest readings, dBFS of a steady sine that reads so */
    double rms_600_max_db;                         /* what a K meter shows at most; K-20 adds 20, K-14 14, K-12 12 */
} AnalysisChannel;

typedef struct AnalysisReport {
    double rate_hz, seconds;
    int channels;
    int64_t frames;
    double integrated_lufs, momentary_max_lufs, short_term_max_lufs, range_lu;
    double true_peak_db;                 /* the higher channel */
    double plr_db, psr_min_db;           /* 0 where there is no loudness */
    AnalysisChannel channel[2];          /* a mono file fills the first */
    double correlation, correlation_min; /* whole; lowest step that is above -70 dBFS; 1 for mono */
    double mid_rms_db,
        side_rms_db;       /* of (left + right)/2 and (left - right)/2, AES17; -INFINITY for a mono file's side */
    double mono_loss_db;   /* power of (left + right)/2 against the mean of the channels' */
    double noise_floor_db; /* RMS (AES17) that the quietest 5 % of the steps between head and tail stay below */
    double head_silence_s, tail_silence_s; /* below -60 dBFS sample peak */
    SpectrumBands spectrum;                /* 1/3 octave */
    double tilt_db_per_octave; /* of the straight line nearest to it from 50 Hz to 16 kHz; 0 for pink noise */
    AnalysisPoint *points;     /* owned by the analysis */
    int64_t point_count;
} AnalysisReport;

/* What is measured; a figure of a part that is not is 0 or -INFINITY. PLR and PSR need loudness and true peak. */
typedef enum AnalysisPart {
    ANALYSIS_LOUDNESS = 1 << 0,
    ANALYSIS_TRUE_PEAK = 1 << 1, /* sample peaks, too */
    ANALYSIS_LEVELS = 1 << 2,    /* RMS, K meters, crest, DC, clipping */
    ANALYSIS_METERS = 1 << 3,    /* VU and PPM */
    ANALYSIS_IMAGE = 1 << 4,     /* mid, side, correlation, mono loss */
    ANALYSIS_SPECTRUM = 1 << 5,  /* and its tilt */
    ANALYSIS_SILENCE = 1 << 6,   /* at head and tail; the noise floor */
    ANALYSIS_ALL = (1 << 7) - 1
} AnalysisPart;

/* The parts' words in the order of their bits, NULL-ended: loudness, true-peak, levels, meters, image, spectrum,
 * silence. */
extern const char *const analysis_part_words[];

typedef struct Analysis Analysis;

/* rate_hz whole, 4000 and up; channels 1 or 2; STATUS_BAD_VALUE otherwise. `parts`: AnalysisPart, or'ed. */
NODISCARD Status analysis_new(Analysis **analysis, double rate_hz, int channels, unsigned parts);
void analysis_free(Analysis *analysis); /* NULL is safe */
/* STATUS_NO_MEMORY: the series could not grow; the analysis is of no use any more. Finite samples. */
NODISCARD Status analysis_add(Analysis *analysis, const float *const channels[2], int frames);
/* Once, after the last block.  `report->points` lives until analysis_free. */
NODISCARD Status analysis_finish(Analysis *analysis, AnalysisReport *report);
/* The spectrum in other bands, after analysis_finish: see spectrum_read. */
void analysis_read_bands(const Analysis *analysis, int bands_per_octave, SpectrumBands *bands);

#endif
