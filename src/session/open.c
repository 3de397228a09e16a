/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What holds for the project that is open now (lock, rights, stems, journal), and `edit FILE`: another project takes
 * its place. */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/mix/first_mix.h"
#include "src/options.h"
#include "src/session/parts.h"

void session_note(Session *session, const char *format, ...)
{
    char text[300];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (session->listener_count > 0)
        session_tell_notice(session, NOTICE_WARN, "%s", text);
    else if (session->note_count < NOTE_MAX)
        memcpy(session->notes[session->note_count++], text, sizeof text);
}

void session_become_read_only(Session *session, const char *why)
{
    session->read_only = true;
    snprintf(session->read_only_why, sizeof session->read_only_why, "%.230s%s", why,
             session->lock || document_model(session->project.document)->read_only
                 ? ""
                 : "; take-over edits it all the same");
}

/* Somebody else's lock makes read-only.  Where no lock can be made (a full disk, a link in its place) editing goes on:
 * a save never replaces what somebody else wrote meanwhile. */
static void take_lock(Session *session)
{
    Error error = {0};
    Status status = session->setup.take_over ? lock_take_over(session->project.path, &session->lock, NULL, &error)
                                             : lock_take(session->project.path, &session->lock, NULL, &error);
    if (status == STATUS_EXISTS)
        session_become_read_only(session, error.text);
    else if (status != STATUS_OK)
        session_note(session, "Edited without a lock, others are not kept out: %.200s.", error.text);
}

static const char *shown_base(const Session *session, char *out, size_t size)
{
    const char *base = path_base(session->project.path);
    text_escape_for_terminal(out, size, base, strlen(base));
    return out;
}

/* A save makes a new file and renames it: both the folder and the file must be writable. */
static void check_rights(Session *session)
{
    char *real = session->project.is_new ? NULL : realpath(session->project.path, NULL);
    char *folder = path_folder(real ? real : session->project.path), shown[200];
    bool file_fine = !real || faccessat(AT_FDCWD, real, W_OK, AT_EACCESS) == 0;
    bool folder_fine = folder && faccessat(AT_FDCWD, folder, W_OK, AT_EACCESS) == 0;
    session->unwritable = !file_fine || !folder_fine;
    if (session->unwritable)
        session_note(
            session,
            "%s may not be written%s: edits are kept in the journal, write FILE saves them under another name.",
            shown_base(session, shown, sizeof shown), file_fine ? ", since its folder is read-only" : "");
    free(real);
    free(folder);
}

void session_look_for_edits(Session *session)
{
    Error error = {0};
    char text[300];
    session_set_rescue(session->journal, session->lock);
    if (session->journal)
        return;
    Status status = session_find_journal(session, &error);
    if (status != STATUS_OK)
        session_note(session, "Edits are not journalled: %.250s.", error.text);
    else if (!session->has_recovery)
        session_begin_journal(session, true);
    else {
        session_say_recovery(session, text, sizeof text);
        session_note(session, "%s", text);
    }
}

void session_settle_project(Session *session)
{
    session->read_only = session->unwritable = false;
    take_lock(session);
    if (document_model(session->project.document)->read_only)
        session_become_read_only(session, "the project was written by a newer version of ttymix");
    if (session->read_only) {
        session_note(session, "Read-only: %s.", session->read_only_why);
        session_set_rescue(NULL, session->lock);
        return;
    }
    check_rights(session);
    session_look_for_edits(session);
}

/* ---- edit FILE ---- */

static bool is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* A line each; cleared. */
static void say_problems(ProblemList *problems, const Error *error, FILE *talk)
{
    char line[2400];
    for (int i = 0; i < problems->count; i++) {
        problem_format(&problems->items[i], line, sizeof line);
        fprintf(talk, "%s\n", line);
    }
    if (problems->truncated)
        fputs("further problems are not shown\n", talk);
    if (error->text[0])
        fprintf(talk, "ttymix: %s\n", error->text);
    problems_clear(problems);
}

int session_open_path(const Session *session, Project *project, const char *path, FILE *talk)
{
    ProjectSetup setup = {.allow_outside = session->setup.allow_outside, .create = true};
    ProblemList problems = {0};
    Error error = {0};
    int outside = 0;
    Status status = is_folder(path) ? first_mix_of_folder(project, path, &setup, &problems, &outside, &error)
                                    : project_open(project, path, &setup, &problems, &error);
    say_problems(&problems, &error, talk);
    if (status == STATUS_OK && outside)
        fprintf(talk,
                "note: %d stem%s outside the project's folder, named by absolute path; this user has agreed to that\n",
                outside, outside == 1 ? " lies" : "s lie");
    if (status == STATUS_OK && project->is_new)
        document_mark_saved(project->document); /* what nobody has touched yet is no loss */
    return exit_status_of_opening(status);
}

