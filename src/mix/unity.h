/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a mix passes its stems on as they are: then what is written at their word length needs no dither. */
#ifndef TTYMIX_SRC_MIX_UNITY_H
#define TTYMIX_SRC_MIX_UNITY_H

#include "audio/engine/spec.h"
#include "src/song/stems.h"

/* True where the plan shows that no sample changes on its way into integers of `bits` at the project's rate: stems of
 * integers of that many bits or fewer, at that rate; no processor, send or VCA; every gain 0 dB (a mono stem needs
 * `pan-law 0 dB`) and nothing automated; no fade; and one clip at a time.  Decided from the plan alone, never from what
 * the samples are.  False without memory.  Control thread. */
bool unity_of_mix(const MixSpec *spec, const StemTable *stems, int bits);

#endif
