/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Recording of automation in a session: `auto`, where the song is as heard, and what the recorder does to the document
 * and the engine. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/model/address.h"
#include "projects/model/pattern.h"
#include "projects/text/suggest.h"
#include "projects/text/value.h"
#include "src/session/parts.h"

enum { AWAIT_TICKS = 50 };

/* ---- the recorder's host ---- */

static Status edit(void *context, const char *line)
{
    Session *session = context;
    SessionAnswer answer;
    session->riding = true;
    session_edit(session, line, &answer);
    session->riding = false;
    const char *why = answer.text + (strncmp(answer.text, "Not changed: ", 13) == 0 ? 13 : 0);
    if (answer.status != STATUS_OK)
        session_tell_notice(session, NOTICE_ERROR, "Not recorded: %s", why);
    return answer.status;
}

static void heard_changed(void *context)
{
    ((Session *)context)->rides_changed = true; /* the engine is told when the command that runs is done */
}

static void tell_state(void *context, const char *address, RecordingState state, bool has_value, double value)
{
    char text[40] = "-";
    if (has_value)
        snprintf(text, sizeof text, "%.9g", value);
    session_tell_state(context, "auto", "%s %s %s", address, recording_words[state], text);
}

bool session_reset_recorder(Session *session)
{
    RecorderHost host = {session, edit, heard_changed, tell_state};
    session->rides_changed = false;
    session->awaits = 0;
    if (session->recorder)
        recorder_reset(session->recorder, session->project.document);
    else
        session->recorder = recorder_new(session->project.document, &host);
    return session->recorder != NULL;
}

void session_settle_rides(Session *session)
{
    Error error = {0};
    if (!session->rides_changed || !session->engine)
        return;
    session->rides_changed = false;
    if (session_update_engine(session, &error) != STATUS_OK)
        session_tell_notice(session, NOTICE_ERROR, "%s", error.text);
}

/* ---- where the song is ---- */

static int rate_of(const Session *session)
{
    return document_model(session->project.document)->rate_hz;
}

/* The frame that leaves the loudspeaker now: what the device still holds has not been heard. */
static int64_t heard_position(const Session *session, int64_t position)
{
    DeviceState device;
    sound_state(session->sound, &device);
    int64_t lag =
        device.latency_s > 0 && device.latency_s < 2 ? (int64_t)floor(device.latency_s * rate_of(session) + 0.5) : 0;
    return position - lag > session->stretch_from ? position - lag : session->stretch_from;
}

/* After a locate the engine is for a moment where it was. */
static bool is_awaited(Session *session, int64_t position)
{
    if (session->awaits == 0)
        return true;
    bool there = position >= session->stretch_from && position <= session->stretch_from + rate_of(session);
    session->awaits = there ? 0 : session->awaits - 1;
    return session->awaits == 0;
}

static bool has_wrapped(const Session *session, int64_t position)
{
    const Transport *transport = &session->transport;
    int64_t second = rate_of(session);
    return transport->loop_on && position < session->last_position &&
           session->last_position >= transport->loop_to - second && position >= transport->loop_from &&
           position <= transport->loop_from + second;
}

void session_tick_record(Session *session)
{
    EngineState state;
    if (!session->recorder || !session->engine)
        return;
    session_engine_state(session, &state);
    if (session->transport.playing && !session->transport.locating && is_awaited(session, state.position)) {
        if (has_wrapped(session, state.position)) {
            recorder_tick(session->recorder, session->transport.loop_to);
            session->stretch_from = session->transport.loop_from;
            recorder_jump(session->recorder, session->stretch_from);
        }
        session->last_position = state.position;
        recorder_tick(session->recorder, heard_position(session, state.position));
    }
    session_settle_rides(session);
}

void session_write_rides(Session *session)
{
    if (!session->recorder || !session->engine)
        return;
    session_tick_record(session);
    recorder_write_rides(session->recorder);
}

void session_finish_rides(Session *session)
{
    if (!session->recorder || !session->engine)
        return;
    session_tick_record(session);
    recorder_finish(session->recorder);
}

void session_record_play(Session *session, int64_t from)
{
    session->stretch_from = session->last_position = from;
    recorder_play(session->recorder, from);
    session_settle_rides(session);
}

void session_record_stop(Session *session)
{
    EngineState state;
    session_engine_state(session, &state);
    recorder_stop(session->recorder, heard_position(session, state.position));
    session_settle_rides(session);
}

void session_record_locate(Session *session, int64_t to)
{
    if (session->transport.playing) {
        session_tick_record(session);
        recorder_jump(session->recorder, to);
    } else
        recorder_stop(session->recorder, to);
    session->stretch_from = session->last_position = to;
    session->awaits = AWAIT_TICKS;
    session_settle_rides(session);
}

/* ---- edits of others ---- */

void session_record_before_edit(Session *session, const char *line)
{
    if (session->riding || session->replaying)
        return;
    session_tick_record(session);
    line += strspn(line, " \t");
    if (strncmp(line, "undo", 4) == 0 || strncmp(line, "redo", 4) == 0)
        recorder_end_passes(session->recorder);
}

void session_record_after_edit(Session *session, SessionAnswer *answer)
{
    const char *address = session->riding ? "" : recorder_take_unheard(session->recorder);
    size_t length = strlen(answer->text);
    if (answer->status == STATUS_OK && address[0])
        snprintf(answer->text + length, sizeof answer->text - length,
                 ". Its automation plays all the same: mode %.200s off switches it off, auto %.200s touch (rt) or trim "
                 "(rm) records moves while the song plays",
                 address, address);
}

