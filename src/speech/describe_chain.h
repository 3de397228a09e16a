/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of a strip that tell what its signal runs through. */
#ifndef TTYMIX_SRC_SPEECH_DESCRIBE_CHAIN_H
#define TTYMIX_SRC_SPEECH_DESCRIBE_CHAIN_H

#include "src/speech/describe.h"

/* Its chain, one of its processors (nothing when it is bypassed, or all at its defaults), its sends. */
void describe_chain(const Describer *describer, const Strip *strip);
void describe_processor(const Describer *describer, const Strip *strip, int index);
/* How late the strip's processors make it, and each of them; nothing where they do not. */
void describe_latency(const Describer *describer, const Strip *strip);
void describe_sends(const Describer *describer, const Strip *strip);

#endif
