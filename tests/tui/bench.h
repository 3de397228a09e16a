/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A desk without a terminal, a made-up session at the other end of the socket. */
#ifndef TTYMIX_TESTS_TUI_BENCH_H
#define TTYMIX_TESTS_TUI_BENCH_H

#include "tests/tui/fake_session.h"
#include "tui/state/desk_state.h"

typedef struct Bench {
    Desk *desk;
    FakeSession *session;
    size_t heard;
} Bench;

void bench_open(Bench *bench);
void bench_open_song(Bench *bench, const FakeSessionSetup *fake);
/* With a folder of the user's files. */
void bench_open_config(Bench *bench, const char *config_dir);
void bench_close(Bench *bench);
/* Both ends take turns until nothing is under way. */
void bench_settle(Bench *bench);
void bench_type_only(Bench *bench, const char *keys);
/* Types, and expects exactly these lines to reach the session ("1 " and so on left out, and what asks for meters, waves
 * and history). */
void bench_type(Bench *bench, const char *keys, const char *want);
/* The session says a line. */
void bench_say(Bench *bench, const char *line);
/* A row of the screen, drawn anew; a static string. */
const char *bench_row(Bench *bench, int row);

#endif
