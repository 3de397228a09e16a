/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/server.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "audio/base/buffer.h"
#include "audio/base/clock.h"
#include "src/base/signals.h"
#include "src/serve/client.h"

enum { NEWCOMERS_A_TURN = 16, FAREWELL_TURNS = 20, FAREWELL_MS = 10, LIVE_TURN_MS = 20, DOOR_EVERY_S = 1 };

struct Server {
    Session *session;
    Door *door; /* or NULL */
    double door_kept_s;
    Client **clients;
    int count, room;
    struct pollfd *polled; /* as `clients`, and the door */
    GuestBook book;
    bool told_end;
};

Server *server_new(Session *session)
{
    Server *server = calloc(1, sizeof *server);
    if (!server)
        return NULL;
    server->session = session;
    return server;
}

void server_free(Server *server)
{
    if (!server)
        return;
    for (int i = 0; i < server->count; i++)
        client_free(server->clients[i]);
    free(server->clients);
    free(server->polled);
    free(server);
}

void server_open_door(Server *server, Door *door)
{
    server->door = door;
}

/* ---- who comes ---- */

static bool make_room(Server *server)
{
    if (!array_grow(&server->clients, server->count, &server->room, sizeof *server->clients))
        return false;
    struct pollfd *polled = realloc(server->polled, sizeof *polled * (size_t)(server->room + 1));
    if (polled)
        server->polled = polled;
    return polled != NULL;
}

static bool add(Server *server, Client *client)
{
    if (client)
        server->clients[server->count++] = client;
    return client != NULL;
}

bool server_add(Server *server, int fd)
{
    if (make_room(server))
        return add(server, client_new_desk(server->session, fd));
    close(fd);
    return false;
}

static void forget(Server *server, int index)
{
    client_free(server->clients[index]);
    for (int i = index + 1; i < server->count; i++)
        server->clients[i - 1] = server->clients[i];
    server->count--;
}

/* Somebody who has not said what he is has waited long enough. */
static bool send_away_a_silent_one(Server *server)
{
    for (int i = 0; i < server->count; i++)
        if (client_is_silent(server->clients[i])) {
            forget(server, i);
            return true;
        }
    return false;
}

static void refuse(Server *server, int fd)
{
    Client *client = client_new_guest(server->session, fd, &server->book);
    if (!client)
        return;
    client_refuse(client, "too many are at this session already");
    client_flush(client);
    client_free(client);
}

static void keep_door(Server *server)
{
    double now = clock_now_s();
    if (now < server->door_kept_s + DOOR_EVERY_S)
        return;
    server->door_kept_s = now;
    door_keep(server->door);
}

static void let_in(Server *server)
{
    int fd;
    for (int i = 0; i < NEWCOMERS_A_TURN && (fd = door_take(server->door)) >= 0; i++)
        if (server->count >= SERVER_CLIENTS_MAX && !send_away_a_silent_one(server))
            refuse(server, fd);
        else if (make_room(server))
            (void)add(server, client_new_guest(server->session, fd, &server->book));
        else
            close(fd);
}

/* Those that have left are forgotten. */
static void sweep(Server *server)
{
    int kept = 0;
    for (int i = 0; i < server->count; i++)
        if (client_is_gone(server->clients[i]))
            client_free(server->clients[i]);
        else
            server->clients[kept++] = server->clients[i];
    server->count = kept;
}

/* ---- the loop ---- */

static bool wait_for_somebody(Server *server, int ms)
{
    int count = server->count;
    if (server->door && !make_room(server))
        return false;
    for (int i = 0; i < count; i++) {
        server->polled[i] = (struct pollfd){client_fd(server->clients[i]), client_events(server->clients[i]), 0};
        ms = client_has_more(server->clients[i])                       ? 0
             : client_is_live(server->clients[i]) && ms > LIVE_TURN_MS ? LIVE_TURN_MS
                                                                       : ms;
    }
    if (server->door)
        server->polled[count++] = (struct pollfd){door_fd(server->door), POLLIN, 0};
    return poll(server->polled, (nfds_t)count, ms) >= 0 || errno == EINTR;
}

static void say_end(Server *server, int status, const char *why)
{
    for (int i = 0; i < server->count && !server->told_end; i++)
        client_say_end(server->clients[i], status, why);
    server->told_end = true;
}

static void serve_all(Server *server)
{
    for (int i = 0; i < server->count; i++)
        client_serve(server->clients[i]);
    if (session_is_over(server->session))
        say_end(server, 0, server->door ? "the session was ended" : "");
    for (int i = 0; i < server->count; i++)
        client_flush(server->clients[i]);
}

/* True while somebody is served. */
static bool goes_on(const Server *server)
{
    if (!server->told_end)
        return server->door || server->count > 0;
    for (int i = 0; i < server->count; i++)
        if (client_wants_write(server->clients[i]))
            return true;
    return false;
}

bool server_step(Server *server, int ms)
{
    if (!wait_for_somebody(server, ms))
        return false;
    for (int i = 0; i < server->count; i++)
        client_read(server->clients[i]);
    if (server->door && !server->told_end) {
        keep_door(server);
        let_in(server);
    }
    session_tick(server->session);
    serve_all(server);
    sweep(server);
    return goes_on(server);
}

void server_say_end(Server *server, int status, const char *why)
{
    say_end(server, status, why);
    for (int i = 0; i < FAREWELL_TURNS && goes_on(server); i++) {
        for (int k = 0; k < server->count; k++)
            client_flush(server->clients[k]);
        sweep(server);
        if (goes_on(server))
            poll(NULL, 0, FAREWELL_MS);
    }
}

/* A desk that takes nothing is not waited for for ever once the session is over. */
void server_run(Server *server)
{
    while (!signals_ending() && !server->told_end && server_step(server, session_patience_ms(server->session)))
        continue;
    if (server->told_end)
        server_say_end(server, 0, "");
}
