/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "audio/base/maths.h"
#include "src/escape_line.h"
#include "src/options.h"
#include "src/paths.h"
#include "src/signals.h"
#include "tui/host.h"

enum { INPUT_MAX = 256 * 1024, OUTPUT_MAX = 64 << 20, METERS_PAUSE_BYTES = 32 * 1024 };

struct Server {
    Session *session;
    int fd;
    bool gone;                /* the desk has left */
    char *input, *output;
    size_t input_used, output_used, output_room;
    int meter_fps, meter_first, meter_count;
    double next_meters_s;
    bool told_quit;
};

/* ---- writing ---- */

static bool reserve(Server *server, size_t more)
{
    if (server->output_used + more <= server->output_room)
        return true;
    size_t room = server->output_room ? server->output_room : 65536;
    while (room < server->output_used + more)
        room *= 2;
    char *grown = room <= OUTPUT_MAX ? realloc(server->output, room) : NULL;
    if (!grown) {
        server->gone = true; /* a desk that reads nothing is let go: the session does not wait for it */
        return false;
    }
    server->output = grown;
    server->output_room = room;
    return true;
}

static void put(Server *server, const char *format, ...) PRINTF_LIKE(2, 3);
static void put(Server *server, const char *format, ...)
{
    char line[4096];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length < 0)
        return;
    size_t bytes = (size_t)length < sizeof line ? (size_t)length : sizeof line - 1;
    if (!reserve(server, bytes))
        return;
    memcpy(server->output + server->output_used, line, bytes);
    server->output_used += bytes;
}

/* A TEXT field and the end of the line. */
static void put_text(Server *server, const char *bytes, size_t length)
{
    if (!reserve(server, 4 * length + 1))
        return;
    server->output_used += line_escape(server->output + server->output_used, bytes, length);
    server->output[server->output_used++] = '\n';
}

static void flush_output(Server *server)
{
    while (server->output_used && !server->gone) {
        ssize_t sent = send(server->fd, server->output, server->output_used, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (sent <= 0) {
            server->gone = true;
            return;
        }
        server->output_used -= (size_t)sent;
        memmove(server->output, server->output + sent, server->output_used);
    }
}

static void put_document(Server *server)
{
    const Document *document = session_document(server->session);
    char *text;
    size_t length, lines = 0;
    if (document_text(document, &text, &length) != STATUS_OK)
        return;
    for (size_t i = 0; i < length; i++)
        lines += text[i] == '\n' || i + 1 == length;
    put(server, "text %llu %zu\n", (unsigned long long)document_revision(document), lines);
    for (size_t at = 0; at < length;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t bytes = end ? (size_t)(end - text) - at + 1 : length - at;
        put(server, "=");
        put_text(server, text + at, bytes);
        at += bytes;
    }
    free(text);
}

/* ---- what the session tells ---- */

static void put_lines(Server *server, char mark, char **lines, int count)
{
    for (int i = 0; i < count; i++) {
        put(server, "%c", mark);
        put_text(server, lines[i], strlen(lines[i]));
    }
}

static void on_change(void *context, const Change *change)
{
    Server *server = context;
    if (change->splice_count == 0)
        return;
    if (change->renamed_from)
        put(server, "renamed %s %s\n", change->renamed_from, change->renamed_to);
    put(server, "change %llu %d\n", (unsigned long long)change->revision, change->splice_count);
    for (int i = 0; i < change->splice_count; i++) {
        const Splice *splice = &change->splices[i];
        put(server, "splice %d %d %d\n", splice->at, splice->removed_count, splice->added_count);
        put_lines(server, '-', splice->removed, splice->removed_count);
        put_lines(server, '+', splice->added, splice->added_count);
    }
}

static void on_replaced(void *context)
{
    put_document(context);
}

static void on_state(void *context, const char *key, const char *value)
{
    Server *server = context;
    put(server, "state %s ", key);
    put_text(server, value, strlen(value));
}

static void on_notice(void *context, NoticeLevel level, const char *text)
{
    static const char *const words[] = {"info", "warn", "error"};
    Server *server = context;
    put(server, "notice %s ", words[level]);
    put_text(server, text, strlen(text));
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
    put(server, " %d:%d:%d:%d:%d:%d:%u", index, tenths_of_lin(peak[0]), tenths_of_lin(peak[1]),
        tenths_of_lin((float)sqrt(sum[0] * scale)), tenths_of_lin((float)sqrt(sum[1] * scale)), tenths(reduction),
        meter->overs[0] + meter->overs[1]);
}

static void put_meters(Server *server, const MeterFrame *frame)
{
    int last = server->meter_first + server->meter_count;
    EngineState state;
    session_engine_state(server->session, &state);
    put(server, "meters %llu %lld", (unsigned long long)frame->revision, (long long)state.position);
    for (int i = 0; i < frame->strip_count; i++)
        if ((i >= server->meter_first && i < last) || i == frame->strip_count - 1)
            put_strip_meter(server, i, &frame->strips[i], frame->frames);
    put(server, "\n");
}

static void put_loudness(Server *server)
{
    const MasterReading *reading = session_loudness(server->session);
    put(server, "loud %d %d %d %d %d %d\n", tenths(reading->momentary_lufs), tenths(reading->short_term_lufs),
        tenths(reading->integrated_lufs), tenths(reading->range_lu), tenths(reading->true_peak_max_db),
        (int)floor(reading->correlation * 100 + 0.5));
}

static double now_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void serve_meters(Server *server)
{
    double now = now_seconds();
    if (server->meter_fps <= 0 || now < server->next_meters_s || server->output_used > METERS_PAUSE_BYTES)
        return;
    const MeterFrame *frame = session_meters(server->session);
    if (!frame)
        return;
    server->next_meters_s = now + 1.0 / server->meter_fps;
    put_meters(server, frame);
    put_loudness(server);
}

/* ---- reading ---- */

static void take_command(Server *server, unsigned long long sequence, char *command)
{
    SessionAnswer answer;
    line_unescape(command);
    session_run(server->session, command, &answer);
    put(server, "answer %llu %d ", sequence, (int)answer.status);
    put_text(server, answer.text, strlen(answer.text));
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
        }
        return;
    }
    if (strcmp(line, "text") == 0) {
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
        ssize_t got = recv(server->fd, server->input + server->input_used, INPUT_MAX - server->input_used, MSG_DONTWAIT);
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
    put(server, "hello %d ", HOST_PROTOCOL);
    const char *path = session_project(session)->path;
    put_text(server, path, strlen(path));
    put_document(server);
    session_tell_all(session, &listener);
    return server;
}

int server_run(Server *server)
{
    while (!server->gone && !signals_ending()) {
        struct pollfd poller = {server->fd, (short)(POLLIN | (server->output_used ? POLLOUT : 0)), 0};
        if (poll(&poller, 1, session_patience_ms(server->session)) < 0 && errno != EINTR)
            break;
        if (poller.revents & (POLLIN | POLLHUP | POLLERR))
            read_input(server);
        session_tick(server->session);
        serve_meters(server);
        if (session_is_over(server->session) && !server->told_quit) {
            put(server, "quit 0\n");
            server->told_quit = true;
        }
        flush_output(server);
        if (server->told_quit && server->output_used == 0)
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
    free(server->output);
    free(server);
}
