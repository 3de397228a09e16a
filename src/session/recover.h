/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Edits that a crash has left: they are recovered or set aside, and until then nothing is edited.  Session thread. */
#ifndef TTYMIX_SRC_SESSION_RECOVER_H
#define TTYMIX_SRC_SESSION_RECOVER_H

#include "src/session/edits.h"

/* Runs them on the document.  What they do not fit is told, and their journal is kept under another name.  But where
 * something is only in the way for now (memory, the disk), none of them is taken back, and they are offered again. */
void recover_run(Edits *edits, SessionAnswer *answer);
/* Keeps their journal under another name. */
void recover_discard(Edits *edits, SessionAnswer *answer);

#endif
