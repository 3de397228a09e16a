/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/desk.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

#include "src/base/signals.h"
#include "src/mode/attach.h"
#include "src/mode/deskrun.h"
#include "src/serve/server.h"
#include "src/session/session.h"
#include "src/speech/opening.h"
#include "src/speech/tell.h"

typedef struct SessionThread {
    Session *session;
    Server *server;
} SessionThread;

static void *serve_main(void *argument)
{
    SessionThread *thread = argument;
    sigset_t all;
    sigfillset(&all); /* signals are the desk's: it has the terminal */
    sigdelset(&all, SIGSEGV);
    sigdelset(&all, SIGBUS);
    sigdelset(&all, SIGFPE);
    sigdelset(&all, SIGILL);
    sigdelset(&all, SIGABRT);
    pthread_sigmask(SIG_BLOCK, &all, NULL);
    server_run(thread->server);
    return NULL;
}

/* The desk has closed its end: the server comes to its end, too. */
static void join_session(void *id)
{
    pthread_join(*(pthread_t *)id, NULL);
}

static int run_desk(const Options *options, SessionThread *thread, int fd)
{
    pthread_t id;
    if (pthread_create(&id, NULL, serve_main, thread) == 0)
        return deskrun(options, fd, false, join_session, &id);
    fputs("ttymix: no thread could be started\n", stderr);
    return EXIT_FAILED;
}

/* A terminal that went away leaves unsaved edits behind. False if they are lost. */
static bool say_end(Session *session)
{
    char end[400];
    session_finish_rides(session);
    if (session_is_over(session) || !document_is_changed(session_document(session)))
        return true;
    bool kept = session_say_end(session, end, sizeof end);
    fprintf(stderr, "ttymix: %s\n", end);
    return kept;
}

int desk_main(const Options *options)
{
    SessionThread thread = {.session = NULL};
    int pair[2];
    SessionSetup setup = {.path = options->operands[0],
                          .device = options->device,
                          .block_frames = options->block_frames,
                          .monitor_db = options->monitor_db,
                          .allow_outside = options->allow_outside};
    SessionOpening opening = {0};
    int status;
    if (!deskrun_prepare(&status))
        return status;
    if (attach_offer(options, &pair[0]))
        return attach_desk(options, pair[0]);
    if (signals_ending())
        return EXIT_SIGNAL + signals_ending();
    deskrun_keep_signals(SIG_BLOCK);
    status = exit_status_of_opening(session_open(&thread.session, &setup, &opening));
    opening_print(&opening, setup.path, stderr);
    if (status != EXIT_DONE)
        return status;
    session_set_teller(thread.session, tell_answer);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) {
        perror("ttymix: socketpair");
        session_close(thread.session, false);
        return EXIT_FAILED;
    }
    thread.server = server_new(thread.session);
    status = thread.server && server_add(thread.server, pair[1]) ? run_desk(options, &thread, pair[0]) : EXIT_FAILED;
    server_free(thread.server);
    if (!say_end(thread.session))
        status = EXIT_FAILED;
    session_close(thread.session, session_was_discarded(thread.session));
    return status;
}
