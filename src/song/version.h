/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another print of the song: a version's lines run on its document. */
#ifndef TTYMIX_SRC_SONG_VERSION_H
#define TTYMIX_SRC_SONG_VERSION_H

#include "projects/document/document.h"

/* Makes the document what the version says, its title with the version's name behind it ("Song (instrumental)") or the
 * version's own.  NOT_FOUND: there is none.  BAD_VALUE: a line does not apply; error->text is a whole line, which
 * begins with its place ("song.mix:40: version instrumental: ..."). */
NODISCARD Status version_apply(Document *document, const char *name, Error *error);

#endif
