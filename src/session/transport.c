/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "src/mix/range.h"
#include "src/session/parts.h"

#define LOCATE_PATIENCE_S 0.5 /* how long a locate waits for the disk before it goes on without */
#define JOG_SECONDS 5.0

static int64_t present_position(const Session *session)
{
    EngineState state;
    session_engine_state(session, &state);
    return state.position;
}

static void forget_loudness(Session *session)
{
    MasterMeterSetup setup = {
        .rate_hz = document_model(session->project.document)->rate_hz, .mode = LOUDNESS_BOUNDED, .windows = true};
    MasterMeter *fresh;
    if (mastermeter_new(&fresh, &setup) != STATUS_OK)
        return;
    mastermeter_free(session->loudness);
    session->loudness = fresh;
    mastermeter_read(fresh, &session->reading);
}

void session_play(Session *session)
{
    Transport *transport = &session->transport;
    if (session->setup.silent) { /* a script's session has no device until it plays */
        session->setup.silent = false;
        session_request_device(session, session->setup.device);
    }
    if (transport->locating) {
        transport->play_when_located = true;
        return;
    }
    if (!transport->playing)
        forget_loudness(session);
    transport->start = present_position(session);
    transport->playing = true;
    session_record_play(session, transport->start);
    engine_play(session->engine);
    session_tell_transport(session);
}

void session_stop(Session *session, bool stay)
{
    Transport *transport = &session->transport;
    bool was_playing = transport->playing;
    if (was_playing)
        session_record_stop(session);
    transport->playing = false;
    transport->play_when_located = false;
    engine_stop(session->engine);
    session_tell_transport(session);
    if (was_playing && !stay)
        session_locate(session, transport->start);
}

void session_locate(Session *session, int64_t frame)
{
    Transport *transport = &session->transport;
    session_record_locate(session, frame < 0 ? 0 : frame);
    transport->target = frame < 0 ? 0 : frame;
    transport->locating = true;
    transport->patience_s = session_now_s() + LOCATE_PATIENCE_S;
    session_tick_transport(session);
    session_tell_state(session, "position", "%lld", (long long)transport->target);
}

/* A locate takes place once the disk thread has read what will be heard there, so that nothing is missing. */
void session_tick_transport(Session *session)
{
    Transport *transport = &session->transport;
    if (!transport->locating)
        return;
    int soon = document_model(session->project.document)->rate_hz / 4;
    if (!store_is_ready(session->project.store, transport->target, soon) && session_now_s() < transport->patience_s)
        return;
    transport->locating = false;
    engine_locate(session->engine, transport->target);
    if (transport->play_when_located) {
        transport->play_when_located = false;
        if (!transport->playing)
            forget_loudness(session);
        transport->start = transport->target;
        transport->playing = true;
        session_record_play(session, transport->start);
        engine_play(session->engine);
        session_tell_transport(session);
    }
}

static void run_play(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    (void)words;
    session_play(session);
    answer_say(answer, STATUS_OK, "Playing.");
}

static void run_stop(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    session_stop(session, words->count > 1 && strcmp(words->word[1], "here") == 0);
    answer_say(answer, STATUS_OK, "Stopped.");
}

static void run_toggle(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    if (session->transport.playing)
        run_stop(session, words, answer);
    else
        run_play(session, words, answer);
}

/* The rest of the line from word `first`, because a marker's name may have blanks. */
static bool join_words(const CommandWords *words, int first, char *out, size_t size)
{
    size_t used = 0;
    out[0] = '\0';
    for (int i = first; i < words->count; i++) {
        size_t length = strlen(words->word[i]);
        if (used + length + 2 > size)
            return false;
        if (i > first)
            out[used++] = ' ';
        memcpy(out + used, words->word[i], length + 1);
        used += length;
    }
    return used > 0;
}

