/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk with a session made up: `desk_demo [--ascii] [--no-color] [--fps N] [--delay MS] [--strips N]`.  Meters move,
 * faders obey. For trying the desk out, and for the tests that drive it in a pty. */
#include <locale.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/tui/fake_session.h"
#include "tests/tui/shape_kind.h"
#include "tui/desk/desk.h"

static void *serve(void *context)
{
    FakeSession *session = context;
    while (fake_session_step(session, 10))
        ;
    return NULL;
}

int main(int count, char **words)
{
    Error error = {0};
    DeskSetup setup = {.terminal_fd = 0,
                       .fps = DESK_FPS_DEFAULT,
                       .error = &error,
                       .state_dir = getenv("DEMO_STATE"),
                       .config_dir = getenv("DEMO_CONFIG")};
    FakeSessionSetup fake = {.text = NULL, .moving = true};
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--ascii") == 0)
            setup.ascii = true;
        else if (strcmp(words[i], "--no-color") == 0)
            setup.no_color = true;
        else if (strcmp(words[i], "--stopped") == 0)
            fake.moving = false;
        else if (strcmp(words[i], "--fps") == 0 && i + 1 < count)
            setup.fps = atoi(words[++i]);
        else if (strcmp(words[i], "--delay") == 0 && i + 1 < count)
            fake.delay_ms = atoi(words[++i]);
        else if (strcmp(words[i], "--strips") == 0 && i + 1 < count)
            fake.strips = atoi(words[++i]);
    }
    int pair[2];
    setlocale(LC_CTYPE, "");
    shape_kind_register();
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return 1;
    sigset_t all, old;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &old);
    FakeSession *session = fake_session_new(pair[1], &fake);
    pthread_t thread;
    pthread_create(&thread, NULL, serve, session);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    setup.fd = pair[0];
    int status = desk_run(&setup);
    pthread_join(thread, NULL);
    fake_session_free(session);
    if (error.text[0])
        fprintf(stderr, "ttymix: %s\n", error.text);
    return status;
}
