/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands about files: write, quit, recover, merge, bounce. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "projects/merge/merge.h"
#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/session/bouncejob.h"
#include "src/session/parts.h"
#include "src/song/agreed.h"
#include "src/song/output.h"

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

static void say_changed_on_disk(const Session *session, SessionAnswer *answer)
{
    struct stat info;
    if (!session->project.identity.exists)
        answer_say(
            answer, STATUS_CHANGED,
            "Not saved: a file of this name is there already. write! replaces it, write FILE takes another name.");
    else if (stat(session->project.path, &info) != 0 && errno == ENOENT)
        answer_say(answer, STATUS_CHANGED,
                   "Not saved: the file was deleted or moved since it was read. write! makes it again.");
    else
        answer_say(
            answer, STATUS_CHANGED,
            "Not saved: the file changed on disk since it was read. merge takes its changes in, write! replaces it.");
}

/* Somebody may have taken the project over.  A lock that is only gone is taken again. */
static bool still_ours(Session *session, SessionAnswer *answer)
{
    Error error = {0};
    Lock *again = NULL;
    if (!session->lock || lock_is_ours(session->lock))
        return true;
    Status status = lock_take(session->project.path, &again, NULL, &error);
    session_set_rescue(session->journal, again);
    lock_release(session->lock);
    session->lock = again;
    if (status != STATUS_EXISTS)
        return true;
    session_become_read_only(session, error.text);
    answer_say(answer, STATUS_REFUSED, "Not saved: %s. write FILE saves under another name, take-over takes it back.",
               error.text);
    return false;
}

static bool may_save(Session *session, SessionAnswer *answer)
{
    if (session->read_only) {
        answer_say(answer, STATUS_REFUSED, "Not saved: %s.", session->read_only_why);
        return false;
    }
    return !session_refuse_undecided(session, "saved", answer) && still_ours(session, answer);
}

/* The text is in place, but a power cut might still bring back the old one: known as the text on disk, not as saved. */
static void remember_unsure(Session *session, char *text, size_t length, const FileIdentity *now)
{
    free(session->project.saved_text);
    session->project.saved_text = text;
    session->project.saved_length = length;
    session->project.identity = *now;
    session->project.is_new = false;
}

static bool save(Session *session, bool force, SessionAnswer *answer)
{
    char *text;
    size_t length;
    FileIdentity now = {0};
    Error error = {0};
    Project *project = &session->project;
    if (!may_save(session, answer))
        return false;
    if (document_text(project->document, &text, &length) != STATUS_OK) {
        answer_say(answer, STATUS_NO_MEMORY, "Not saved: out of memory.");
        return false;
    }
    session_mark_journal(session, text, length);
    Status status = save_write(project->path, text, length, force ? NULL : &project->identity, &now, &error);
    if (status == STATUS_OK) {
        remember_saved(session, text, length, &now);
        answer_say(answer, STATUS_OK, "Saved.");
        return true;
    }
    if (now.exists)
        remember_unsure(session, text, length, &now);
    else
        free(text);
    if (status == STATUS_CHANGED)
        say_changed_on_disk(session, answer);
    else
        answer_say(answer, status, "%s.%s", error.text,
                   status == STATUS_REFUSED ? " write FILE saves it under another name." : "");
    return false;
}

static bool same_folder(const char *a, const char *b)
{
    char *folder_a = path_folder(a), *folder_b = path_folder(b);
    char *real_a = folder_a ? realpath(folder_a, NULL) : NULL, *real_b = folder_b ? realpath(folder_b, NULL) : NULL;
    bool same = real_a && real_b && strcmp(real_a, real_b) == 0;
    free(folder_a);
    free(folder_b);
    free(real_a);
    free(real_b);
    return same;
}

/* `write OTHER`: a copy; the session goes on with its own file, as vi does. */
static bool save_copy(Session *session, const char *path, bool force, FileIdentity *now, SessionAnswer *answer)
{
    char *text, shown[300];
    size_t length;
    FileIdentity none = {0};
    Error error = {0};
    OutputPlace place;
    text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
    if (output_check(&session->project, path, OUTPUT_COPY, &place, &error) != STATUS_OK) {
        if (place == OUTPUT_ITSELF)
            return save(session, force, answer);
        answer_say(answer, error.status, "Not saved: %s%s%s.", shown, shown[0] ? " " : "", error.text);
        return false;
    }
    if (document_text(session->project.document, &text, &length) != STATUS_OK) {
        answer_say(answer, STATUS_NO_MEMORY, "Not saved: out of memory.");
        return false;
    }
    Status status = save_write(path, text, length, force ? NULL : &none, now, &error);
    free(text);
    if (status == STATUS_OK)
        answer_say(answer, STATUS_OK, "Saved a copy as %s.%s", shown,
                   same_folder(path, session->project.path)
                       ? ""
                       : " It lies in another folder: its stems are looked for from there.");
    else if (status == STATUS_CHANGED)
        answer_say(answer, STATUS_EXISTS, "Not saved: %s exists; write! replaces it.", shown);
    else
        answer_say(answer, status, "%s.", error.text);
    return status == STATUS_OK;
}

