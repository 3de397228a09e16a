/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/plan/tail.h"

#include <math.h>
#include <stdlib.h>

#define TAIL_MAX_S 3600.0 /* feedback of 100 %: who renders ends it earlier */
#define GAP_MIN_S 1.0     /* also for what rings in beats or under a low note's period */

static double slowest_bpm(const MixSpec *spec)
{
    double slowest = spec->tempo_count > 0 ? spec->tempo[0].bpm : 120.0;
    for (int i = 1; i < spec->tempo_count; i++)
        slowest = spec->tempo[i].bpm < slowest ? spec->tempo[i].bpm : slowest;
    return slowest;
}

static void note_moves(Plan *plan, const ControlSpec *control)
{
    if (control && control->mode != LANE_OFF && control->point_count > 0) {
        int64_t last = control->points[control->point_count - 1].frame;
        plan->moves_until = last > plan->moves_until ? last : plan->moves_until;
    }
}

static void note_strip_moves(Plan *plan, const StripSpec *strip)
{
    const ControlSpec *const controls[] = {&strip->trim_db,   &strip->fader_db, &strip->pan, &strip->pan_left,
                                           &strip->pan_right, &strip->width,    &strip->mute};
    for (size_t i = 0; i < ARRAY_LEN(controls); i++)
        note_moves(plan, controls[i]);
    for (int i = 0; i < strip->send_count; i++) {
        note_moves(plan, &strip->sends[i].level_db);
        note_moves(plan, &strip->sends[i].pan);
        note_moves(plan, &strip->sends[i].mute);
    }
    for (int i = 0; i < strip->processor_count; i++) {
        const ProcessorSpec *processor = &strip->processors[i];
        note_moves(plan, &processor->bypass);
        for (int v = 0; processor->kind && processor->lanes && v < processor_value_count(processor->kind); v++)
            note_moves(plan, processor->lanes[v]);
    }
}

typedef struct Ring {
    double tail_s, gap_s;
} Ring;

/* Of a strip's own processors and delay. */
static Ring strip_ring(const Plan *plan, const StripSpec *strip, double bpm)
{
    double rate_hz = plan->setup.rate_hz;
    Ring ring = {0, 0};
    for (int i = 0; i < strip->processor_count; i++) {
        const ProcessorSpec *processor = &strip->processors[i];
        ring.tail_s += processor->kind ? voice_tail_s(processor, rate_hz, bpm) : 0;
        ring.gap_s += processor->kind ? voice_gap_s(processor, rate_hz, bpm) : 0;
    }
    if (strip->kind != STRIP_TRACK && strip->offset_frames > 0) {
        ring.tail_s += (double)strip->offset_frames / rate_hz;
        ring.gap_s += (double)strip->offset_frames / rate_hz;
    }
    return ring;
}

/* The longest that sound has on its way through strips, which plan->order names sources first. False without memory. */
static bool add_up(Plan *plan, const MixSpec *spec, Ring *longest)
{
    Ring *ring = calloc((size_t)spec->strip_count + 1, sizeof *ring);
    double bpm = slowest_bpm(spec);
    if (!ring)
        return false;
    for (int i = 0; i < plan->strip_count; i++) {
        int s = plan->order[i];
        Ring own = strip_ring(plan, &spec->strips[s], bpm);
        ring[s] = (Ring){ring[s].tail_s + own.tail_s, ring[s].gap_s + own.gap_s};
        longest->tail_s = fmax(longest->tail_s, ring[s].tail_s);
        longest->gap_s = fmax(longest->gap_s, ring[s].gap_s);
        for (int e = plan->strips[s].first_edge; e < plan->strips[s].first_edge + plan->strips[s].edge_count; e++) {
            Ring *to = &ring[plan->edges[e].to];
            to->tail_s = fmax(to->tail_s, ring[s].tail_s);
            to->gap_s = fmax(to->gap_s, ring[s].gap_s);
        }
    }
    free(ring);
    return true;
}

bool plan_find_tail(Plan *plan, const MixSpec *spec)
{
    Ring longest = {0, 0};
    if (!add_up(plan, spec, &longest))
        return false;
    for (int s = 0; s < spec->strip_count; s++) {
        note_strip_moves(plan, &spec->strips[s]);
        if (plan->strips[s].clips) {
            int64_t end = clips_end(plan->strips[s].clips) + spec->strips[s].offset_frames;
            plan->clips_end = end > plan->clips_end ? end : plan->clips_end;
        }
    }
    double tail_s = fmin(longest.tail_s, TAIL_MAX_S), gap_s = fmin(fmax(longest.gap_s, GAP_MIN_S), TAIL_MAX_S);
    plan->tail_frames = (int64_t)ceil(tail_s * plan->setup.rate_hz);
    plan->gap_frames = (int64_t)ceil(gap_s * plan->setup.rate_hz);
    return true;
}
