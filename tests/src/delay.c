/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slow link inside the real program: preloaded, it puts a relay into the middle of every stream socketpair, which
 * hands on each byte, either way, TTYMIX_DELAY_MS after it came. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PIECES_MAX = 4096, PIECE_BYTES = 4096 };

typedef struct Piece {
    double due_s;
    ssize_t length;
    char data[PIECE_BYTES];
} Piece;
typedef struct Relay {
    int from, to;
    double delay_s;
    int first, count;
    Piece pieces[PIECES_MAX];
} Relay;

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int hand_on(Relay *relay)
{
    const Piece *piece = &relay->pieces[relay->first];
    for (ssize_t done = 0; done < piece->length;) {
        ssize_t sent = send(relay->to, piece->data + done, (size_t)(piece->length - done), MSG_NOSIGNAL);
        if (sent <= 0)
            return -1;
        done += sent;
    }
    relay->first = (relay->first + 1) % PIECES_MAX;
    relay->count--;
    return 0;
}

static int wait_ms(const Relay *relay)
{
    if (!relay->count)
        return -1;
    double left = relay->pieces[relay->first].due_s - now_s();
    return left > 0 ? (int)(1000 * left) + 1 : 0;
}

static void *relay_main(void *argument)
{
    Relay *relay = argument;
    int open = 1;
    while (open || relay->count) {
        struct pollfd poller = {open && relay->count < PIECES_MAX ? relay->from : -1, POLLIN, 0};
        if (poll(&poller, 1, wait_ms(relay)) > 0) {
            Piece *piece = &relay->pieces[(relay->first + relay->count) % PIECES_MAX];
            piece->length = recv(relay->from, piece->data, PIECE_BYTES, 0);
            piece->due_s = now_s() + relay->delay_s;
            open = piece->length > 0;
            relay->count += open;
        }
        while (relay->count && relay->pieces[relay->first].due_s <= now_s())
            if (hand_on(relay) != 0)
                relay->count = open = 0;
    }
    shutdown(relay->from, SHUT_RD);
    shutdown(relay->to, SHUT_WR);
    return NULL;
}

static int start(int from, int to, double delay_s)
{
    Relay *relay = calloc(1, sizeof *relay);
    pthread_t thread;
    sigset_t all, old;
    if (!relay)
        return -1;
    relay->from = from;
    relay->to = to;
    relay->delay_s = delay_s;
    sigfillset(&all); /* signals are for the program's own threads */
    pthread_sigmask(SIG_SETMASK, &all, &old);
    int failed = pthread_create(&thread, NULL, relay_main, relay);
    pthread_sigmask(SIG_SETMASK, &old, NULL);
    return failed ? -1 : pthread_detach(thread);
}

int socketpair(int domain, int type, int protocol, int pair[2])
{
    int (*real)(int, int, int, int[2]);
    *(void **)&real = dlsym(RTLD_NEXT, "socketpair");
    const char *delay = getenv("TTYMIX_DELAY_MS");
    int near[2], far[2];
    if (!delay || domain != AF_UNIX || (type & 0xF) != SOCK_STREAM)
        return real(domain, type, protocol, pair);
    if (real(domain, type, protocol, near) != 0 || real(domain, type, protocol, far) != 0)
        return -1;
    if (start(near[1], far[0], atof(delay) / 1000) != 0 || start(far[0], near[1], atof(delay) / 1000) != 0)
        return -1;
    pair[0] = near[0];
    pair[1] = far[1];
    return 0;
}