const char *session_recording_word(const Session *session, const char *address)
{
    RecordingState state = recorder_state(session->recorder, address);
    return state == RECORDING_READ ? NULL : recording_words[state];
}

/* ---- the command ---- */

static void say_state(const Session *session, const char *exact, bool asked, SessionAnswer *answer)
{
    char words[300], value[VALUE_TEXT_MAX] = "";
    const Model *model = document_model(session->project.document);
    const Lane *lane = model_lane(model, exact);
    RecordingState state = recorder_state(session->recorder, exact);
    Address address;
    if (address_resolve(model, exact, &address, NULL) != STATUS_OK)
        return;
    address_describe(model, &address, words, sizeof words);
    const char *word = recording_words[state];
    if (state == RECORDING_READ)
        word = !lane                     ? (asked ? "none" : "read")
               : lane->mode == LANE_READ ? "read"
               : lane->mode == LANE_TRIM ? "trim, in the project"
                                         : "off";
    double present;
    if (state == RECORDING_PREVIEW && recorder_value(session->recorder, exact, &present))
        value_format(address.param, present, value);
    answer_say(answer, STATUS_OK, "%s automation %s%s%s.", words, word, value[0] ? ": " : "", value);
}

/* `auto` takes all the words of recording, and says so. */
static void refuse_state(const char *word, Error *error)
{
    Suggestion suggestion;
    char near[80], words[160] = "";
    suggestion_init(&suggestion, word, strlen(word));
    for (int i = 0; i < RECORDING_WORDS; i++) {
        size_t used = strlen(words);
        const char *gap = i == 0 ? "" : i == RECORDING_WORDS - 1 ? " or " : ", ";
        snprintf(words + used, sizeof words - used, "%s%s", gap, recording_words[i]);
        suggestion_offer(&suggestion, recording_words[i]);
    }
    error_set(error, STATUS_BAD_VALUE, "auto takes %s%s", words, suggestion_format(&suggestion, near, sizeof near));
}

static void say_refusal(SessionAnswer *answer, Status status, const char *why)
{
    size_t length = strlen(why);
    bool asks = length && why[length - 1] == '?';
    answer_say(answer, status, "Not changed: %s%s", why, asks ? "" : ".");
}

/* One address; NULL `word`: only tells. */
static Status set_one(Session *session, const char *text, const char *word, SessionAnswer *answer)
{
    const Model *model = document_model(session->project.document);
    Address address;
    Error error = {0};
    char exact[ADDRESS_TEXT_MAX];
    RecordingState state = RECORDING_READ;
    Status status = address_resolve(model, text, &address, &error);
    if (status == STATUS_OK && word && !recording_find(word, &state)) {
        refuse_state(word, &error);
        status = STATUS_BAD_VALUE;
    }
    if (status == STATUS_OK) {
        address_format(model, &address, exact, sizeof exact);
        status = word ? recorder_set_state(session->recorder, exact, state, &error) : STATUS_OK;
    }
    if (status == STATUS_OK)
        say_state(session, exact, !word, answer);
    else
        say_refusal(answer, status, error.text);
    return status;
}

/* `drums/ *.fader`: every strip of the pattern that has one. */
static void set_many(Session *session, const char *text, size_t head, const char *word, SessionAnswer *answer)
{
    const Model *model = document_model(session->project.document);
    int *strips = NULL, done = 0;
    Error error = {0};
    Address address;
    char one[2 * ADDRESS_TEXT_MAX];
    int count = pattern_find_strips(model, text, head, &strips, &error);
    Status status = count > 0 ? STATUS_OK : STATUS_NOT_FOUND;
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        snprintf(one, sizeof one, "%s%.250s", document_model(session->project.document)->strips[strips[i]].name,
                 text + head);
        if (address_resolve(document_model(session->project.document), one, &address, NULL) != STATUS_OK)
            continue;
        status = set_one(session, one, word, answer);
        done += status == STATUS_OK;
    }
    if (count <= 0)
        answer_say(answer, status, "Not changed: %s.", error.text[0] ? error.text : "out of memory");
    else if (status == STATUS_OK && done == 0)
        answer_say(answer, STATUS_NOT_FOUND, "Not changed: none of these strips has `%.100s`.", text + head + 1);
    else if (done > 1)
        answer_say(answer, status, "%d addresses: automation %s.", done, word ? word : "told one by one");
    free(strips);
}

/* `auto ADDRESS [STATE]`. */
static void run_auto(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    if (words->count < 2 || words->count > 3) {
        answer_say(answer, STATUS_BAD_VALUE,
                   "Not changed: auto takes an address and a state, as in auto vox.fader touch.");
        return;
    }
    if (session->read_only) {
        answer_say(answer, STATUS_REFUSED, "Not changed: %s.", session->read_only_why);
        return;
    }
    if (session_refuse_undecided(session, "changed", answer))
        return;
    const char *text = words->word[1], *word = words->count > 2 ? words->word[2] : NULL;
    size_t head = strcspn(text, ".");
    session_tick_record(session);
    if (word && pattern_is_one(text, head))
        set_many(session, text, head, word, answer);
    else
        set_one(session, text, word, answer);
    session_settle_rides(session);
}

const SessionCommand session_record_commands[] = {{"auto", run_auto}, {NULL, NULL}};
