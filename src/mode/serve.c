/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/serve.h"

#include <signal.h>
#include <stdio.h>

#include "src/base/signals.h"
#include "src/serve/server.h"
#include "src/session/session.h"
#include "src/speech/opening.h"
#include "src/speech/tell.h"

static void on_notice(void *context, NoticeLevel level, const char *text)
{
    (void)context;
    fprintf(stderr, "%s%s\n", level == NOTICE_INFO ? "" : level == NOTICE_WARN ? "warning: " : "ttymix: ", text);
}

/* The link that it was started over may be lost: what is served goes on. */
static void catch_signals(void)
{
    signals_catch_for_session();
    signal(SIGHUP, SIG_IGN);
}

/* Everybody is told what becomes of edits that were not saved; false if they are lost. */
static bool say_end(Server *server, Session *session)
{
    char why[600], end[400] = "";
    session_finish_rides(session);
    bool unsaved = !session_is_over(session) && document_is_changed(session_document(session));
    bool kept = !unsaved || session_say_end(session, end, sizeof end);
    snprintf(why, sizeof why, "the session was ended by signal %d%s%s", signals_ending(), unsaved ? ". " : "", end);
    if (signals_ending())
        server_say_end(server, EXIT_FAILED, why);
    if (unsaved)
        fprintf(stderr, "ttymix: %s\n", end);
    return kept;
}

static int serve(Session *session, Door *door)
{
    Server *server = server_new(session);
    SessionListener console = {.context = door, .notice = on_notice};
    if (!server || !session_listen(session, &console)) {
        fputs("ttymix: out of memory\n", stderr);
        server_free(server);
        return EXIT_FAILED;
    }
    session_tell_all(session, &console);
    server_open_door(server, door);
    printf("%s\n", door_path(door));
    fflush(stdout);
    server_run(server);
    bool kept = say_end(server, session);
    session_unlisten(session, door);
    server_free(server);
    return !kept ? EXIT_FAILED : signals_ending() ? EXIT_SIGNAL + signals_ending() : EXIT_DONE;
}

int serve_main(const Options *options)
{
    SessionSetup setup = {.path = options->operands[0],
                          .device = options->device,
                          .block_frames = options->block_frames,
                          .monitor_db = options->monitor_db,
                          .allow_outside = options->allow_outside};
    SessionOpening opening = {0};
    Session *session = NULL;
    Door *door = NULL;
    Error error = {0};
    catch_signals();
    if (door_open(&door, setup.path, &error) != STATUS_OK) {
        fprintf(stderr, "ttymix: %s\n", error.text);
        return EXIT_FAILED;
    }
    int status = exit_status_of_opening(session_open(&session, &setup, &opening));
    opening_print(&opening, setup.path, stderr);
    if (status == EXIT_DONE) {
        session_set_teller(session, tell_answer);
        status = serve(session, door);
        session_close(session, session_was_discarded(session));
    }
    door_close(door);
    return status;
}
