/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/offline/dataflow.h"

#include <stdlib.h>
#include <string.h>

enum { CLAIM_LOOKS = 64 }; /* tasks that a claim looks at */

static bool fires_before(const Dataflow *flow, int a, int b)
{
    if (flow->tasks[a].runs != flow->tasks[b].runs)
        return flow->tasks[a].runs < flow->tasks[b].runs;
    return a < b;
}

static void push_ready(Dataflow *flow, int task)
{
    int at = flow->ready_count++;
    while (at > 0 && fires_before(flow, task, flow->ready[(at - 1) / 2])) {
        flow->ready[at] = flow->ready[(at - 1) / 2];
        at = (at - 1) / 2;
    }
    flow->ready[at] = task;
}

/* Takes one out of the heap, wherever it stands. */
static int take_ready(Dataflow *flow, int at)
{
    int taken = flow->ready[at], last = flow->ready[--flow->ready_count];
    if (at == flow->ready_count)
        return taken;
    for (; at > 0 && fires_before(flow, last, flow->ready[(at - 1) / 2]); at = (at - 1) / 2)
        flow->ready[at] = flow->ready[(at - 1) / 2];
    for (;;) {
        int child = 2 * at + 1;
        if (child >= flow->ready_count)
            break;
        if (child + 1 < flow->ready_count && fires_before(flow, flow->ready[child + 1], flow->ready[child]))
            child++;
        if (!fires_before(flow, flow->ready[child], last))
            break;
        flow->ready[at] = flow->ready[child];
        at = child;
    }
    flow->ready[at] = last;
    return taken;
}

/* Where in the heap the worker's next task stands: the first of its own, or else the first that nobody has, or else the
 * first. */
static int choose_ready(const Dataflow *flow, int worker)
{
    int count = flow->ready_count < CLAIM_LOOKS ? flow->ready_count : CLAIM_LOOKS, own = -1, nobodys = -1;
    if (flow->tasks[flow->ready[0]].worker == worker)
        return 0;
    for (int i = 0; i < count; i++) {
        int task = flow->ready[i], *best = flow->tasks[task].worker < 0 ? &nobodys : &own;
        bool mine = flow->tasks[task].worker < 0 || flow->tasks[task].worker == worker;
        if (mine && (*best < 0 || fires_before(flow, task, flow->ready[*best])))
            *best = i;
    }
    return own >= 0 ? own : (nobodys >= 0 ? nobodys : 0);
}

static bool add_arc(Dataflow *flow, int from, int to, int tokens)
{
    for (int a = flow->tasks[from].first_out; a >= 0; a = flow->arcs[a].next_out)
        if (flow->arcs[a].to == to && flow->arcs[a].tokens == tokens)
            return true;
    if (flow->arc_count == flow->arc_room) {
        int room = flow->arc_room ? flow->arc_room * 2 : 256;
        FlowArc *more = realloc(flow->arcs, (size_t)room * sizeof *more);
        if (!more)
            return false;
        flow->arcs = more;
        flow->arc_room = room;
    }
    flow->arcs[flow->arc_count] = (FlowArc){from, to, tokens, flow->tasks[from].first_out, flow->tasks[to].first_in};
    flow->tasks[from].first_out = flow->tasks[to].first_in = flow->arc_count++;
    flow->tasks[to].missing += tokens == 0;
    return true;
}

static int cut_tasks(Dataflow *flow, const Plan *plan, int *task_of)
{
    int count = 0;
    for (int i = 0; i < plan->step_count; i++) {
        if (i == 0 || plan->steps[i].heavy)
            flow->tasks[count++] = (FlowTask){.first_step = i, .first_out = -1, .first_in = -1, .worker = -1};
        flow->tasks[count - 1].step_count++;
        task_of[i] = count - 1;
    }
    flow->tasks[count] = (FlowTask){.first_out = -1, .first_in = -1};
    return count;
}

static int by_buffer(const void *a, const void *b)
{
    const StepUse *x = a, *y = b;
    if (x->buffer != y->buffer)
        return x->buffer < y->buffer ? -1 : 1;
    return x->step < y->step ? -1 : x->step > y->step;
}

/* All uses of one buffer, in the plan's order: who waits for whom within a run, and the first writer for all of the
 * runs before. */
