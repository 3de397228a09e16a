/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain of a strip as text: its processors with their bands and comments, in the words and the order of the file,
 * and a line `fader` before those that stand after the fader.  The command `chain` puts such a text onto a strip. */
#ifndef TTYMIX_PROJECTS_COMMAND_CHAIN_TEXT_H
#define TTYMIX_PROJECTS_COMMAND_CHAIN_TEXT_H

#include "projects/document/document.h"

/* Lines, each ended by \n, malloc'd; "" for an empty chain.  A strip that stands in several files is written anew from
 * its facts; UNSUPPORTED where that holds an unknown processor. */
NODISCARD Status document_chain_text(const Document *document, int strip, char **text);

#endif
