/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A journal of unsaved edits that was found: in words, and which of its records still stand. Any thread. */
#ifndef TTYMIX_SRC_SESSION_FOUNDEDITS_H
#define TTYMIX_SRC_SESSION_FOUNDEDITS_H

#include <stdbool.h>
#include <stddef.h>

#include "projects/journal/recovery.h"

/* What was found, and what can be typed now. */
void found_edits_say(const JournalRecovery *found, char *out, size_t size);
/* keep[i] of each record, malloc'd, or NULL without memory: what is left when undo and redo are carried out among the
 * records.  On a text that they were not made on some records fail, and an `undo` would take back the wrong one.  So
 * the records are made into entries as the history had them (a gesture is one, and what was joined), and those that
 * were undone are left out. */
bool *found_edits_surviving(const JournalRecovery *found);

#endif
