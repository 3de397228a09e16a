/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Impulse responses: sound files that a processor wants whole. Control thread. */
#ifndef TTYMIX_SRC_SONG_IMPULSE_H
#define TTYMIX_SRC_SONG_IMPULSE_H

#include <stdbool.h>

#include "audio/dsp/processor.h"
#include "src/song/stems.h"

enum { IMPULSE_SECONDS_MAX = 30 };

/* `*file` (the stem's own, the same at every call) for the sound file at `path`, at the project's rate, with the
 * frequency response that it has at its own (samples times its rate / the project's); NULL when it cannot be read (the
 * stem says why) or is longer than IMPULSE_SECONDS_MAX. Decoded once a table. False only without memory. */
bool impulse_load(StemTable *stems, const char *path, const ProcessorFile **file);
/* `stem` has a stream. */
bool impulse_is_too_long(const StemTable *stems, const Stem *stem);

#endif
