/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work that takes its time, beside the session: a bounce, a measurement.
 *
 * A job runs on a thread of its own, on a copy of the project as it was when it began: what is edited meanwhile does
 * not reach it.  Its end is finished on the session's thread.  Of each kind one runs at a time.  Session thread, but
 * where the job's is named.
 */
#ifndef TTYMIX_SRC_SESSION_JOBS_H
#define TTYMIX_SRC_SESSION_JOBS_H

#include <stdatomic.h>
#include <stdbool.h>

#include "src/session/answer.h"
#include "src/session/board.h"
#include "src/song/song.h"

typedef struct Jobs Jobs;

typedef enum JobKind { JOB_BOUNCE, JOB_MEASURE, JOB_KINDS } JobKind;

typedef struct JobWatch {  /* between the two threads */
    atomic_bool cancelled; /* nobody waits any more: come back soon */
    atomic_int percent;    /* set by the job; told for bounces */
} JobWatch;

typedef struct JobWork {
    /* On the job's thread; `project` is its own. */
    void (*run)(void *context, Project *project, JobWatch *watch);
    /* On the session's thread, when it has run: does what is to be done with it, and says that; what `answer` says
     * comes as a notice. */
    void (*finish)(void *context, SessionAnswer *answer);
    void (*free)(void *context);
} JobWork;

/* `board` and `song` outlive it. NULL without memory. */
Jobs *jobs_new(Board *board, Project *song);
/* Gives up what runs, and waits for that. NULL is safe. */
void jobs_free(Jobs *jobs);

/* REFUSED while another of its kind runs; NO_MEMORY, or what the copy of the project fails with. `context` is the job's
 * on success, and freed with it. */
NODISCARD Status jobs_start(Jobs *jobs, JobKind kind, const JobWork *work, void *context, Error *error);
bool jobs_is_running(const Jobs *jobs, JobKind kind);
/* Tells how far a bounce is, and finishes what has run. */
void jobs_tick(Jobs *jobs);
/* Waits for all that runs, and finishes it; a signal that ends the program cancels it. OK, or the status of the first
 * that failed. */
Status jobs_wait(Jobs *jobs);

#endif
