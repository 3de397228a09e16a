/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which task of a plan may be computed for which run: a net of arcs that carry tokens (Petri).
 *
 * A task fires when every arc into it holds a token, takes one from each, and on completion puts one on every arc out
 * of it.  Arcs run from a buffer's writer to its readers (empty at first), from its readers back to its writer (as many
 * tokens as the buffer has slots), from each task to itself (one: its runs come in order), and from the reader of the
 * output back to the tasks that wait for nobody (PIPELINE_RUNS: so far may the work run ahead).  Tasks are handed out
 * oldest run first, then in the plan's order; a worker begins with its own.
 *
 * Not thread-safe: the pipeline holds its lock around every call.
 */
#ifndef TTYMIX_AUDIO_ENGINE_OFFLINE_DATAFLOW_H
#define TTYMIX_AUDIO_ENGINE_OFFLINE_DATAFLOW_H

#include "audio/base/status.h"
#include "audio/engine/step/plan.h"

typedef struct FlowArc {
    int from, to; /* tasks; from task_count = the reader of the output */
    int tokens;
    int next_out, next_in; /* lists by task, -1 = end */
} FlowArc;

typedef struct FlowTask {
    int first_step, step_count;
    int first_out, first_in;
    int missing;  /* arcs into it without a token */
    int64_t runs; /* begun */
    int worker;   /* that began the last run, or is to begin the first; -1 = nobody's yet */
} FlowTask;

typedef struct Dataflow {
    FlowTask *tasks; /* task_count, and one for the reader of the output */
    int task_count;
    FlowArc *arcs;
    int arc_count, arc_room;
    int *ready; /* heap of tasks that may fire */
    int ready_count;
    int left[PIPELINE_RUNS]; /* tasks of a run that are not done, by run modulo PIPELINE_RUNS */
} Dataflow;

NODISCARD Status dataflow_init(Dataflow *flow, const Plan *plan);
void dataflow_clear(Dataflow *flow);
/* A task that may be computed now, and for which run; -1 if there is none.  A worker is given others' tasks only when
 * none of its own is ready.  Its own is what it began a run ago, and at first what reads what it computed: states and
 * inputs are in its cache. */
int dataflow_claim(Dataflow *flow, int worker, int64_t *run);
/* The claimed task is done. */
void dataflow_complete(Dataflow *flow, int task, int64_t run);
/* True when every task of a run is done. */
bool dataflow_is_done(const Dataflow *flow, int64_t run);
/* The output of a run has been taken: the work may go on by one more. */
void dataflow_take(Dataflow *flow, int64_t run);

#endif
