/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What leaves the engine: the device, the monitor before it, and the meters. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "src/session/player_private.h"

#define FIRST_RUN_MONITOR_DB (-12.0)
#define QUIET_LIN 1e-6f /* -120 dBFS */
enum { TAP_FRAMES = 1024 };

/* ---- the device ---- */

void player_request_device(Player *player, const char *name)
{
    DeviceSetup setup = {.rate_hz = document_model(player->song->document)->rate_hz,
                         .block_frames = player->setup.block_frames};
    snprintf(setup.name, sizeof setup.name, "%s", name);
    snprintf(player->device_text, sizeof player->device_text, "opening");
    board_fact(player->board, TOLD_DEVICE, player->device_text);
    player->has_device = true;
    keeper_request(player->rig.keeper, &setup);
}

void player_want_device(Player *player)
{
    if (!player->setup.silent)
        return;
    player->setup.silent = false;
    player_request_device(player, player->setup.device);
}

const char *player_device_text(const Player *player)
{
    return player->device_text;
}

void player_device_state(const Player *player, DeviceState *state)
{
    keeper_state(player->rig.keeper, state);
}

bool player_is_settled(const Player *player)
{
    return keeper_is_settled(player->rig.keeper);
}

bool player_is_substitute(const Player *player)
{
    return keeper_is_substitute(player->rig.keeper);
}

/* ---- the monitor ---- */

static void tell_monitor(const Player *player, Board *board)
{
    const MonitorSpec *monitor = &player->monitor;
    board_fact(board, TOLD_MONITOR, monitor->level_db, monitor->dim, monitor->mono, monitor->cut);
}

const MonitorSpec *player_monitor(const Player *player)
{
    return &player->monitor;
}

void player_set_monitor(Player *player, const MonitorSpec *monitor)
{
    player->monitor = *monitor;
    engine_set_monitor(player->rig.engine, monitor);
    tell_monitor(player, player->board);
}

void player_set_monitor_level(Player *player, double level_db)
{
    MonitorSpec monitor = player->monitor;
    monitor.level_db = level_db;
    player->monitor_given = true;
    player_set_monitor(player, &monitor);
}

void player_listen_to_master(Player *player)
{
    player->monitor.listen = LISTEN_MASTER;
    player->monitor.listen_uid = 0;
    if (player->rig.engine)
        engine_set_monitor(player->rig.engine, &player->monitor);
}

/* The first sound on a real device is quiet: nobody's ears or monitors shall suffer from a first mistake. */
static void set_first_monitor(Player *player, const DeviceState *state)
{
    double level_db = player->monitor.level_db;
    bool is_null = strncmp(state->name, "null", 4) == 0;
    if (player->monitor_given)
        return;
    if (isfinite(player->setup.monitor_db))
        level_db = player->setup.monitor_db;
    else if (!is_null) {
        level_db = FIRST_RUN_MONITOR_DB;
        board_notice(player->board, NOTICE_INFO, "Monitor at -12 dB; ,k raises it.");
    }
    player_set_monitor_level(player, level_db);
}

static void take_event(Player *player, const KeeperEvent *event)
{
    DeviceState state;
    char *text = player->device_text;
    size_t size = sizeof player->device_text;
    player_device_state(player, &state);
    if (event->kind == KEEPER_OPENED || event->kind == KEEPER_BACK)
        set_first_monitor(player, &state);
    if (event->kind == KEEPER_UNAVAILABLE || event->kind == KEEPER_LOST)
        snprintf(text, size, "none");
    else if (state.rate_hz && state.rate_hz != document_model(player->song->document)->rate_hz)
        snprintf(text, size, "%s at %d Hz, converted", state.name, state.rate_hz);
    else
        snprintf(text, size, "%s", state.name);
    board_fact(player->board, TOLD_DEVICE, text);
    if (event->kind == KEEPER_BACK)
        board_notice(player->board, NOTICE_INFO, "Sound is back: %s.", text);
    else if (event->kind != KEEPER_OPENED)
        board_notice(player->board, NOTICE_ERROR, "%s", event->text);
}

const SoundTap *player_tap(const Player *player)
{
    return player->tap;
}

/* ---- meters ---- */

const MeterFrame *player_meters(const Player *player, uint64_t *serial)
{
    *serial = player->serial;
    return player->meters;
}

