/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/plan/work.h"

#include <stdlib.h>

void work_init(Work *work, Plan *plan)
{
    size_t strips = (size_t)plan->strip_count + 1, voices = (size_t)plan->voice_count + 1;
    *work = (Work){.plan = plan,
                   .next_voice = calloc(strips, sizeof(int)),
                   .begun = calloc(strips, 1),
                   .fadered = calloc(strips, 1),
                   .done = calloc(strips, 1),
                   .bucket = calloc(voices, sizeof(Bucket)),
                   .bucket_of = calloc(voices, sizeof(int))};
    work->no_memory =
        !work->next_voice || !work->begun || !work->fadered || !work->done || !work->bucket || !work->bucket_of;
    for (int s = 0; s < plan->strip_count && !work->no_memory; s++)
        work->next_voice[s] = plan->strips[s].first_voice;
}

void work_clear(Work *work)
{
    free(work->next_voice);
    free(work->begun);
    free(work->fadered);
    free(work->done);
    free(work->bucket);
    free(work->bucket_of);
}

static void use(Work *work, int buffer, bool writes)
{
    Plan *plan = work->plan;
    if (plan->use_count == plan->use_room) {
        int room = plan->use_room ? plan->use_room * 2 : 256;
        StepUse *more = realloc(plan->uses, (size_t)room * sizeof *more);
        work->no_memory |= !more;
        if (!more)
            return;
        plan->uses = more;
        plan->use_room = room;
    }
    plan->uses[plan->use_count++] = (StepUse){plan->step_count - 1, buffer, writes};
}

void work_reads(Work *work, int signal)
{
    if (signal >= 0)
        use(work, signal, false);
}

void work_writes(Work *work, int signal)
{
    if (signal >= 0)
        use(work, signal, true);
}

/* Parts are numbered downwards from -1 so that signals may still be added. */
void work_uses_part(Work *work, int part, bool writes_it)
{
    use(work, -1 - part, writes_it);
}

void work_step(Work *work, StepFunction run, int index, bool heavy)
{
    Plan *plan = work->plan;
    if (plan->step_count == plan->step_room) {
        int room = plan->step_room ? plan->step_room * 2 : 256;
        Step *more = realloc(plan->steps, (size_t)room * sizeof *more);
        work->no_memory |= !more;
        if (!more)
            return;
        plan->steps = more;
        plan->step_room = room;
    }
    plan->steps[plan->step_count++] = (Step){run, index, heavy};
}

int work_signal(Work *work, int channels)
{
    Plan *plan = work->plan;
    if (plan->signal_count == plan->signal_room) {
        int room = plan->signal_room ? plan->signal_room * 2 : 64;
        Signal *more = realloc(plan->signals, (size_t)room * sizeof *more);
        work->no_memory |= !more;
        if (!more)
            return -1;
        plan->signals = more;
        plan->signal_room = room;
    }
    plan->signals[plan->signal_count] = (Signal){.channels = channels};
    return plan->signal_count++;
}

void work_is_ready(Work *work, int signal)
{
    if (signal >= 0)
        work->plan->signals[signal].ready = true;
}
