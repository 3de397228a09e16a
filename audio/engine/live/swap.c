/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/live/swap.h"

#include <string.h>

static const double silence[PAN_GAINS];

static void reset_lanes(const Plan *plan, const PlanBank *bank)
{
    for (int i = 0; i < bank->count; i++) {
        VoiceState *state = plan->voices[bank->voice[i]].state;
        bank->kind->reset(bank->state->bank, i * bank->channels);
        state->fresh = true;
        state->asleep = false;
        state->bypassed = -1.0;
        state->warming = 0;
        state->wet_from = state->wet_to = 1.0;
        for (int v = 0; v < state->count; v++)
            state->moved[v] = INT64_MIN;
        if (state->dry)
            delay_line_reset(state->dry);
    }
}

void plan_reset(const Plan *plan)
{
    for (int b = 0; b < plan->bank_count; b++)
        reset_lanes(plan, &plan->banks[b]);
    for (int d = 0; d < plan->delay_count; d++)
        delay_line_reset(plan->delays[d].line);
    if (plan->output_pad)
        delay_line_reset(plan->output_pad);
    for (int s = 0; s < plan->strip_count; s++) {
        const PlanStrip *strip = &plan->strips[s];
        EdgeState *states[] = {strip->source_state, strip->fader_state, strip->post_state, strip->out_state};
        for (unsigned i = 0; i < ARRAY_LEN(states); i++)
            gains_forget(states[i]);
        if (strip->offset)
            delay_line_reset(strip->offset);
    }
    for (int e = 0; e < plan->edge_count; e++)
        gains_forget(plan->edges[e].state);
}

static bool is_touched(const GainPath *path)
{
    bool touched = path->send && path->send->touched;
    for (int i = 0; i < path->strip_count; i++)
        touched |= path->strip[i]->touched;
    return touched;
}

static void touch(Player *player, const GainPath *path, EdgeState *state, int64_t ahead, int frames)
{
    double before[PAN_GAINS];
    if (path->strip_count == 0 || !is_touched(path))
        return;
    gains_now(path, state, &player->timeline, player->link->kernels, player->next, ahead, before);
    gains_touch(state, before, player->next, frames);
}

static void mark(const Batch *batch, bool touched)
{
    for (int i = 0; i < batch->count; i++) {
        if (batch->changes[i].strip)
            batch->changes[i].strip->touched = touched;
        if (batch->changes[i].send)
            batch->changes[i].send->touched = touched;
    }
}

/* Every gain that a changed value has a part in begins to glide from where it is. */
static void touch_all(Player *player, int frames)
{
    const Plan *plan = player->plan;
    for (int s = 0; s < plan->strip_count; s++) {
        const PlanStrip *strip = &plan->strips[s];
        touch(player, &strip->source, strip->source_state, strip->ahead_in, frames);
        touch(player, &strip->fader, strip->fader_state, strip->ahead_pre, frames);
        touch(player, &strip->post, strip->post_state, strip->ahead_out, frames);
        touch(player, &strip->leaving, strip->out_state, strip->ahead_out, frames);
    }
    for (int e = 0; e < plan->edge_count; e++)
        touch(player, &plan->edges[e].path, plan->edges[e].state, plan->edges[e].ahead, frames);
}

void swap_values(Player *player, Batch *batch, bool audible)
{
    mark(batch, true);
    touch_all(player, audible ? player->link->glide_frames : 0);
    batch_apply(batch, player->next, audible);
    mark(batch, false);
    ring_push(&player->mail->returned, &(Returned){.batch = batch});
}

static void close_path(Player *player, const GainPath *path, EdgeState *state, int64_t ahead)
{
    double before[PAN_GAINS];
    gains_now(path, state, &player->timeline, player->link->kernels, player->next, ahead, before);
    gains_fade(state, true, before, player->next, player->link->fade_frames);
}

void swap_begin(Player *player, Plan *plan)
{
    const Plan *now = player->plan;
    bool audible = player->phase == PHASE_RUNNING;
    player->pending = plan;
    player->swap_at = player->next;
    for (int i = 0; i < plan->closing_count && audible; i++) {
        const PlanEdge *edge = &now->edges[plan->closing[i]];
        close_path(player, &edge->path, edge->state, edge->ahead);
    }
    if (plan->master_opens && now->master >= 0 && audible)
        close_path(player, &now->strips[now->master].leaving, now->strips[now->master].out_state,
                   now->strips[now->master].ahead_out);
    if (audible && (plan->closing_count > 0 || plan->master_opens))
        player->swap_at += player->link->fade_frames;
    else
        swap_finish(player);
}

static void open_paths(Player *player, const Plan *plan)
{
    int frames = player->phase == PHASE_RUNNING ? player->link->fade_frames : 0;
    for (int e = 0; e < plan->edge_count; e++) {
        const PlanEdge *edge = &plan->edges[e];
        const PlanStrip *from = &plan->strips[edge->from];
        /* what has only just begun to fill the strip's delays is waited for */
        int64_t filled = player->next + edge->delay + (from->steady ? 0 : from->total);
        if (edge->opens)
            gains_fade(edge->state, false, silence, filled, frames);
        else
            edge->state->steady_known = false; /* its VCAs may be others */
    }
    for (int s = 0; s < plan->strip_count; s++) {
        const PlanStrip *strip = &plan->strips[s];
        EdgeState *states[] = {strip->source_state, strip->fader_state, strip->post_state, strip->out_state};
        for (unsigned i = 0; i < ARRAY_LEN(states); i++)
            states[i]->steady_known = false;
    }
    if (plan->master_opens && plan->master >= 0)
        gains_fade(plan->strips[plan->master].out_state, false, silence,
                   player->next + plan->strips[plan->master].total, frames);
}

void swap_finish(Player *player)
{
    Plan *plan = player->pending, *old = player->plan;
    for (int m = 0; m < plan->move_count; m++) {
        const PlanMove *move = &plan->moves[m];
        move->to->kind->move(move->to->bank, move->to_lane, move->from->bank, move->from_lane);
    }
    open_paths(player, plan);
    player->plan = plan;
    player->probed = NULL; /* what is looked at is looked up anew */
    player->pending = NULL;
    if (player->phase == PHASE_FILLING)
        player->next = player->filled_at - plan->latency, plan_reset(plan);
    ring_push(&player->mail->returned, &(Returned){.plan = old});
}
