/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a mix promises of its peaks: the ceiling that a conversion to another rate must keep. */
#ifndef TTYMIX_SRC_MIX_CEILING_H
#define TTYMIX_SRC_MIX_CEILING_H

#include "audio/engine/spec.h"

/* True where the last thing on the master is a limiter for true peaks, its ceiling (the highest, where it is automated)
 * in
 * `*ceiling_dbtp` (-30 to 0); else it is not set. Any thread: the spec is only read. */
bool ceiling_of_mix(const MixSpec *spec, double *ceiling_dbtp);

#endif