static bool add_buffer(Dataflow *flow, const StepUse *uses, int count, const int *task_of, int slots)
{
    bool ok = true;
    int writer = -1;
    for (int i = 0; i < count && ok; i++) {
        int task = task_of[uses[i].step];
        int from = uses[i].writes ? (writer < 0 ? 0 : writer) : writer;
        for (int j = from; j < i && from >= 0 && ok; j++) {
            bool matters = uses[i].writes || j == writer;
            if (matters && task_of[uses[j].step] != task)
                ok = add_arc(flow, task_of[uses[j].step], task, 0);
        }
        if (uses[i].writes)
            writer = i;
    }
    int first = task_of[uses[0].step];
    for (int i = 1; i < count && ok; i++)
        if (task_of[uses[i].step] != first)
            ok = add_arc(flow, task_of[uses[i].step], first, slots);
    return ok;
}

static bool add_arcs(Dataflow *flow, const Plan *plan, const int *task_of)
{
    bool ok = true;
    StepUse *uses = calloc((size_t)plan->use_count + 1, sizeof *uses);
    if (!uses)
        return false;
    memcpy(uses, plan->uses, (size_t)plan->use_count * sizeof *uses);
    qsort(uses, (size_t)plan->use_count, sizeof *uses, by_buffer);
    for (int i = 0; i < plan->use_count && ok;) {
        int end = i + 1;
        while (end < plan->use_count && uses[end].buffer == uses[i].buffer)
            end++;
        ok = add_buffer(flow, uses + i, end - i, task_of, plan->setup.slots);
        i = end;
    }
    free(uses);
    for (int t = 0; t < flow->task_count && ok; t++) {
        bool waits = flow->tasks[t].missing > 0;
        ok = add_arc(flow, t, t, 1);
        if (ok && !waits)
            ok = add_arc(flow, flow->task_count, t, PIPELINE_RUNS);
    }
    return ok;
}

Status dataflow_init(Dataflow *flow, const Plan *plan)
{
    memset(flow, 0, sizeof *flow);
    flow->tasks = calloc((size_t)plan->step_count + 2, sizeof *flow->tasks);
    flow->ready = calloc((size_t)plan->step_count + 2, sizeof *flow->ready);
    int *task_of = calloc((size_t)plan->step_count + 1, sizeof *task_of);
    bool ok = flow->tasks && flow->ready && task_of;
    if (ok) {
        flow->task_count = cut_tasks(flow, plan, task_of);
        ok = add_arcs(flow, plan, task_of);
    }
    free(task_of);
    if (!ok) {
        dataflow_clear(flow);
        return STATUS_NO_MEMORY;
    }
    for (int t = 0; t < flow->task_count; t++)
        if (flow->tasks[t].missing == 0)
            push_ready(flow, t);
    for (int r = 0; r < PIPELINE_RUNS; r++)
        flow->left[r] = flow->task_count;
    return STATUS_OK;
}

void dataflow_clear(Dataflow *flow)
{
    free(flow->tasks);
    free(flow->arcs);
    free(flow->ready);
    memset(flow, 0, sizeof *flow);
}

int dataflow_claim(Dataflow *flow, int worker, int64_t *run)
{
    if (flow->ready_count == 0)
        return -1;
    int task = take_ready(flow, choose_ready(flow, worker));
    flow->tasks[task].worker = worker;
    for (int a = flow->tasks[task].first_in; a >= 0; a = flow->arcs[a].next_in)
        if (--flow->arcs[a].tokens == 0)
            flow->tasks[task].missing++;
    *run = flow->tasks[task].runs++;
    return task;
}

static void put_tokens(Dataflow *flow, int task)
{
    for (int a = flow->tasks[task].first_out; a >= 0; a = flow->arcs[a].next_out) {
        FlowArc *arc = &flow->arcs[a];
        if (flow->tasks[arc->to].worker < 0)
            flow->tasks[arc->to].worker = flow->tasks[task].worker;
        if (arc->tokens++ == 0 && --flow->tasks[arc->to].missing == 0)
            push_ready(flow, arc->to);
    }
}

void dataflow_complete(Dataflow *flow, int task, int64_t run)
{
    flow->left[run % PIPELINE_RUNS]--;
    put_tokens(flow, task);
}

bool dataflow_is_done(const Dataflow *flow, int64_t run)
{
    return flow->left[run % PIPELINE_RUNS] == 0;
}

void dataflow_take(Dataflow *flow, int64_t run)
{
    flow->left[run % PIPELINE_RUNS] = flow->task_count;
    put_tokens(flow, flow->task_count);
}
