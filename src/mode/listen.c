/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mode/listen.h"

#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "audio/base/clock.h"
#include "audio/io/file/soundpipe.h"
#include "src/base/signals.h"
#include "src/mode/attach.h"

enum { LINE_MAX_BYTES = 200, PIECE_FRAMES_MAX = 1 << 16, SAY_EVERY_S = 1 };

typedef struct Listening {
    const Options *options;
    FILE *session;
    SoundPipe *pipe;
    PipeFormat format;
    int rate_hz;
    uint64_t lost, frames;
    uint64_t lost_said;
    double delay_s, delay_max_s, said_s;
    float *piece; /* 2 * PIECE_FRAMES_MAX */
} Listening;

typedef struct Piece {
    int rate_hz, frames;
    uint64_t first, lost;
    double played_s;
} Piece;

/* ---- what is said about it ---- */

static void say_begin(const Listening *listening)
{
    fprintf(stderr, "%s at %d Hz; delay %.2f s\n", pipe_format_words[listening->format], listening->rate_hz,
            listening->delay_s);
}

/* On a terminal one line that is written over; elsewhere only what was lost. */
static void say_now_and_then(Listening *listening)
{
    double now = clock_now_s();
    bool shows = isatty(STDERR_FILENO) && !listening->options->quiet;
    if (now < listening->said_s + SAY_EVERY_S)
        return;
    listening->said_s = now;
    if (shows)
        fprintf(stderr, "\rdelay %.2f s, %" PRIu64 " frames left out ", listening->delay_s, listening->lost);
    else if (listening->lost > listening->lost_said)
        fprintf(stderr, "warning: %" PRIu64 " frames were left out: what takes the sound is too slow\n",
                listening->lost - listening->lost_said);
    listening->lost_said = listening->lost;
}

static void say_end(const Listening *listening)
{
    bool shows = isatty(STDERR_FILENO) && !listening->options->quiet;
    if (listening->rate_hz)
        fprintf(stderr, "%s%.1f s; delay at most %.2f s; %" PRIu64 " frames left out\n", shows ? "\r" : "",
                (double)listening->frames / listening->rate_hz, listening->delay_max_s, listening->lost);
}

/* ---- what comes ---- */

static bool take_piece(Listening *listening, const char *line, Piece *piece)
{
    double played_ns;
    if (sscanf(line, "sound %d %" SCNu64 " %d %" SCNu64 " %lf", &piece->rate_hz, &piece->first, &piece->frames,
               &piece->lost, &played_ns) != 5 ||
        piece->frames < 0 || piece->frames > PIECE_FRAMES_MAX || piece->rate_hz < 1)
        return false;
    unsigned char *bytes = (unsigned char *)listening->piece;
    size_t count = 2 * (size_t)piece->frames;
    if (fread(bytes, 4, count, listening->session) != count)
        return false;
    for (size_t i = 0; i < count; i++) {
        const unsigned char *at = bytes + 4 * i;
        uint32_t bits = (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
        memcpy(&listening->piece[i], &bits, sizeof bits);
    }
    piece->played_s = played_ns / 1e9;
    return true;
}

static Status pass_on(Listening *listening, const Piece *piece, Error *error)
{
    Status status = STATUS_OK;
    bool first = !listening->rate_hz;
    if (!first && piece->rate_hz != listening->rate_hz)
        return error_set(error, STATUS_CHANGED, "the session plays at %d Hz now: listen anew", piece->rate_hz);
    if (first) {
        listening->rate_hz = piece->rate_hz;
        status = soundpipe_open(&listening->pipe, STDOUT_FILENO, listening->format, piece->rate_hz,
                                listening->options->bits, error);
    }
    if (status == STATUS_OK)
        status = soundpipe_write(listening->pipe, listening->piece, piece->frames, error);
    listening->frames += (uint64_t)piece->frames;
    listening->lost = piece->lost;
    listening->delay_s = clock_now_s() - piece->played_s;
    if (listening->delay_s > listening->delay_max_s)
        listening->delay_max_s = listening->delay_s;
    if (first && status == STATUS_OK)
        say_begin(listening);
    say_now_and_then(listening);
    return status;
}

static int say_words(const char *line)
{
    int status = EXIT_FAILED, text = 0;
    if (strncmp(line, "refused ", 8) == 0)
        fprintf(stderr, "ttymix: %s", line + 8);
    else if (sscanf(line, "end %d %n", &status, &text) == 1 && text)
        fprintf(stderr, "ttymix: %s", line + text);
    else
        fputs("ttymix: the session is gone\n", stderr);
    return status;
}

/* Until the session, whoever takes the sound, or a signal ends it. */
static int pass_all_on(Listening *listening)
{
    char line[LINE_MAX_BYTES];
    Piece piece;
    Error error = {0};
    while (!signals_ending() && fgets(line, sizeof line, listening->session)) {
        if (strncmp(line, "sound ", 6) != 0)
            return say_words(line);
        if (!take_piece(listening, line, &piece))
            break;
        Status status = pass_on(listening, &piece, &error);
        if (status == STATUS_LOST)
            return EXIT_DONE; /* who listened has heard enough */
        if (status == STATUS_INTERRUPTED)
            break;
        if (status != STATUS_OK) {
            fprintf(stderr, "ttymix: %s\n", error.text);
            return EXIT_FAILED;
        }
    }
    return signals_ending() ? EXIT_SIGNAL + signals_ending() : say_words("");
}

/* ---- the mode ---- */

static bool check_format(const Options *options, PipeFormat *format)
{
    for (int i = 0; i < PIPE_FORMAT_COUNT; i++)
        if (strcmp(pipe_format_words[i], options->format_word ? options->format_word : "wav") == 0) {
            *format = (PipeFormat)i;
            return true;
        }
    fprintf(stderr, "ttymix: --listen: \"%s\" is not wav, flac or opus\n", options->format_word);
    return false;
}

static int listen_at(Listening *listening, int fd)
{
    listening->session = fdopen(fd, "r");
    listening->piece = malloc(sizeof(float) * 2 * PIECE_FRAMES_MAX);
    int status = EXIT_FAILED;
    if (!listening->session || !listening->piece)
        fputs("ttymix: out of memory\n", stderr);
    else
        status = pass_all_on(listening);
    Error error = {0};
    Status ended = soundpipe_close(listening->pipe, &error);
    if (ended != STATUS_OK && ended != STATUS_LOST && status == EXIT_DONE) {
        fprintf(stderr, "ttymix: %s\n", error.text);
        status = EXIT_FAILED;
    }
    say_end(listening);
    free(listening->piece);
    if (listening->session)
        fclose(listening->session);
    else
        close(fd);
    return status;
}

int listen_main(const Options *options)
{
    static const char greeting[] = "sound 1\n";
    Listening listening = {.options = options};
    int fd;
    if (!check_format(options, &listening.format))
        return EXIT_USAGE;
    if (isatty(STDOUT_FILENO)) {
        fputs(
            "ttymix: --listen writes sound to standard output, which is a terminal here: ttymix --listen | ffplay -\n",
            stderr);
        return EXIT_USAGE;
    }
    signals_catch_for_bounce();
    int status = attach_reach(options, &fd);
    if (status != EXIT_DONE)
        return status;
    if (send(fd, greeting, sizeof greeting - 1, MSG_NOSIGNAL) == sizeof greeting - 1)
        return listen_at(&listening, fd);
    perror("ttymix: the session cannot be reached");
    close(fd);
    return EXIT_FAILED;
}
