/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/player.h"

#include <math.h>
#include <stdlib.h>
#include <time.h>

#include "audio/base/buffer.h"
#include "audio/base/clock.h"
#include "src/session/player_private.h"

#define LOCATE_PATIENCE_S 0.5 /* how long a locate waits for the disk before it goes on without */
enum { WAITS_MAX = 10000, LOOK_AHEAD_FRAMES = 8192, LAG_MAX_S = 2, REST_AFTER_S = 2, TAIL_MAX_S = 30 };

/* ---- the audio thread ---- */

/* Of --play alone, which nobody edits: rather late than silent. A device that keeps real time never comes here, because
 * the disk thread is seconds ahead of it. */
static void wait_for_disk(Player *player, int frames)
{
    EngineState state;
    struct timespec pause = {0, 200000};
    engine_state(player->rig.engine, &state);
    for (int i = 0; i < WAITS_MAX && state.playing && !atomic_load(&player->ending); i++) {
        if (state.position + state.latency_frames + frames <=
            atomic_load_explicit(&player->in_memory_until, memory_order_acquire))
            return;
        nanosleep(&pause, NULL);
    }
}

static bool pull_engine(void *context, float *const out[2], int frames)
{
    Player *player = context;
    if (player->setup.patient)
        wait_for_disk(player, frames);
    engine_process(player->rig.engine, out, frames);
    soundtap_write(player->tap, (const float *const *)out, frames);
    store_quiesce(player->song->store);
    player->rest_frames = engine_rests(player->rig.engine) ? player->rest_frames + frames : 0;
    return player->rest_frames >= REST_AFTER_S * player->song->stems.rate_hz; /* until then needles fall */
}

void player_look_ahead(Player *player)
{
    EngineState state;
    int64_t until = atomic_load(&player->in_memory_until);
    player_state(player, &state);
    store_follow(player->song->store, state.position + state.latency_frames, false, 0, 0);
    if (until < state.position)
        until = state.position;
    while (until < state.position + state.latency_frames + 4 * LOOK_AHEAD_FRAMES &&
           store_is_ready(player->song->store, until, LOOK_AHEAD_FRAMES))
        until += LOOK_AHEAD_FRAMES;
    atomic_store_explicit(&player->in_memory_until, until, memory_order_release);
}

/* ---- the mix ---- */

/* soloed[i] for the strips of the model; NULL when nothing is soloed or without memory. */
static bool *find_soloed(const Player *player, const Model *model)
{
    bool *soloed = calloc((size_t)model->strip_count + 1, sizeof *soloed), any = false;
    for (int k = 0; soloed && k < player->layer_count; k++)
        for (int i = 0; player->layers[k].layer->soloed && i < model->strip_count; i++)
            any |= soloed[i] |= player->layers[k].layer->soloed(player->layers[k].part, model->strips[i].uid);
    if (any)
        return soloed;
    free(soloed);
    return NULL;
}

/* The document as it is listened to now. */
static Status compile_mix(const Player *player, Mix *mix, StemTable *stems)
{
    size_t room = 1;
    for (int k = 0; k < player->layer_count; k++)
        if (player->layers[k].layer->count)
            room += (size_t)player->layers[k].layer->count(player->layers[k].part);
    MixOverride *overrides = calloc(room, sizeof *overrides);
    if (!overrides)
        return STATUS_NO_MEMORY;
    MixStates states = {.overrides = overrides};
    for (int k = 0; k < player->layer_count; k++)
        if (player->layers[k].layer->count)
            states.override_count +=
                player->layers[k].layer->list(player->layers[k].part, overrides + states.override_count);
    bool *soloed = find_soloed(player, document_model(player->song->document));
    states.soloed = soloed;
    Status status = mix_compile(mix, player->song->document, stems, &states);
    free(soloed);
    free(overrides);
    return status;
}

/* The audio thread may sleep when there is nothing to do.  Without a device there is none: what the engine was told is
 * taken here. */
static void take_turn(Player *player)
{
    keeper_tell(player->rig.keeper);
    if (player->has_device)
        return;
    pull_engine(player, (float *[2]){NULL, NULL}, 0);
    engine_poll(player->rig.engine);
}

/* The queue that the audio thread empties is full at times: the mix waits until there is room, and the next one takes
 * its place. */
static Status give_mix(Player *player, const MixSpec *spec, Error *error)
{
    Status status = engine_apply(player->rig.engine, spec, error);
    player->behind = status == STATUS_BUSY;
    take_turn(player);
    return player->behind ? STATUS_OK : status;
}

