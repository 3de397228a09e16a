/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "src/session/parts.h"

#define FIRST_RUN_MONITOR_DB (-12.0)
enum { TAP_FRAMES = 1024 };

enum { WAITS_MAX = 10000, LOOK_AHEAD_FRAMES = 8192 };

/* Audio thread of --play alone, which nobody rides: rather late than silent. A device that keeps real time never comes
 * here, because the disk thread is seconds ahead of it. */
static void wait_for_disk(Session *session, int frames)
{
    EngineState state;
    struct timespec pause = {0, 200000};
    engine_state(session->engine, &state);
    for (int i = 0; i < WAITS_MAX && state.playing && !atomic_load(&session->ending); i++) {
        if (state.position + state.latency_frames + frames <=
            atomic_load_explicit(&session->in_memory_until, memory_order_acquire))
            return;
        nanosleep(&pause, NULL);
    }
}

void session_look_ahead(Session *session)
{
    EngineState state;
    int64_t until = atomic_load(&session->in_memory_until);
    session_engine_state(session, &state);
    store_follow(session->project.store, state.position + state.latency_frames, false, 0, 0);
    if (until < state.position)
        until = state.position;
    while (until < state.position + state.latency_frames + 4 * LOOK_AHEAD_FRAMES &&
           store_is_ready(session->project.store, until, LOOK_AHEAD_FRAMES))
        until += LOOK_AHEAD_FRAMES;
    atomic_store_explicit(&session->in_memory_until, until, memory_order_release);
}

/* Audio thread. */
static void pull_engine(void *context, float *const out[2], int frames)
{
    Session *session = context;
    if (session->setup.patient)
        wait_for_disk(session, frames);
    engine_process(session->engine, out, frames);
    store_quiesce(session->project.store);
}

/* soloed[i] for the strips of the model; NULL when nothing is soloed or without memory. */
static bool *solo_flags(const Session *session)
{
    const Model *model = document_model(session->project.document);
    bool *flags = session->solo_count ? calloc((size_t)model->strip_count + 1, sizeof *flags) : NULL;
    for (int i = 0; flags && i < model->strip_count; i++)
        flags[i] = session_is_soloed(session, model->strips[i].uid);
    return flags;
}

/* The document as it is listened to now. */
static Status compile_mix(Session *session, Mix *mix, StemTable *stems)
{
    bool *soloed = solo_flags(session);
    size_t room = (size_t)(session->heard_count + COMPARED_MAX + recorder_count(session->recorder));
    MixOverride *overrides = calloc(room, sizeof *overrides);
    MixStates states = {.soloed = soloed, .overrides = overrides};
    if (overrides)
        states.override_count = session_list_heard(session, overrides);
    if (overrides)
        states.override_count += session_list_compared(session, overrides + states.override_count);
    if (overrides)
        states.override_count += recorder_list(session->recorder, overrides + states.override_count);
    Status status = overrides ? mix_compile(mix, session->project.document, stems, &states) : STATUS_NO_MEMORY;
    free(soloed);
    free(overrides);
    return status;
}

Status session_update_engine(Session *session, Error *error)
{
    Mix mix;
    Status status = compile_mix(session, &mix, &session->project.stems);
    if (status != STATUS_OK)
        return error_set(error, status, "out of memory");
    status = engine_apply(session->engine, &mix.spec, error);
    if (status == STATUS_BUSY) { /* too much at once for the audio thread's queue: it is drained within a block */
        engine_poll(session->engine);
        status = engine_apply(session->engine, &mix.spec, error);
    }
    if (status == STATUS_OK)
        status = store_set_cues(session->project.store, mix.cues, mix.cue_count);
    if (status != STATUS_OK) {
        mix_clear(&mix);
        return status;
    }
    mix_clear(&session->mix);
    session->mix = mix;
    return STATUS_OK;
}

Status session_start_sound(Session *session, Error *error)
{
    const Model *model = document_model(session->project.document);
    EngineSetup setup = {.rate_hz = model->rate_hz, .jobs = 1, .meters = true};
    MasterMeterSetup meter = {.rate_hz = model->rate_hz, .mode = LOUDNESS_BOUNDED, .windows = true};
    if (!session_reset_recorder(session))
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    Status status = compile_mix(session, &session->mix, &session->project.stems);
    if (status == STATUS_OK)
        status = engine_new(&session->engine, &setup, &session->mix.spec, error);
    if (status == STATUS_OK)
        status = mastermeter_new(&session->loudness, &meter);
    if (status == STATUS_OK)
        mastermeter_read(session->loudness, &session->reading);
    if (status == STATUS_OK)
        status = store_set_cues(session->project.store, session->mix.cues, session->mix.cue_count);
    if (status == STATUS_OK)
        status = sound_new(&session->sound, pull_engine, session);
    if (status != STATUS_OK) {
        session_stop_sound(session);
        return status;
    }
    atomic_store(&session->ending, false);
    engine_set_monitor(session->engine, &session->monitor);
    if (!session->setup.silent)
        session_request_device(session, session->setup.device);
    return STATUS_OK;
}

