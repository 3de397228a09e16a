/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making and freeing the parts of a model, for who reads lines or edits them; everybody else takes a model as it is. */
#ifndef TTYMIX_PROJECTS_MODEL_MEMORY_H
#define TTYMIX_PROJECTS_MODEL_MEMORY_H

#include "projects/model/model.h"

/* All facts at their defaults, without a name. */
void strip_init(Strip *strip, SectionKind kind);
/* A processor of `kind_word`, known or not, at its defaults; `name` may be NULL. False without memory. */
bool processor_init(Processor *processor, const char *kind_word, const char *name);
/* The slot of a band label, made if it is new; -1 when all are taken.  Slots of higher labels move. */
int processor_add_band(Processor *processor, int label);

/* Each frees what is inside and leaves all zero. */
void waivers_clear(Waiver **waivers, int *count);
void versions_clear(Model *model);
void clip_clear(Clip *clip);
void send_clear(Send *send);
void processor_clear(Processor *processor);
void strip_clear(Strip *strip);
void model_clear(Model *model);

#endif
