/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How loud a strip is before and after a processor or its whole chain, rendered offline, and the make-up gain that
 * makes both equal.
 *
 * The strip is heard alone, with everything that feeds and keys it, at pan centre and at fader 0 without VCA (where
 * what is measured stands before the fader), without mute; LUFS-I over the whole song.  A processor is measured as if
 * it were not bypassed.  Any thread.
 */
#ifndef TTYMIX_SRC_MIX_MATCH_H
#define TTYMIX_SRC_MIX_MATCH_H

#include <stdatomic.h>

#include "src/song/song.h"

#define MATCH_WITHIN_LU 0.02

typedef struct MatchResult {
    double before_lufs, after_lufs; /* -INFINITY in silence */
    double makeup_before, makeup;   /* of the parameter, in its unit */
    double matched_lufs;            /* after, with `makeup` */
} MatchResult;

/* The parameter of a kind that sets its output level, by index of its params; -1 where it has none. */
int match_param(const ProcessorKind *kind);
/* Writes the words of the kinds that have one, "eq, comp and gain"; returns `out`. */
char *match_kinds(char *out, size_t size);
/* Both sides of a processor or a chain, whatever its kind; makeup and matched_lufs stay 0.  NOT_FOUND: no sound. */
NODISCARD Status match_compare(Project *project, int strip, int processor, const atomic_bool *cancelled,
                               MatchResult *result, Error *error);
/* `processor` -1 = the whole chain, which is only measured.  NOT_FOUND: no sound.  REFUSED: no value
 * makes them equal within 0.1 LU. */
NODISCARD Status match_measure(Project *project, int strip, int processor, const atomic_bool *cancelled,
                               MatchResult *result, Error *error);

#endif
