/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Templates: buses and returns that most mixes begin with, and where a project's tracks would go by their names. */
#ifndef TTYMIX_PROJECTS_COMMAND_TEMPLATE_H
#define TTYMIX_PROJECTS_COMMAND_TEMPLATE_H

#include "audio/base/buffer.h"
#include "projects/document/document.h"

/* Appends what `template NAME apply` would do, in lines; NOT_FOUND, and a sentence, for a name that is none.  There is
 * `band`: buses Drums, Bass, Music and Vocals, filled with the tracks that go straight to the master, by words in their
 * names and labels (kick, vox...; what no rule knows is Music); returns Room, Plate and Delay, all wet and fed by
 * nothing.  The master stays as it is. */
NODISCARD Status template_plan(const Document *document, const char *name, Buffer *out, Error *error);

#endif
