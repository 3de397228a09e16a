/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages taken, the transport moved, and the plan computed cell by cell. */
#include "audio/engine/live/player.h"

#include <string.h>

#include "audio/engine/live/swap.h"

enum { CATCH_UP_FRAMES = 512 }; /* silent frames that one call may compute besides its own, to fill the plan's delays */
#define IDLE_LEVEL 1e-6f        /* -120 dBFS: below for the plan's gap_frames while stopped, nothing is computed */

/* Where the player stands, for everybody. */
static void publish(Player *player, int frames)
{
    bool still = player->phase == PHASE_IDLE || player->phase == PHASE_FILLING;
    EngineState state = {.position = still ? player->position : timeline_position(&player->timeline, player->next),
                         .playing = player->playing,
                         .latency_frames = (int)player->plan->latency};
    state_board_publish(&player->link->state, &state, !still, frames);
}

Status player_init(Player *player, EngineLink *link, Mail *mail, Plan *plan)
{
    *player = (Player){.link = link, .mail = mail, .plan = plan, .phase = PHASE_IDLE};
    player->timeline.fade_frames = link->fade_frames;
    timeline_start(&player->timeline, 0, 0, false, false);
    monitor_init(&player->monitor, link->setup.rate_hz);
    publish(player, 0);
    return workspace_init(&player->space, LIVE_RUN_FRAMES);
}

void player_clear(Player *player)
{
    workspace_clear(&player->space);
    plan_free(player->pending);
    plan_free(player->plan);
}

/* The first clock that no strip has reached. */
static int64_t head_clock(const Player *player)
{
    return player->next + player->plan->latency;
}

/* Everything forgets what it heard, and the timeline begins at a project frame. */
static void restart(Player *player, int64_t position, bool plays)
{
    plan_reset(player->plan);
    timeline_start(&player->timeline, position, position, plays && position != 0, plays);
    player->position = position;
    player->playing = plays;
    player->filled_at = position;
    player->next = position - player->plan->latency;
    player->quiet_frames = 0;
    player->phase = plays ? (player->plan->latency > 0 ? PHASE_FILLING : PHASE_RUNNING) : PHASE_IDLE;
}

static void leave(Player *player, int64_t jump_to, bool plays)
{
    player->phase = PHASE_LEAVING;
    player->leave_at = player->next;
    player->jump_to = jump_to;
    player->jump_plays = plays;
}

static void jump(Player *player, int64_t position, bool plays)
{
    if (player->phase == PHASE_RUNNING)
        leave(player, position, plays);
    else
        restart(player, position, plays);
}

static void stop(Player *player)
{
    if (!player->playing)
        return;
    int64_t head = head_clock(player);
    player->playing = false;
    if (!timeline_stop(&player->timeline, head, player->next))
        jump(player, timeline_position(&player->timeline, player->next), false);
}

/* Looks up in the plan what the probes look at. */
static void find_probes(Player *player)
{
    const Plan *plan = player->plan;
    player->probed = plan;
    player->probing = false;
    for (int p = 0; p < PROBES; p++) {
        Probe *probe = &player->probes[p];
        *probe = (Probe){.voice = -1, .ring = &player->mail->probe[p]};
        for (int v = 0; player->probe_uid[p] && v < plan->voice_count && probe->voice < 0; v++)
            if (plan->voices[v].state->uid == player->probe_uid[p])
                probe->voice = v;
        player->probing |= probe->voice >= 0;
    }
}

static void set_loop(Player *player, const Message *message)
{
    if (!timeline_loop(&player->timeline, head_clock(player), player->next, message->loop.on, message->loop.from,
                       message->loop.to))
        return; /* eight changes within the plan's delay: the last one counts when it is told again */
}

static void take(Player *player, const Message *message)
{
    bool audible = player->phase == PHASE_RUNNING;
    switch (message->kind) {
    case MESSAGE_PLAN: swap_begin(player, message->plan); break;
    case MESSAGE_VALUES: swap_values(player, message->batch, audible); break;
    case MESSAGE_PLAY:
        if (!player->playing)
            jump(player, audible ? timeline_position(&player->timeline, player->next) : player->position, true);
        break;
    case MESSAGE_STOP: stop(player); break;
    case MESSAGE_LOCATE: jump(player, message->frame, player->playing); break;
    case MESSAGE_LOOP: set_loop(player, message); break;
    case MESSAGE_PROBES:
        memcpy(player->probe_uid, message->probe_uid, sizeof player->probe_uid);
        player->probed = NULL;
        break;
    case MESSAGE_MONITOR: monitor_set(&player->monitor, &message->monitor, player->link->glide_frames); break;
    }
}

/* In order; while a swap or a jump fades out, the rest waits. */
static void take_messages(Player *player)
{
    Message message;
    while (!player->pending && player->phase != PHASE_LEAVING && ring_pop(&player->mail->messages, &message))
        take(player, &message);
}

