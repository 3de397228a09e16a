/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `edit`: another project takes the place of the one that is open, or nothing happens. */
#include <stdio.h>
#include <string.h>

#include "projects/text/escape.h"
#include "src/base/paths.h"
#include "src/session/session_private.h"

void session_tell_facts(Session *session, Board *board)
{
    edits_tell(session->edits, board);
    player_tell(session->player, board);
    parts_tell(session->parts, board);
}

static void tell_problems(Session *session, const ProblemList *problems)
{
    char line[2400];
    for (int i = 0; i < problems->count; i++) {
        problem_format(&problems->items[i], line, sizeof line);
        board_notice(&session->board, NOTICE_WARN, "%s", line);
    }
    if (problems->truncated)
        board_notice(&session->board, NOTICE_WARN, "further problems are not shown");
}

static void tell_opening(Session *session, const SessionOpening *opening)
{
    tell_problems(session, &opening->project);
    if (opening->outside)
        board_notice(&session->board, NOTICE_WARN, SESSION_OUTSIDE_FORMAT, opening->outside,
                     opening->outside == 1 ? " lies" : "s lie");
}

/* What is prepared is heard, and nobody knows anything of the old one any more. */
static void exchange(Session *session, Project *next, bool clean)
{
    Project old = session->song;
    player_halt(session->player);
    edits_close(session->edits, clean);
    session->song = *next;
    edits_forget(session->edits);
    parts_forget(session->parts);
    player_begin(session->player);
    player_forget_readings(session->player);
    project_close(&old);
    board_replaced(&session->board);
    session_tell_facts(session, &session->board);
    edits_open(session->edits);
}

static void replace_song(Session *session, Project *next, bool discard, SessionAnswer *answer)
{
    Error error = {0};
    SessionOpening opening = {0};
    char shown[300];
    bool clean = discard || !document_is_changed(session->song.document);
    if (player_prepare(session->player, next, &error) != STATUS_OK) {
        answer_say(answer, error.status, "Not opened: %s.", error.text[0] ? error.text : "out of memory");
        project_close(next);
        return;
    }
    exchange(session, next, clean);
    Status ignored = session_check_stems(session, &opening.stems); /* without memory less is told */
    (void)ignored;
    tell_problems(session, &opening.stems);
    session_opening_clear(&opening);
    const char *base = path_base(session->song.path);
    text_escape_for_terminal(shown, sizeof shown, base, strlen(base));
    answer_say(answer, STATUS_OK, "Opened %s.", shown);
}

/* The last thing that was said about it. */
static void say_not_opened(const SessionOpening *opening, SessionAnswer *answer)
{
    char line[900] = "out of memory";
    if (opening->error.text[0])
        snprintf(line, sizeof line, "ttymix: %s", opening->error.text);
    else if (opening->project.truncated)
        snprintf(line, sizeof line, "further problems are not shown");
    else if (opening->project.count > 0)
        problem_format(&opening->project.items[opening->project.count - 1], line, sizeof line);
    answer_say(answer, STATUS_REFUSED, "Not opened: %s.", line);
}

static void open_song(Session *session, const char *path, bool discard, SessionAnswer *answer)
{
    Project next = {0};
    SessionOpening opening = {0};
    if (session_open_song(&session->setup, path, &next, &opening) == STATUS_OK) {
        tell_opening(session, &opening);
        replace_song(session, &next, discard, answer);
    } else
        say_not_opened(&opening, answer);
    session_opening_clear(&opening);
}

void session_run_edit(Session *session, const CommandWords *words, SessionAnswer *answer)
{
    bool bang = words->count > 1 && strcmp(words->word[1], "!") == 0;
    const char *path = words->count > 1 + bang         ? words->word[1 + bang]
                       : bang && !session->song.is_new ? session->song.path
                                                       : NULL;
    edits_settle(session->edits);
    if (!path)
        answer_say(answer, STATUS_BAD_VALUE, "Not opened: edit takes the file of a project, or a folder of stems.");
    else if (!bang && document_is_changed(session->song.document))
        answer_say(answer, STATUS_REFUSED,
                   "Not opened: there are unsaved edits. write saves them, edit! FILE gives them up.");
    else if (jobs_is_running(session->jobs, JOB_BOUNCE))
        answer_say(answer, STATUS_REFUSED, "Not opened: a bounce is running.");
    else if (jobs_is_running(session->jobs, JOB_MEASURE)) /* what it finds is for this project */
        answer_say(answer, STATUS_REFUSED, "Not opened: something is being measured.");
    else
        open_song(session, path, bang, answer);
}
