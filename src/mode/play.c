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
    int64_t from, to;
} Playing;

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

/* A range to its end; the music with its tail, by the rule that ends a bounce. */
static bool is_played(const Playing *playing, int64_t position)
{
    return playing->has_range ? position >= playing->to : player_is_played(playing->player, playing->to);
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
    transport_set_runs_on(session_transport(playing->session), true); /* the end is seen here */
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
