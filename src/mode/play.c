/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/play.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "src/base/signals.h"
#include "src/mix/range.h"
#include "src/session/session.h"
#include "src/speech/opening.h"

typedef struct Playing {
    Session *session;
    Player *player;
    bool has_range;
    int64_t from, to, loud_until;
    uint64_t meters_seen;
} Playing;

enum { TAIL_SECONDS_MAX = 30 };
#define QUIET_LIN 1e-6f

static void on_notice(void *context, NoticeLevel level, const char *text)
{
    (void)context;
    fprintf(stderr, "%s%s\n", level == NOTICE_INFO ? "" : level == NOTICE_WARN ? "warning: " : "ttymix: ", text);
}

static void sleep_ms(int ms)
{
    struct timespec pause = {ms / 1000, (ms % 1000) * 1000000L};
    nanosleep(&pause, NULL);
}

/* Waits for the device that was asked for; a null device in its place is a failure here, because nobody would hear it.
 */
static bool wait_for_device(Playing *playing)
{
    while (!player_is_settled(playing->player) && !signals_ending()) {
        session_tick(playing->session);
        sleep_ms(5);
    }
    session_tick(playing->session);
    return !player_is_substitute(playing->player);
}

static void listen_to_tail(Playing *playing)
{
    uint64_t serial;
    const MeterFrame *frame = player_meters(playing->player, &serial);
    if (!frame || serial == playing->meters_seen || frame->strip_count == 0)
        return;
    playing->meters_seen = serial;
    const float *peak = frame->strips[frame->strip_count - 1].peak[METER_OUTPUT];
    if (peak[0] > QUIET_LIN || peak[1] > QUIET_LIN)
        playing->loud_until = frame->position;
}

/* The music, then its tail, by the rule that ends a bounce. */
static bool is_played(Playing *playing, int64_t position)
{
    int64_t second = document_model(session_document(playing->session))->rate_hz;
    listen_to_tail(playing);
    if (position < playing->to)
        return false;
    return playing->has_range || position >= playing->to + TAIL_SECONDS_MAX * second ||
           player_is_over(playing->player, position - playing->loud_until);
}

static void wait_for_stems(Playing *playing)
{
    int soon = document_model(session_document(playing->session))->rate_hz / 2;
    while (!signals_ending() &&
           (player_is_locating(playing->player) || !player_is_ready(playing->player, playing->from, soon))) {
        session_tick(playing->session);
        sleep_ms(2);
    }
}

/* False when the device was lost. */
static bool play_to_end(Playing *playing)
{
    EngineState state;
    for (int i = 0; !signals_ending(); i++) {
        sleep_ms(1);
        player_look_ahead(playing->player);
        if (i % 10)
            continue;
        session_tick(playing->session);
        player_state(playing->player, &state);
        if (player_is_substitute(playing->player))
            return false; /* the notice said so */
        if (is_played(playing, state.position))
            break;
    }
    return true;
}

/* What the device still holds is played out before it is closed. */
static void play_out(Playing *playing)
{
    DeviceState device;
    EngineState state;
    player_device_state(playing->player, &device);
    player_state(playing->player, &state);
    unsigned long long gaps = device.underflows + state.underruns;
    if (gaps)
        fprintf(stderr, "warning: %llu gap%s: the sound could not be delivered in time\n", gaps, gaps == 1 ? "" : "s");
    transport_stop(session_transport(playing->session), true);
    sleep_ms((int)(device.latency_s * 1000) + 300);
}

static int play_through(Playing *playing)
{
    if (playing->from > 0)
        transport_locate(session_transport(playing->session), playing->from);
    wait_for_stems(playing);
    transport_play(session_transport(playing->session));
    if (!play_to_end(playing))
        return EXIT_FAILED;
    play_out(playing);
    return signals_ending() ? EXIT_SIGNAL + signals_ending() : EXIT_DONE;
}

static int play(Playing *playing, const Options *options)
{
    Error error = {0};
    const Model *model = document_model(session_document(playing->session));
    playing->player = session_player(playing->session);
    playing->to = session_end_frame(playing->session);
    playing->has_range = options->range != NULL;
    int64_t end = playing->to;
    if (options->range && (range_parse(model, options->range, &playing->from, &playing->to, &error) != STATUS_OK ||
                           range_check_end(playing->to, end, model->rate_hz, "played", &error) != STATUS_OK)) {
        fprintf(stderr, "ttymix: --range: %s\n", error.text);
        return EXIT_USAGE;
    }
    return wait_for_device(playing) ? play_through(playing) : EXIT_DEVICE;
}

int play_main(const Options *options)
{
    Playing playing = {0};
    SessionOpening opening = {0};
    SessionSetup setup = {.path = options->operands[0],
                          .device = options->device,
                          .block_frames = options->block_frames,
                          .patient = true,
                          .monitor_db = options->monitor_db,
                          .allow_outside = options->allow_outside};
    SessionListener listener = {.context = &playing, .notice = on_notice};
    signals_catch_for_session();
    int status = exit_status_of_opening(session_open(&playing.session, &setup, &opening));
    opening_print(&opening, setup.path, stderr);
    if (status != EXIT_DONE)
        return status;
    status = session_listen(playing.session, &listener) ? play(&playing, options) : EXIT_FAILED;
    session_close(playing.session, true);
    return status;
}