static void compute(Player *player, float *const out[2], int frames)
{
    const Plan *plan = player->plan;
    if (player->probed != plan)
        find_probes(player);
    Run run = {.kernels = player->link->kernels,
               .timeline = &player->timeline,
               .space = &player->space,
               .frame = player->next,
               .frames = frames,
               .live = true,
               .out = {out[0], out[1]},
               .listen = monitor_wants(&player->monitor, plan),
               .underruns = &player->link->state.underruns,
               .probes = player->probing ? player->probes : NULL};
    for (int i = 0; i < plan->step_count; i++)
        plan->steps[i].run(plan, plan->steps[i].index, &run);
    if (plan->master < 0)
        for (int c = 0; c < 2; c++)
            memset(out[c], 0, (size_t)frames * sizeof(float));
    player->next += frames;
}

/* Frames to the next moment at which something happens, at most one cell. */
static int piece(const Player *player, int frames)
{
    int cell = CELL_FRAMES - (int)((uint64_t)player->next % CELL_FRAMES);
    int most = frames < cell ? frames : cell;
    if (player->pending && player->swap_at - player->next < most)
        most = (int)(player->swap_at - player->next);
    if (player->phase == PHASE_LEAVING && player->leave_at + player->link->fade_frames - player->next < most)
        most = (int)(player->leave_at + player->link->fade_frames - player->next);
    return most;
}

static void fill(Player *player, int budget)
{
    float scrap[2][LIVE_RUN_FRAMES], *out[2] = {scrap[0], scrap[1]};
    while (player->next < player->filled_at && budget > 0) {
        int64_t left = player->filled_at - player->next;
        int frames = piece(player, left < LIVE_RUN_FRAMES ? (int)left : LIVE_RUN_FRAMES);
        compute(player, out, frames);
        budget -= frames;
    }
    if (player->next >= player->filled_at)
        player->phase = PHASE_RUNNING;
}

static void fade_out(const Player *player, float *const out[2], int frames)
{
    for (int i = 0; i < frames; i++) {
        double gain = 1.0 - (double)(player->next - frames + i - player->leave_at) / player->link->fade_frames;
        out[0][i] = (float)(out[0][i] * gain);
        out[1][i] = (float)(out[1][i] * gain);
    }
}

static void count_quiet(Player *player, float *const out[2], int frames)
{
    float peak = 0, square = 0;
    TimelineSpan span = timeline_span(&player->timeline, player->next, 1);
    for (int c = 0; c < 2; c++)
        player->link->kernels->measure(out[c], frames, &peak, &square);
    player->quiet_frames = !player->playing && !span.moving && peak < IDLE_LEVEL ? player->quiet_frames + frames : 0;
    if (player->quiet_frames < player->plan->gap_frames)
        return;
    player->position = span.position;
    player->phase = PHASE_IDLE;
}

static void meter(Player *player, int frames)
{
    if (!player->link->meters)
        return;
    meters_collect(player->link->meters, player->plan, 0, frames);
    player->meter_frames += frames;
    if (player->meter_frames < METER_FRAMES)
        return;
    player->meter_frames = 0;
    int64_t position =
        player->phase == PHASE_IDLE ? player->position : timeline_position(&player->timeline, player->next);
    meters_publish(player->link->meters, player->plan, position, player->playing);
}

/* One piece of output, at least one frame; the number of frames done. */
static int advance(Player *player, float *const out[2], int frames, int block)
{
    if (player->phase == PHASE_FILLING)
        fill(player, CATCH_UP_FRAMES + 3 * block);
    if (player->phase == PHASE_IDLE || player->phase == PHASE_FILLING) {
        int silent = frames < METER_FRAMES ? frames : METER_FRAMES;
        for (int c = 0; c < 2; c++)
            memset(out[c], 0, (size_t)silent * sizeof(float));
        meter(player, silent);
        return silent;
    }
    frames = piece(player, frames);
    compute(player, out, frames);
    if (player->phase == PHASE_LEAVING)
        fade_out(player, out, frames);
    count_quiet(player, out, frames);
    for (int i = 0; i < frames; i++)
        ring_push(&player->mail->tap, (float[2]){out[0][i], out[1][i]});
    monitor_run(&player->monitor, out, frames);
    meter(player, frames);
    return frames;
}

/* What falls due between two pieces. */
static void settle(Player *player)
{
    if (player->pending && (player->next >= player->swap_at || player->phase == PHASE_IDLE))
        swap_finish(player);
    if (player->phase == PHASE_LEAVING && player->next >= player->leave_at + player->link->fade_frames)
        restart(player, player->jump_to, player->jump_plays);
    take_messages(player);
}

bool player_rests(const Player *player)
{
    return player->phase == PHASE_IDLE && !player->pending && ring_is_empty(&player->mail->messages);
}

void player_process(Player *player, float *const out[2], int frames)
{
    take_messages(player);
    for (int at = 0; at < frames;) {
        float *to[2] = {out[0] + at, out[1] + at};
        at += advance(player, to, frames - at, frames);
        settle(player);
    }
    if (frames == 0 && player->phase == PHASE_FILLING)
        fill(player, CATCH_UP_FRAMES);
    publish(player, frames);
}
