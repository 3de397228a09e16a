/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bounce of the session's present text on a thread of its own, with its own document, store and engine: what is
 * edited meanwhile does not reach it. At most one at a time. Session thread. */
#ifndef TTYMIX_SRC_SESSION_BOUNCEJOB_H
#define TTYMIX_SRC_SESSION_BOUNCEJOB_H

#include "audio/base/status.h"
#include "src/session/session.h"

typedef struct BounceJob BounceJob;

/* `output` NULL = TITLE.wav beside the project. REFUSED while another runs. */
NODISCARD Status bounce_job_start(Session *session, const char *output, Error *error);
/* Tells the listeners how far it is and how it ended; frees it then. Called by session_tick. */
void bounce_job_tick(Session *session);
/* Waits for its end and tells it; REFUSED when there is no file, OK without a bounce. A signal that ends the program
 * cancels it. */
Status bounce_job_wait(Session *session);
/* Cancels and waits. */
void bounce_job_end(Session *session);

#endif
