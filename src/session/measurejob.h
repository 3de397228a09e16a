/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Something that is measured in the background, on a copy of the session's project, and then written into it:
 * gainstage, match. */
#ifndef TTYMIX_SRC_SESSION_MEASUREJOB_H
#define TTYMIX_SRC_SESSION_MEASUREJOB_H

#include <stdatomic.h>

#include "src/session/session.h"

typedef struct MeasureJob MeasureJob;

typedef struct MeasureWork {
    void *context;
    /* On the job's thread; `project` is its own. Comes back soon after `*cancelled` is set. */
    void (*measure)(void *context, Project *project, const atomic_bool *cancelled);
    /* On the session's thread, once measured: edits, and says what was done. */
    void (*finish)(void *context, Session *session, SessionAnswer *answer);
    void (*free)(void *context);
} MeasureWork;

/* Session thread for all. One at a time: REFUSED while another runs. The work is the job's on success, and freed with
 * it. */
NODISCARD Status measure_job_start(Session *session, const MeasureWork *work, Error *error);
/* Finishes a job that has measured; what it says comes as a notice. */
void measure_job_tick(Session *session);
/* Waits for it. EXIT_DONE, or EXIT_FAILED when it says that nothing was done. */
int measure_job_wait(Session *session);
/* Gives it up. */
void measure_job_end(Session *session);

#endif
