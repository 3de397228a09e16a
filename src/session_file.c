/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands about files: write, quit, recover, merge, bounce. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/escape.h"
#include "projects/merge.h"
#include "src/agreed.h"
#include "src/bouncejob.h"
#include "src/paths.h"
#include "src/session_parts.h"

static bool has_bang(const CommandWords *words)
{
    return words->count > 1 && strcmp(words->word[1], "!") == 0;
}

static const char *file_argument(const CommandWords *words)
{
    int index = has_bang(words) ? 2 : 1;
    return words->count > index ? words->word[index] : NULL;
}

/* What is on disk from now on is this text. */
static void remember_saved(Session *session, char *text, size_t length, const FileIdentity *identity)
{
    free(session->project.saved_text);
    session->project.saved_text = text;
    session->project.saved_length = length;
    session->project.identity = *identity;
    session->project.is_new = false;
    document_mark_saved(session->project.document);
    if (session->journal)
        journal_saved(session->journal);
    session_tell_history(session);
}

static void mark_journal(Session *session, const char *text, size_t length)
{
    char sha[SHA256_HEX_SIZE];
    Sha256 state;
    if (!session->journal)
        return;
    sha256_init(&state);
    sha256_update(&state, text, length);
    sha256_final_hex(&state, sha);
    Status ignored = journal_mark(session->journal, sha); /* a full queue is told of by session_tick */
    (void)ignored;
    ignored = journal_flush(session->journal, NULL);
    (void)ignored;
}

static void say_changed_on_disk(SessionAnswer *answer)
{
    answer_say(answer, STATUS_CHANGED,
               "Not saved: the file changed on disk since it was read. merge takes its changes in, write! replaces it.");
}

static bool save(Session *session, bool force, SessionAnswer *answer)
{
    char *text;
    size_t length;
    FileIdentity now = {0};
    Error error = {0};
    Project *project = &session->project;
    if (session->read_only) {
        answer_say(answer, STATUS_REFUSED, "Not saved: %s", session->read_only_why);
        return false;
    }
    if (document_text(project->document, &text, &length) != STATUS_OK) {
        answer_say(answer, STATUS_NO_MEMORY, "Not saved: out of memory.");
        return false;
    }
    mark_journal(session, text, length);
    Status status = save_write(project->path, text, length, force ? NULL : &project->identity, &now, &error);
    if (status == STATUS_OK) {
        remember_saved(session, text, length, &now);
        answer_say(answer, STATUS_OK, "Saved.");
        return true;
    }
    free(text);
    if (status == STATUS_CHANGED)
        say_changed_on_disk(answer);
    else
        answer_say(answer, status, "%s.", error.text);
    return false;
}

/* `write OTHER`: a copy; the session goes on with its own file, as vi does. A project without a file yet takes the name. */
static void save_copy(Session *session, const char *path, bool force, SessionAnswer *answer)
{
    char *text, shown[300];
    size_t length;
    FileIdentity none = {0}, now;
    Error error = {0};
    text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
    if (document_text(session->project.document, &text, &length) != STATUS_OK) {
        answer_say(answer, STATUS_NO_MEMORY, "Not saved: out of memory.");
        return;
    }
    Status status = save_write(path, text, length, force ? NULL : &none, &now, &error);
    free(text);
    if (status == STATUS_OK)
        answer_say(answer, STATUS_OK, "Saved a copy as %s.", shown);
    else if (status == STATUS_CHANGED)
        answer_say(answer, STATUS_EXISTS, "Not saved: %s exists; write! replaces it.", shown);
    else
        answer_say(answer, status, "%s.", error.text);
}

static void run_write(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    const char *path = file_argument(words);
    if (path && strcmp(path, session->project.path) != 0)
        save_copy(session, path, has_bang(words), answer);
    else
        save(session, has_bang(words), answer);
}

static void run_quit(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    bool discard = has_bang(words);
    if (!discard && !session->read_only && document_is_changed(session->project.document)) {
        answer_say(answer, STATUS_REFUSED, "Not quit: there are unsaved edits. wq saves them, quit! gives them up.");
        return;
    }
    session->over = true;
    session->over_discard = discard;
    answer_say(answer, STATUS_OK, "Goodbye.");
}

static void run_write_quit(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    if ((session->read_only || !document_is_changed(session->project.document)) && !session->project.is_new)
        answer_say(answer, STATUS_OK, "Goodbye.");
    else if (!save(session, has_bang(words), answer))
        return;
    session->over = true;
}

/* ---- recovery ---- */

static void run_recover(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    int failed = 0, count = session->recovery.count;
    (void)words;
    if (!session->has_recovery) {
        answer_say(answer, STATUS_NOT_FOUND, "Nothing to recover.");
        return;
    }
    session->replaying = true;
    for (int i = 0; i < count; i++) {
        SessionAnswer one;
        session_edit(session, session->recovery.commands[i], &one);
        failed += one.status != STATUS_OK;
    }
    session->replaying = false;
    bool exact = session->recovery.applies && failed == 0;
    char *kept = NULL;
    Error error = {0};
    if (!exact && journal_set_aside(session->recovery.file, &kept, &error) != STATUS_OK)
        session_tell_notice(session, NOTICE_WARN, "%s", error.text);
    free(kept);
    session_begin_journal(session, exact);
    if (!exact)
        for (int i = 0; session->journal && i < count; i++) {
            Status ignored = journal_append(session->journal, session->recovery.commands[i], NULL);
            (void)ignored;
        }
    if (failed)
        answer_say(answer, STATUS_OK, "%d of %d edits recovered; the others no longer fit, the old journal is kept.", count - failed, count);
    else
        answer_say(answer, STATUS_OK, "%d edit%s recovered; nothing is saved yet.", count, count == 1 ? "" : "s");
}

