/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/session.h"

#include <stdlib.h>
#include <string.h>

#include "src/session/session_private.h"

#define EDIT_COMMAND "edit"                                   /* the session's own: it concerns all of it */
static const char *const told_words[] = {"describe", "what"}; /* by the teller */
enum { COMMANDS_MAX = 128 };

/* ---- what is edited is heard ---- */

/* What is ridden is heard already, before the document has it. */
static Status hear(void *part, const Edit *edit, Error *error)
{
    const Session *session = part;
    if (edit->origin == EDIT_RIDE)
        return STATUS_OK;
    return document_model(session->song.document)->rate_hz != session->song.stems.rate_hz
               ? player_change_rate(session->player, error)
               : player_refresh(session->player, error);
}

static const EditFollower hearing = {.accept = hear};

/* ---- opening and closing ---- */

/* Every row of the session has its handler, and every handler its row. */
static Status check_commands(Error *error)
{
    const char *names[COMMANDS_MAX];
    int count = parts_list_commands(names, COMMANDS_MAX - 1 - (int)ARRAY_LEN(told_words));
    names[count++] = EDIT_COMMAND;
    for (size_t i = 0; i < ARRAY_LEN(told_words); i++)
        names[count++] = told_words[i];
    return commands_check_bound(BY_SESSION, names, count, error);
}

static bool make_rooms(Session *session)
{
    const SessionSetup *setup = &session->setup;
    PlayerSetup player = {setup->device, setup->block_frames, setup->monitor_db, setup->patient, setup->silent};
    session->edits = edits_new(&session->board, &session->song);
    session->player = player_new(&player, &session->board, &session->song);
    session->jobs = jobs_new(&session->board, &session->song);
    if (!session->edits || !session->player || !session->jobs)
        return false;
    PartPlace place = {.board = &session->board,
                       .edits = session->edits,
                       .player = session->player,
                       .jobs = session->jobs,
                       .song = &session->song,
                       .end = &session->end};
    session->parts = parts_open(&place);
    return session->parts && edits_follow(session->edits, &hearing, session);
}

static Status start(Session *session, SessionOpening *opening)
{
    if (!make_rooms(session))
        return error_set(&opening->error, STATUS_NO_MEMORY, "out of memory");
    edits_open(session->edits);
    Status status = session_check_stems(session, &opening->stems);
    if (status == STATUS_OK)
        status = player_prepare(session->player, &session->song, &opening->error);
    if (status != STATUS_OK && !opening->error.text[0])
        error_set(&opening->error, status, "out of memory");
    if (status == STATUS_OK)
        player_begin(session->player);
    return status;
}

Status session_open(Session **result, const SessionSetup *setup, SessionOpening *opening)
{
    Status status = check_commands(&opening->error);
    if (status != STATUS_OK)
        return status;
    Session *session = calloc(1, sizeof *session);
    if (!session)
        return error_set(&opening->error, STATUS_NO_MEMORY, "out of memory");
    session->setup = *setup;
    status = session_open_song(setup, setup->path, &session->song, opening);
    if (status == STATUS_OK) {
        opening->of_project = true;
        status = start(session, opening);
    }
    if (status != STATUS_OK) {
        session_close(session, true);
        return status;
    }
    *result = session;
    return STATUS_OK;
}

void session_close(Session *session, bool discard)
{
    if (!session)
        return;
    if (!discard)
        edits_finish(session->edits);
    bool clean = session->song.document && (discard || !document_is_changed(session->song.document));
    jobs_free(session->jobs);
    player_free(session->player);
    if (session->edits)
        edits_close(session->edits, clean);
    parts_close(session->parts);
    edits_free(session->edits);
    project_close(&session->song);
    board_clear(&session->board);
    free(session);
}

/* ---- who listens ---- */

bool session_listen(Session *session, const SessionListener *listener)
{
    return board_join(&session->board, listener);
}

void session_unlisten(Session *session, void *context)
{
    board_leave(&session->board, context);
}

void session_tell_all(Session *session, const SessionListener *listener)
{
    Board newcomer = {0};
    if (board_join(&newcomer, listener)) {
        session_tell_facts(session, &newcomer);
        if (listener->notice)
            board_tell_warnings(&session->board, &newcomer);
    }
    board_clear(&newcomer);
}

/* ---- commands ---- */

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

static bool is_told(const Command *row)
{
    bool is = false;
    for (size_t i = 0; i < ARRAY_LEN(told_words); i++)
        is |= strcmp(row->name, told_words[i]) == 0;
    return is;
}

void session_set_teller(Session *session, SessionTeller teller)
{
    session->teller = teller;
}

static void run_of_session(Session *session, const Command *row, const CommandWords *words, SessionAnswer *answer)
{
    Error error = {0};
    if (command_check(row, words, &error) != STATUS_OK)
        answer_say(answer, error.status, "Not done: %s%s", error.text, strchr(error.text, '?') ? "" : ".");
    else if (strcmp(row->name, EDIT_COMMAND) == 0)
        session_run_edit(session, words, answer);
    else if (is_told(row) && session->teller)
        session->teller(session, words, answer);
    else if (!parts_run(session->parts, row->name, words, answer))
        answer_say(answer, STATUS_UNSUPPORTED, "Not done: %s does nothing in this session.", row->name);
}

static void run_words(Session *session, const char *line, const CommandWords *words, SessionAnswer *answer)
{
    const Command *row = command_choose(words, BY_ALL);
    if (row && (row->by & BY_SESSION))
        run_of_session(session, row, words, answer);
    else if (row && !(row->by & BY_DOCUMENT))
        answer_say(answer, STATUS_UNSUPPORTED, "Not done: %s is for the desk%s.", row->name,
                   row->by & BY_DESK ? "'s screen" : " in lines of text (--plain)");
    else
        edits_run(session->edits, line, answer);
}

void session_set_author(Session *session, const char *name)
{
    document_set_author(session->song.document, name);
}

/* With nobody's edit above it, one's own is undone like any other, and can be redone. */
static bool undoes_the_last(const Session *session, const CommandWords *words)
{
    return words->count == 2 && strcmp(words->word[0], "undo") == 0 && strcmp(words->word[1], "mine") == 0 &&
           document_find_mine(session->song.document) == 0;
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
    if (words.count) {
        part_bang(&words);
        run_words(session, undoes_the_last(session, &words) ? "undo" : line, &words, answer);
    }
    command_words_clear(&words);
}

/* ---- time ---- */

void session_tick(Session *session)
{
    player_tick(session->player);
    parts_tick(session->parts);
    edits_tick(session->edits);
    jobs_tick(session->jobs);
}

int session_patience_ms(const Session *session)
{
    const Player *player = session->player;
    return player_is_playing(player) || player_is_locating(player) || player_is_behind(player) ? 20 : 100;
}

bool session_is_over(const Session *session)
{
    return session->end.over;
}

bool session_was_discarded(const Session *session)
{
    return session->end.over && session->end.discarded;
}

Status session_wait_for_jobs(Session *session)
{
    return jobs_wait(session->jobs);
}

void session_finish_rides(Session *session)
{
    edits_finish(session->edits);
}

bool session_say_end(Session *session, char *out, size_t size)
{
    return edits_say_end(session->edits, out, size);
}
