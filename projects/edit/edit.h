/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits of the text, for the commands: where a fact stands, how its value is replaced, where a new line goes.  Every
 * function changes lines through document_splice into the document's open log; the caller refreshes the model before it
 * looks at it again. */
#ifndef TTYMIX_PROJECTS_EDIT_EDIT_H
#define TTYMIX_PROJECTS_EDIT_EDIT_H

#include "projects/document/inside.h"
#include "projects/model/address.h"
#include "projects/read/read.h"

enum { KEYWORD_WIDTH = 9, TIME_WIDTH = 11, BAND_TYPE_WIDTH = 11 };

/* --- lines --- */
NODISCARD Status edit_insert_text(Document *document, int at, const char *text); /* whole lines, each ended by \n */
/* The same for a line that holds one value and nothing else: it is a line only as long as that is not the default. */
NODISCARD Status edit_insert_value(Document *document, int at, const char *text);
bool edit_is_value(const Document *document, int line);
/* True if the strip has one section, here or in an included file: what is not said there is at its default. */
bool edit_is_alone(const Document *document, int strip);
NODISCARD Status edit_remove_lines(Document *document, int at, int count);
NODISCARD Status edit_replace_bytes(Document *document, int line, int start, int end, const char *text);
/* First line of the comment block directly above a line (the line itself without one). */
int edit_block_begin(const Document *document, int line);

/* --- sections --- */
/* Index of the main file's section of a strip or lane; -1 if it has none there. */
int edit_find_section(const Document *document, bool lane, int owner);
/* Index of the main file's first section of a kind; -1 without one. */
int edit_find_section_of_kind(const Document *document, SectionKind kind);
/* The line behind the last line of a section that says something. */
int edit_section_end(const Document *document, int section);
/* Adds `[kind name]` with `body` (lines ended by \n) in its proper place; `before` = section index to stand before (the
 * count of sections: behind the last), or -1. */
NODISCARD Status edit_add_section(Document *document, SectionKind kind, const char *name, const char *body, int before);
/* Takes a section away with the comment block above it and the blank lines behind it. */
NODISCARD Status edit_remove_section(Document *document, int section);

/* --- lines of a strip --- */
/* The strip's section in the main file, made (reopened) if it has none; the model is fresh afterwards. */
NODISCARD Status edit_open_strip(Document *document, int strip, int *section);
/* Line of the first word `word` in a section, from line `from` on; -1 without one. Second word `name` too, if not NULL.
 */
int edit_find_line(const Document *document, int section, const char *word, const char *name);
/* Line of a processor / of its band / of a send / of a clip of the model; -1 if it does not stand in the main file. */
int edit_find_processor(const Document *document, int strip, int processor);
int edit_find_band(const Document *document, int strip, int processor, int label);
int edit_find_send(const Document *document, int strip, int send);
int edit_find_clip(const Document *document, int strip, int clip);
/* Line behind a processor's own lines (its bands). */
int edit_processor_end(const Document *document, int line);
/* Where a new line of a rank (projects/model/facts.h) goes. */
int edit_place_of_rank(const Document *document, int section, int rank);
/* Removes a line with its comment block and `more` lines that follow it. */
NODISCARD Status edit_remove_block(Document *document, int line, int more);

/* --- fields of a line --- */
/* Writes `key text` into the line: replaces the value, or puts the field into its place. `text` NULL takes a field
 * away. `kind` for lines of processors and bands. */
NODISCARD Status edit_set_field(Document *document, int line, const ProcessorKind *kind, const char *key,
                                const char *text);
/* The same for a value at its default: a field that the line did not have when it came into the text goes. */
NODISCARD Status edit_reset_field(Document *document, int line, const ProcessorKind *kind, const char *key,
                                  const char *text);

#endif
