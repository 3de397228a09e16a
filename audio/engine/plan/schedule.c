/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a routed plan to its steps: which instances share a bank, which buffers are needed, and what is computed after
 * what.
 *
 * The list is made by pretending to compute: whatever is ready takes a step.  Of the processors that are ready, those
 * of one kind and shape go side by side; a bank that can be filled goes first, and one that cannot waits while others
 * of its kind may yet turn up.
 */
#include <stdlib.h>
#include <string.h>

#include "audio/engine/plan/schedule.h"

static void use(Scheduling *work, int buffer, bool writes)
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

void schedule_reads(Scheduling *work, int signal)
{
    if (signal >= 0)
        use(work, signal, false);
}

void schedule_writes(Scheduling *work, int signal)
{
    if (signal >= 0)
        use(work, signal, true);
}

/* Parts are numbered downwards from -1 so that signals may still be added. */
void schedule_uses_part(Scheduling *work, int part, bool writes_it)
{
    use(work, -1 - part, writes_it);
}

void schedule_step(Scheduling *work, StepFunction run, int index, bool heavy)
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

int schedule_signal(Scheduling *work, int channels)
{
    int signal = plan_add_signal(work->plan, channels);
    work->no_memory |= signal < 0;
    return signal;
}

static void cut_parts(Plan *plan)
{
    for (int s = 0; s < plan->strip_count; s++) {
        PlanStrip *strip = &plan->strips[s];
        strip->first_part = plan->part_count;
        for (int at = 0; at < strip->input_count; at += MIX_TERMS) {
            int left = strip->input_count - at;
            plan->parts[plan->part_count++] =
                (PlanPart){.first = strip->first_input + at, .count = left < MIX_TERMS ? left : MIX_TERMS, .strip = s};
        }
        strip->part_count = plan->part_count - strip->first_part;
    }
}

static void mark_ready(Scheduling *work, int signal)
{
    if (signal >= 0)
        work->plan->signals[signal].ready = true;
}

/* Delay lines whose input has just become ready. */
static void add_delays(Scheduling *work)
{
    Plan *plan = work->plan;
    for (int d = 0; d < plan->delay_count; d++) {
        PlanDelay *line = &plan->delays[d];
        if (line->scheduled || !plan->signals[line->from].ready)
            continue;
        schedule_step(work, step_delay, d, false);
        schedule_reads(work, line->from);
        schedule_writes(work, line->to);
        line->scheduled = true;
        mark_ready(work, line->to);
    }
}

static void finish_strip(Scheduling *work, int s)
{
    PlanStrip *strip = &work->plan->strips[s];
    schedule_step(work, step_finish, s, false);
    schedule_reads(work, strip->signal);
    schedule_writes(work, strip->post_key);
    mark_ready(work, strip->signal);
    mark_ready(work, strip->post_key);
    work->done[s] = true;
    if (s == work->plan->master) {
        schedule_step(work, step_output, s, false);
        schedule_reads(work, strip->signal);
    }
    add_delays(work);
}

/* Light steps of a strip, as far as they go without a processor. True when one was added. */
static bool advance_strip(Scheduling *work, int s)
{
    Plan *plan = work->plan;
    PlanStrip *strip = &plan->strips[s];
    int fader_at = strip->first_voice + strip->pre_count, end = strip->first_voice + strip->voice_count;
    bool moved = false;
    if (!work->begun[s] || work->done[s])
        return false;
    if (work->next_voice[s] == fader_at && !work->fadered[s]) {
        schedule_step(work, step_fader, s, false);
        (strip->pre_count < strip->voice_count ? schedule_writes : schedule_reads)(work, strip->signal);
        if (strip->tap_signal[TAP_PRE] >= 0 && strip->tap_signal[TAP_PRE] != strip->signal) {
            schedule_writes(work, strip->tap_signal[TAP_PRE]);
            mark_ready(work, strip->tap_signal[TAP_PRE]);
            add_delays(work);
        }
        work->fadered[s] = moved = true;
    }
    if (work->next_voice[s] == end && work->fadered[s]) {
        finish_strip(work, s);
        moved = true;
    }
    return moved;
}

