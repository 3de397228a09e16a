/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whoever speaks the line protocol, ttymix-protocol(7): commands and questions come in lines, a reply to each and what
 * was subscribed to go as JSON, a line each. */
#include "config.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/clock.h"
#include "projects/model/address.h"
#include "src/serve/visit.h"
#include "src/serve/wording.h"

enum { PROTOCOL = 1, BEHIND_BYTES = 1 << 20, FPS_MAX = 60 };

typedef struct Talk {
    Visit *visit;
    Session *session;
    bool follows; /* facts and changes, whoever made them */
    bool running; /* his own command: what is said about it is his */
    unsigned missed;
    int meter_fps;
    double next_meters_s;
    uint64_t meters_sent; /* serial of the last frame */
} Talk;

/* ---- lines out ---- */

static void put(Talk *talk, json_t *line)
{
    Buffer *output = &talk->visit->channel->output;
    char *text = line ? json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(9)) : NULL;
    if (text) {
        buffer_append_text(output, text);
        buffer_append_text(output, "\n");
    } else
        output->failed = true; /* without memory there is nothing to say, and he is let go */
    free(text);
    json_decref(line);
}

static json_t *text_of(const char *text)
{
    return wording_text(text, strlen(text));
}

static void reply(Talk *talk, const char *what, Status status, const char *text)
{
    put(talk, json_pack("{s:s,s:b,s:s,s:o}", "reply", what, "ok", status == STATUS_OK, "status", status_name(status),
                        "text", text_of(text)));
}

/* Too much waits already: it is left out, and he is told that something was. */
static bool is_behind(Talk *talk)
{
    bool behind = talk->missed || talk->visit->channel->output.length > BEHIND_BYTES;
    talk->missed += behind;
    return behind;
}

/* ---- what the session tells ---- */

static void on_change(void *context, const Change *change)
{
    Talk *talk = context;
    if (talk->follows && change->splice_count && !is_behind(talk))
        put(talk, json_pack("{s:s,s:I,s:o}", "event", "change", "revision", (json_int_t)change->revision, "splices",
                            wording_splices(change)));
}

static void on_replaced(void *context)
{
    Talk *talk = context;
    if (talk->follows && !is_behind(talk))
        put(talk,
            json_pack("{s:s,s:o}", "event", "replaced", "project", text_of(session_project(talk->session)->path)));
}

static void on_state(void *context, const char *key, const char *value)
{
    Talk *talk = context;
    if (talk->follows && !is_behind(talk))
        put(talk, json_pack("{s:s,s:s,s:o}", "event", "fact", "key", key, "value", wording_fact(value)));
}

static void on_notice(void *context, NoticeLevel level, const char *text)
{
    static const char *const words[] = {"info", "warn", "error"};
    Talk *talk = context;
    if ((talk->follows || talk->running) && !is_behind(talk))
        put(talk, json_pack("{s:s,s:s,s:o}", "event", "notice", "level", words[level], "text", text_of(text)));
}

static void on_report(void *context, const char *text)
{
    Talk *talk = context;
    if (talk->running && !is_behind(talk))
        put(talk, json_pack("{s:s,s:o}", "event", "report", "text", text_of(text)));
}

static SessionListener listener_of(Talk *talk)
{
    return (SessionListener){.context = talk,
                             .change = on_change,
                             .replaced = on_replaced,
                             .state = on_state,
                             .notice = on_notice,
                             .report = on_report};
}

/* ---- questions ---- */

static void ask_session(Talk *talk, const char *rest)
{
    const Document *document = session_document(talk->session);
    char *real = realpath(session_project(talk->session)->path, NULL);
    (void)rest;
    put(talk,
        json_pack("{s:s,s:b,s:i,s:s,s:o,s:i,s:I,s:o}", "reply", "session", "ok", 1, "protocol", PROTOCOL, "program",
                  "ttymix " PACKAGE_VERSION, "project", text_of(real ? real : session_project(talk->session)->path),
                  "rate_hz", document_model(document)->rate_hz, "revision", (json_int_t)document_revision(document),
                  "you", text_of(talk->visit->speaker->name)));
    free(real);
}

static void ask_strips(Talk *talk, const char *rest)
{
    (void)rest;
    put(talk, json_pack("{s:s,s:b,s:o}", "reply", "strips", "ok", 1, "strips",
                        wording_strips(document_model(session_document(talk->session)))));
}

static void ask_text(Talk *talk, const char *rest)
{
    const Document *document = session_document(talk->session);
    char *text;
    size_t length;
    (void)rest;
    if (document_text(document, &text, &length) != STATUS_OK) {
        reply(talk, "error", STATUS_NO_MEMORY, "out of memory");
        return;
    }
    put(talk, json_pack("{s:s,s:b,s:I,s:o}", "reply", "text", "ok", 1, "revision",
                        (json_int_t)document_revision(document), "text", wording_text(text, length)));
    free(text);
}

static void add_fact(void *context, const char *key, const char *value)
{
    json_t *list = json_object_get(context, key);
    if (strcmp(key, "auto") != 0) /* the one fact of which there may be several */
        json_object_set_new(context, key, wording_fact(value));
    else if (list)
        json_array_append_new(list, wording_fact(value));
    else
        json_object_set_new(context, key, json_pack("[o]", wording_fact(value)));
}

static void ask_state(Talk *talk, const char *rest)
{
    json_t *facts = json_object();
    EngineState engine;
    SessionListener listener = {.context = facts, .state = add_fact};
    (void)rest;
    session_tell_all(talk->session, &listener);
    session_engine_state(talk->session, &engine);
    json_object_set_new(facts, "position", json_integer((json_int_t)engine.position));
    put(talk, json_pack("{s:s,s:b,s:o}", "reply", "state", "ok", 1, "facts", facts));
}

