/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of describe share. */
#ifndef TTYMIX_SRC_SPEECH_DESCRIBE_PARTS_H
#define TTYMIX_SRC_SPEECH_DESCRIBE_PARTS_H

#include "src/speech/describe.h"

enum { WORD = 200 };

const Model *describe_model(const Describer *describer);
/* What a processor is called when it is spoken of: its name, "EQ", "De-esser", "comp". */
const char *describe_processor_word(const Processor *processor);
int describe_band_count(const Processor *processor);
/* The lines of a strip that tell its chain, one of its processors (nothing when it is bypassed, or all at its
 * defaults), its sends. */
void describe_chain(const Describer *describer, const Strip *strip);
void describe_processor(const Describer *describer, const Strip *strip, int index);
/* How late the strip's processors make it, and each of them; nothing where they do not. */
void describe_latency(const Describer *describer, const Strip *strip);
void describe_sends(const Describer *describer, const Strip *strip);
/* "Plate, Slap and Hall" of the strips that `is` says; how many. */
int describe_list(const Describer *describer, bool (*is)(const Describer *, const Strip *));

#endif