Status player_refresh(Player *player, Error *error)
{
    Mix mix;
    Status status = compile_mix(player, &mix, &player->song->stems);
    if (status != STATUS_OK)
        return error_set(error, status, "out of memory");
    status = give_mix(player, &mix.spec, error);
    if (status == STATUS_OK)
        status = store_set_cues(player->song->store, mix.cues, mix.cue_count);
    if (status != STATUS_OK) {
        mix_clear(&mix);
        return status;
    }
    if (mix.spec.end_frame != player->rig.mix.spec.end_frame)
        board_fact(player->board, TOLD_LENGTH, (long long)mix.spec.end_frame);
    mix_clear(&player->rig.mix);
    player->rig.mix = mix;
    return STATUS_OK;
}

bool player_is_behind(const Player *player)
{
    return player->behind;
}

const MixSpec *player_mix(const Player *player)
{
    return &player->rig.mix.spec;
}

/* ---- one song after the other ---- */

static void rig_clear(Rig *rig)
{
    keeper_free(rig->keeper);
    engine_free(rig->engine);
    mastermeter_free(rig->loudness);
    imagemeter_free(rig->image);
    mix_clear(&rig->mix);
    *rig = (Rig){0};
}

static Status new_loudness(MasterMeter **loudness, int rate_hz)
{
    MasterMeterSetup setup = {.rate_hz = rate_hz, .windows = true};
    return mastermeter_new(loudness, &setup);
}

/* Around rig->mix, which is made; all of it is freed on failure. */
static Status rig_make(Rig *rig, int rate_hz, StemStore *store, Player *player, Error *error)
{
    EngineSetup setup = {.rate_hz = rate_hz, .jobs = 1, .meters = true};
    Status status = engine_new(&rig->engine, &setup, &rig->mix.spec, error);
    if (status == STATUS_OK)
        status = new_loudness(&rig->loudness, rate_hz);
    if (status == STATUS_OK)
        status = imagemeter_new(&rig->image, rate_hz);
    if (status == STATUS_OK)
        status = store_set_cues(store, rig->mix.cues, rig->mix.cue_count);
    if (status == STATUS_OK)
        status = keeper_new(&rig->keeper, pull_engine, player);
    if (status != STATUS_OK)
        rig_clear(rig);
    return status;
}

Status player_prepare(Player *player, Project *song, Error *error)
{
    rig_clear(&player->next);
    Status status = mix_compile(&player->next.mix, song->document, &song->stems, NULL);
    if (status == STATUS_OK)
        status = rig_make(&player->next, document_model(song->document)->rate_hz, song->store, player, error);
    return status;
}

void player_halt(Player *player)
{
    atomic_store(&player->ending, true);
    rig_clear(&player->rig);
    player->meters = NULL;
    player->playing = player->locating = player->loop_on = player->behind = player->has_device = false;
}

void player_begin(Player *player)
{
    player->rig = player->next;
    player->next = (Rig){0};
    atomic_store(&player->ending, false);
    mastermeter_read(player->rig.loudness, &player->reading);
    imagemeter_watch(player->rig.image, player->image_watchers > 0);
    engine_set_monitor(player->rig.engine, &player->monitor);
    probes_begin(player->probes, player->rig.engine, document_model(player->song->document)->rate_hz);
    if (!player->setup.silent)
        player_request_device(player, player->setup.device);
}

Status player_change_rate(Player *player, Error *error)
{
    Project *song = player->song;
    int rate_hz = document_model(song->document)->rate_hz;
    StoreSetup setup = {.rate_hz = rate_hz, .read_ahead_s = 2};
    StemStore *store = NULL;
    StemTable stems = {0};
    Status status = store_new(&store, &setup, error);
    if (status == STATUS_OK)
        status = stems_init(&stems, store, rate_hz, song->path, song->stems.allow_outside);
    if (status == STATUS_OK)
        status = compile_mix(player, &player->next.mix, &stems);
    if (status == STATUS_OK)
        status = rig_make(&player->next, rate_hz, store, player, error);
    if (status != STATUS_OK) {
        stems_clear(&stems);
        store_free(store);
        return status;
    }
    player_halt(player);
    stems_clear(&song->stems);
    store_free(song->store);
    song->store = store;
    song->stems = stems;
    player_begin(player);
    return STATUS_OK;
}