static void begin_strip(Scheduling *work, int s, bool heavy)
{
    Plan *plan = work->plan;
    PlanStrip *strip = &plan->strips[s];
    schedule_step(work, strip->kind == STRIP_TRACK ? step_source : step_bus, s, heavy);
    schedule_writes(work, strip->signal);
    if (strip->part_count == 1)
        for (int i = 0; i < strip->input_count; i++)
            schedule_reads(work, plan->edges[plan->inputs[strip->first_input + i]].signal);
    for (int p = 0; p < strip->part_count && strip->part_count > 1; p++)
        schedule_uses_part(work, strip->first_part + p, false);
    work->begun[s] = true;
    int copy = strip->tap_signal[TAP_INPUT];
    if (copy >= 0 && copy != strip->signal) {
        schedule_step(work, step_copy_input, s, false);
        schedule_reads(work, strip->signal);
        schedule_writes(work, copy);
        mark_ready(work, copy);
        add_delays(work);
    }
    advance_strip(work, s);
}

static bool part_is_ready(const Plan *plan, const PlanPart *part)
{
    for (int i = 0; i < part->count; i++)
        if (!plan->signals[plan->edges[plan->inputs[part->first + i]].signal].ready)
            return false;
    return true;
}

/* True behind a part of another strip, which is made of the same tracks as a rule: the two are small, and read the
 * same. */
static bool follows_part(const Plan *plan, int s)
{
    const Step *last = plan->step_count > 0 ? &plan->steps[plan->step_count - 1] : NULL;
    return last && last->run == step_part && plan->parts[last->index].strip != s;
}

static bool begin_bus(Scheduling *work, int s)
{
    Plan *plan = work->plan;
    PlanStrip *strip = &plan->strips[s];
    bool moved = false, ready = true;
    for (int p = 0; p < strip->part_count; p++) {
        PlanPart *part = &plan->parts[strip->first_part + p];
        if (part->scheduled || !part_is_ready(plan, part)) {
            ready &= part->scheduled;
            continue;
        }
        part->scheduled = moved = true;
        if (strip->part_count == 1)
            continue;
        schedule_step(work, step_part, strip->first_part + p, !follows_part(plan, s));
        schedule_uses_part(work, strip->first_part + p, true);
        for (int i = 0; i < part->count; i++)
            schedule_reads(work, plan->edges[plan->inputs[part->first + i]].signal);
    }
    if (ready)
        begin_strip(work, s, true);
    return moved || ready;
}

/* Everything that is not a processor, as far as it goes. */
static void advance_all(Scheduling *work)
{
    Plan *plan = work->plan;
    bool moved = true;
    while (moved && !work->no_memory) {
        moved = false;
        for (int i = 0; i < plan->strip_count; i++) {
            int s = plan->order[i];
            if (plan->strips[s].signal < 0 || work->done[s])
                continue;
            if (!work->begun[s] && plan->strips[s].kind != STRIP_TRACK)
                moved |= begin_bus(work, s);
            else
                moved |= advance_strip(work, s);
        }
    }
}

static void begin_tracks(Scheduling *work)
{
    Plan *plan = work->plan;
    int count = 0;
    for (int s = 0; s < plan->strip_count; s++)
        if (plan->strips[s].kind == STRIP_TRACK)
            begin_strip(work, s, count++ % SOURCE_STRIPS == 0);
}

Status plan_schedule(Plan *plan, const MixSpec *spec, const Plan *old, Error *error)
{
    size_t strips = (size_t)plan->strip_count + 1;
    Scheduling work = {.plan = plan,
                       .next_voice = calloc(strips, sizeof(int)),
                       .begun = calloc(strips, 1),
                       .fadered = calloc(strips, 1),
                       .done = calloc(strips, 1),
                       .bucket = calloc((size_t)plan->voice_count + 1, sizeof(Bucket)),
                       .bucket_of = calloc((size_t)plan->voice_count + 1, sizeof(int))};
    work.no_memory = !work.next_voice || !work.begun || !work.fadered || !work.done || !work.bucket || !work.bucket_of;
    if (!work.no_memory) {
        for (int s = 0; s < plan->strip_count; s++)
            work.next_voice[s] = plan->strips[s].first_voice;
        schedule_make_signals(&work, spec, old);
    }
    if (!work.no_memory) {
        cut_parts(plan);
        schedule_sort_voices(&work);
        begin_tracks(&work);
        advance_all(&work);
        while (!work.no_memory && schedule_next_bank(&work, spec, old))
            advance_all(&work);
    }
    free(work.next_voice);
    free(work.begun);
    free(work.fadered);
    free(work.done);
    free(work.bucket);
    free(work.bucket_of);
    if (work.no_memory)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    return schedule_prepare_delays(plan, old, error);
}