static void ask_value(Talk *talk, const char *rest)
{
    const Model *model = document_model(session_document(talk->session));
    Address address;
    Error error = {0};
    char exact[300], text[1024];
    double value;
    if (address_resolve(model, rest, &address, &error) != STATUS_OK) {
        reply(talk, "error", error.status, error.text);
        return;
    }
    json_t *line = json_pack("{s:s,s:b,s:o}", "reply", "value", "ok", 1, "address",
                             text_of(address_format(model, &address, exact, sizeof exact)));
    bool has_text = address_format_text(model, &address, text, sizeof text);
    json_object_set_new(line, "text", has_text ? text_of(text) : json_null());
    json_object_set_new(line, "value", address_value(model, &address, &value) ? json_real(value) : json_null());
    put(talk, line);
}

static void ask_meters(Talk *talk, const char *rest)
{
    char *end;
    long fps = strtol(rest, &end, 10);
    if (end == rest || *end || fps < 0 || fps > FPS_MAX) {
        reply(talk, "error", STATUS_BAD_VALUE, "?meters takes a number of frames a second, 0 to 60");
        return;
    }
    talk->meter_fps = (int)fps;
    talk->meters_sent = 0;
    reply(talk, "meters", STATUS_OK, fps ? "Meters are sent." : "No meters are sent.");
}

static void ask_follow(Talk *talk, const char *rest)
{
    bool on = strcmp(rest, "on") == 0;
    if (!on && strcmp(rest, "off") != 0) {
        reply(talk, "error", STATUS_BAD_VALUE, "?follow takes on or off");
        return;
    }
    talk->follows = on;
    reply(talk, "follow", STATUS_OK, on ? "What changes is told." : "What changes is not told.");
}

static void ask_readonly(Talk *talk, const char *rest)
{
    (void)rest;
    talk->visit->speaker->readonly = true;
    reply(talk, "readonly", STATUS_OK, "Commands are refused from now on.");
}

static void ask_name(Talk *talk, const char *rest)
{
    Speaker *speaker = talk->visit->speaker;
    speaker_name(speaker, rest);
    reply(talk, "name", STATUS_OK, speaker->name);
}

static const struct {
    const char *word;
    void (*ask)(Talk *talk, const char *rest);
} questions[] = {
    {"session", ask_session}, {"strips", ask_strips},     {"text", ask_text},
    {"state", ask_state},     {"get", ask_value},         {"meters", ask_meters},
    {"follow", ask_follow},   {"readonly", ask_readonly}, {"name", ask_name},
};

static void take_question(Talk *talk, const char *line)
{
    size_t word = strcspn(line, " ");
    const char *rest = line + word + strspn(line + word, " ");
    for (size_t i = 0; i < ARRAY_LEN(questions); i++)
        if (strlen(questions[i].word) == word && strncmp(questions[i].word, line, word) == 0) {
            questions[i].ask(talk, rest);
            return;
        }
    reply(talk, "error", STATUS_NOT_FOUND,
          "there are ?session, ?strips, ?text, ?state, ?get, ?meters, ?follow, ?readonly and ?name");
}

/* ---- commands ---- */

static void take_command(Talk *talk, const char *line)
{
    SessionAnswer answer;
    talk->running = true;
    speaker_run(talk->visit->speaker, line, &answer);
    talk->running = false;
    reply(talk, "command", answer.status, answer.text);
    talk->visit->channel->closes |= talk->visit->speaker->leaves;
}

static void take_line(void *self, char *line, size_t length)
{
    Talk *talk = self;
    if (memchr(line, '\0', length))
        reply(talk, "error", STATUS_BAD_VALUE, "a line has no NUL bytes");
    else if (line[0] == '?')
        take_question(talk, line + 1);
    else
        take_command(talk, line);
}

/* ---- a turn ---- */

static void tell_missed(Talk *talk)
{
    if (!talk->missed || talk->visit->channel->output.length > 0)
        return;
    put(talk, json_pack("{s:s,s:I}", "event", "missed", "count", (json_int_t)talk->missed));
    talk->missed = 0;
}

static void tell_meters(Talk *talk)
{
    double now = clock_now_s();
    uint64_t serial;
    if (talk->meter_fps <= 0 || now < talk->next_meters_s || !channel_is_calm(talk->visit->channel))
        return;
    const MeterFrame *frame = player_meters(session_player(talk->session), &serial);
    if (!frame || serial == talk->meters_sent)
        return;
    talk->meters_sent = serial;
    talk->next_meters_s = now + 1.0 / talk->meter_fps;
    put(talk, wording_meters(talk->session, frame));
}

static void turn(void *self)
{
    tell_missed(self);
    tell_meters(self);
}

static void say_end(void *self, int status, const char *why)
{
    put(self, json_pack("{s:s,s:i,s:o}", "event", "end", "status", status, "text", text_of(why)));
}

static void *begin(Visit *visit, char *rest)
{
    Talk *talk = calloc(1, sizeof *talk);
    SessionListener listener = listener_of(talk);
    (void)rest;
    if (!talk || !session_listen(visit->session, &listener)) {
        free(talk);
        return NULL;
    }
    talk->visit = visit;
    talk->session = visit->session;
    return talk;
}

static void end(void *self)
{
    Talk *talk = self;
    session_unlisten(talk->session, talk);
    free(talk);
}

const VisitKind talk_kind = {
    .called = "client", .begin = begin, .take_line = take_line, .turn = turn, .say_end = say_end, .end = end};
