/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names as sentences have them. */
#ifndef TTYMIX_PROJECTS_TEXT_TITLE_H
#define TTYMIX_PROJECTS_TEXT_TITLE_H

#include <stddef.h>

/* A name as a sentence begins with it: `vox` becomes "Vox".  Escaped for a terminal; at most size - 1 bytes; returns
 * `out`. */
char *title_of_name(char *out, size_t size, const char *name);

#endif