static void run_locate(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    char place[512];
    int64_t frame;
    Error error = {0};
    const Model *model = document_model(session->project.document);
    if (!join_words(words, 1, place, sizeof place))
        answer_say(answer, STATUS_BAD_VALUE, "Not moved: locate takes a time or a marker.");
    else if (strcmp(place, "end") == 0 && !model->has_end) {
        session_locate(session, session->mix.spec.end_frame);
        answer_say(answer, STATUS_OK, "At the end.");
    } else if (place_parse(model, place, &frame, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not moved: %s.", error.text);
    else {
        session_locate(session, frame);
        answer_say(answer, STATUS_OK, "At %s.", place);
    }
}

static int compare_frames(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The next or the previous marker, the start or the end. */
static int64_t neighbour_marker(const Session *session, int64_t from, int step)
{
    const Model *model = document_model(session->project.document);
    int64_t end = session->mix.spec.end_frame, found;
    int count = 0;
    int64_t *frames = malloc(sizeof *frames * (size_t)(model->marker_count + 2));
    if (!frames)
        return from;
    frames[count++] = 0;
    frames[count++] = end;
    for (int i = 0; i < model->marker_count; i++)
        frames[count++] = model_frame_of_time(model, &model->markers[i].at);
    qsort(frames, (size_t)count, sizeof *frames, compare_frames);
    found = step > 0 ? frames[count - 1] : frames[0];
    int64_t grace =
        session->transport.playing ? model->rate_hz : 0; /* while playing, "previous" steps over the one just passed */
    for (int i = 0; step > 0 && i < count; i++)
        if (frames[i] > from) {
            found = frames[i];
            break;
        }
    for (int i = count - 1; step < 0 && i >= 0; i--)
        if (frames[i] < from - grace) {
            found = frames[i];
            break;
        }
    free(frames);
    return found;
}

static int64_t bar_beside(const Model *model, int64_t from, int bars)
{
    int bar, beat;
    double tick;
    model_bars_of_frame(model, from, &bar, &beat, &tick);
    bool on_bar = beat == 1 && tick < 1;
    TimeValue time = {.unit = TIME_BARS, .bar = bar + bars + (bars < 0 && !on_bar ? 1 : 0), .beat = 1};
    if (time.bar < 1)
        return 0;
    return model_frame_of_time(model, &time);
}

static void run_jog(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    const Model *model = document_model(session->project.document);
    int64_t from = present_position(session), to;
    const char *what = words->count > 1 ? words->word[1] : "";
    char *end;
    long steps = strtol(what, &end, 10);
    if (strcmp(what, "next") == 0 || strcmp(what, "previous") == 0)
        to = neighbour_marker(session, from, what[0] == 'n' ? 1 : -1);
    else if (end == what || *end || labs(steps) > 100000) {
        answer_say(answer, STATUS_BAD_VALUE, "Not moved: jog takes a number of bars, next or previous.");
        return;
    } else if (model->tempo_count > 0 && model->tempo[0].line > 0)
        to = bar_beside(model, from, (int)steps);
    else
        to = from + (int64_t)(JOG_SECONDS * (double)steps * model->rate_hz);
    session_locate(session, to);
    answer_say(answer, STATUS_OK, "%s", "");
}

static void set_loop(Session *session, bool on, int64_t from, int64_t to)
{
    session->transport.loop_on = on;
    session->transport.loop_from = from;
    session->transport.loop_to = to;
    engine_set_loop(session->engine, on, from, to);
    session_tell_transport(session);
}

static void run_loop(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    const Model *model = document_model(session->project.document);
    if (!command_switch(words, 1, session->transport.loop_on)) {
        set_loop(session, false, session->transport.loop_from, session->transport.loop_to);
        answer_say(answer, STATUS_OK, "Loop off.");
    } else if (!model->has_loop)
        answer_say(answer, STATUS_NOT_FOUND, "No loop: it has no ends yet; set them with loop FROM TO, or g[ and g].");
    else {
        set_loop(session, true, model_frame_of_time(model, &model->loop_from),
                 model_frame_of_time(model, &model->loop_to));
        answer_say(answer, STATUS_OK, "Loop on.");
    }
}

const SessionCommand session_transport_commands[] = {
    {"play", run_play}, {"stop", run_stop}, {"toggle-play", run_toggle}, {"locate", run_locate}, {"jog", run_jog},
    {"loop", run_loop}, {NULL, NULL},
};
