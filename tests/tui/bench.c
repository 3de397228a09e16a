/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <cmocka.h>

#include "tests/tui/bench.h"
#include "tui/desk/frame.h"
#include "tui/desk/keys.h"
#include "tui/desk/life.h"

/* Both ends take turns until nothing is under way. */
void bench_settle(Bench *bench)
{
    for (int i = 0; i < 12; i++) {
        host_pump(bench->desk->host);
        desk_take_events(bench->desk);
        fake_session_step(bench->session, 0);
    }
    host_pump(bench->desk->host);
    desk_take_events(bench->desk);
    desk_draw(bench->desk);
}

static void open_desk(Bench *bench, const FakeSessionSetup *fake, const char *config_dir)
{
    int pair[2];
    Error error;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    bench->session = fake_session_new(pair[1], fake);
    bench->desk = calloc(1, sizeof *bench->desk);
    DeskSetup setup = {.fd = pair[0], .ascii = true, .fps = 20, .config_dir = config_dir};
    assert_int_equal(desk_init(bench->desk, &setup, &error), STATUS_OK);
    bench->desk->pace.now_ms = 1000;
    bench->heard = 0;
    bench_settle(bench);
}

void bench_open_song(Bench *bench, const FakeSessionSetup *fake)
{
    open_desk(bench, fake, NULL);
}

void bench_open(Bench *bench)
{
    open_desk(bench, &(FakeSessionSetup){.moving = false}, NULL);
}

void bench_open_config(Bench *bench, const char *config_dir)
{
    open_desk(bench, &(FakeSessionSetup){.moving = false}, config_dir);
}

void bench_close(Bench *bench)
{
    desk_clear(bench->desk);
    free(bench->desk);
    fake_session_free(bench->session);
}

void bench_type_only(Bench *bench, const char *keys)
{
    while (*keys)
        desk_key(bench->desk, key_parse(&keys));
}

/* Types, and expects exactly these lines to reach the session ("1 " and so on left out). */
void bench_type(Bench *bench, const char *keys, const char *want)
{
    char got[4096] = "";
    bench_type_only(bench, keys);
    bench_settle(bench);
    const char *heard = fake_session_heard(bench->session) + bench->heard;
    bench->heard += strlen(heard);
    for (const char *end; (end = strchr(heard, '\n')); heard = end + 1) {
        if (strncmp(heard, "meters", 6) == 0 || strncmp(heard, "wave ", 5) == 0 || strncmp(heard, "look ", 5) == 0 ||
            strncmp(heard, "history ", 8) == 0 || strncmp(heard, "image ", 6) == 0)
            continue;
        const char *line = strncmp(heard, "text", 4) == 0 ? heard : strchr(heard, ' ') + 1;
        if (strlen(got) + (size_t)(end - line) + 3 < sizeof got)
            snprintf(got + strlen(got), sizeof got - strlen(got), "%s%.*s", *got ? "; " : "", (int)(end - line), line);
    }
    assert_string_equal(got, want);
}

const char *bench_row(Bench *bench, int row)
{
    static char text[1024];
    desk_draw(bench->desk);
    canvas_row_text(&bench->desk->canvas, row, text, sizeof text);
    return text;
}

void bench_say(Bench *bench, const char *line)
{
    char ended[200];
    snprintf(ended, sizeof ended, "%s\n", line);
    fake_session_say(bench->session, ended);
    bench_settle(bench);
}
