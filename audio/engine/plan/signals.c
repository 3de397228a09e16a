/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One buffer for every strip, copies where a tap is changed later on, and what comes out of delay lines. */
#include "audio/engine/plan/signals.h"

#include <stdlib.h>

static int channels_of(const Plan *plan, int strip)
{
    return plan->signals[plan->strips[strip].signal].channels;
}

/* The signal of a tap: the strip's own buffer where nothing changes it any more, else a copy. */
static int tap_signal(Work *work, int s, Tap tap)
{
    PlanStrip *strip = &work->plan->strips[s];
    if (strip->tap_signal[tap] >= 0)
        return strip->tap_signal[tap];
    bool own = tap == TAP_POST || (tap == TAP_PRE && strip->pre_count == strip->voice_count) || strip->voice_count == 0;
    strip->tap_signal[tap] = own ? strip->signal : work_signal(work, channels_of(work->plan, s));
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

/* Room for one more delay line. */
static bool grow_delays(Plan *plan)
{
    if (plan->delay_count < plan->delay_room)
        return true;
    int room = plan->delay_room ? plan->delay_room * 2 : 16;
    PlanDelay *more = realloc(plan->delays, (size_t)room * sizeof *more);
    if (!more)
        return false;
    plan->delays = more;
    plan->delay_room = room;
    return true;
}

/* The signal `delay` frames later; one line serves all who want the same. */
static int delayed(Work *work, const Plan *old, int s, Tap tap, bool key, int signal, int64_t delay)
{
    Plan *plan = work->plan;
    if (delay == 0 || signal < 0)
        return signal;
    for (int d = 0; d < plan->delay_count; d++)
        if (plan->delays[d].from == signal && plan->delays[d].line->delay == delay)
            return plan->delays[d].to;
    int channels = plan->signals[signal].channels;
    PlanDelay line = {.from = signal, .strip = s, .tap = tap, .key = key};
    line.line = old_line(old, plan->strips[s].uid, tap, key, delay, channels);
    if (line.line)
        line.line->refs++;
    else
        line.line = delay_line_new(channels, delay, plan->setup.run_frames);
    line.to = work_signal(work, channels);
    if (!line.line || line.to < 0 || !grow_delays(plan)) {
        delay_line_unref(line.line);
        work->no_memory = true;
        return signal;
    }
    plan->delays[plan->delay_count++] = line;
    return line.to;
}

/* The signal that a key hears, before it waits. */
static int key_signal(Work *work, const PlanKey *key)
{
    PlanStrip *from = &work->plan->strips[key->from];
    if (key->tap != TAP_POST)
        return tap_signal(work, key->from, key->tap);
    if (from->post_key < 0)
        from->post_key = work_signal(work, 2);
    return from->post_key;
}

void signals_make(Work *work, const MixSpec *spec, const Plan *old)
{
    Plan *plan = work->plan;
    for (int s = 0; s < plan->strip_count && !work->no_memory; s++) {
        StripKind kind = plan->strips[s].kind;
        if (kind != STRIP_VCA && kind != STRIP_GROUP)
            plan->strips[s].signal = work_signal(work, kind == STRIP_TRACK && spec->strips[s].channels == 1 ? 1 : 2);
    }
    for (int e = 0; e < plan->edge_count && !work->no_memory; e++) {
        PlanEdge *edge = &plan->edges[e];
        int signal = tap_signal(work, edge->from, edge->tap);
        edge->signal = delayed(work, old, edge->from, edge->tap, false, signal, edge->delay);
    }
    for (int k = 0; k < plan->key_count && !work->no_memory; k++) {
        PlanKey *key = &plan->keys[k];
        key->signal = delayed(work, old, key->from, key->tap, key->tap == TAP_POST, key_signal(work, key), key->delay);
    }
}

/* What is not heard at once at the master waits for the next multiple of 64. */
static bool make_output_pad(Plan *plan, const Plan *old)
{
    const PlanStrip *master = plan->master >= 0 ? &plan->strips[plan->master] : NULL;
    int64_t pad = master ? plan->latency - (master->d_in + master->total) : 0;
    if (pad <= 0)
        return true;
    if (old && old->output_pad && old->output_pad->delay == pad) {
        plan->output_pad = old->output_pad;
        plan->output_pad->refs++;
    } else {
        plan->output_pad = delay_line_new(2, pad, plan->setup.run_frames);
    }
    return plan->output_pad != NULL;
}

static bool make_offset(Plan *plan, PlanStrip *strip, const Plan *old, int hint)
{
    int at = old ? plan_find_strip(old, strip->uid, hint) : -1;
    DelayLine *before = at >= 0 ? old->strips[at].offset : NULL;
    if (before && before->delay == strip->offset_frames) {
        strip->offset = before;
        strip->offset->refs++;
    } else {
        strip->offset = delay_line_new(2, strip->offset_frames, plan->setup.run_frames);
    }
    return strip->offset != NULL;
}

bool signals_make_lines(Plan *plan, const Plan *old)
{
    bool made = make_output_pad(plan, old);
    for (int s = 0; s < plan->strip_count && made; s++) {
        PlanStrip *strip = &plan->strips[s];
        if (strip->kind != STRIP_TRACK && strip->signal >= 0 && strip->offset_frames > 0)
            made = make_offset(plan, strip, old, s);
    }
    return made;
}
