/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processors that come with ttymix, in the order of the manual: `eq` is `eq_kind`, defined in the file of its name.
 * A new one is a word in this list. Everybody else goes through catalogue.h,
 * but who means one kind and no other (the guard of audio/io). */
#ifndef TTYMIX_AUDIO_DSP_KINDS_H
#define TTYMIX_AUDIO_DSP_KINDS_H

#include "audio/dsp/processor.h"

/* clang-format off */
#define PROCESSOR_KINDS(row)                                                             \
    row(eq) row(gate) row(comp) row(deesser) row(transient) row(multiband) row(gain)     \
    row(delay) row(reverb) row(imager) row(saturate) row(clipper) row(convolve) row(limiter)
/* clang-format on */

#define KIND_DECLARATION(name) extern const ProcessorKind name##_kind;
PROCESSOR_KINDS(KIND_DECLARATION)
#undef KIND_DECLARATION

#endif
