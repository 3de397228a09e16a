/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/server.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "audio/base/buffer.h"
#include "audio/base/clock.h"
#include "audio/base/maths.h"
#include "src/base/paths.h"
#include "src/base/signals.h"
#include "src/options.h"
#include "tui/link/host.h"
#include "tui/link/wire.h"

enum { INPUT_MAX = 256 * 1024, OUTPUT_MAX = 64 << 20, METERS_PAUSE_BYTES = 32 * 1024 };

struct Server {
    Session *session;
    int fd;
    bool gone; /* the desk has left */
    char *input;
    size_t input_used;
    Buffer output;
    int meter_fps, meter_first, meter_count;
    double next_meters_s;
    uint64_t meters_sent; /* serial of the last frame */
    Buffer told_meters;   /* the lines that were sent last */
    bool told_quit;
};

/* ---- writing ---- */

static void put_text(Server *server, const char *text)
{
    wire_add_text(&server->output, text, strlen(text));
    buffer_append_text(&server->output, "\n");
}

static void flush_output(Server *server)
{
    /* A desk that reads nothing is let go: the session does not wait for it. */
    server->gone = server->gone || server->output.failed || server->output.length > OUTPUT_MAX;
    while (server->output.length && !server->gone) {
        ssize_t sent = send(server->fd, server->output.bytes, server->output.length, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (sent <= 0)
            server->gone = true;
        else
            buffer_drop(&server->output, (size_t)sent);
    }
}

static void put_hello(Server *server)
{
    const char *path = session_project(server->session)->path;
    buffer_append_format(&server->output, "hello %d ", HOST_PROTOCOL);
    put_text(server, path);
}

static void put_document(Server *server)
{
    const Document *document = session_document(server->session);
    char *text;
    size_t length;
    if (document_text(document, &text, &length) != STATUS_OK)
        return;
    wire_add_document(&server->output, document_revision(document), text, length);
    free(text);
}

/* ---- what the session tells ---- */

static void on_change(void *context, const Change *change)
{
    Server *server = context;
    if (change->splice_count)
        wire_add_change(&server->output, change);
}

static void on_replaced(void *context)
{
    put_hello(context); /* its file may be another one, too */
    put_document(context);
}

static void on_state(void *context, const char *key, const char *value)
{
    Server *server = context;
    buffer_append_format(&server->output, "state %s ", key);
    put_text(server, value);
}

static void on_notice(void *context, NoticeLevel level, const char *text)
{
    static const char *const words[] = {"info", "warn", "error"};
    Server *server = context;
    buffer_append_format(&server->output, "notice %s ", words[level]);
    put_text(server, text);
}

/* ---- meters ---- */

static int tenths(double level)
{
    double value = floor(level * 10 + 0.5);
    return value < -1200 || isnan(value) ? -1200 : value > 9999 ? 9999 : (int)value;
}

static int tenths_of_lin(float lin)
{
    return lin > 1e-6f ? tenths(maths_db_from_lin((double)lin)) : -1200;
}

static void put_strip_meter(Server *server, int index, const StripMeter *meter, int frames)
{
    const float *peak = meter->peak[METER_POST], *sum = meter->square_sum[METER_POST];
    float reduction = 0;
    for (int i = 0; i < METER_GR_MAX; i++)
        reduction += meter->gain_reduction_db[i];
    double scale = frames > 0 ? 2.0 / frames : 0; /* AES17: a full-scale sine reads 0 dB */
    const StripTotals *totals = session_totals(server->session, meter->uid);
    buffer_append_format(&server->output, " %d:%d:%d:%d:%d:%d:%u", index, tenths_of_lin(peak[0]),
                         tenths_of_lin(peak[1]), tenths_of_lin((float)sqrt(sum[0] * scale)),
                         tenths_of_lin((float)sqrt(sum[1] * scale)), tenths(reduction), totals ? totals->overs : 0);
}

static void put_meters(Server *server, const MeterFrame *frame)
{
    int last = server->meter_first + server->meter_count;
    EngineState state;
    session_engine_state(server->session, &state);
    buffer_append_format(&server->output, "meters %llu %lld", (unsigned long long)frame->revision,
                         (long long)state.position);
    for (int i = 0; i < frame->strip_count; i++)
        if ((i >= server->meter_first && i < last) || i == frame->strip_count - 1)
            put_strip_meter(server, i, &frame->strips[i], frame->frames);
    buffer_append_format(&server->output, "\n");
}

static void put_loudness(Server *server)
{
    const MasterReading *reading = session_loudness(server->session);
    if (reading->frames == 0) {
        buffer_append_format(&server->output, "loud -1200 -1200 -1200 -1200 -1200 -1200\n");
        return;
    }
    buffer_append_format(&server->output, "loud %d %d %d %d %d %d\n", tenths(reading->momentary_lufs),
                         tenths(reading->short_term_lufs), tenths(reading->integrated_lufs), tenths(reading->range_lu),
                         tenths(reading->true_peak_max_db), (int)floor(reading->correlation * 100 + 0.5));
}

/* Meters that say what they said last, as those of a session at rest do, are not sent again: they would wake a desk. */
static void keep_if_new(Server *server, size_t before)
{
    Buffer *output = &server->output, *told = &server->told_meters;
    size_t length = output->length - before;
    bool same = !output->failed && told->length == length && memcmp(told->bytes, output->bytes + before, length) == 0;
    if (same) {
        output->length = before;
        output->bytes[before] = '\0';
        return;
    }
    buffer_clear(told);
    if (!output->failed)
        buffer_append(told, output->bytes + before, length);
}

static void serve_meters(Server *server)
{
    double now = clock_now_s();
    if (server->meter_fps <= 0 || now < server->next_meters_s || server->output.length > METERS_PAUSE_BYTES)
        return;
    uint64_t serial;
    const MeterFrame *frame = player_meters(session_player(server->session), &serial);
    if (!frame || serial == server->meters_sent)
        return;
    server->meters_sent = serial;
    server->next_meters_s = now + 1.0 / server->meter_fps;
    size_t before = server->output.length;
    put_meters(server, frame);
    put_loudness(server);
    keep_if_new(server, before);
}

/* ---- reading ---- */

static void take_command(Server *server, unsigned long long sequence, char *command)
{
    SessionAnswer answer;
    wire_unescape(command);
    session_run(server->session, command, &answer);
    buffer_append_format(&server->output, "answer %llu %d ", sequence, (int)answer.status);
    put_text(server, answer.text);
}

static void take_line(Server *server, char *line)
{
    char *rest;
    unsigned long long sequence;
    if (strncmp(line, "meters ", 7) == 0) {
        int fps, first, count;
        if (sscanf(line + 7, "%d %d %d", &fps, &first, &count) == 3 && first >= 0 && count >= 0 && count <= 4096) {
            server->meter_fps = fps < 0 ? 0 : fps > 60 ? 60 : fps;
            server->meter_first = first;
            server->meter_count = count;
            buffer_clear(&server->told_meters);
        }
        return;
    }
    if (strcmp(line, "text") == 0) {
        buffer_clear(&server->told_meters);
        put_document(server); /* a desk that lost its way asks for the whole again */
        return;
    }
    if (strcmp(line, "bye") == 0) {
        server->gone = true;
        return;
    }
    errno = 0;
    sequence = strtoull(line, &rest, 10);
    if (rest != line && *rest == ' ' && errno == 0)
        take_command(server, sequence, rest + 1);
}

static void read_input(Server *server)
{
    for (;;) {
        ssize_t got =
            recv(server->fd, server->input + server->input_used, INPUT_MAX - server->input_used, MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (got <= 0) {
            server->gone = true;
            return;
        }
        server->input_used += (size_t)got;
        char *from = server->input, *end;
        while ((end = memchr(from, '\n', server->input_used - (size_t)(from - server->input))) != NULL) {
            *end = '\0';
            take_line(server, from);
            from = end + 1;
        }
        server->input_used -= (size_t)(from - server->input);
        memmove(server->input, from, server->input_used);
        if (server->input_used == INPUT_MAX) {
            server->gone = true; /* no line is that long */
            return;
        }
    }
}

/* ---- the loop ---- */

Server *server_new(Session *session, int fd)
{
    Server *server = calloc(1, sizeof *server);
    SessionListener listener = {server, on_change, on_replaced, on_state, on_notice};
    if (!server || !(server->input = malloc(INPUT_MAX)) || !session_listen(session, &listener)) {
        if (server)
            free(server->input);
        free(server);
        return NULL;
    }
    server->session = session;
    server->fd = fd;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    put_hello(server);
    put_document(server);
    session_tell_all(session, &listener);
    return server;
}

bool server_step(Server *server)
{
    if (server->gone)
        return false;
    read_input(server);
    session_tick(server->session);
    serve_meters(server);
    if (session_is_over(server->session) && !server->told_quit) {
        buffer_append_format(&server->output, "quit 0\n");
        server->told_quit = true;
    }
    flush_output(server);
    return !server->gone && !(server->told_quit && server->output.length == 0);
}

int server_run(Server *server)
{
    while (!server->gone && !signals_ending()) {
        struct pollfd poller = {server->fd, (short)(POLLIN | (server->output.length ? POLLOUT : 0)), 0};
        if (poll(&poller, 1, session_patience_ms(server->session)) < 0 && errno != EINTR)
            break;
        if (!server_step(server))
            break;
    }
    return signals_ending() ? EXIT_SIGNAL + signals_ending() : EXIT_DONE;
}

void server_free(Server *server)
{
    if (!server)
        return;
    session_unlisten(server->session, server);
    close(server->fd);
    free(server->input);
    buffer_clear(&server->output);
    buffer_clear(&server->told_meters);
    free(server);
}
