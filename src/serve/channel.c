/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/channel.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

bool channel_init(Channel *channel, int fd)
{
    *channel = (Channel){.fd = fd, .input = malloc(CHANNEL_LINE_MAX)};
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    if (!channel->input)
        close(fd);
    return channel->input != NULL;
}

void channel_clear(Channel *channel)
{
    close(channel->fd);
    free(channel->input);
    buffer_clear(&channel->output);
    *channel = (Channel){.fd = -1, .gone = true};
}

bool channel_is_calm(const Channel *channel)
{
    return channel->output.length <= CHANNEL_CALM_BYTES;
}

void channel_receive(Channel *channel)
{
    if (channel->gone || channel->ended || !channel_is_calm(channel))
        return;
    memmove(channel->input, channel->input + channel->taken, channel->used - channel->taken);
    channel->used -= channel->taken;
    channel->taken = 0;
    if (channel->used == CHANNEL_LINE_MAX) {
        channel->gone = true; /* no line is that long */
        return;
    }
    ssize_t got = recv(channel->fd, channel->input + channel->used, CHANNEL_LINE_MAX - channel->used, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got > 0)
        channel->used += (size_t)got;
    else if (got == 0)
        channel->ended = true;
    else
        channel->gone = true;
}

char *channel_next_line(Channel *channel, size_t *length)
{
    if (channel->gone || !channel_is_calm(channel))
        return NULL;
    char *line = channel->input + channel->taken;
    char *end = memchr(line, '\n', channel->used - channel->taken);
    if (!end) {
        channel->closes |= channel->ended; /* half a line is none */
        return NULL;
    }
    channel->taken += (size_t)(end - line) + 1;
    if (end > line && end[-1] == '\r')
        end--;
    *end = '\0';
    *length = (size_t)(end - line);
    return line;
}

bool channel_has_line(const Channel *channel)
{
    return !channel->gone && channel_is_calm(channel) &&
           memchr(channel->input + channel->taken, '\n', channel->used - channel->taken);
}

void channel_flush(Channel *channel)
{
    size_t sent = 0;
    channel->gone |= channel->output.failed;
    while (sent < channel->output.length && !channel->gone) {
        ssize_t now =
            send(channel->fd, channel->output.bytes + sent, channel->output.length - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (now < 0 && (errno == EAGAIN || errno == EINTR))
            break;
        if (now <= 0)
            channel->gone = true;
        else
            sent += (size_t)now;
    }
    if (sent)
        buffer_drop(&channel->output, sent);
    channel->gone |= channel->closes && channel->output.length == 0;
}

short channel_events(const Channel *channel)
{
    bool hears = !channel->ended && !channel->closes && channel_is_calm(channel);
    return (short)((hears ? POLLIN : 0) | (channel->output.length ? POLLOUT : 0));
}
