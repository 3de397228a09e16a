/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tui/fake_session.h"

#include <inttypes.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/tui/song.h"
#include "tui/bytes.h"
#include "tui/wire.h"

enum { LINES_MAX = 4096, LATE_MAX = 4096 };

struct FakeSession {
    int fd, delay_ms;
    char *lines[LINES_MAX];
    int line_count, strip_count, undo_count;
    uint64_t revision;
    bool playing, over;
    char solo[512];
    int fps;
    int64_t position, next_ms, last_ms;
    Bytes in, heard;
    struct { int64_t due_ms; char *data; size_t length; } late[LATE_MAX]; /* what is on its way */
    int late_count;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void write_all(FakeSession *session, const char *data, size_t length)
{
    while (length > 0 && !session->over) {
        ssize_t sent = send(session->fd, data, length, MSG_NOSIGNAL);
        if (sent <= 0) {
            session->over = true;
            return;
        }
        data += sent;
        length -= (size_t)sent;
    }
}

static void send_bytes(FakeSession *session, Bytes *bytes)
{
    if (session->delay_ms == 0)
        write_all(session, bytes->data, bytes->length);
    else if (session->late_count < LATE_MAX) {
        char *copy = malloc(bytes->length);
        memcpy(copy, bytes->data, bytes->length);
        session->late[session->late_count].due_ms = now_ms() + session->delay_ms;
        session->late[session->late_count].data = copy;
        session->late[session->late_count++].length = bytes->length;
    }
    bytes_clear(bytes);
}

static void send_late(FakeSession *session)
{
    int sent = 0;
    for (; sent < session->late_count && session->late[sent].due_ms <= now_ms(); sent++) {
        write_all(session, session->late[sent].data, session->late[sent].length);
        free(session->late[sent].data);
    }
    session->late_count -= sent;
    memmove(session->late, session->late + sent, (size_t)session->late_count * sizeof session->late[0]);
}

static void load_lines(FakeSession *session, const char *text)
{
    while (*text && session->line_count < LINES_MAX) {
        const char *end = strchr(text, '\n');
        size_t size = end ? (size_t)(end - text) + 1 : strlen(text);
        session->lines[session->line_count++] = strndup(text, size);
        session->strip_count += text[0] == '[';
        text += size;
    }
}

static void make_song(FakeSession *session, int strips)
{
    Bytes text = {0};
    bytes_add_text(&text, "ttymix 1\ntitle Many\n");
    for (int i = 1; i <= strips; i++)
        bytes_addf(&text, "[track t%d]\nlabel \"Track %d\"\nfader -%d dB\nout bus\n", i, i, i % 13);
    bytes_add_text(&text, "[bus bus]\n[master]\n");
    load_lines(session, text.data);
    bytes_clear(&text);
}

static void send_document(FakeSession *session)
{
    Bytes text = {0}, out = {0};
    for (int i = 0; i < session->line_count; i++)
        bytes_add_text(&text, session->lines[i]);
    wire_add_document(&out, session->revision, text.data, text.length);
    bytes_clear(&text);
    send_bytes(session, &out);
}

static void send_state(FakeSession *session)
{
    Bytes out = {0};
    bytes_addf(&out, "state play %d\nstate solo %s\nstate undo %d\nstate saved %d\nstate position %" PRId64 "\n", session->playing, session->solo,
               session->undo_count, session->undo_count == 0, session->position);
    send_bytes(session, &out);
}

FakeSession *fake_session_new(int fd, const FakeSessionSetup *setup)
{
    FakeSession *session = calloc(1, sizeof *session);
    Bytes hello = {0};
    session->fd = fd;
    session->delay_ms = setup->delay_ms;
    session->playing = setup->moving;
    session->position = 62 * 48000 + 16800;
    session->last_ms = now_ms();
    if (setup->strips > 0)
        make_song(session, setup->strips);
    else
        load_lines(session, setup->text ? setup->text : SONG_TEXT);
    bytes_add_text(&hello, "hello 1 potassium.mix\n");
    send_bytes(session, &hello);
    send_document(session);
    send_state(session);
    Bytes out = {0};
    bytes_add_text(&out, "state device hw:1 48 kHz\nstate monitor -12 0 0 0\nstate xruns 0\nstate loop 0 0 0\n");
    send_bytes(session, &out);
    return session;
}

void fake_session_free(FakeSession *session)
{
    for (int i = 0; i < session->line_count; i++)
        free(session->lines[i]);
    for (int i = 0; i < session->late_count; i++)
        free(session->late[i].data);
    bytes_clear(&session->in);
    bytes_clear(&session->heard);
    close(session->fd);
    free(session);
}

const char *fake_session_heard(const FakeSession *session)
{
    return session->heard.data ? session->heard.data : "";
}

/* Index of the line of a strip's fact, or of where it would stand (*there false). */
static int find_fact(const FakeSession *session, const char *strip, const char *key, bool *there)
{
    bool inside = false;
    *there = false;
    for (int i = 0; i < session->line_count; i++) {
        char kind[64], name[64] = "master";
        if (session->lines[i][0] == '[') {
            if (inside)
                return i;
            sscanf(session->lines[i], "[%63s %63[^]]", kind, name);
            inside = strcmp(name, strip) == 0;
        } else if (inside && strncmp(session->lines[i], key, strlen(key)) == 0 && session->lines[i][strlen(key)] == ' ') {
            *there = true;
            return i;
        }
    }
    return inside ? session->line_count : -1;
}

static void change_line(FakeSession *session, int at, bool replace, const char *line)
{
    Splice splice = {.at = at, .removed_count = replace, .added_count = 1, .removed = &session->lines[at], .added = (char *[]){strdup(line)}};
    Change change = {.revision = ++session->revision, .splices = &splice, .splice_count = 1};
    Bytes out = {0};
    wire_add_change(&out, &change);
    send_bytes(session, &out);
    if (replace)
        free(session->lines[at]);
    else {
        memmove(session->lines + at + 1, session->lines + at, (size_t)(session->line_count - at) * sizeof session->lines[0]);
        session->line_count++;
    }
    session->lines[at] = splice.added[0];
    session->undo_count++;
}

/* `set STRIP.KEY [+=] VALUE`; sends are `STRIP.send.NAME`. */
static bool run_set(FakeSession *session, const char *address, const char *value)
{
    char strip[64], key[128], line[512];
    bool there;
    if (sscanf(address, "%63[^.].%127s", strip, key) != 2)
        return false;
    char *dot = strchr(key, '.');
    if (dot)
        *dot = ' ';
    int at = find_fact(session, strip, key, &there);
    if (at < 0)
        return false;
    if (strncmp(value, "+= ", 3) == 0) {
        const char *now = there ? session->lines[at] + strlen(key) + 1 : "0";
        double old = now[0] == 'L' ? -atof(now + 1) : now[0] == 'R' ? atof(now + 1) : atof(now), sum = old + atof(value + 3);
        if (strcmp(key, "pan") == 0)
            snprintf(line, sizeof line, "pan %c %g %%\n", sum < 0 ? 'L' : 'R', fabs(sum));
        else
            snprintf(line, sizeof line, "%s %g dB\n", key, sum);
    } else
        snprintf(line, sizeof line, "%s %s\n", key, value);
    change_line(session, at, there, line);
    return true;
}

static void answer(FakeSession *session, int64_t sequence, int status, const char *text)
{
    Bytes out = {0};
    bytes_addf(&out, "answer %" PRId64 " %d %s\n", sequence, status, text);
    send_bytes(session, &out);
}

static void run_command(FakeSession *session, int64_t sequence, char *line)
{
    char *rest = line, *word = wire_take_word(&rest), *name;
    char text[700] = "", address[128];
    bool good = true;
    if (!word)
        return;
    if (strcmp(word, "set") == 0) {
        name = wire_take_word(&rest);
        good = name && run_set(session, name, rest);
        snprintf(text, sizeof text, good ? "%.200s %.200s" : "Not changed. There is no %.200s.", name ? name : "", rest);
    } else if (strcmp(word, "mute") == 0 && (name = wire_take_word(&rest))) {
        snprintf(address, sizeof address, "%.100s.mute", name);
        good = run_set(session, address, rest);
        snprintf(text, sizeof text, "%.100s %s.", name, strcmp(rest, "on") == 0 ? "muted" : "unmuted");
    } else if (strcmp(word, "solo") == 0 && (name = wire_take_word(&rest))) {
        snprintf(session->solo, sizeof session->solo, "%s", strcmp(rest, "on") == 0 ? name : "");
        snprintf(text, sizeof text, "%.100s %s.", name, *session->solo ? "soloed" : "no longer soloed");
    } else if (strcmp(word, "toggle-play") == 0 || strcmp(word, "stop") == 0)
        session->playing = strcmp(word, "stop") != 0 && !session->playing;
    else if (strcmp(word, "quit") == 0) {
        Bytes out = {0};
        bytes_add_text(&out, "quit 0\n");
        send_bytes(session, &out);
        session->over = session->delay_ms == 0;
        return;
    } else if (strcmp(word, "write") == 0)
        session->undo_count = 0;
    else if (strcmp(word, "begin") != 0 && strcmp(word, "end") != 0) {
        good = false;
        snprintf(text, sizeof text, "No such command: %.100s.", word);
    }
    send_state(session);
    answer(session, sequence, good ? 0 : 3, text);
}

static void take_line(FakeSession *session, char *line)
{
    bytes_addf(&session->heard, "%s\n", line);
    if (strncmp(line, "meters ", 7) == 0)
        session->fps = atoi(line + 7);
    else if (strcmp(line, "text") == 0)
        send_document(session);
    else if (strcmp(line, "bye") == 0)
        session->over = true;
    else {
        int64_t sequence;
        char *rest = line;
        if (wire_take_int(&rest, 1, INT64_MAX - 1, &sequence)) {
            wire_unescape(rest);
            run_command(session, sequence, rest);
        }
    }
}

static int tenths(double db)
{
    return db < -120 ? -1200 : (int)lround(db * 10);
}

/* Beats at different speeds, so that meters jump and fall as music makes them. */
static void send_meters(FakeSession *session)
{
    Bytes out = {0};
    double seconds = (double)session->position / 48000;
    bytes_addf(&out, "meters %" PRIu64 " %" PRId64, session->revision, session->position);
    for (int i = 0; i < session->strip_count; i++) {
        double beat = fmod(seconds * (1.1 + 0.37 * (i % 5)) + 0.13 * i, 1), level = -6.0 - 3 * (i % 4) - 22 * beat + 2 * sin(9 * seconds + i);
        double gr = i % 3 == 0 ? fmax(0, 6 - 9 * beat) : 0;
        if (!session->playing)
            level = -120;
        bytes_addf(&out, " %d:%d:%d:%d:%d:%d:%d", i, tenths(level), tenths(level - 1.5), tenths(level - 8), tenths(level - 9),
                   session->playing ? (int)(gr * 10) : 0, 0);
    }
    bytes_addf(&out, "\nloud %d %d %d %d %d %d\n", session->playing ? (int)(-169 + 20 * sin(seconds * 2)) : -1200, -178, -182, 62, -46,
               (int)(62 + 9 * sin(seconds)));
    send_bytes(session, &out);
}

bool fake_session_step(FakeSession *session, int ms)
{
    struct pollfd wait = {.fd = session->fd, .events = POLLIN};
    if (poll(&wait, 1, ms) > 0) {
        char bytes[4096];
        ssize_t got = recv(session->fd, bytes, sizeof bytes, 0);
        if (got <= 0)
            session->over = true;
        else
            bytes_add(&session->in, bytes, (size_t)got);
    }
    for (char *end; session->in.data && !session->over && (end = memchr(session->in.data, '\n', session->in.length));) {
        *end = '\0';
        take_line(session, session->in.data);
        bytes_drop(&session->in, (size_t)(end - session->in.data) + 1);
    }
    int64_t now = now_ms();
    if (session->playing)
        session->position += (now - session->last_ms) * 48;
    session->last_ms = now;
    if (session->fps > 0 && now >= session->next_ms) {
        send_meters(session);
        session->next_ms = now + 1000 / session->fps;
    }
    send_late(session);
    return !session->over;
}
