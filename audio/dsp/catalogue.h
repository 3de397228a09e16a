/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The catalogue: every kind of processor that a project may name.
 *
 * The kinds that come with ttymix (kinds.h) stand first, in the order of the manual; who brings others adds them while
 * the program starts, before any document is read.  Whatever reads, writes, suggests, completes, lists, speaks or draws
 * processors asks here, so that a new kind needs no line elsewhere.  Main thread; reading is safe from any thread once
 * the last is added.
 */
#ifndef TTYMIX_AUDIO_DSP_CATALOGUE_H
#define TTYMIX_AUDIO_DSP_CATALOGUE_H

#include "audio/dsp/processor.h"

/* For `for (int i = 0; catalogue_at(i); i++)`: the kinds that users see (no PROCESSOR_TEST); NULL behind the last. */
const ProcessorKind *catalogue_at(int index);
/* The kind of that word, those of tests included, or NULL. */
const ProcessorKind *catalogue_find(const char *word);
/* Makes a kind known until the process ends; it is not copied.  EXISTS: there is one of that word.  FULL: 256 are. */
NODISCARD Status catalogue_add(const ProcessorKind *kind);

#endif