/* A project without a file takes the name, in its own folder (its stems are named from there); lock and journal follow.
 */
static void take_name(Session *session, const char *path, bool force, SessionAnswer *answer)
{
    FileIdentity now;
    Project *project = &session->project;
    char *text, *name = strdup(path), shown[300];
    size_t length;
    text_escape_for_terminal(shown, sizeof shown, path, strlen(path));
    if (!same_folder(path, project->path)) {
        text_escape_for_terminal(shown, sizeof shown, project->stems.folder, strlen(project->stems.folder));
        answer_say(answer, STATUS_REFUSED,
                   "Not saved: the stems are named from the folder %s, and the project's first file belongs there.",
                   shown);
        free(name);
        return;
    }
    if (!name || !may_save(session, answer) || !save_copy(session, path, force, &now, answer) ||
        document_text(project->document, &text, &length) != STATUS_OK) {
        free(name);
        return;
    }
    session_end_journal(session, true);
    free(project->path);
    project->path = name;
    remember_saved(session, text, length, &now);
    session_settle_project(session);
    answer_say(answer, STATUS_OK, "Saved as %s.", shown);
}

static void run_write(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    const char *path = file_argument(words);
    FileIdentity now;
    session_write_rides(session);
    if (!path || strcmp(path, session->project.path) == 0)
        save(session, has_bang(words), answer);
    else if (session->project.is_new)
        take_name(session, path, has_bang(words), answer);
    else
        save_copy(session, path, has_bang(words), &now, answer);
}

static void run_quit(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    bool discard = has_bang(words);
    session_write_rides(session);
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
    session_finish_rides(session);
    if ((session->read_only || !document_is_changed(session->project.document)) && !session->project.is_new)
        answer_say(answer, STATUS_OK, "Goodbye.");
    else if (!save(session, has_bang(words), answer))
        return;
    session->over = true;
}

/* ---- merge with what somebody else wrote ---- */

static void take_merged(Session *session, const MergeResult *merge, char *theirs, size_t theirs_length,
                        const FileIdentity *identity, SessionAnswer *answer)
{
    Journal *journal = session->journal;
    char *line = session_text_command(merge->text, merge->length);
    if (!line) {
        answer_say(answer, STATUS_NO_MEMORY, "Not merged: out of memory.");
        free(theirs);
        return;
    }
    session->journal = NULL; /* the command itself is journalled together with the text it belongs to */
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
    session_forget_shared_history(session);
    if (journal && journal_rebase(journal, identity->sha256, line, "merge") != STATUS_OK)
        session_tell_notice(session, NOTICE_ERROR, "The journal is full: write the project now.");
    free(line);
    for (int i = 0; i < merge->count; i++) {
        char conflict[600];
        merge_conflict_format(&merge->conflicts[i], path_base(session->project.path), conflict, sizeof conflict);
        session_tell_notice(session, NOTICE_WARN, "%s", conflict);
    }
    answer_say(answer, STATUS_OK, "Merged; %d conflict%s. Look at it, then write.", merge->count,
               merge->count == 1 ? "" : "s");
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
        answer_say(answer, STATUS_REFUSED, "Not merged: %s.",
                   session->read_only ? session->read_only_why : "the project has no file yet");
        return;
    }
    if (session_refuse_undecided(session, "merged", answer))
        return;
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
        answer_say(answer, STATUS_OK, "Paths outside the folder are followed from now on; %d stem%s found.", found,
                   found == 1 ? "" : "s");
}

static void run_take_over(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    Error error = {0};
    Lock *taken = NULL;
    (void)words;
    bool lost = session->lock && !lock_is_ours(session->lock);
    if (document_model(session->project.document)->read_only || (!lost && !session->read_only))
        answer_say(answer, STATUS_REFUSED, "Nothing to take over.");
    else if (lock_take_over(session->project.path, &taken, NULL, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not taken over: %s.", error.text);
    else {
        session_set_rescue(session->journal, NULL);
        lock_release(session->lock);
        session->lock = taken;
        answer_say(answer, STATUS_OK, "Taken over: edits are possible now.");
        session->read_only = false;
        session_look_for_edits(session);
    }
}

const SessionCommand session_file_commands[] = {
    {"write", run_write},
    {"quit", run_quit},
    {"wq", run_write_quit},
    {"recover", session_run_recover},
    {"discard", session_run_discard},
    {"merge", run_merge},
    {"bounce", run_bounce},
    {"agree", run_agree},
    {"take-over", run_take_over},
    {"edit", session_run_edit},
    {NULL, NULL},
};
