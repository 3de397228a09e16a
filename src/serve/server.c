/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/server.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "audio/base/buffer.h"
#include "src/base/signals.h"
#include "src/serve/client.h"

struct Server {
    Session *session;
    Client **clients;
    int count, room;
    struct pollfd *polled; /* as `clients` */
    bool told_quit;
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

bool server_add(Server *server, int fd)
{
    struct pollfd *polled = NULL;
    if (array_grow(&server->clients, server->count, &server->room, sizeof *server->clients))
        polled = realloc(server->polled, sizeof *polled * (size_t)server->room);
    if (!polled) {
        close(fd);
        return false;
    }
    server->polled = polled;
    Client *client = client_new(server->session, fd);
    if (!client)
        return false;
    server->clients[server->count++] = client;
    return true;
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

static bool wait_for_somebody(Server *server, int ms)
{
    for (int i = 0; i < server->count; i++) {
        Client *client = server->clients[i];
        server->polled[i] =
            (struct pollfd){client_fd(client), (short)(POLLIN | (client_wants_write(client) ? POLLOUT : 0)), 0};
    }
    return poll(server->polled, (nfds_t)server->count, ms) >= 0 || errno == EINTR;
}

static void serve_all(Server *server)
{
    bool over = session_is_over(server->session);
    for (int i = 0; i < server->count; i++) {
        client_serve_meters(server->clients[i]);
        if (over && !server->told_quit)
            client_say_quit(server->clients[i]);
        client_flush(server->clients[i]);
    }
    server->told_quit = over;
}

/* True while somebody is served. */
static bool goes_on(const Server *server)
{
    if (!server->told_quit)
        return server->count > 0;
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
    session_tick(server->session);
    serve_all(server);
    sweep(server);
    return goes_on(server);
}

void server_run(Server *server)
{
    while (!signals_ending() && server_step(server, session_patience_ms(server->session)))
        continue;
}