const MasterReading *player_loudness(const Player *player)
{
    return &player->reading;
}

ImageMeter *player_image(Player *player)
{
    return player->rig.image;
}

void player_watch_image(Player *player, bool on)
{
    player->image_watchers += on ? 1 : -1;
    if (player->rig.image)
        imagemeter_watch(player->rig.image, player->image_watchers > 0);
}

const StripTotals *player_totals(const Player *player, uint32_t strip_uid)
{
    return totals_of(&player->totals, strip_uid);
}

void player_forget_holds(Player *player)
{
    totals_forget_holds(&player->totals);
}

void player_forget_readings(Player *player)
{
    player->told_xruns = 0;
    totals_clear(&player->totals);
    player->reading = (MasterReading){.momentary_lufs = -INFINITY,
                                      .short_term_lufs = -INFINITY,
                                      .momentary_max_lufs = -INFINITY,
                                      .short_term_max_lufs = -INFINITY,
                                      .integrated_lufs = -INFINITY,
                                      .true_peak_max_db = -INFINITY,
                                      .true_peak_db = {-INFINITY, -INFINITY},
                                      .sample_peak_db = {-INFINITY, -INFINITY}};
}

int player_open_probe(Player *player)
{
    return probes_open(player->probes);
}

void player_close_probe(Player *player, int probe)
{
    probes_close(player->probes, player->rig.engine, probe);
}

void player_set_probe(Player *player, int probe, uint32_t processor_uid)
{
    probes_set(player->probes, player->rig.engine, probe, processor_uid);
}

const ProbeReading *player_probe(const Player *player, int probe)
{
    return probes_read(player->probes, probe);
}

/* The loudness of what is heard while it plays; what is only rung out counts no more. */
static void measure_tap(Player *player)
{
    float interleaved[2 * TAP_FRAMES], left[TAP_FRAMES], right[TAP_FRAMES];
    const float *const planar[2] = {left, right};
    bool is_new = false;
    int frames;
    while ((frames = engine_tap_read(player->rig.engine, interleaved, TAP_FRAMES)) > 0) {
        for (int i = 0; i < frames; i++) {
            left[i] = interleaved[2 * i];
            right[i] = interleaved[2 * i + 1];
        }
        if (player->playing)
            imagemeter_add(player->rig.image, player->rig.loudness, planar, frames);
        is_new = true;
    }
    if (is_new)
        mastermeter_read(player->rig.loudness, &player->reading);
}

static void count_gaps(Player *player)
{
    DeviceState device;
    EngineState engine;
    player_device_state(player, &device);
    engine_state(player->rig.engine, &engine);
    uint32_t xruns = (uint32_t)device.underflows + engine.underruns;
    if (xruns == player->told_xruns)
        return;
    player->told_xruns = xruns;
    board_fact(player->board, TOLD_XRUNS, xruns);
}

static void listen_to_tail(Player *player, const MeterFrame *frame)
{
    int master = player->rig.mix.spec.master;
    if (master < 0 || master >= frame->strip_count)
        return;
    const float *peak = frame->strips[master].peak[METER_OUTPUT];
    if (peak[0] > QUIET_LIN || peak[1] > QUIET_LIN)
        player->loud_until = frame->position;
}

void player_output_tick(Player *player)
{
    KeeperEvent event;
    StoreProblem problem;
    const MeterFrame *frame;
    while (keeper_next_event(player->rig.keeper, &event))
        take_event(player, &event);
    while (store_next_problem(player->song->store, &problem))
        board_notice(player->board, NOTICE_WARN, "%s: %s", problem.path, problem.text);
    count_gaps(player);
    measure_tap(player);
    probes_tick(player->probes, player->rig.engine);
    if (engine_meters(player->rig.engine, &frame)) {
        player->meters = frame;
        player->serial++;
        totals_add(&player->totals, frame);
        listen_to_tail(player, frame);
    }
}

void player_tell(const Player *player, Board *board)
{
    board_fact(board, TOLD_DEVICE, player->device_text);
    board_fact(board, TOLD_XRUNS, player->told_xruns);
    board_fact(board, TOLD_LENGTH, (long long)player->rig.mix.spec.end_frame);
    tell_monitor(player, board);
}
