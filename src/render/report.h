/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a bounce says about itself, made of its outcome: for eyes and as JSON. Any thread. */
#ifndef TTYMIX_SRC_RENDER_REPORT_H
#define TTYMIX_SRC_RENDER_REPORT_H

#include <stdio.h>

#include "src/render/outcome.h"

/* Lines of the report of an outcome with `written`. */
void report_print(const RenderReport *report, FILE *out);
/* The same as one JSON object and a newline. */
void report_print_json(const RenderReport *report, FILE *out);

/* "mix.wav (wav, 24 bit, 48000 Hz)", escaped for a terminal; returns `out`, as the next does. */
char *report_file_words(const RenderReport *report, char *out, size_t size);
/* Why an outcome is not RENDER_FINE, without a final stop: "kick.wav: is a stem of the project"; what is wrong with the
 * project itself stands without its name: "stems are missing (...)". */
char *report_fault_words(const RenderOutcome *outcome, char *out, size_t size);

#endif
