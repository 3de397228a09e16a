/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/deskrun.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "src/base/paths.h"
#include "src/base/signals.h"
#include "src/song/offer.h"
#include "tui/desk/desk.h"

static void rescue_terminal(Rescuable *rescuable)
{
    (void)rescuable;
    desk_emergency_restore();
}

void deskrun_keep_signals(int how)
{
    static const int numbers[] = {SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGWINCH, SIGTSTP, SIGCONT};
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
        sigaddset(&set, numbers[i]);
    pthread_sigmask(how, &set, NULL);
}

bool deskrun_prepare(int *status)
{
    static Rescuable terminal = {rescue_terminal};
    *status = EXIT_FAILED;
    if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
        signals_catch_for_session();
        return signals_rescue_later(&terminal);
    }
    fputs("ttymix: the desk needs a terminal; --plain works without one, --bounce renders\n", stderr);
    *status = EXIT_USAGE;
    return false;
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

int deskrun(const Options *options, int fd, bool attached, void (*after)(void *context), void *context)
{
    Error error = {0};
    char *state = path_home("state", true), *config = path_home("config", false);
    DeskSetup setup = {.fd = fd,
                       .terminal_fd = STDIN_FILENO,
                       .ascii = options->ascii,
                       .no_color = options->no_color,
                       .attached = attached,
                       .fps = options->frames_per_second,
                       .state_dir = state,
                       .config_dir = config,
                       .list = offer_of_machine,
                       .error = &error};
    int kept = hide_stderr();
    deskrun_keep_signals(SIG_UNBLOCK); /* this thread runs the desk */
    int status = desk_run(&setup);
    if (after)
        after(context);
    show_stderr(kept);
    if (error.text[0])
        fprintf(stderr, "ttymix: %s\n", error.text);
    free(state);
    free(config);
    return status;
}
