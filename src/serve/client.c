/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "src/serve/visit.h"

static const VisitKind *const kinds[] = {&seat_kind, &sound_kind, &talk_kind}; /* the last has no word */

struct Client {
    Channel channel;
    Speaker speaker;
    Visit visit;
    const VisitKind *kind; /* NULL: he has not said it yet */
    void *self;            /* what it made */
    GuestBook *book;       /* NULL: he is no guest */
};

/* ---- what he is ---- */

static void begin(Client *client, const VisitKind *kind, char *rest)
{
    client->kind = kind;
    if (client->book)
        snprintf(client->speaker.name, sizeof client->speaker.name, "%s %d", kind->called, ++client->book->number);
    client->self = kind->begin(&client->visit, rest);
    if (!client->self)
        client->channel.closes = true;
}

static void take_first_line(Client *client, char *line, size_t length)
{
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        size_t word = kinds[i]->word ? strlen(kinds[i]->word) : 0;
        bool is_his = word && strncmp(line, kinds[i]->word, word) == 0 && (line[word] == ' ' || line[word] == '\0');
        if (word && !is_his)
            continue;
        begin(client, kinds[i], line + word);
        if (!word && client->self)
            client->kind->take_line(client->self, line, length);
        return;
    }
}

void client_read(Client *client)
{
    char *line;
    size_t length;
    channel_receive(&client->channel);
    while (!client->channel.closes && (line = channel_next_line(&client->channel, &length)) != NULL)
        if (client->self)
            client->kind->take_line(client->self, line, length);
        else
            take_first_line(client, line, length);
}

void client_serve(Client *client)
{
    if (client->self && client->kind->turn && !client->channel.closes)
        client->kind->turn(client->self);
}

/* ---- coming and going ---- */

static Client *client_new(Session *session, int fd)
{
    Client *client = calloc(1, sizeof *client);
    if (!client || !channel_init(&client->channel, fd)) {
        free(client);
        return NULL;
    }
    client->speaker.session = session;
    client->visit = (Visit){session, &client->channel, &client->speaker};
    return client;
}

Client *client_new_desk(Session *session, int fd)
{
    static char nothing[] = "";
    Client *client = client_new(session, fd);
    if (!client)
        return NULL;
    begin(client, &seat_kind, nothing);
    if (client->self)
        return client;
    client_free(client);
    return NULL;
}

Client *client_new_guest(Session *session, int fd, GuestBook *book)
{
    Client *client = client_new(session, fd);
    if (!client)
        return NULL;
    client->speaker.guest = true;
    client->book = book;
    client->speaker.floor = &book->floor;
    return client;
}

void client_free(Client *client)
{
    if (!client)
        return;
    if (client->self)
        client->kind->end(client->self);
    speaker_end(&client->speaker);
    channel_clear(&client->channel);
    free(client);
}

void client_refuse(Client *client, const char *why)
{
    buffer_append_format(&client->channel.output, "refused %s\n", why);
    client->channel.closes = true;
}

void client_say_end(Client *client, int status, const char *why)
{
    if (client->self && client->kind->say_end)
        client->kind->say_end(client->self, status, why);
    client->channel.closes = true;
}

void client_flush(Client *client)
{
    channel_flush(&client->channel);
}

int client_fd(const Client *client)
{
    return client->channel.fd;
}

short client_events(const Client *client)
{
    return channel_events(&client->channel);
}

bool client_has_more(const Client *client)
{
    return !client->channel.closes && channel_has_line(&client->channel);
}

bool client_is_live(const Client *client)
{
    return client->kind && client->kind->live;
}

bool client_wants_write(const Client *client)
{
    return !client->channel.gone && client->channel.output.length > 0;
}

bool client_is_silent(const Client *client)
{
    return !client->kind || client->channel.closes;
}

bool client_is_gone(const Client *client)
{
    return client->channel.gone;
}
