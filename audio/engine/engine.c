/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The door of the engine: who plays and who bounces stand behind it, and each call goes to one of them. */
#include "audio/engine/engine.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/denormals.h"
#include "audio/engine/live/player.h"
#include "audio/engine/live/sender.h"
#include "audio/engine/offline/pipeline.h"
#include "audio/engine/plan/plan.h"

#define FADE_MS 5.0

struct Engine {
    EngineLink link;
    MeterBoard meters;
    Plan *first;        /* the plan of a bounce; in playback the player has it */
    Pipeline *pipeline; /* a bounce */
    Mail mail;          /* playback, and so are these */
    Sender sender;      /* control thread */
    Player player;      /* audio thread */
};

static bool is_offline(const Engine *engine)
{
    return engine->link.setup.offline;
}

/* The plan last handed over. Control thread. */
static const Plan *told(const Engine *engine)
{
    return is_offline(engine) ? engine->first : engine->sender.told;
}

static Status start_player(Engine *engine)
{
    engine->sender = (Sender){.setup = engine->link.setup, .mail = &engine->mail, .told = engine->first};
    Plan *plan = engine->first;
    engine->first = NULL;
    Status status = player_init(&engine->player, &engine->link, &engine->mail, plan);
    return status == STATUS_OK ? mail_init(&engine->mail) : status;
}

static Status start(Engine *engine, const MixSpec *spec, Error *error)
{
    EngineLink *link = &engine->link;
    PlanSetup setup = plan_setup_for(&link->setup, spec);
    Status status = plan_new(&engine->first, &setup, spec, NULL, error);
    if (status != STATUS_OK)
        return status;
    if (link->setup.meters) {
        if (meter_board_init(&engine->meters, STRIP_LIMIT) != STATUS_OK)
            return error_set(error, STATUS_NO_MEMORY, "out of memory");
        link->meters = &engine->meters;
    }
    if (is_offline(engine))
        return pipeline_new(&engine->pipeline, link, engine->first, error);
    return start_player(engine) == STATUS_OK ? STATUS_OK : error_set(error, STATUS_NO_MEMORY, "out of memory");
}

Status engine_new(Engine **result, const EngineSetup *setup, const MixSpec *spec, Error *error)
{
    if (!(setup->rate_hz >= 1000 && setup->rate_hz <= 1e6))
        return error_set(error, STATUS_BAD_VALUE, "a rate of %g Hz cannot be mixed", setup->rate_hz);
    Engine *engine = aligned_alloc(64, (sizeof *engine + 63) / 64 * 64);
    if (!engine)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    memset(engine, 0, sizeof *engine);
    engine->link.setup = *setup;
    engine->link.kernels = kernels_best();
    engine->link.fade_frames = (int)floor(FADE_MS * setup->rate_hz / 1000.0 + 0.5);
    engine->link.glide_frames = (int)floor(GLIDE_MS * setup->rate_hz / 1000.0 + 0.5);
    Status status = start(engine, spec, error);
    if (status == STATUS_OK)
        *result = engine;
    else
        engine_free(engine);
    return status;
}

void engine_free(Engine *engine)
{
    if (!engine)
        return;
    pipeline_free(engine->pipeline);
    plan_free(engine->first);
    if (!is_offline(engine)) {
        if (engine->sender.mail)
            sender_poll(&engine->sender);
        mail_clear(&engine->mail);
        player_clear(&engine->player);
    }
    if (engine->link.meters)
        meter_board_clear(engine->link.meters);
    free(engine);
}

/* ---- control thread ---- */

Status engine_apply(Engine *engine, const MixSpec *spec, Error *error)
{
    if (is_offline(engine))
        return error_set(error, STATUS_UNSUPPORTED, "a bounce cannot be changed while it runs");
    return sender_apply(&engine->sender, spec, error);
}

void engine_poll(Engine *engine)
{
    if (!is_offline(engine))
        sender_poll(&engine->sender);
}

bool engine_is_settled(const Engine *engine)
{
    return engine->sender.under_way == 0;
}

static void send(Engine *engine, Message message)
{
    if (!is_offline(engine))
        sender_send(&engine->sender, message);
}

void engine_play(Engine *engine)
{
    send(engine, (Message){.kind = MESSAGE_PLAY});
}

void engine_stop(Engine *engine)
{
    send(engine, (Message){.kind = MESSAGE_STOP});
}

void engine_locate(Engine *engine, int64_t frame)
{
    send(engine, (Message){.kind = MESSAGE_LOCATE, .frame = frame > 0 ? frame : 0});
}

void engine_set_loop(Engine *engine, bool on, int64_t from, int64_t to)
{
    send(engine, (Message){.kind = MESSAGE_LOOP, .loop = {from, to, on}});
}

void engine_set_monitor(Engine *engine, const MonitorSpec *monitor)
{
    send(engine, (Message){.kind = MESSAGE_MONITOR, .monitor = *monitor});
}

void engine_set_probes(Engine *engine, const uint32_t processor_uid[ENGINE_PROBES])
{
    Message message = {.kind = MESSAGE_PROBES};
    memcpy(message.probe_uid, processor_uid, sizeof message.probe_uid);
    send(engine, message);
}

bool engine_meters(Engine *engine, const MeterFrame **frame)
{
    const MeterFrame *newest = engine->link.meters ? meters_take(engine->link.meters) : NULL;
    if (newest)
        *frame = newest;
    return newest != NULL;
}

int engine_strip_latency(const Engine *engine, uint32_t uid)
{
    int s = plan_find_strip(told(engine), uid, 0);
    return s >= 0 ? (int)told(engine)->strips[s].total : -1;
}

bool engine_is_silent(const Engine *engine)
{
    EngineState state;
    engine_state(engine, &state);
    return state.position >= told(engine)->clips_end + told(engine)->tail_frames;
}

bool engine_is_over(const Engine *engine, int64_t quiet_frames)
{
    EngineState state;
    engine_state(engine, &state);
    return engine_is_silent(engine) ||
           (quiet_frames >= told(engine)->gap_frames && state.position >= told(engine)->moves_until);
}

int64_t engine_gap_frames(const Engine *engine)
{
    return told(engine)->gap_frames;
}

/* ---- any thread ---- */

void engine_state(const Engine *engine, EngineState *state)
{
    state_board_read(&engine->link.state, state);
}

bool engine_is_running(const Engine *engine)
{
    return atomic_load_explicit(&engine->link.state.running, memory_order_acquire);
}

int engine_tap_read(Engine *engine, float *interleaved, int frames)
{
    int got = 0;
    while (got < frames && ring_pop(&engine->mail.tap, interleaved + 2 * got))
        got++;
    return got;
}

int engine_probe_read(Engine *engine, int probe, float *quadruples, int frames)
{
    int got = 0;
    while (got < frames && ring_pop(&engine->mail.probe[probe], quadruples + 4 * got))
        got++;
    return got;
}

/* ---- audio thread, or the bounce ---- */

void engine_process(Engine *engine, float *const out[2], int frames)
{
    unsigned before = denormals_off();
    if (is_offline(engine))
        pipeline_process(engine->pipeline, out, NULL, frames);
    else
        player_process(&engine->player, out, frames);
    denormals_restore(before);
}

bool engine_rests(const Engine *engine)
{
    return !is_offline(engine) && player_rests(&engine->player);
}

void engine_process_stems(Engine *engine, float *const out[2], float *const *strip_out, int frames)
{
    unsigned before = denormals_off();
    pipeline_process(engine->pipeline, out, strip_out, frames);
    denormals_restore(before);
}