bool session_check_stems(Session *session, FILE *talk)
{
    ProblemList problems = {0};
    Error none = {0};
    int missing;
    Status status = project_check_stems(&session->project, &problems, &missing);
    if (status == STATUS_OK)
        status = project_check_clips(&session->project, &problems);
    say_problems(&problems, &none, talk);
    return status == STATUS_OK;
}

/* What was said while it was opened, a notice a line (`session` may be NULL); the last line into `last`. */
static void tell_lines(Session *session, char *text, char *last, size_t size)
{
    char *rest = NULL;
    last[0] = '\0';
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        if (session)
            session_tell_notice(session, NOTICE_WARN, "%s", line);
        snprintf(last, size, "%s", line);
    }
}

static void forget_old_state(Session *session)
{
    session->transport = (Transport){0};
    session->solo_count = 0;
    session->solo_text[0] = '\0';
    session->heard_count = 0;
    session->compared = (Comparison){.on = false};
    session->total_count = 0;
    free(session->totals);
    session->totals = NULL;
    session->gesture_depth = 0;
    session_forget_shared_history(session);
    session_forget_readings(session);
    session->told_xruns = 0;
}

static void tell_everybody(Session *session)
{
    session_tell_replaced(session);
    for (int i = 0; i < session->listener_count; i++) {
        SessionListener listener = session->listeners[i];
        session_tell_all(session, &listener);
    }
}

/* The sound of `next` in place of the present; on failure everything is as before. */
static bool swap_in(Session *session, Project *next, Error *error)
{
    Project old = session->project;
    int solos = session->solo_count, heard = session->heard_count;
    bool compared = session->compared.on;
    session_stop_sound(session);
    session->project = *next;
    session->solo_count = session->heard_count = 0; /* what is listened to is of the old one */
    session->compared.on = false;
    if (session_start_sound(session, error) == STATUS_OK) {
        *next = old;
        return true;
    }
    session->project = old;
    session->solo_count = solos;
    session->heard_count = heard;
    session->compared.on = compared;
    Error again = {0};
    if (session_start_sound(session, &again) != STATUS_OK)
        session_tell_notice(session, NOTICE_ERROR, "There is no sound any more: %s.", again.text);
    return false;
}

static void replace_project(Session *session, Project *next, bool discard, SessionAnswer *answer)
{
    Error error = {0};
    char shown[300], *talk_text = NULL, last[300];
    size_t talk_length = 0;
    bool clean = discard || !document_is_changed(session->project.document);
    if (!swap_in(session, next, &error)) {
        answer_say(answer, error.status, "Not opened: %s.", error.text[0] ? error.text : "out of memory");
        project_close(next);
        return;
    }
    session_end_journal(session, clean);
    project_close(next);
    forget_old_state(session);
    tell_everybody(session);
    session_settle_project(session);
    FILE *talk = open_memstream(&talk_text, &talk_length);
    if (talk) {
        (void)session_check_stems(session, talk);
        fclose(talk);
        tell_lines(session, talk_text, last, sizeof last);
    }
    free(talk_text);
    answer_say(answer, STATUS_OK, "Opened %s.", shown_base(session, shown, sizeof shown));
}

void session_run_edit(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    bool bang = words->count > 1 && strcmp(words->word[1], "!") == 0;
    const char *path = words->count > 1 + bang            ? words->word[1 + bang]
                       : bang && !session->project.is_new ? session->project.path
                                                          : NULL;
    char *talk_text = NULL, last[900];
    size_t talk_length = 0;
    Project next = {0};
    session_write_rides(session);
    if (!path)
        answer_say(answer, STATUS_BAD_VALUE, "Not opened: edit takes the file of a project, or a folder of stems.");
    else if (!bang && document_is_changed(session->project.document))
        answer_say(answer, STATUS_REFUSED,
                   "Not opened: there are unsaved edits. write saves them, edit! FILE gives them up.");
    else if (session->bounce)
        answer_say(answer, STATUS_REFUSED, "Not opened: a bounce is running.");
    else if (session->measure) /* what it finds is for this project */
        answer_say(answer, STATUS_REFUSED, "Not opened: something is being measured.");
    else {
        FILE *talk = open_memstream(&talk_text, &talk_length);
        int status = talk ? session_open_path(session, &next, path, talk) : EXIT_FAILED;
        if (talk)
            fclose(talk);
        last[0] = '\0';
        if (talk_text)
            tell_lines(status == EXIT_DONE ? session : NULL, talk_text, last, sizeof last);
        if (status == EXIT_DONE)
            replace_project(session, &next, bang, answer);
        else
            answer_say(answer, STATUS_REFUSED, "Not opened: %s.", last[0] ? last : "out of memory");
    }
    free(talk_text);
}
