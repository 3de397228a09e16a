/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Denormals off (flush to zero, and read as zero) in a thread that computes, and back again. */
#ifndef TTYMIX_AUDIO_BASE_DENORMALS_H
#define TTYMIX_AUDIO_BASE_DENORMALS_H

#include "audio/base/attributes.h"

/* Switches them off and returns what was set before. Any thread, for itself. */
RT_SAFE unsigned denormals_off(void);
RT_SAFE void denormals_restore(unsigned before);

#endif
