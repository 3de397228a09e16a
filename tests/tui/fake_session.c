/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/tui/fake_session.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "audio/base/buffer.h"
#include "projects/command/command.h"
#include "tests/tui/song.h"
#include "tui/link/past.h"
#include "tui/link/waves.h"
#include "tui/link/wire.h"

enum { LATE_MAX = 4096 };

struct FakeSession {
    int fd, delay_ms;
    Document *document;
    bool playing, over, dim, mono, cut, mute;
    char solo[512];
    int fps;
    int64_t position, next_ms, last_ms;
    Buffer in, out, heard;
    struct {
        int64_t due_ms;
        char *data;
        size_t length;
    } late[LATE_MAX]; /* what is on its way */
    int late_count;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Never waits: a test's desk lives in the same thread. */
static void flush_out(FakeSession *session)
{
    ssize_t sent = session->out.length
                       ? send(session->fd, session->out.bytes, session->out.length, MSG_NOSIGNAL | MSG_DONTWAIT)
                       : 0;
    if (sent > 0)
        buffer_drop(&session->out, (size_t)sent);
    if (sent < 0 && errno != EAGAIN)
        session->over = true;
}

static void write_all(FakeSession *session, const char *data, size_t length)
{
    buffer_append(&session->out, data, length);
    flush_out(session);
}

static void send_bytes(FakeSession *session, Buffer *bytes)
{
    if (session->delay_ms == 0)
        write_all(session, bytes->bytes, bytes->length);
    else if (session->late_count < LATE_MAX) {
        char *copy = malloc(bytes->length);
        memcpy(copy, bytes->bytes, bytes->length);
        session->late[session->late_count].due_ms = now_ms() + session->delay_ms;
        session->late[session->late_count].data = copy;
        session->late[session->late_count++].length = bytes->length;
    }
    buffer_clear(bytes);
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

static Document *make_document(const char *text)
{
    Document *document = NULL;
    ProblemList problems = {0};
    if (document_parse(&document, "song.mix", text, strlen(text), NULL, NULL, &problems) != STATUS_OK ||
        problems.errors > 0)
        abort(); /* a test's own song is sound */
    problems_clear(&problems);
    return document;
}

static Document *make_song(int strips)
{
    Buffer text = {0};
    buffer_append_text(&text, "ttymix 1\ntitle \"Many\"\nstage mix\nrate 48000 Hz\npan-law -3 dB\n");
    for (int i = 1; i <= strips; i++)
        buffer_append_format(&text, "[track t%d]\nlabel \"Track %d\"\nfader -%d dB\nout sub\n", i, i, i % 13 + 1);
    buffer_append_text(&text, "[bus sub]\n[master]\n");
    Document *document = make_document(text.bytes);
    buffer_clear(&text);
    return document;
}

static void send_document(FakeSession *session)
{
    Buffer out = {0};
    char *text;
    size_t length;
    if (document_text(session->document, &text, &length) != STATUS_OK)
        abort();
    wire_add_document(&out, document_revision(session->document), text, length);
    free(text);
    send_bytes(session, &out);
}

static void send_state(FakeSession *session)
{
    Buffer out = {0};
    buffer_append_format(
        &out,
        "state play %d\nstate solo %s\nstate undo %d\nstate redo %d\nstate saved %d\nstate position %" PRId64
        "\nstate monitor -12 %d %d %d\n",
        session->playing, session->solo, document_undo_count(session->document), document_redo_count(session->document),
        !document_is_changed(session->document), session->position, session->dim, session->mono, session->cut);
    send_bytes(session, &out);
}

FakeSession *fake_session_new(int fd, const FakeSessionSetup *setup)
{
    FakeSession *session = calloc(1, sizeof *session);
    Buffer hello = {0};
    session->fd = fd;
    session->delay_ms = setup->delay_ms;
    session->playing = setup->moving;
    session->mute = setup->mute;
    session->position = 62 * 48000 + 16800;
    session->last_ms = now_ms();
    session->document =
        setup->strips > 0 ? make_song(setup->strips) : make_document(setup->text ? setup->text : SONG_TEXT);
    buffer_append_text(&hello, "hello 1 potassium.mix\n");
    send_bytes(session, &hello);
    if (!setup->withheld)
        send_document(session);
    send_state(session);
    Buffer out = {0};
    buffer_append_text(&out, "state device out 1-2\nstate xruns 0\nstate loop 0 0 0\n");
    send_bytes(session, &out);
    return session;
}

void fake_session_free(FakeSession *session)
{
    document_free(session->document);
    for (int i = 0; i < session->late_count; i++)
        free(session->late[i].data);
    buffer_clear(&session->in);
    buffer_clear(&session->out);
    buffer_clear(&session->heard);
    close(session->fd);
    free(session);
}

void fake_session_say(FakeSession *session, const char *line)
{
    Buffer bytes = {0};
    buffer_append(&bytes, line, strlen(line));
    send_bytes(session, &bytes);
}

const char *fake_session_heard(const FakeSession *session)
{
    return session->heard.bytes ? session->heard.bytes : "";
}

static void answer(FakeSession *session, int64_t sequence, int status, const char *text)
{
    Buffer out = {0};
    buffer_append_format(&out, "answer %" PRId64 " %d %s\n", sequence, status, text);
    send_bytes(session, &out);
}

static void run_edit(FakeSession *session, int64_t sequence, const char *line)
{
    Answer done;
    Buffer out = {0};
    document_execute(session->document, line, &done);
    if (done.change.splice_count > 0)
        wire_add_change(&out, &done.change);
    if (out.length > 0)
        send_bytes(session, &out);
    send_state(session);
    answer(session, sequence, done.status, done.text);
    answer_clear(&done);
}

static void run_solo(FakeSession *session, const char *rest)
{
    char name[64] = "", how[16] = "";
    sscanf(rest, "%63s %15s", name, how);
    snprintf(session->solo, sizeof session->solo, "%s", strcmp(how, "on") == 0 ? name : "");
}

static void run_quit(FakeSession *session)
{
    Buffer out = {0};
    buffer_append_text(&out, "quit 0\n");
    send_bytes(session, &out);
    session->over = session->delay_ms == 0;
}

static void run_command(FakeSession *session, int64_t sequence, char *line)
{
    struct {
        const char *word;
        bool *state;
    } switches[] = {{"dim", &session->dim}, {"mono", &session->mono}, {"cut", &session->cut}};
    char word[64] = "";
    bool known = false;
    sscanf(line, "%63s", word);
    for (size_t i = 0; i < ARRAY_LEN(switches); i++)
        if (strcmp(word, switches[i].word) == 0) {
            *switches[i].state = !*switches[i].state;
            known = true;
        }
    if (strcmp(line, "clear clips") == 0) {
        Buffer out = {0};
        buffer_append_text(&out, "state cleared clips\n");
        send_bytes(session, &out);
    }
    int minutes;
    double seconds;
    if (sscanf(line, "locate %d:%lf", &minutes, &seconds) == 2)
        session->position = (int64_t)((60 * minutes + seconds) * 48000 + 0.5);
    if (strcmp(word, "solo") == 0)
        run_solo(session, line + 5);
    else if (strcmp(word, "toggle-play") == 0 || strcmp(word, "stop") == 0)
        session->playing = strcmp(word, "stop") != 0 && !session->playing;
    else if (strcmp(word, "write") == 0)
        document_mark_saved(session->document);
    else if (strcmp(word, "quit") == 0) {
        run_quit(session);
        return;
    } else if (!known && strcmp(line, "clear clips") != 0 && strcmp(line, "clear solos") != 0 &&
               strcmp(word, "jog") != 0 && strcmp(word, "locate") != 0) {
        run_edit(session, sequence, line);
        return;
    }
    send_state(session);
    answer(session, sequence, 0, "");
}

/* Every stem has a minute of sound. */
static void send_wave(FakeSession *session, char *rest)
{
    Buffer out = {0};
    WaveColumn columns[WAVE_COLUMNS];
    int64_t step, tile;
    if (!wire_take_int(&rest, 1, WAVE_STEP_MAX, &step) || !wire_take_int(&rest, 0, INT64_MAX / 4, &tile))
        abort();
    wire_unescape(rest);
    song_wave(rest, step, tile, columns);
    waves_add_answer(&out, step, tile, SONG_STEM_FRAMES, columns, rest);
    send_bytes(session, &out);
}

static void send_past(FakeSession *session, const char *rest)
{
    const Document *document = session->document;
    Buffer out = {0};
    int first, count, done = document_undo_count(document);
    if (sscanf(rest, "%d %d", &first, &count) != 2)
        abort();
    past_add_head(&out, done, done + document_redo_count(document), document_history_saved(document), first);
    for (int i = first; i < first + count && document_history_title(document, i); i++)
        past_add_title(&out, i, document_history_title(document, i));
    send_bytes(session, &out);
}

static void run_undo_to(FakeSession *session, int64_t sequence, int place)
{
    while (document_undo_count(session->document) != place)
        run_edit(session, sequence, document_undo_count(session->document) > place ? "undo" : "redo");
}

static void take_line(FakeSession *session, char *line)
{
    buffer_append_format(&session->heard, "%s\n", line);
    if (strncmp(line, "wave ", 5) == 0)
        send_wave(session, line + 5);
    else if (strncmp(line, "history ", 8) == 0)
        send_past(session, line + 8);
    else if (strncmp(line, "image ", 6) == 0)
        ; /* there is none */
    else if (strncmp(line, "meters ", 7) == 0)
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
            if (strncmp(rest, "undo to ", 8) == 0)
                run_undo_to(session, sequence, atoi(rest + 8));
            else
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
    Buffer out = {0};
    double seconds = (double)session->position / 48000;
    buffer_append_format(&out, "meters %" PRIu64 " %" PRId64, document_revision(session->document), session->position);
    for (int i = 0; i < document_model(session->document)->strip_count; i++) {
        double beat = fmod(seconds * (1.1 + 0.37 * (i % 5)) + 0.13 * i, 1),
               level = -6.0 - 3 * (i % 4) - 22 * beat + 2 * sin(9 * seconds + i);
        double gr = i % 3 == 0 ? fmax(0, 6 - 9 * beat) : 0;
        if (!session->playing)
            level = -120;
        buffer_append_format(&out, " %d:%d:%d:%d:%d:%d:%d", i, tenths(level), tenths(level - 1.5), tenths(level - 8),
                             tenths(level - 9), session->playing ? (int)(gr * 10) : 0, 0);
    }
    buffer_append_format(&out, "\nloud %d %d %d %d %d %d\n",
                         session->playing ? (int)(-169 + 20 * sin(seconds * 2)) : -1200, -178, -182, 62, -46,
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
            buffer_append(&session->in, bytes, (size_t)got);
    }
    for (char *end;
         session->in.bytes && !session->over && (end = memchr(session->in.bytes, '\n', session->in.length));) {
        *end = '\0';
        take_line(session, session->in.bytes);
        buffer_drop(&session->in, (size_t)(end - session->in.bytes) + 1);
    }
    int64_t now = now_ms();
    if (session->playing)
        session->position += (now - session->last_ms) * 48;
    session->last_ms = now;
    if (session->fps > 0 && !session->mute && now >= session->next_ms) {
        send_meters(session);
        session->next_ms = now + 1000 / session->fps;
    }
    send_late(session);
    flush_out(session);
    return !session->over;
}
