/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that every description is made of. */
#ifndef TTYMIX_SRC_SPEECH_DESCRIBE_WORDS_H
#define TTYMIX_SRC_SPEECH_DESCRIBE_WORDS_H

#include "src/speech/describe.h"

enum { WORD = 200 };

const Model *describe_model(const Describer *describer);
/* "Plate, Slap and Hall" of the strips that `is` says; how many. */
int describe_list(const Describer *describer, bool (*is)(const Describer *, const Strip *));
/* What a processor is called when it is spoken of: its name, "EQ", "De-esser", "comp". */
const char *describe_processor_word(const Processor *processor);
int describe_band_count(const Processor *processor);

/* A fact as it is heard now, to the finest step of the keys; true if automation decides. describe.c */
bool describe_fact(const Describer *describer, const Strip *strip, FactId fact, double *value);

#endif
