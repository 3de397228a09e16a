/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/desk/loop.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "tui/desk/frame.h"
#include "tui/desk/keys.h"

enum { READ_SIZE = 4096, FAREWELL_MS = 200 };

static const int caught_signals[] = {SIGWINCH, SIGTSTP, SIGCONT, SIGHUP, SIGTERM, SIGINT, SIGQUIT};
enum { CAUGHT_COUNT = sizeof caught_signals / sizeof caught_signals[0] };

static int signal_read_end = -1;
static atomic_int signal_write_end = -1; /* any thread of the process may be the one that a signal finds */

static void catch_signal(int number)
{
    int saved = errno;
    unsigned char byte = (unsigned char)number;
    ssize_t written = write(atomic_load(&signal_write_end), &byte, 1); /* a full pipe has enough of them */
    (void)written;
    errno = saved;
}

static bool catch_signals(struct sigaction old[CAUGHT_COUNT])
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    for (int i = 0; i < 2; i++) {
        fcntl(ends[i], F_SETFL, O_NONBLOCK);
        fcntl(ends[i], F_SETFD, FD_CLOEXEC);
    }
    signal_read_end = ends[0];
    atomic_store(&signal_write_end, ends[1]);
    struct sigaction action = {.sa_handler = catch_signal, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < CAUGHT_COUNT; i++)
        sigaction(caught_signals[i], &action, &old[i]);
    return true;
}

static void release_signals(const struct sigaction old[CAUGHT_COUNT])
{
    for (int i = 0; i < CAUGHT_COUNT; i++)
        sigaction(caught_signals[i], &old[i], NULL);
    close(atomic_exchange(&signal_write_end, -1));
    close(signal_read_end);
    signal_read_end = -1;
}

static void say_farewell(Desk *desk, int ms)
{
    int64_t until = desk_now_ms() + ms;
    while (host_wants_write(desk->host) && desk_now_ms() < until && host_pump(desk->host)) {
        struct pollfd wait = {.fd = host_fd(desk->host), .events = POLLOUT};
        if (host_wants_write(desk->host))
            poll(&wait, 1, 20);
    }
}

static void take_answer(Desk *desk, const char *bytes, size_t length)
{
    Key keys[READ_SIZE];
    size_t used;
    int count = input_decode(&desk->input, bytes, length, &used, keys, READ_SIZE);
    for (int i = 0; i < count; i++)
        if (keys[i] == INPUT_ANSWER)
            flow_answer(&desk->flow, desk_now_ms());
}

/* An answer that comes when nobody reads it any more would stand at the shell's prompt. */
static void await_answer(Desk *desk)
{
    char bytes[READ_SIZE];
    int64_t until = desk_now_ms() + FAREWELL_MS;
    for (int left = FAREWELL_MS; desk->flow.fence_at >= 0 && left > 0; left = (int)(until - desk_now_ms())) {
        struct pollfd wait = {.fd = terminal_fd(desk->terminal), .events = POLLIN};
        ssize_t got = poll(&wait, 1, left) > 0 ? terminal_read(desk->terminal, bytes, sizeof bytes) : -1;
        if (got < 0)
            return;
        take_answer(desk, bytes, (size_t)got);
    }
}

/* Ctrl-Z: the music stops, the shell gets its terminal, and back. */
static void suspend(Desk *desk)
{
    desk->asked.suspend = false;
    if (host_state(desk->host)->playing && !desk->setup.attached)
        desk_submit_silently(desk, "stop here");
    say_farewell(desk, FAREWELL_MS);
    poll(NULL, 0, 50); /* time for the fade to be heard */
    await_answer(desk);
    terminal_leave(desk->terminal);
    struct sigaction plain = {.sa_handler = SIG_DFL}, ours;
    sigaction(SIGTSTP, &plain, &ours);
    sigset_t set, old;
    sigemptyset(&set);
    sigaddset(&set, SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &set, &old);
    kill(getpid(), SIGTSTP); /* all threads stop here; in an orphaned group nothing happens */
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    sigaction(SIGTSTP, &ours, NULL);
    desk->out.length = 0;
    terminal_enter(desk->terminal);
    desk_begin_flow(desk);
    desk_fit_terminal(desk);
}

static void take_signal(Desk *desk, int number)
{
    if (number == SIGWINCH || number == SIGCONT)
        desk_fit_terminal(desk);
    else if (number == SIGTSTP)
        suspend(desk);
    else
        desk_end(desk, 128 + number);
}

static void take_signals(Desk *desk)
{
    unsigned char numbers[64];
    bool resized = false;
    for (ssize_t got; (got = read(signal_read_end, numbers, sizeof numbers)) > 0;)
        for (ssize_t i = 0; i < got; i++) {
            if (numbers[i] != SIGWINCH)
                take_signal(desk, numbers[i]);
            resized |= numbers[i] == SIGWINCH;
        }
    if (resized)
        take_signal(desk, SIGWINCH);
}

/* ---- the loop ---- */

static void read_keys(Desk *desk)
{
    char bytes[READ_SIZE];
    ssize_t got = terminal_read(desk->terminal, bytes, sizeof bytes);
    if (got < 0)
        desk_end(desk, DESK_EXIT_HANGUP);
    else if (got > 0)
        desk_take_bytes(desk, bytes, (size_t)got);
}

static void talk_to_session(Desk *desk)
{
    bool alive = host_pump(desk->host);
    desk_take_events(desk);
    if (desk->over || (alive && host_complaint(desk->host)[0] == '\0'))
        return;
    error_set(desk->setup.error, STATUS_LOST, "%s", host_complaint(desk->host));
    desk_end(desk, 1);
}

static void wait_and_take(Desk *desk)
{
    struct pollfd fds[] = {
        {.fd = signal_read_end, .events = POLLIN},
        {.fd = terminal_fd(desk->terminal), .events = (short)(POLLIN | (desk->out.length ? POLLOUT : 0))},
        {.fd = host_fd(desk->host), .events = (short)(POLLIN | (host_wants_write(desk->host) ? POLLOUT : 0))},
    };
    poll(fds, 3, desk_patience_ms(desk));
    desk->pace.now_ms = desk_now_ms();
    if (fds[0].revents)
        take_signals(desk);
    if (!desk->over && fds[1].revents & (POLLIN | POLLHUP | POLLERR | POLLNVAL))
        read_keys(desk);
    if (!desk->over && fds[1].revents & POLLOUT)
        desk_send_out(desk);
    if (!desk->over && input_is_waiting(&desk->input) && desk->pace.now_ms - desk->input_ms >= INPUT_ESCAPE_MS)
        desk_expire_input(desk);
    if (!desk->over && (fds[2].revents || host_wants_write(desk->host)))
        talk_to_session(desk);
    if (!desk->over && desk->asked.suspend)
        suspend(desk);
    if (!desk->over)
        desk_keep_pace(desk);
}

int desk_loop(Desk *desk)
{
    struct sigaction old[CAUGHT_COUNT];
    if (!catch_signals(old)) {
        error_set_os(desk->setup.error, errno, "the desk cannot watch for signals");
        return 1;
    }
    desk->pace.now_ms = desk->pace.last_frame_ms = desk_now_ms();
    desk_begin_flow(desk);
    desk_fit_terminal(desk);
    while (!desk->over)
        wait_and_take(desk);
    desk_end_gesture(desk);
    host_say_bye(desk->host);
    say_farewell(desk, FAREWELL_MS);
    if (desk->exit_status != DESK_EXIT_HANGUP)
        await_answer(desk);
    release_signals(old);
    return desk->exit_status;
}
