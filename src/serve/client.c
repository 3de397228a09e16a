/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/client.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "audio/base/buffer.h"
#include "audio/base/clock.h"
#include "audio/base/maths.h"
#include "tui/link/host.h"
#include "tui/link/wire.h"

enum { INPUT_MAX = 256 * 1024, OUTPUT_MAX = 64 << 20, METERS_PAUSE_BYTES = 32 * 1024 };

struct Client {
    Session *session;
    int fd;
    bool gone;
    char *input;
    size_t input_used;
    Buffer output;
    int meter_fps, meter_first, meter_count;
    double next_meters_s;
    uint64_t meters_sent; /* serial of the last frame */
    Buffer told_meters;   /* the lines that were sent last */
};

/* ---- writing ---- */

static void put_text(Client *client, const char *text)
{
    wire_add_text(&client->output, text, strlen(text));
    buffer_append_text(&client->output, "\n");
}

void client_flush(Client *client)
{
    /* A desk that reads nothing is let go: the session does not wait for it. */
    client->gone = client->gone || client->output.failed || client->output.length > OUTPUT_MAX;
    while (client->output.length && !client->gone) {
        ssize_t sent = send(client->fd, client->output.bytes, client->output.length, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent < 0 && (errno == EAGAIN || errno == EINTR))
            return;
        if (sent <= 0)
            client->gone = true;
        else
            buffer_drop(&client->output, (size_t)sent);
    }
}

static void put_hello(Client *client)
{
    const char *path = session_project(client->session)->path;
    buffer_append_format(&client->output, "hello %d ", HOST_PROTOCOL);
    put_text(client, path);
}

/* The files that the document includes, as the session read them: a desk may be where it cannot read them. */
static void put_includes(Client *client)
{
    const Document *document = session_document(client->session);
    const char *path;
    char *text;
    size_t length;
    for (int i = 0; (path = document_include(document, i)) != NULL; i++)
        if (document_include_text(document, i, &text, &length) == STATUS_OK) {
            wire_add_include(&client->output, path, text, length);
            free(text);
        }
}

static void put_document(Client *client)
{
    const Document *document = session_document(client->session);
    char *text;
    size_t length;
    put_includes(client);
    if (document_text(document, &text, &length) != STATUS_OK)
        return;
    wire_add_document(&client->output, document_revision(document), text, length);
    free(text);
}

/* ---- what the session tells ---- */

static void on_change(void *context, const Change *change)
{
    Client *client = context;
    if (change->splice_count)
        wire_add_change(&client->output, change);
}

static void on_replaced(void *context)
{
    put_hello(context); /* its file may be another one, too */
    put_document(context);
}

static void on_state(void *context, const char *key, const char *value)
{
    Client *client = context;
    buffer_append_format(&client->output, "state %s ", key);
    put_text(client, value);
}