void session_stop_sound(Session *session)
{
    atomic_store(&session->ending, true);
    sound_free(session->sound);
    engine_free(session->engine);
    mastermeter_free(session->loudness);
    mix_clear(&session->mix);
    session->sound = NULL;
    session->engine = NULL;
    session->loudness = NULL;
    session->meters = NULL;
}

void session_request_device(Session *session, const char *name)
{
    DeviceSetup setup = {.rate_hz = document_model(session->project.document)->rate_hz,
                         .block_frames = session->setup.block_frames};
    snprintf(setup.name, sizeof setup.name, "%s", name);
    snprintf(session->device_text, sizeof session->device_text, "opening");
    session_tell_state(session, "device", "%s", session->device_text);
    sound_request(session->sound, &setup);
}

static bool is_null_device(const DeviceState *state)
{
    return strncmp(state->name, "null", 4) == 0;
}

/* The first sound on a real device is quiet: nobody's ears or monitors shall suffer from a first mistake. */
static void set_first_monitor(Session *session, const DeviceState *state)
{
    if (session->monitor_given)
        return;
    session->monitor_given = true;
    if (isfinite(session->setup.monitor_db))
        session->monitor.level_db = session->setup.monitor_db;
    else if (!is_null_device(state)) {
        session->monitor.level_db = FIRST_RUN_MONITOR_DB;
        session_tell_notice(session, NOTICE_INFO, "Monitor at -12 dB; ,k raises it.");
    }
    engine_set_monitor(session->engine, &session->monitor);
    session_tell_state(session, "monitor", "%g %d %d %d", session->monitor.level_db, session->monitor.dim,
                       session->monitor.mono, session->monitor.cut);
}

static void take_sound_event(Session *session, const SoundEvent *event)
{
    DeviceState state;
    sound_state(session->sound, &state);
    if (event->kind == SOUND_OPENED || event->kind == SOUND_BACK)
        set_first_monitor(session, &state);
    if (event->kind == SOUND_UNAVAILABLE || event->kind == SOUND_LOST)
        snprintf(session->device_text, sizeof session->device_text, "none");
    else if (state.rate_hz && state.rate_hz != document_model(session->project.document)->rate_hz)
        snprintf(session->device_text, sizeof session->device_text, "%s at %d Hz, converted", state.name,
                 state.rate_hz);
    else
        snprintf(session->device_text, sizeof session->device_text, "%s", state.name);
    session_tell_state(session, "device", "%s", session->device_text);
    if (event->kind == SOUND_BACK)
        session_tell_notice(session, NOTICE_INFO, "Sound is back: %s.", session->device_text);
    else if (event->kind != SOUND_OPENED)
        session_tell_notice(session, NOTICE_ERROR, "%s", event->text);
}

static void measure_tap(Session *session)
{
    float interleaved[2 * TAP_FRAMES], left[TAP_FRAMES], right[TAP_FRAMES];
    const float *const planar[2] = {left, right};
    int frames;
    while ((frames = engine_tap_read(session->engine, interleaved, TAP_FRAMES)) > 0) {
        for (int i = 0; i < frames; i++) {
            left[i] = interleaved[2 * i];
            right[i] = interleaved[2 * i + 1];
        }
        if (session->transport.playing)
            mastermeter_add(session->loudness, planar, frames);
        session->reading_is_new = true;
    }
    if (session->reading_is_new)
        mastermeter_read(session->loudness, &session->reading);
    session->reading_is_new = false;
}

void session_tick_sound(Session *session)
{
    SoundEvent event;
    StoreProblem problem;
    DeviceState state;
    EngineState engine;
    if (!session->engine)
        return;
    engine_poll(session->engine);
    while (sound_next_event(session->sound, &event))
        take_sound_event(session, &event);
    while (store_next_problem(session->project.store, &problem))
        session_tell_notice(session, NOTICE_WARN, "%s: %s", problem.path, problem.text);
    sound_state(session->sound, &state);
    session_engine_state(session, &engine);
    store_follow(session->project.store, engine.position + engine.latency_frames, session->transport.loop_on,
                 session->transport.loop_from, session->transport.loop_to);
    uint32_t xruns = (uint32_t)state.underflows + engine.underruns;
    if (xruns != session->told_xruns) {
        session->told_xruns = xruns;
        session_tell_state(session, "xruns", "%u", xruns);
    }
    measure_tap(session);
    const MeterFrame *frame;
    if (engine_meters(session->engine, &frame)) {
        session->meters = frame;
        session_add_totals(session, frame);
    }
}
