/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rows of `processor_kinds`, each defined in the file of its name. Everybody else goes through processor.h. */
#ifndef TTYMIX_AUDIO_DSP_KINDS_H
#define TTYMIX_AUDIO_DSP_KINDS_H

#include "audio/dsp/processor.h"

extern const ProcessorKind comp_kind;
extern const ProcessorKind deesser_kind;
extern const ProcessorKind eq_kind;
extern const ProcessorKind gain_kind;
extern const ProcessorKind gate_kind;
extern const ProcessorKind multiband_kind;
extern const ProcessorKind transient_kind;

extern const ProcessorKind delay_kind;
extern const ProcessorKind reverb_kind;
extern const ProcessorKind imager_kind;
extern const ProcessorKind saturate_kind;
extern const ProcessorKind clipper_kind;
extern const ProcessorKind convolve_kind;
extern const ProcessorKind limiter_kind;

#endif
