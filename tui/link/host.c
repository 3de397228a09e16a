/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/link/host.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tui/link/parse.h"
#include "tui/link/wire.h"

enum { READ_AT_ONCE = 65536, OUT_MAX = 1 << 20 };

struct Host {
    int fd;
    Buffer in, out;
    size_t in_taken; /* bytes of `in` whose lines were taken */
    uint64_t sequence;
    bool asked_for_text;
    bool gone;
    char complaint[256];
    HostMirror mirror;
};

Status host_new(Host **host, int fd)
{
    Host *made = calloc(1, sizeof *made);
    if (!made || mirror_init(&made->mirror) != STATUS_OK) {
        if (made)
            mirror_clear(&made->mirror);
        free(made);
        return STATUS_NO_MEMORY;
    }
    made->fd = fd;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    *host = made;
    return STATUS_OK;
}

void host_free(Host *host)
{
    if (!host)
        return;
    close(host->fd);
    buffer_clear(&host->in);
    buffer_clear(&host->out);
    mirror_clear(&host->mirror);
    free(host);
}

int host_fd(const Host *host)
{
    return host->fd;
}

static void complain(Host *host, const char *sentence)
{
    host->gone = true;
    if (!host->complaint[0])
        snprintf(host->complaint, sizeof host->complaint, "%s", sentence);
}

static void check_queue(Host *host)
{
    if (host->out.failed || host->out.length > OUT_MAX)
        complain(host, "the session does not answer any more");
}

uint64_t host_submit(Host *host, const char *command)
{
    buffer_append_format(&host->out, "%" PRIu64 " ", ++host->sequence);
    wire_add_text(&host->out, command, strlen(command));
    buffer_append_text(&host->out, "\n");
    check_queue(host);
    return host->sequence;
}

void host_subscribe_meters(Host *host, int frames_per_second, int first, int count, int point)
{
    buffer_append_format(&host->out, "meters %d %d %d %d\n", frames_per_second, first, count, point);
    check_queue(host);
}

void host_want_wave(Host *host, const char *path, int64_t step, int64_t tile)
{
    waves_want(host->mirror.waves, path, step, tile, &host->out);
    check_queue(host);
}

const Waves *host_waves(const Host *host)
{
    return host->mirror.waves;
}

void host_look(Host *host, int strip, int processor)
{
    buffer_append_format(&host->out, "look %d %d\n", strip, processor);
    check_queue(host);
}

const HostLook *host_looked(const Host *host)
{
    return &host->mirror.look;
}

void host_want_image(Host *host, int points)
{
    buffer_append_format(&host->out, "image %d\n", points);
    check_queue(host);
}

const LinkImage *host_image(const Host *host)
{
    return &host->mirror.image;
}

void host_want_past(Host *host, int first, int count)
{
    buffer_append_format(&host->out, "history %d %d\n", first, count);
    check_queue(host);
}

const Past *host_past(const Host *host)
{
    return &host->mirror.past;
}

void host_say_bye(Host *host)
{
    buffer_append_text(&host->out, "bye\n");
}

static void send_queued(Host *host)
{
    if (host->mirror.wants_text && !host->asked_for_text) {
        buffer_append_text(&host->out, "text\n");
        host->asked_for_text = true;
    }
    while (host->out.length > 0) {
        ssize_t sent = send(host->fd, host->out.bytes, host->out.length, MSG_NOSIGNAL);
        if (sent < 0 && errno != EAGAIN && errno != EINTR)
            complain(host, "the session is gone");
        if (sent <= 0)
            return;
        buffer_drop(&host->out, (size_t)sent);
    }
}

static void receive(Host *host)
{
    char bytes[READ_AT_ONCE];
    ssize_t got = recv(host->fd, bytes, sizeof bytes, 0);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
        complain(host, "the session is gone");
    if (got > 0) {
        buffer_drop(&host->in, host->in_taken);
        host->in_taken = 0;
        buffer_append(&host->in, bytes, (size_t)got);
    }
    if (host->in.failed)
        complain(host, "there is no memory for what the session says");
}

bool host_pump(Host *host)
{
    if (!host->gone)
        send_queued(host);
    if (!host->gone)
        receive(host);
    return !host->gone;
}

bool host_next_event(Host *host, HostEvent *event)
{
    while (host->in_taken < host->in.length) {
        char *line = host->in.bytes + host->in_taken;
        size_t left = host->in.length - host->in_taken;
        char *end = memchr(line, '\n', left);
        if (!end && left > WIRE_LINE_MAX)
            complain(host, "the session sent a line without an end");
        if (!end)
            return false;
        *end = '\0';
        host->in_taken += (size_t)(end - line) + 1;
        bool told = mirror_take_line(&host->mirror, line, event);
        if (!host->mirror.wants_text)
            host->asked_for_text = false;
        if (host->mirror.wrong_protocol)
            complain(host, "the session speaks another version of the desk's protocol");
        if (host->mirror.refusal[0])
            complain(host, host->mirror.refusal);
        if (told)
            return true;
    }
    return false;
}

bool host_wants_write(const Host *host)
{
    return host->out.length > 0 || (host->mirror.wants_text && !host->asked_for_text);
}

const char *host_complaint(const Host *host)
{
    return host->complaint;
}

const char *host_project_name(const Host *host)
{
    return host->mirror.name;
}

unsigned host_bad_lines(const Host *host)
{
    return host->mirror.bad_lines;
}

const Document *host_document(const Host *host)
{
    return host->mirror.document;
}

const HostState *host_state(const Host *host)
{
    return &host->mirror.state;
}

uint64_t host_meters_serial(const Host *host)
{
    return host->mirror.meters_serial;
}

const HostStrip *host_strip(const Host *host, int index)
{
    bool known = index >= 0 && index < HOST_STRIPS_MAX && host->mirror.strip_known[index];
    return known ? &host->mirror.strips[index] : NULL;
}
