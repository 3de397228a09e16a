/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/desk.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "src/base/paths.h"
#include "src/base/signals.h"
#include "src/serve/server.h"
#include "src/session/session.h"
#include "src/song/offer.h"
#include "src/speech/opening.h"
#include "tui/desk/desk.h"

typedef struct SessionThread {
    Session *session;
    Server *server;
} SessionThread;

static void rescue_terminal(Rescuable *rescuable)
{
    (void)rescuable;
    desk_emergency_restore();
}

/* Signals are the desk's, which has the terminal and reads them on its own thread: every other thread blocks them,
 * those of the session from their beginning on. */
static void keep_signals_for_desk(int how)
{
    static const int numbers[] = {SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        sigaddset(&set, numbers[i]);
    pthread_sigmask(how, &set, NULL);
}

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

/* What libraries say on stderr would dirty the screen: it goes to $XDG_STATE_HOME/ttymix/log, or nowhere. */
static int hide_stderr(void)
{
    int kept = dup(STDERR_FILENO);
    char *folder = path_home("state", true), *path = folder ? path_join(folder, "log") : NULL;
    int log = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600) : -1;
    if (log < 0)
        log = open("/dev/null", O_WRONLY | O_CLOEXEC);
    fflush(stderr);
    if (log >= 0) {
        dup2(log, STDERR_FILENO);
        close(log);
    }
    free(folder);
    free(path);
    return kept;
}

static void show_stderr(int kept)
{
    if (kept < 0)
        return;
    fflush(stderr);
    dup2(kept, STDERR_FILENO);
    close(kept);
}

static int run_desk(const Options *options, SessionThread *thread, int fd)
{
    pthread_t id;
    Error error = {0};
    char *state = path_home("state", true), *config = path_home("config", false);
    DeskSetup setup = {.fd = fd,
                       .terminal_fd = STDIN_FILENO,
                       .ascii = options->ascii,
                       .no_color = options->no_color,
                       .fps = options->frames_per_second,
                       .state_dir = state,
                       .config_dir = config,
                       .list = offer_of_machine,
                       .error = &error};
    int status = EXIT_FAILED;
    if (pthread_create(&id, NULL, serve_main, thread) != 0)
        fputs("ttymix: no thread could be started\n", stderr);
    else {
        int kept = hide_stderr();
        keep_signals_for_desk(SIG_UNBLOCK); /* this thread runs the desk */
        status = desk_run(&setup);
        pthread_join(id, NULL); /* the desk has closed its end: the server comes to its end, too */
        show_stderr(kept);
        if (status && error.text[0])
            fprintf(stderr, "ttymix: %s\n", error.text);
    }
    free(state);
    free(config);
    return status;
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
    static Rescuable terminal = {rescue_terminal};
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        fputs("ttymix: the desk needs a terminal; --plain works without one, --bounce renders\n", stderr);
        return EXIT_USAGE;
    }
    signals_catch_for_session();
    if (!signals_rescue_later(&terminal))
        return EXIT_FAILED;
    keep_signals_for_desk(SIG_BLOCK);
    int status = exit_status_of_opening(session_open(&thread.session, &setup, &opening));
    opening_print(&opening, setup.path, stderr);
    if (status != EXIT_DONE)
        return status;
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
