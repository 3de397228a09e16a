/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/session.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/text/escape.h"
#include "src/options.h"
#include "src/session/bouncejob.h"
#include "src/session/measurejob.h"
#include "src/session/parts.h"

/* ---- commands ---- */

static const SessionCommand *const command_lists[] = {
    session_transport_commands, session_listen_commands,    session_file_commands,
    session_preset_commands,    session_gainstage_commands, session_match_commands,
    session_heard_commands,     session_compare_commands,   session_record_commands};

static const SessionCommand *find_session_command(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(command_lists); i++)
        for (const SessionCommand *row = command_lists[i]; row->name; row++)
            if (strcmp(row->name, name) == 0)
                return row;
    return NULL;
}

/* Every row of the session has its handler, and every handler its row. */
static Status check_commands(Error *error)
{
    const char *names[128];
    int count = 0;
    for (size_t i = 0; i < ARRAY_LEN(command_lists); i++)
        for (const SessionCommand *row = command_lists[i]; row->name && count < (int)ARRAY_LEN(names); row++)
            names[count++] = row->name;
    return commands_check_bound(BY_SESSION, names, count, error);
}

static int start_everything(Session *session)
{
    Error error = {0};
    session_settle_project(session);
    if (!session_check_stems(session, stderr))
        return EXIT_FAILED;
    if (session_start_sound(session, &error) == STATUS_OK)
        return EXIT_DONE;
    char shown[600];
    text_escape_for_terminal(shown, sizeof shown, session->setup.path, strlen(session->setup.path));
    fprintf(stderr, "%s: %s\n", shown, error.text[0] ? error.text : "out of memory");
    return error.status == STATUS_REFUSED ? EXIT_PROJECT : EXIT_FAILED;
}

int session_open(Session **result, const SessionSetup *setup)
{
    Error error = {0};
    if (check_commands(&error) != STATUS_OK) {
        fprintf(stderr, "ttymix: %s\n", error.text);
        return EXIT_FAILED;
    }
    Session *session = calloc(1, sizeof *session);
    if (!session)
        return EXIT_FAILED;
    session->setup = *setup;
    session->monitor = (MonitorSpec){.listen_strip = -1};
    session->monitor_given = false;
    session_forget_readings(session);
    if (isfinite(setup->monitor_db))
        session->monitor.level_db = setup->monitor_db;
    int status = session_open_path(session, &session->project, setup->path, stderr);
    if (status == EXIT_DONE)
        status = start_everything(session);
    if (status != EXIT_DONE) {
        session_close(session, true);
        return status;
    }
    *result = session;
    return EXIT_DONE;
}

void session_close(Session *session, bool discard)
{
    if (!session)
        return;
    if (!discard)
        session_finish_rides(session);
    bool clean = session->project.document && (discard || !document_is_changed(session->project.document));
    bounce_job_end(session);
    measure_job_end(session);
    session_stop_sound(session);
    session_end_journal(session, clean);
    recorder_free(session->recorder);
    project_close(&session->project);
    free(session->heard);
    free(session->totals);
    free(session);
}

static void run_session_command(Session *session, const Command *row, const CommandWords *words, SessionAnswer *answer)
{
    Error error = {0};
    const SessionCommand *command = find_session_command(row->name);
    if (!command)
        answer_say(answer, STATUS_UNSUPPORTED, "Not done: %s does nothing in this session.", row->name);
    else if (command_check(row, words, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not done: %s%s", error.text, strchr(error.text, '?') ? "" : ".");
    else
        command->run(session, words, answer);
}

/* `quit!` is `quit !`, as vi's users type it. */
static void part_bang(CommandWords *words)
{
    char *first = words->word[0], *bang = first + strlen(first) - 1;
    static char mark[] = "!";
    if (bang <= first || *bang != '!' || words->count == (int)ARRAY_LEN(words->word))
        return;
    *bang = '\0';
    for (int i = words->count; i > 1; i--)
        words->word[i] = words->word[i - 1];
    words->word[1] = mark;
    words->count++;
}

void session_run(Session *session, const char *line, SessionAnswer *answer)
{
    CommandWords words;
    Error error = {0};
    answer_say(answer, STATUS_OK, "%s", "");
    if (command_split(line, &words, &error) != STATUS_OK) {
        answer_say(answer, error.status, "Not understood: %s.", error.text);
        return;
    }
    if (words.count)
        part_bang(&words);
    const Command *row = command_choose(&words, BY_ALL);
    if (row && (row->by & BY_SESSION))
        run_session_command(session, row, &words, answer);
    else if (row && !(row->by & BY_DOCUMENT))
        answer_say(answer, STATUS_UNSUPPORTED, "Not done: %s is for the desk%s.", row->name,
                   row->by & BY_DESK ? "'s screen" : " in lines of text (--plain)");
    else if (words.count)
        session_edit(session, line, answer);
    command_words_clear(&words);
}

static void tick_journal(Session *session)
{
    JournalStatus status;
    if (!session->journal || !journal_poll(session->journal, &status))
        return;
    if (status.full)
        session_tell_notice(session, NOTICE_ERROR, "Edits are no longer journalled (%s): write the project now.",
                            status.error.text);
    else if (status.failing)
        session_tell_notice(session, NOTICE_ERROR, "The journal cannot be written: %s. It is tried again.",
                            status.error.text);
    else
        session_tell_notice(session, NOTICE_INFO, "The journal is written again.");
}

void session_tick(Session *session)
{
    session_tick_transport(session);
    session_tick_record(session);
    session_tick_sound(session);
    tick_journal(session);
    bounce_job_tick(session);
    measure_job_tick(session);
    session_tick_compared(session);
}
