/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `--analyze` measured, for a person and as JSON, on standard output. */
#ifndef TTYMIX_SRC_ANALYSISPRINT_H
#define TTYMIX_SRC_ANALYSISPRINT_H

#include <stdbool.h>

#include "audio/io/soundfile.h"
#include "audio/measure/analysis.h"

/* `series`: also what moves, ANALYSIS_STEPS_PER_S values a second. What has no value (loudness of silence) is null. */
void analysis_print_json(const SoundFileInfo *info, const AnalysisReport *report, bool series);
/* The same as lines of words; there "none" stands for no value. */
void analysis_print_text(const SoundFileInfo *info, const AnalysisReport *report, bool series);

#endif