Player *player_new(const PlayerSetup *setup, Board *board, Project *song)
{
    Player *player = calloc(1, sizeof *player);
    if (!player)
        return NULL;
    player->probes = probes_new();
    player->tap = soundtap_new();
    if (!player->probes || !player->tap) {
        probes_free(player->probes);
        soundtap_free(player->tap);
        free(player);
        return NULL;
    }
    player->setup = *setup;
    player->board = board;
    player->song = song;
    if (isfinite(setup->monitor_db))
        player->monitor.level_db = setup->monitor_db;
    player_forget_readings(player);
    return player;
}

void player_free(Player *player)
{
    if (!player)
        return;
    player_halt(player);
    rig_clear(&player->next);
    totals_clear(&player->totals);
    probes_free(player->probes);
    soundtap_free(player->tap);
    free(player->layers);
    free(player);
}

bool player_add_layer(Player *player, const MixLayer *layer, void *part)
{
    if (!array_grow(&player->layers, player->layer_count, &player->layer_room, sizeof *player->layers))
        return false;
    player->layers[player->layer_count++] = (LayerOf){layer, part};
    return true;
}

/* ---- where it is ---- */

static void begin_measuring(Player *player)
{
    MasterMeter *fresh;
    if (new_loudness(&fresh, document_model(player->song->document)->rate_hz) != STATUS_OK)
        return;
    mastermeter_free(player->rig.loudness);
    player->rig.loudness = fresh;
    mastermeter_read(fresh, &player->reading);
}

void player_play(Player *player)
{
    player_want_device(player);
    if (!player->playing)
        begin_measuring(player);
    EngineState state;
    player_state(player, &state);
    player->loud_until = state.position;
    player->playing = true;
    engine_play(player->rig.engine);
    keeper_tell(player->rig.keeper);
}

void player_stop(Player *player)
{
    player->playing = false;
    engine_stop(player->rig.engine);
    keeper_tell(player->rig.keeper);
}

static void try_locate(Player *player)
{
    int soon = document_model(player->song->document)->rate_hz / 4;
    if (!player->locating || (!player_is_ready(player, player->target, soon) && clock_now_s() < player->patience_s))
        return;
    player->locating = false;
    player->loud_until = player->target;
    engine_locate(player->rig.engine, player->target);
    take_turn(player);
}

void player_locate(Player *player, int64_t frame)
{
    player->target = frame < 0 ? 0 : frame;
    player->locating = true;
    player->patience_s = clock_now_s() + LOCATE_PATIENCE_S;
    try_locate(player);
}

void player_set_loop(Player *player, bool on, int64_t from, int64_t to)
{
    player->loop_on = on;
    player->loop_from = from;
    player->loop_to = to;
    engine_set_loop(player->rig.engine, on, from, to);
}

bool player_is_playing(const Player *player)
{
    return player->playing;
}

bool player_is_locating(const Player *player)
{
    return player->locating;
}

void player_state(const Player *player, EngineState *state)
{
    *state = (EngineState){0};
    if (player->rig.engine)
        engine_state(player->rig.engine, state);
    if (player->locating)
        state->position = player->target;
}

int64_t player_heard_frame(const Player *player, int64_t position)
{
    DeviceState device;
    player_device_state(player, &device);
    bool known = device.latency_s > 0 && device.latency_s < LAG_MAX_S;
    return position - (known ? (int64_t)floor(device.latency_s * player->song->stems.rate_hz + 0.5) : 0);
}

bool player_is_ready(const Player *player, int64_t frame, int frames)
{
    return store_is_ready(player->song->store, frame, frames);
}

bool player_is_played(const Player *player, int64_t end_frame)
{
    EngineState state;
    player_state(player, &state);
    return state.position >= end_frame &&
           (state.position >= end_frame + (int64_t)TAIL_MAX_S * player->song->stems.rate_hz ||
            engine_is_over(player->rig.engine, state.position - player->loud_until));
}

void player_tick(Player *player)
{
    EngineState state;
    Error error;
    if (!player->rig.engine)
        return;
    try_locate(player);
    engine_poll(player->rig.engine);
    if (player->behind && give_mix(player, &player->rig.mix.spec, &error) != STATUS_OK)
        board_notice(player->board, NOTICE_ERROR, "%s", error.text);
    player_state(player, &state);
    store_follow(player->song->store, state.position + state.latency_frames, player->loop_on, player->loop_from,
                 player->loop_to);
    player_output_tick(player);
}
