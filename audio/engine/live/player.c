/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Playback: messages taken, the transport moved, and the plan computed cell by cell. Everything here runs on the audio
 * thread. */
#include <math.h>
#include <string.h>

#include "audio/engine/live/private.h"
#include "audio/engine/live/swap.h"

Status player_init(Engine *engine, Plan *plan)
{
    Player *player = &engine->player;
    Status status = workspace_init(&player->space, LIVE_RUN_FRAMES);
    if (status != STATUS_OK)
        return status;
    player->plan = plan;
    player->phase = PHASE_IDLE;
    player->timeline.fade_frames = engine->fade_frames;
    timeline_start(&player->timeline, 0, 0, false, false);
    monitor_init(&player->monitor);
    engine_publish_state(engine, 0, false, (int)plan->latency, 0);
    return STATUS_OK;
}

void player_clear(Engine *engine)
{
    workspace_clear(&engine->player.space);
    plan_free(engine->player.pending);
    plan_free(engine->player.plan);
}

/* The first clock that no strip has reached. */
static int64_t head_clock(const Player *player)
{
    return player->next + player->plan->latency;
}

/* Everything forgets what it heard, and the timeline begins at a project frame. */
static void restart(Engine *engine, int64_t position, bool plays)
{
    Player *player = &engine->player;
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

static void jump(Engine *engine, int64_t position, bool plays)
{
    Player *player = &engine->player;
    if (player->phase == PHASE_RUNNING)
        leave(player, position, plays);
    else
        restart(engine, position, plays);
}

static void stop(Engine *engine)
{
    Player *player = &engine->player;
    if (!player->playing)
        return;
    int64_t head = head_clock(player);
    player->playing = false;
    if (!timeline_stop(&player->timeline, head, player->next))
        jump(engine, timeline_position(&player->timeline, player->next), false);
}

static void set_loop(Player *player, const Message *message)
{
    if (!timeline_loop(&player->timeline, head_clock(player), player->next, message->loop.on, message->loop.from,
                       message->loop.to))
        return; /* eight changes within the plan's delay: the last one counts when it is told again */
}

static void take(Engine *engine, const Message *message)
{
    Player *player = &engine->player;
    bool audible = player->phase == PHASE_RUNNING;
    switch (message->kind) {
    case MESSAGE_PLAN: swap_begin(engine, message->plan); break;
    case MESSAGE_VALUES: swap_values(engine, message->batch, audible); break;
    case MESSAGE_PLAY:
        if (!player->playing)
            jump(engine, audible ? timeline_position(&player->timeline, player->next) : player->position, true);
        break;
    case MESSAGE_STOP: stop(engine); break;
    case MESSAGE_LOCATE: jump(engine, message->frame, player->playing); break;
    case MESSAGE_LOOP: set_loop(player, message); break;
    case MESSAGE_MONITOR: monitor_set(&player->monitor, &message->monitor, engine->glide_frames); break;
    }
}

/* In order; while a swap or a jump fades out, the rest waits. */
static void take_messages(Engine *engine)
{
    Player *player = &engine->player;
    Message message;
    while (!player->pending && player->phase != PHASE_LEAVING && ring_pop(&engine->messages, &message))
        take(engine, &message);
}

static void compute(Engine *engine, float *const out[2], int frames)
{
    Player *player = &engine->player;
    const Plan *plan = player->plan;
    Run run = {.kernels = engine->kernels,
               .timeline = &player->timeline,
               .space = &player->space,
               .frame = player->next,
               .frames = frames,
               .live = true,
               .out = {out[0], out[1]},
               .listen = player->monitor.listen,
               .listen_out = {player->listen[0], player->listen[1]},
               .underruns = &engine->underruns};
    for (int i = 0; i < plan->step_count; i++)
        plan->steps[i].run(plan, plan->steps[i].index, &run);
    if (plan->master < 0)
        for (int c = 0; c < 2; c++)
            memset(out[c], 0, (size_t)frames * sizeof(float));
    player->next += frames;
}

/* Frames to the next moment at which something happens, at most one cell. */
static int piece(const Engine *engine, int frames)
{
    const Player *player = &engine->player;
    int cell = CELL_FRAMES - (int)((uint64_t)player->next % CELL_FRAMES);
    int most = frames < cell ? frames : cell;
    if (player->pending && player->swap_at - player->next < most)
        most = (int)(player->swap_at - player->next);
    if (player->phase == PHASE_LEAVING && player->leave_at + engine->fade_frames - player->next < most)
        most = (int)(player->leave_at + engine->fade_frames - player->next);
    return most;
}

static void fill(Engine *engine, int budget)
{
    Player *player = &engine->player;
    float scrap[2][LIVE_RUN_FRAMES], *out[2] = {scrap[0], scrap[1]};
    while (player->next < player->filled_at && budget > 0) {
        int64_t left = player->filled_at - player->next;
        int frames = piece(engine, left < LIVE_RUN_FRAMES ? (int)left : LIVE_RUN_FRAMES);
        compute(engine, out, frames);
        budget -= frames;
    }
    if (player->next >= player->filled_at)
        player->phase = PHASE_RUNNING;
}

static void fade_out(const Engine *engine, float *const out[2], int frames)
{
    const Player *player = &engine->player;
    for (int i = 0; i < frames; i++) {
        double gain = 1.0 - (double)(player->next - frames + i - player->leave_at) / engine->fade_frames;
        out[0][i] = (float)(out[0][i] * gain);
        out[1][i] = (float)(out[1][i] * gain);
    }
}

static void count_quiet(Engine *engine, float *const out[2], int frames)
{
    Player *player = &engine->player;
    float peak = 0, square = 0;
    TimelineSpan span = timeline_span(&player->timeline, player->next, 1);
    for (int c = 0; c < 2; c++)
        engine->kernels->measure(out[c], frames, &peak, &square);
    player->quiet_frames = !player->playing && !span.moving && peak < IDLE_LEVEL ? player->quiet_frames + frames : 0;
    if (player->quiet_frames < player->plan->gap_frames)
        return;
    player->position = span.position;
    player->phase = PHASE_IDLE;
}

static void meter(Engine *engine, int frames)
{
    Player *player = &engine->player;
    if (!engine->setup.meters)
        return;
    meters_collect(&engine->board, player->plan, 0, frames);
    player->meter_frames += frames;
    if (player->meter_frames < METER_FRAMES)
        return;
    player->meter_frames = 0;
    int64_t position =
        player->phase == PHASE_IDLE ? player->position : timeline_position(&player->timeline, player->next);
    meters_publish(&engine->board, player->plan, position, player->playing);
}

/* One piece of output, at least one frame; the number of frames done. */
static int advance(Engine *engine, float *const out[2], int frames, int block)
{
    Player *player = &engine->player;
    float *listen[2] = {player->listen[0], player->listen[1]};
    if (player->phase == PHASE_FILLING)
        fill(engine, CATCH_UP_FRAMES + 3 * block);
    if (player->phase == PHASE_IDLE || player->phase == PHASE_FILLING) {
        int silent = frames < METER_FRAMES ? frames : METER_FRAMES;
        for (int c = 0; c < 2; c++)
            memset(out[c], 0, (size_t)silent * sizeof(float));
        meter(engine, silent);
        return silent;
    }
    frames = piece(engine, frames);
    compute(engine, out, frames);
    if (player->phase == PHASE_LEAVING)
        fade_out(engine, out, frames);
    count_quiet(engine, out, frames);
    for (int i = 0; i < frames; i++)
        ring_push(&engine->tap, (float[2]){out[0][i], out[1][i]});
    monitor_run(&player->monitor, out, listen, frames);
    meter(engine, frames);
    return frames;
}

/* What falls due between two pieces. */
static void settle(Engine *engine)
{
    Player *player = &engine->player;
    if (player->pending && (player->next >= player->swap_at || player->phase == PHASE_IDLE))
        swap_finish(engine);
    if (player->phase == PHASE_LEAVING && player->next >= player->leave_at + engine->fade_frames)
        restart(engine, player->jump_to, player->jump_plays);
    take_messages(engine);
}

void player_process(Engine *engine, float *const out[2], int frames)
{
    Player *player = &engine->player;
    take_messages(engine);
    for (int at = 0; at < frames;) {
        float *to[2] = {out[0] + at, out[1] + at};
        at += advance(engine, to, frames - at, frames);
        settle(engine);
    }
    if (frames == 0 && player->phase == PHASE_FILLING)
        fill(engine, CATCH_UP_FRAMES);
    bool still = player->phase == PHASE_IDLE || player->phase == PHASE_FILLING;
    engine_publish_state(engine, still ? player->position : timeline_position(&player->timeline, player->next),
                         player->playing, (int)player->plan->latency, frames);
    atomic_store_explicit(&engine->running, !still, memory_order_release);
}
