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

/* Words that belong to the document and, with these second words, to the session: `loop on`, `clear solos`. */
static bool is_for_session(const CommandInfo *info, const CommandWords *words)
{
    static const char *const pairs[][2] = {{"loop", "on"},       {"loop", "off"},    {"loop", "toggle"},
                                           {"template", "band"}, {"clear", "solos"}, {"clear", "clips"}};
    if (info->scope == COMMAND_SESSION)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(pairs) && words->count == 2; i++)
        if (strcmp(info->name, pairs[i][0]) == 0 && strcmp(words->word[1], pairs[i][1]) == 0)
            return true;
    return false;
}

static void run_session_command(Session *session, const CommandInfo *info, const CommandWords *words,
                                SessionAnswer *answer)
{
    const SessionCommand *command = find_session_command(info->name);
    if (command)
        command->run(session, words, answer);
    else
        answer_say(answer, STATUS_UNSUPPORTED, "Not done: %s does nothing in this session.", info->name);
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
    const CommandInfo *info = words.count ? command_find(words.word[0]) : NULL;
    if (info && is_for_session(info, &words))
        run_session_command(session, info, &words, answer);
    else if (info && info->scope == COMMAND_VIEW)
        answer_say(answer, STATUS_UNSUPPORTED, "Not done: %s is for the desk's screen.", info->name);
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