static void on_notice(void *context, NoticeLevel level, const char *text)
{
    static const char *const words[] = {"info", "warn", "error"};
    Client *client = context;
    buffer_append_format(&client->output, "notice %s ", words[level]);
    put_text(client, text);
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

static void put_strip_meter(Client *client, int index, const StripMeter *meter, int frames)
{
    const float *peak = meter->peak[METER_POST], *sum = meter->square_sum[METER_POST];
    float reduction = 0;
    for (int i = 0; i < METER_GR_MAX; i++)
        reduction += meter->gain_reduction_db[i];
    double scale = frames > 0 ? 2.0 / frames : 0; /* AES17: a full-scale sine reads 0 dB */
    const StripTotals *totals = session_totals(client->session, meter->uid);
    buffer_append_format(&client->output, " %d:%d:%d:%d:%d:%d:%u", index, tenths_of_lin(peak[0]),
                         tenths_of_lin(peak[1]), tenths_of_lin((float)sqrt(sum[0] * scale)),
                         tenths_of_lin((float)sqrt(sum[1] * scale)), tenths(reduction), totals ? totals->overs : 0);
}

static void put_meters(Client *client, const MeterFrame *frame)
{
    int last = client->meter_first + client->meter_count;
    EngineState state;
    session_engine_state(client->session, &state);
    buffer_append_format(&client->output, "meters %llu %lld", (unsigned long long)frame->revision,
                         (long long)state.position);
    for (int i = 0; i < frame->strip_count; i++)
        if ((i >= client->meter_first && i < last) || i == frame->strip_count - 1)
            put_strip_meter(client, i, &frame->strips[i], frame->frames);
    buffer_append_format(&client->output, "\n");
}

static void put_loudness(Client *client)
{
    const MasterReading *reading = session_loudness(client->session);
    if (reading->frames == 0) {
        buffer_append_format(&client->output, "loud -1200 -1200 -1200 -1200 -1200 -1200\n");
        return;
    }
    buffer_append_format(&client->output, "loud %d %d %d %d %d %d\n", tenths(reading->momentary_lufs),
                         tenths(reading->short_term_lufs), tenths(reading->integrated_lufs), tenths(reading->range_lu),
                         tenths(reading->true_peak_max_db), (int)floor(reading->correlation * 100 + 0.5));
}

/* Meters that say what they said last, as those of a session at rest do, are not sent again: they would wake a desk. */
static void keep_if_new(Client *client, size_t before)
{
    Buffer *output = &client->output, *told = &client->told_meters;
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

void client_serve_meters(Client *client)
{
    double now = clock_now_s();
    if (client->meter_fps <= 0 || now < client->next_meters_s || client->output.length > METERS_PAUSE_BYTES)
        return;
    uint64_t serial;
    const MeterFrame *frame = player_meters(session_player(client->session), &serial);
    if (!frame || serial == client->meters_sent)
        return;
    client->meters_sent = serial;
    client->next_meters_s = now + 1.0 / client->meter_fps;
    size_t before = client->output.length;
    put_meters(client, frame);
    put_loudness(client);
    keep_if_new(client, before);
}

/* ---- reading ---- */

static void take_command(Client *client, unsigned long long sequence, char *command)
{
    SessionAnswer answer;
    wire_unescape(command);
    session_run(client->session, command, &answer);
    buffer_append_format(&client->output, "answer %llu %d ", sequence, (int)answer.status);
    put_text(client, answer.text);
}

static void take_line(Client *client, char *line)
{
    char *rest;
    unsigned long long sequence;
    if (strncmp(line, "meters ", 7) == 0) {
        int fps, first, count;
        if (sscanf(line + 7, "%d %d %d", &fps, &first, &count) == 3 && first >= 0 && count >= 0 && count <= 4096) {
            client->meter_fps = fps < 0 ? 0 : fps > 60 ? 60 : fps;
            client->meter_first = first;
            client->meter_count = count;
            buffer_clear(&client->told_meters);
        }
        return;
    }
    if (strcmp(line, "text") == 0) {
        buffer_clear(&client->told_meters);
        put_document(client); /* a desk that lost its way asks for the whole again */
        return;
    }
    if (strcmp(line, "bye") == 0) {
        client->gone = true;
        return;
    }
    errno = 0;
    sequence = strtoull(line, &rest, 10);
    if (rest != line && *rest == ' ' && errno == 0)
        take_command(client, sequence, rest + 1);
}

/* Runs the whole lines of what has come; what is left waits for its end. */
static void take_lines(Client *client)
{
    char *from = client->input, *end;
    while ((end = memchr(from, '\n', client->input_used - (size_t)(from - client->input))) != NULL) {
        *end = '\0';
        take_line(client, from);
        from = end + 1;
    }
    client->input_used -= (size_t)(from - client->input);
    memmove(client->input, from, client->input_used);
    client->gone |= client->input_used == INPUT_MAX; /* no line is that long */
}

/* One piece at a time: who sends much does not keep the others waiting. */
void client_read(Client *client)
{
    ssize_t got = recv(client->fd, client->input + client->input_used, INPUT_MAX - client->input_used, MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        client->gone = true;
        return;
    }
    client->input_used += (size_t)got;
    take_lines(client);
}

/* ---- coming and going ---- */

Client *client_new(Session *session, int fd)
{
    Client *client = calloc(1, sizeof *client);
    SessionListener listener = {
        .context = client, .change = on_change, .replaced = on_replaced, .state = on_state, .notice = on_notice};
    if (!client || !(client->input = malloc(INPUT_MAX)) || !session_listen(session, &listener)) {
        if (client)
            free(client->input);
        free(client);
        close(fd);
        return NULL;
    }
    client->session = session;
    client->fd = fd;
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    put_hello(client);
    put_document(client);
    session_tell_all(session, &listener);
    return client;
}

void client_free(Client *client)
{
    if (!client)
        return;
    session_unlisten(client->session, client);
    close(client->fd);
    free(client->input);
    buffer_clear(&client->output);
    buffer_clear(&client->told_meters);
    free(client);
}

void client_say_quit(Client *client)
{
    buffer_append_text(&client->output, "quit 0\n");
}

int client_fd(const Client *client)
{
    return client->fd;
}

bool client_is_gone(const Client *client)
{
    return client->gone;
}

bool client_wants_write(const Client *client)
{
    return client->output.length > 0;
}
