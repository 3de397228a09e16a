/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the session journals: edits as they were resolved, and undo and redo so that the next start, which has no
 * history yet, understands them.
 *
 * A recovery replays the records on the saved text with an empty history.  `undo` means there what it means here only
 * while the entry that it takes back was made by those records; beyond that (an undo past a save) the whole text is
 * journalled instead. */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"
#include "src/session/parts.h"

static _Atomic(Journal *) rescue_journal; /* for session_rescue */
static _Atomic(Lock *) rescue_lock;

void session_rescue(void)
{
    journal_emergency_flush(atomic_load(&rescue_journal));
    lock_emergency_release(atomic_load(&rescue_lock));
}

void session_set_rescue(Journal *journal, Lock *lock)
{
    atomic_store(&rescue_journal, journal);
    atomic_store(&rescue_lock, lock);
}

char *session_text_command(const char *text, size_t length)
{
    Buffer buffer = {0};
    buffer_append_text(&buffer, "text ");
    text_append_quoted(&buffer, text, length);
    return buffer_take(&buffer);
}

/* From here on nothing of the history is among the records. */
void session_forget_shared_history(Session *session)
{
    session->shared_undo = session->shared_redo = 0;
    session->gesture_split = session->gesture_depth > 0;
}

static void append(Session *session, const char *record, const char *typed)
{
    if (session->replaying) {
        char *copy = text_copy(record);
        if (copy && array_grow(&session->replayed, session->replayed_count, &session->replayed_room, sizeof copy))
            session->replayed[session->replayed_count++] = copy;
        else
            free(copy);
        return;
    }
    if (session->journal && journal_append(session->journal, record, typed) != STATUS_OK)
        session_tell_notice(session, NOTICE_ERROR, "The journal is full: write the project now.");
}

static void append_whole_text(Session *session, const char *typed)
{
    char *text, *record = NULL;
    size_t length;
    if (document_text(session->project.document, &text, &length) == STATUS_OK) {
        record = session_text_command(text, length);
        free(text);
    }
    if (record)
        append(session, record, typed);
    else
        session_tell_notice(session, NOTICE_ERROR,
                            "The last step is not journalled (out of memory): write the project now.");
    free(record);
}

static void note_step(Session *session, bool undo, const char *typed)
{
    int *from = undo ? &session->shared_undo : &session->shared_redo,
        *to = undo ? &session->shared_redo : &session->shared_undo;
    if (*from > 0) {
        *from -= 1;
        *to += 1;
        append(session, undo ? "undo" : "redo", typed);
        return;
    }
    session->shared_undo = session->shared_redo = 0;
    append_whole_text(session, typed);
}

/* Two entries become one.  Where the records have made only the last of them, an undo has no meaning among the records
 * from here on. */
static void note_join(Session *session, const char *typed)
{
    session->shared_redo = 0;
    if (session->shared_undo < 2) {
        session->shared_undo = 0;
        return;
    }
    session->shared_undo--;
    append(session, "join", typed);
}

static bool is_word(const char *line, const char *word)
{
    size_t length = strlen(word);
    return strncmp(line, word, length) == 0 && (line[length] == '\0' || line[length] == ' ' || line[length] == '\t');
}

static void note_gesture(Session *session, int step)
{
    session->gesture_depth += step;
    if (session->gesture_depth <= 0) {
        session->gesture_depth = 0;
        session->gesture_split = false;
    }
}

void session_note_edit(Session *session, const char *resolved, const char *typed, int undo_before)
{
    int undo_now = document_undo_count(session->project.document);
    if (is_word(resolved, "undo") || is_word(resolved, "redo")) {
        note_step(session, resolved[0] == 'u', typed);
        return;
    }
    if (is_word(resolved, "join")) {
        note_join(session, typed);
        return;
    }
    if (is_word(resolved, "begin"))
        note_gesture(session, 1);
    else if (is_word(resolved, "end"))
        note_gesture(session, -1);
    else {
        session->shared_undo = session->gesture_split ? 0 : session->shared_undo + (undo_now > undo_before);
        session->shared_redo = 0;
    }
    append(session, resolved, typed);
}

/* The text on disk, by its digest; of the document for a project that is not there yet. */
static void base_sha256(const Session *session, char out[SHA256_HEX_SIZE])
{
    char *text = NULL;
    size_t length = 0;
    if (session->project.saved_text)
        sha256_hex(session->project.saved_text, session->project.saved_length, out);
    else if (document_text(session->project.document, &text, &length) == STATUS_OK)
        sha256_hex(text, length, out);
    else
        sha256_hex("", 0, out);
    free(text);
}

Status session_find_journal(Session *session, Error *error)
{
    char sha[SHA256_HEX_SIZE];
    JournalRecovery *found = &session->recovery;
    base_sha256(session, sha);
    Status status = journal_recover(session->project.path, sha, found, error);
    session->has_recovery = status == STATUS_OK && found->found != JOURNAL_NONE;
    return status;
}

void session_begin_journal(Session *session, bool continues)
{
    char sha[SHA256_HEX_SIZE];
    Error error = {0};
    base_sha256(session, sha);
    session->has_recovery = false;
    Status status =
        journal_open(&session->journal, session->project.path, sha, continues ? JOURNAL_CONTINUE : JOURNAL_NEW, &error);
    if (status != STATUS_OK)
        session_note(session, "Edits are not journalled: %s.", error.text);
    session_set_rescue(session->journal, session->lock);
}

void session_mark_journal(Session *session, const char *text, size_t length)
{
    char sha[SHA256_HEX_SIZE];
    session_forget_shared_history(session);
    if (!session->journal)
        return;
    sha256_hex(text, length, sha);
    Status ignored = journal_mark(session->journal, sha); /* a full queue is told of by session_tick */
    (void)ignored;
    ignored = journal_flush(session->journal, NULL);
    (void)ignored;
}

void session_end_journal(Session *session, bool clean)
{
    session_set_rescue(NULL, NULL);
    journal_close(session->journal, clean);
    session->journal = NULL;
    journal_recovery_clear(&session->recovery);
    session->has_recovery = false;
    lock_release(session->lock);
    session->lock = NULL;
}
