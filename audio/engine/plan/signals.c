/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The buffers of a plan: one for every strip, copies where a tap is changed later on, and what comes out of delay
 * lines. */
#include <stdlib.h>

#include "audio/engine/plan/schedule.h"

static int channels_of(const Plan *plan, int strip)
{
    return plan->signals[plan->strips[strip].signal].channels;
}

/* The signal of a tap: the strip's own buffer where nothing changes it any more, else a copy. */
static int tap_signal(Scheduling *work, int s, Tap tap)
{
    PlanStrip *strip = &work->plan->strips[s];
    if (strip->tap_signal[tap] >= 0)
        return strip->tap_signal[tap];
    bool own = tap == TAP_POST || (tap == TAP_PRE && strip->pre_count == strip->voice_count) || strip->voice_count == 0;
    strip->tap_signal[tap] = own ? strip->signal : schedule_signal(work, channels_of(work->plan, s));
    return strip->tap_signal[tap];
}

static DelayLine *old_line(const Plan *old, uint32_t uid, Tap tap, bool key, int64_t delay, int channels)
{
    for (int d = 0; old && d < old->delay_count; d++) {
        const PlanDelay *line = &old->delays[d];
        if (old->strips[line->strip].uid == uid && line->tap == tap && line->key == key && line->line->delay == delay &&
            line->line->channels == channels)
            return line->line;
    }
    return NULL;
}

/* The signal `delay` frames later; one line serves all who want the same. */
static int delayed(Scheduling *work, const Plan *old, int s, Tap tap, bool key, int signal, int64_t delay)
{
    Plan *plan = work->plan;
    if (delay == 0 || signal < 0)
        return signal;
    for (int d = 0; d < plan->delay_count; d++)
        if (plan->delays[d].from == signal && plan->delays[d].line->delay == delay)
            return plan->delays[d].to;
    if (plan->delay_count == plan->delay_room) {
        int room = plan->delay_room ? plan->delay_room * 2 : 16;
        PlanDelay *more = realloc(plan->delays, (size_t)room * sizeof *more);
        work->no_memory |= !more;
        if (!more)
            return signal;
        plan->delays = more;
        plan->delay_room = room;
    }
    int channels = plan->signals[signal].channels;
    PlanDelay line = {.from = signal, .strip = s, .tap = tap, .key = key};
    line.line = old_line(old, plan->strips[s].uid, tap, key, delay, channels);
    if (line.line)
        line.line->refs++;
    else
        line.line = delay_line_new(channels, delay, plan->setup.run_frames);
    line.to = schedule_signal(work, channels);
    if (!line.line || line.to < 0) {
        delay_line_unref(line.line);
        work->no_memory = true;
        return signal;
    }
    plan->delays[plan->delay_count] = line;
    plan->delay_count++;
    return line.to;
}

void schedule_make_signals(Scheduling *work, const MixSpec *spec, const Plan *old)
{
    Plan *plan = work->plan;
    for (int s = 0; s < plan->strip_count && !work->no_memory; s++) {
        StripKind kind = plan->strips[s].kind;
        if (kind != STRIP_VCA && kind != STRIP_GROUP)
            plan->strips[s].signal =
                schedule_signal(work, kind == STRIP_TRACK && spec->strips[s].channels == 1 ? 1 : 2);
    }
    for (int e = 0; e < plan->edge_count && !work->no_memory; e++) {
        PlanEdge *edge = &plan->edges[e];
        int signal = tap_signal(work, edge->from, edge->tap);
        edge->signal = delayed(work, old, edge->from, edge->tap, false, signal, edge->delay);
    }
    for (int k = 0; k < plan->key_count && !work->no_memory; k++) {
        PlanKey *key = &plan->keys[k];
        PlanStrip *from = &plan->strips[key->from];
        int signal;
        if (key->tap == TAP_POST) {
            if (from->post_key < 0)
                from->post_key = schedule_signal(work, 2);
            signal = from->post_key;
        } else {
            signal = tap_signal(work, key->from, key->tap);
        }
        key->signal = delayed(work, old, key->from, key->tap, key->tap == TAP_POST, signal, key->delay);
    }
}

static Status prepare_output(Plan *plan, const Plan *old, Error *error)
{
    if (plan->master < 0)
        return STATUS_OK;
    const PlanStrip *master = &plan->strips[plan->master];
    int64_t pad = plan->latency - (master->d_in + master->total);
    if (pad > 0) {
        if (old && old->output_pad && old->output_pad->delay == pad) {
            plan->output_pad = old->output_pad;
            plan->output_pad->refs++;
        } else {
            plan->output_pad = delay_line_new(2, pad, plan->setup.run_frames);
        }
        if (!plan->output_pad)
            return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    return STATUS_OK;
}

static Status prepare_offsets(Plan *plan, const Plan *old, Error *error)
{
    for (int s = 0; s < plan->strip_count; s++) {
        PlanStrip *strip = &plan->strips[s];
        if (strip->kind == STRIP_TRACK || strip->signal < 0 || strip->offset_frames <= 0)
            continue;
        for (int o = 0; old && o < old->strip_count && !strip->offset; o++)
            if (old->strips[o].uid == strip->uid && old->strips[o].offset &&
                old->strips[o].offset->delay == strip->offset_frames)
                strip->offset = old->strips[o].offset;
        if (strip->offset)
            strip->offset->refs++;
        else
            strip->offset = delay_line_new(2, strip->offset_frames, plan->setup.run_frames);
        if (!strip->offset)
            return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    return STATUS_OK;
}

Status schedule_prepare_delays(Plan *plan, const Plan *old, Error *error)
{
    Status status = prepare_output(plan, old, error);
    return status == STATUS_OK ? prepare_offsets(plan, old, error) : status;
}
