/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `--analyze` measured, for a person and as JSON, on standard output. */
#ifndef TTYMIX_SRC_MODE_ANALYSISPRINT_H
#define TTYMIX_SRC_MODE_ANALYSISPRINT_H

#include <stdbool.h>

#include "audio/io/file/extremes.h"
#include "audio/measure/analysis.h"

typedef struct AnalysisPrint {
    const SoundFileInfo *info;
    const AnalysisReport *report;
    unsigned parts;                /* AnalysisPart, or'ed: what was measured and is told */
    const SoundExtremes *extremes; /* of a file of floats; what was measured is what is played of them */
    const SpectrumBands *bands;    /* NULL, or finer ones than the report's thirds of an octave */
    int bands_per_octave;
    bool series; /* also what moves, ANALYSIS_STEPS_PER_S values a second */
} AnalysisPrint;

/* Readings of VU and PPM refer to this level: 0 VU, PPM's test mark (EBU). */
#define ANALYSIS_LINEUP_DBFS (-18.0)

/* What has no value (loudness of silence) is null. */
void analysis_print_json(const AnalysisPrint *print);
/* The same as lines of words; there "none" stands for no value. */
void analysis_print_text(const AnalysisPrint *print);

#endif
