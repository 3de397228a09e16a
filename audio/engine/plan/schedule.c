/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list is made by pretending to compute: whatever is ready takes a step.  Of the processors that are ready, those
 * of one kind and shape go side by side; a bank that can be filled goes first, and one that cannot waits while others
 * of its kind may yet turn up.
 */
#include "audio/engine/plan/schedule.h"

#include "audio/engine/plan/banks.h"
#include "audio/engine/plan/signals.h"
#include "audio/engine/step/step.h"

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

/* Delay lines whose input has just become ready. */
static void add_delays(Work *work)
{
    Plan *plan = work->plan;
    for (int d = 0; d < plan->delay_count; d++) {
        PlanDelay *line = &plan->delays[d];
        if (line->scheduled || !plan->signals[line->from].ready)
            continue;
        work_step(work, step_delay, d, false);
        work_reads(work, line->from);
        work_writes(work, line->to);
        line->scheduled = true;
        work_is_ready(work, line->to);
    }
}

static void finish_strip(Work *work, int s)
{
    PlanStrip *strip = &work->plan->strips[s];
    work_step(work, step_finish, s, false);
    work_reads(work, strip->signal);
    work_writes(work, strip->post_key);
    work_is_ready(work, strip->signal);
    work_is_ready(work, strip->post_key);
    work->done[s] = true;
    if (s == work->plan->master) {
        work_step(work, step_output, s, false);
        work_reads(work, strip->signal);
    }
    add_delays(work);
}

/* Light steps of a strip, as far as they go without a processor. True when one was added. */
static bool advance_strip(Work *work, int s)
{
    Plan *plan = work->plan;
    PlanStrip *strip = &plan->strips[s];
    int fader_at = strip->first_voice + strip->pre_count, end = strip->first_voice + strip->voice_count;
    bool moved = false;
    if (!work->begun[s] || work->done[s])
        return false;
    if (work->next_voice[s] == fader_at && !work->fadered[s]) {
        work_step(work, step_fader, s, false);
        (strip->pre_count < strip->voice_count ? work_writes : work_reads)(work, strip->signal);
        if (strip->tap_signal[TAP_PRE] >= 0 && strip->tap_signal[TAP_PRE] != strip->signal) {
            work_writes(work, strip->tap_signal[TAP_PRE]);
            work_is_ready(work, strip->tap_signal[TAP_PRE]);
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

static void begin_strip(Work *work, int s, bool heavy)
{
    Plan *plan = work->plan;
    PlanStrip *strip = &plan->strips[s];
    work_step(work, strip->kind == STRIP_TRACK ? step_source : step_bus, s, heavy);
    work_writes(work, strip->signal);
    if (strip->part_count == 1)
        for (int i = 0; i < strip->input_count; i++)
            work_reads(work, plan->edges[plan->inputs[strip->first_input + i]].signal);
    for (int p = 0; p < strip->part_count && strip->part_count > 1; p++)
        work_uses_part(work, strip->first_part + p, false);
    work->begun[s] = true;
    int copy = strip->tap_signal[TAP_INPUT];
    if (copy >= 0 && copy != strip->signal) {
        work_step(work, step_copy_input, s, false);
        work_reads(work, strip->signal);
        work_writes(work, copy);
        work_is_ready(work, copy);
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

static bool begin_bus(Work *work, int s)
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
        work_step(work, step_part, strip->first_part + p, !follows_part(plan, s));
        work_uses_part(work, strip->first_part + p, true);
        for (int i = 0; i < part->count; i++)
            work_reads(work, plan->edges[plan->inputs[part->first + i]].signal);
    }
    if (ready)
        begin_strip(work, s, true);
    return moved || ready;
}

/* Everything that is not a processor, as far as it goes. */
static void advance_all(Work *work)
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

static void begin_tracks(Work *work)
{
    Plan *plan = work->plan;
    int count = 0;
    for (int s = 0; s < plan->strip_count; s++)
        if (plan->strips[s].kind == STRIP_TRACK)
            begin_strip(work, s, count++ % SOURCE_STRIPS == 0);
}

Status plan_schedule(Plan *plan, const MixSpec *spec, const Plan *old, Error *error)
{
    Work work;
    work_init(&work, plan);
    if (!work.no_memory)
        signals_make(&work, spec, old);
    if (!work.no_memory) {
        cut_parts(plan);
        banks_sort_voices(&work);
        begin_tracks(&work);
        advance_all(&work);
        while (!work.no_memory && banks_add_next(&work, spec, old))
            advance_all(&work);
    }
    bool made = !work.no_memory && signals_make_lines(plan, old);
    work_clear(&work);
    return made ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
}
