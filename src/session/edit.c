/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "src/session/parts.h"

/* Takes back what the engine cannot play (a loop of routing), so that the document never differs from what is heard. */
static void take_back(Session *session, const Error *error, SessionAnswer *answer)
{
    Answer undone = {0};
    int before = document_undo_count(session->project.document);
    if (document_undo(session->project.document, &undone)) {
        session_tell_change(session, &undone.change);
        session_note_edit(session, undone.resolved, NULL, before);
    }
    answer_clear(&undone);
    answer_say(answer, error->status, "Not changed: %s.", error->text);
}

static bool rate_changed(const Session *session)
{
    return document_model(session->project.document)->rate_hz != session->project.stems.rate_hz;
}

/* Another rate means other streams, another engine, another clock: all of it is made anew. */
static Status change_rate(Session *session, Error *error)
{
    int rate_hz = document_model(session->project.document)->rate_hz;
    StoreSetup setup = {.rate_hz = rate_hz, .read_ahead_s = 2};
    bool agreed = session->project.stems.allow_outside;
    session_stop_sound(session);
    stems_clear(&session->project.stems);
    store_free(session->project.store);
    session->project.store = NULL;
    Status status = store_new(&session->project.store, &setup, error);
    if (status == STATUS_OK)
        status = stems_init(&session->project.stems, session->project.store, rate_hz, session->project.path, agreed);
    return status == STATUS_OK ? session_start_sound(session, error) : status;
}

void session_edit(Session *session, const char *line, SessionAnswer *answer)
{
    Answer done = {0};
    Error error = {0};
    if (session->read_only) {
        answer_say(answer, STATUS_REFUSED, "Not changed: %s.", session->read_only_why);
        return;
    }
    if (session_refuse_undecided(session, "changed", answer))
        return;
    session_record_before_edit(session, line);
    recorder_set_idle(session->recorder, session->replaying);
    int before = document_undo_count(session->project.document);
    document_execute(session->project.document, line, &done);
    answer->status = done.status;
    memcpy(answer->text, done.text, sizeof answer->text);
    if (done.status == STATUS_OK && done.resolved) {
        session_note_edit(session, done.resolved, line, before);
        session_tell_change(session, &done.change);
        session_forget_gone_solos(session);
        session_follow_heard(session, &done.change);
        session_follow_compared(session, &done.change);
        recorder_follow(session->recorder, &done.change);
        Status status = done.change.splice_count == 0 || session->riding ? STATUS_OK
                        : rate_changed(session)                          ? change_rate(session, &error)
                                                                         : session_update_engine(session, &error);
        if (status != STATUS_OK)
            take_back(session, &error, answer);
        session_tell_history(session);
    }
    session_record_after_edit(session, answer);
    if (!session->riding)
        session_settle_rides(session);
    answer_clear(&done);
}
