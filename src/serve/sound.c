/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A listener: gets what leaves for the loudspeakers, as it is played.
 *
 * What it has not taken waits in the session's tap, never here: at most one piece is on its way.  Who falls half a
 * second behind loses what lies between, and is told how much.
 *
 * `sound RATE FIRST FRAMES LOST NANOSECONDS`, and FRAMES interleaved frames of 32-bit floats, little-endian; FIRST
 * counts frames since the session began, LOST those that this listener was not given; NANOSECONDS is when the last of
 * them was played, on the monotonic clock.  `end STATUS TEXT`: the session is over. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "audio/base/clock.h"
#include "src/serve/visit.h"

enum { PIECE_FRAMES = 8192, SOCKET_BYTES = 64 * 1024 };
#define LAG_MAX_S 0.5

typedef struct Sound {
    Visit *visit;
    const SoundTap *tap;
    uint64_t next; /* frame */
    uint64_t lost;
    float piece[2 * PIECE_FRAMES];
} Sound;

static int rate_of(const Sound *sound)
{
    return document_model(session_document(sound->visit->session))->rate_hz;
}

/* The newest is worth more than what is old already. */
static void keep_up(Sound *sound, int rate_hz)
{
    uint64_t written = soundtap_written(sound->tap);
    if (written - sound->next <= (uint64_t)(LAG_MAX_S * rate_hz))
        return;
    sound->lost += written - sound->next;
    sound->next = written;
}

/* As a file has them, whatever the machine. */
static void put_floats(Buffer *output, const float *values, int count)
{
    for (int i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, &values[i], sizeof bits);
        char bytes[4] = {(char)(bits & 0xFF), (char)(bits >> 8 & 0xFF), (char)(bits >> 16 & 0xFF), (char)(bits >> 24)};
        buffer_append(output, bytes, sizeof bytes);
    }
}

static void turn(void *self)
{
    Sound *sound = self;
    Buffer *output = &sound->visit->channel->output;
    int rate_hz = rate_of(sound);
    if (output->length > 0)
        return;
    keep_up(sound, rate_hz);
    int frames = soundtap_read(sound->tap, &sound->next, sound->piece, PIECE_FRAMES, &sound->lost);
    if (frames == 0)
        return;
    uint64_t behind = soundtap_written(sound->tap) - sound->next;
    double played_s = clock_now_s() - (double)behind / rate_hz;
    buffer_append_format(output, "sound %d %" PRIu64 " %d %" PRIu64 " %.0f\n", rate_hz, sound->next - (uint64_t)frames,
                         frames, sound->lost, played_s * 1e9);
    put_floats(output, sound->piece, 2 * frames);
}

static void say_end(void *self, int status, const char *why)
{
    Sound *sound = self;
    buffer_append_format(&sound->visit->channel->output, "end %d %s\n", status, why);
}

static void take_line(void *self, char *line, size_t length)
{
    (void)self, (void)line, (void)length; /* he listens */
}

static void *begin(Visit *visit, char *rest)
{
    int bytes = SOCKET_BYTES;
    Sound *sound = calloc(1, sizeof *sound);
    (void)rest;
    if (!sound)
        return NULL;
    setsockopt(visit->channel->fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    sound->visit = visit;
    sound->tap = player_tap(session_player(visit->session));
    sound->next = soundtap_written(sound->tap);
    return sound;
}

const VisitKind sound_kind = {.word = "sound",
                              .called = "listener",
                              .live = true,
                              .begin = begin,
                              .take_line = take_line,
                              .turn = turn,
                              .say_end = say_end,
                              .end = free};
