/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/clock.h"
#include "projects/text/escape.h"
#include "src/session/parts.h"

double session_now_s(void)
{
    return clock_now_s();
}

/* Whatever went into a sentence, names and paths of strangers among it, nothing of it moves the cursor of who reads it.
 * Lines stay. */
static void make_printable(char *text, size_t size)
{
    char line[1024], *at = text;
    char *copy = strdup(text);
    if (!copy) {
        text[0] = '\0';
        return;
    }
    for (char *from = copy; from && at < text + size; from = strchr(from, '\n') ? strchr(from, '\n') + 1 : NULL) {
        text_escape_for_terminal(line, sizeof line, from, strcspn(from, "\n"));
        int length = snprintf(at, size - (size_t)(at - text), "%s%s", line, strchr(from, '\n') ? "\n" : "");
        at += length;
    }
    free(copy);
}

void answer_say(SessionAnswer *answer, Status status, const char *format, ...)
{
    va_list arguments;
    answer->status = status;
    va_start(arguments, format);
    vsnprintf(answer->text, sizeof answer->text, format, arguments);
    va_end(arguments);
    size_t length = strlen(answer->text);
    if (length > 1 && strcmp(answer->text + length - 2, "?.") == 0)
        answer->text[length - 1] = '\0'; /* "did you mean `comp`?" ends a sentence itself */
    make_printable(answer->text, sizeof answer->text);
}

bool session_listen(Session *session, const SessionListener *listener)
{
    if (session->listener_count == LISTENER_MAX)
        return false;
    session->listeners[session->listener_count++] = *listener;
    return true;
}

void session_unlisten(Session *session, void *context)
{
    for (int i = 0; i < session->listener_count; i++)
        if (session->listeners[i].context == context)
            session->listeners[i--] = session->listeners[--session->listener_count];
}

void session_tell_change(Session *session, const Change *change)
{
    for (int i = 0; i < session->listener_count; i++)
        if (session->listeners[i].change)
            session->listeners[i].change(session->listeners[i].context, change);
}

void session_tell_replaced(Session *session)
{
    for (int i = 0; i < session->listener_count; i++)
        if (session->listeners[i].replaced)
            session->listeners[i].replaced(session->listeners[i].context);
}

void session_tell_state(Session *session, const char *key, const char *format, ...)
{
    char value[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(value, sizeof value, format, arguments);
    va_end(arguments);
    for (int i = 0; i < session->listener_count; i++)
        if (session->listeners[i].state)
            session->listeners[i].state(session->listeners[i].context, key, value);
}

void session_tell_notice(Session *session, NoticeLevel level, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    make_printable(text, sizeof text);
    for (int i = 0; i < session->listener_count; i++)
        if (session->listeners[i].notice)
            session->listeners[i].notice(session->listeners[i].context, level, text);
}

void session_tell_history(Session *session)
{
    const Document *document = session->project.document;
    session_tell_state(session, "undo", "%d", document_undo_count(document));
    session_tell_state(session, "redo", "%d", document_redo_count(document));
    session_tell_state(session, "saved", "%d", !document_is_changed(document));
}

void session_tell_transport(Session *session)
{
    const Transport *transport = &session->transport;
    session_tell_state(session, "play", "%d", transport->playing);
    session_tell_state(session, "loop", "%d %lld %lld", transport->loop_on, (long long)transport->loop_from,
                       (long long)transport->loop_to);
}

static void tell_monitor(Session *session)
{
    const MonitorSpec *monitor = &session->monitor;
    session_tell_state(session, "monitor", "%g %d %d %d", monitor->level_db, monitor->dim, monitor->mono, monitor->cut);
}

void session_tell_all(Session *session, const SessionListener *listener)
{
    SessionListener kept[LISTENER_MAX];
    int count = session->listener_count;
    EngineState state;
    memcpy(kept, session->listeners, sizeof kept);
    session->listeners[0] = *listener; /* only the newcomer hears what follows */
    session->listener_count = 1;
    session_engine_state(session, &state);
    session_tell_history(session);
    session_tell_transport(session);
    session_tell_state(session, "position", "%lld", (long long)state.position);
    session_tell_state(session, "solo", "%s", session->solo_text);
    session_tell_state(session, "device", "%s", session->device_text);
    session_tell_state(session, "xruns", "%u", session->told_xruns);
    tell_monitor(session);
    session_tell_heard(session);
    session_tell_compared(session);
    recorder_tell_all(session->recorder);
    for (int i = 0; i < session->note_count; i++)
        session_tell_notice(session, NOTICE_WARN, "%s", session->notes[i]);
    session->note_count = 0;
    memcpy(session->listeners, kept, sizeof kept);
    session->listener_count = count;
}

const Document *session_document(const Session *session)
{
    return session->project.document;
}

const Project *session_project(const Session *session)
{
    return &session->project;
}

void session_engine_state(const Session *session, EngineState *state)
{
    *state = (EngineState){0};
    if (session->engine)
        engine_state(session->engine, state);
    if (session->transport.locating)
        state->position = session->transport.target;
}

const MeterFrame *session_meters(Session *session)
{
    const MeterFrame *meters = session->meters;
    session->meters = NULL;
    return meters;
}

const MasterReading *session_loudness(const Session *session)
{
    return &session->reading;
}

const char *session_solos(const Session *session)
{
    return session->solo_text;
}

bool session_is_soloed(const Session *session, uint32_t strip_uid)
{
    for (int i = 0; i < session->solo_count; i++)
        if (session->solos[i] == strip_uid)
            return true;
    return false;
}

const char *session_device_text(const Session *session)
{
    return session->device_text;
}

bool session_has_recovery(const Session *session)
{
    return session->has_recovery;
}

bool session_is_over(const Session *session)
{
    return session->over;
}

bool session_was_discarded(const Session *session)
{
    return session->over && session->over_discard;
}

int session_patience_ms(const Session *session)
{
    return session->transport.playing || session->transport.locating ? 20 : 100;
}
