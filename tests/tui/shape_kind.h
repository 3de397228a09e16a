/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A processor made for the desk's tests: a curve by formula, so that screens do not depend on how a real one is tuned.
 */
#ifndef TTYMIX_TESTS_TUI_SHAPE_KIND_H
#define TTYMIX_TESTS_TUI_SHAPE_KIND_H

/* Makes the kind `shape` (letter E) known. Before any document is read; once. */
void shape_kind_register(void);
/* How often its curve was asked for a gain. */
extern unsigned shape_kind_calls;

#endif
