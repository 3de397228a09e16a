/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/play.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "src/base/signals.h"
#include "src/mix/range.h"
#include "src/session/parts.h"

typedef struct Player {
    Session *session;
    bool failed; /* no device, or it was lost */
    bool has_range;
    int64_t from, to, loud_until;
} Player;

enum { TAIL_SECONDS_MAX = 30 };
#define QUIET_LIN 1e-6f

static void on_notice(void *context, NoticeLevel level, const char *text)
{
    Player *player = context;
    fprintf(stderr, "%s%s\n", level == NOTICE_INFO ? "" : level == NOTICE_WARN ? "warning: " : "ttymix: ", text);
    (void)player;
}

static void sleep_ms(int ms)
{
    struct timespec pause = {ms / 1000, (ms % 1000) * 1000000L};
    nanosleep(&pause, NULL);
}

/* Waits for the device that was asked for; a null device in its place is a failure here, because nobody would hear it.
 */
static bool wait_for_device(Player *player)
{
    while (!sound_is_settled(player->session->sound) && !signals_ending()) {
        session_tick(player->session);
        sleep_ms(5);
    }
    session_tick(player->session);
    return !sound_is_substitute(player->session->sound);
}

/* The music, then its tail, by the rule that ends a bounce. */
static bool is_played(Player *player, const EngineState *state)
{
    const MeterFrame *frame = session_meters(player->session);
    int64_t second = player->session->project.stems.rate_hz;
    if (frame && frame->strip_count > 0) {
        const float *peak = frame->strips[frame->strip_count - 1].peak[METER_OUTPUT];
        if (peak[0] > QUIET_LIN || peak[1] > QUIET_LIN)
            player->loud_until = frame->position;
    }
    if (state->position < player->to)
        return false;
    return player->has_range || state->position >= player->to + TAIL_SECONDS_MAX * second ||
           engine_is_over(player->session->engine, state->position - player->loud_until);
}

static int play_through(Player *player)
{
    EngineState state = {0};
    Session *session = player->session;
    if (player->from > 0)
        session_locate(session, player->from);
    while (session->transport.locating ||
           !store_is_ready(session->project.store, player->from, session->project.stems.rate_hz / 2)) {
        session_tick(session);
        sleep_ms(2);
        if (signals_ending())
            break;
    }
    session_play(session);
    for (int i = 0; !signals_ending(); i++) {
        sleep_ms(1);
        session_look_ahead(session);
        if (i % 10)
            continue;
        session_tick(session);
        engine_state(session->engine, &state);
        if (sound_is_substitute(session->sound))
            return EXIT_FAILED; /* lost: the notice said so */
        if (is_played(player, &state))
            break;
    }
    /* What the device still holds is played out before it is closed. */
    DeviceState device;
    sound_state(session->sound, &device);
    unsigned long long gaps = device.underflows + state.underruns;
    if (gaps)
        fprintf(stderr, "warning: %llu gap%s: the sound could not be delivered in time\n", gaps, gaps == 1 ? "" : "s");
    session_stop(session, true);
    sleep_ms((int)(device.latency_s * 1000) + 300);
    return signals_ending() ? EXIT_SIGNAL + signals_ending() : EXIT_DONE;
}

int play_main(const Options *options)
{
    Player player = {0};
    Error error = {0};
    SessionSetup setup = {.path = options->operands[0],
                          .device = options->device,
                          .block_frames = options->block_frames,

                          .patient = true,
                          .monitor_db = options->monitor_db,
                          .allow_outside = options->allow_outside};
    SessionListener listener = {.context = &player, .notice = on_notice};
    signals_catch_for_session(session_rescue);
    int status = session_open(&player.session, &setup);
    if (status != EXIT_DONE)
        return status;
    session_listen(player.session, &listener);
    player.to = player.session->mix.spec.end_frame;
    player.has_range = options->range != NULL;
    if (options->range && range_parse(document_model(session_document(player.session)), options->range, &player.from,
                                      &player.to, &error) != STATUS_OK) {
        fprintf(stderr, "ttymix: --range: %s\n", error.text);
        status = EXIT_USAGE;
    }
    if (status == EXIT_DONE)
        status = wait_for_device(&player) ? play_through(&player) : EXIT_DEVICE;
    session_close(player.session, true);
    return status;
}