static void run_discard(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    char *kept = NULL, shown[300];
    Error error = {0};
    (void)words;
    if (!session->has_recovery) {
        answer_say(answer, STATUS_NOT_FOUND, "Nothing to set aside.");
        return;
    }
    if (journal_set_aside(session->recovery.file, &kept, &error) != STATUS_OK) {
        answer_say(answer, error.status, "Not set aside: %s.", error.text);
        return;
    }
    session_begin_journal(session, false);
    text_escape_for_terminal(shown, sizeof shown, path_base(kept), strlen(path_base(kept)));
    answer_say(answer, STATUS_OK, "The unsaved edits are set aside as %s.", shown);
    free(kept);
}

/* ---- merge with what somebody else wrote ---- */

/* The journal begins anew on what is on disk now, with the merged text as its first record. */
static void journal_merge(Session *session, const char *resolved)
{
    if (!session->journal)
        return;
    Status ignored = journal_mark(session->journal, session->project.identity.sha256);
    journal_saved(session->journal);
    ignored = journal_append(session->journal, resolved, "merge");
    (void)ignored; /* a full queue is told of by session_tick */
}

/* The merged text as a command; malloc'd. */
static char *text_command(const MergeResult *merge)
{
    Buffer buffer = {0};
    buffer_append_text(&buffer, "text ");
    text_append_quoted(&buffer, merge->text, merge->length);
    return buffer_take(&buffer);
}

static void take_merged(Session *session, const MergeResult *merge, char *theirs, size_t theirs_length, const FileIdentity *identity,
                        SessionAnswer *answer)
{
    Journal *journal = session->journal;
    char *line = text_command(merge);
    if (!line) {
        answer_say(answer, STATUS_NO_MEMORY, "Not merged: out of memory.");
        free(theirs);
        return;
    }
    session->journal = NULL; /* the command itself is journalled after the journal has begun anew */
    session_edit(session, line, answer);
    session->journal = journal;
    if (answer->status != STATUS_OK) {
        free(line);
        free(theirs);
        return;
    }
    free(session->project.saved_text);
    session->project.saved_text = theirs;
    session->project.saved_length = theirs_length;
    session->project.identity = *identity;
    journal_merge(session, line);
    free(line);
    for (int i = 0; i < merge->count; i++) {
        char conflict[600];
        merge_conflict_format(&merge->conflicts[i], path_base(session->project.path), conflict, sizeof conflict);
        session_tell_notice(session, NOTICE_WARN, "%s", conflict);
    }
    answer_say(answer, STATUS_OK, "Merged; %d conflict%s. Look at it, then write.", merge->count, merge->count == 1 ? "" : "s");
}

static void run_merge(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    char *theirs = NULL, *ours = NULL;
    size_t theirs_length, ours_length;
    FileIdentity identity;
    Error error = {0};
    MergeResult merge = {0};
    Project *project = &session->project;
    (void)words;
    if (session->read_only || !project->saved_text) {
        answer_say(answer, STATUS_REFUSED, "Not merged: %s", session->read_only ? session->read_only_why : "the project has no file yet.");
        return;
    }
    Status status = save_read(project->path, &theirs, &theirs_length, &identity, &error);
    if (status == STATUS_OK)
        status = document_text(project->document, &ours, &ours_length);
    if (status == STATUS_OK)
        status = merge3(project->saved_text, project->saved_length, ours, ours_length, theirs, theirs_length, &merge);
    free(ours);
    if (status != STATUS_OK) {
        free(theirs);
        answer_say(answer, status, "Not merged: %s.", error.text[0] ? error.text : "out of memory");
        return;
    }
    take_merged(session, &merge, theirs, theirs_length, &identity, answer);
    merge_result_clear(&merge);
}

static void run_bounce(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    Error error = {0};
    if (bounce_job_start(session, file_argument(words), &error) == STATUS_OK)
        answer_say(answer, STATUS_OK, "Bouncing; it goes on in the background.");
    else
        answer_say(answer, error.status, "Not bounced: %s.", error.text);
}

static void run_agree(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    Error error = {0};
    (void)words;
    session->project.stems.allow_outside = true;
    int found = stems_retry(&session->project.stems);
    if (agreed_add(session->project.path, &error) != STATUS_OK)
        session_tell_notice(session, NOTICE_WARN, "%s", error.text);
    if (session_update_engine(session, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not changed: %s.", error.text);
    else
        answer_say(answer, STATUS_OK, "Paths outside the folder are followed from now on; %d stem%s found.", found, found == 1 ? "" : "s");
}

static void run_take_over(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    Error error = {0};
    (void)words;
    if (!session->read_only || session->lock || document_model(session->project.document)->read_only)
        answer_say(answer, STATUS_REFUSED, "Nothing to take over.");
    else if (lock_take_over(session->project.path, &session->lock, NULL, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not taken over: %s.", error.text);
    else {
        session->read_only = false;
        session_begin_journal(session, false);
        answer_say(answer, STATUS_OK, "Taken over: edits are possible now.");
    }
}

const SessionCommand session_file_commands[] = {
    {"write", run_write}, {"quit", run_quit},     {"wq", run_write_quit}, {"recover", run_recover},     {"discard", run_discard},
    {"merge", run_merge}, {"bounce", run_bounce}, {"agree", run_agree},   {"take-over", run_take_over}, {NULL, NULL},
};
