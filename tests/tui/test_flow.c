/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written to a slow line, against a line made up of numbers: its rate, its delay, and whether it answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "tui/canvas/flow.h"

typedef struct Link {
    int rate;     /* bytes a second */
    int delay_ms; /* each way */
    bool answers;
    double taken; /* bytes */
} Link;

typedef struct Outcome {
    int64_t bytes;      /* written in all */
    int worst_key_ms;   /* from a key until its last byte has come through, after the first seconds */
    int worst_start_ms; /* the same from the start */
} Outcome;

enum { SECONDS = 60, LEARNING_MS = 5000, FIRST_PICTURE = 2500, KEY_BYTES = 100, FRAME_BYTES = 170, KEY_EVERY_MS = 450 };

/* A desk that plays (a frame every 50 ms) and has a key pressed now and then, on a link. */
static Outcome run(Link link)
{
    Outcome outcome = {0};
    Flow flow;
    int64_t answer_at = -1, answer_ms = -1, key_end = -1, key_ms = 0;
    flow_init(&flow, 0);
    flow_ask(&flow, 0);
    flow_write(&flow, FIRST_PICTURE, true);
    answer_at = 0;
    for (int now = 0; now < SECONDS * 1000; now++) {
        if (link.taken < (double)flow.written)
            link.taken += link.rate / 1000.0;
        if (link.answers && answer_at >= 0 && answer_ms < 0 && link.taken >= (double)answer_at)
            answer_ms = now + 2 * link.delay_ms;
        if (answer_ms == now) {
            flow_answer(&flow, now);
            answer_at = answer_ms = -1;
        }
        bool key = now % KEY_EVERY_MS == KEY_EVERY_MS / 2;
        if (key && key_end < 0) {
            key_ms = now;
            key_end = 0;
        }
        bool urgent = key_end == 0;
        size_t room = urgent || now % 50 == 0 ? flow_room(&flow, urgent, now) : 0;
        if (room > 0) {
            size_t wanted = urgent ? KEY_BYTES : FRAME_BYTES;
            flow_write(&flow, wanted < room ? wanted : room, false);
            if (urgent)
                key_end = flow.written;
        }
        if ((urgent || now % 50 == 0) && flow_wants_question(&flow)) {
            flow_ask(&flow, now);
            answer_at = flow.written;
        }
        if (key_end > 0 && link.taken >= (double)key_end) {
            int took = now - (int)key_ms + link.delay_ms;
            int *worst = key_ms < LEARNING_MS ? &outcome.worst_start_ms : &outcome.worst_key_ms;
            *worst = took > *worst ? took : *worst;
            key_end = -1;
        }
    }
    outcome.bytes = flow.written;
    return outcome;
}

/* 1200 bytes a second are a modem of 12 kbit/s. A key's bytes alone take 83 ms of it. */
static void test_a_key_is_answered_within_300_ms_at_1200_bytes_a_second(void **state)
{
    (void)state;
    for (int answers = 0; answers < 2; answers++) {
        Outcome outcome = run((Link){.rate = 1200, .answers = answers});
        print_message("1200 B/s, %s: a key in %d ms (%d in the first seconds), %d B/s used\n",
                      answers ? "answers" : "mute", outcome.worst_key_ms, outcome.worst_start_ms,
                      (int)(outcome.bytes / SECONDS));
        assert_true(outcome.worst_key_ms <= 300);
        assert_true(outcome.bytes / SECONDS >= 800);
    }
}

static void test_a_quick_line_is_used(void **state)
{
    static const Link links[] = {{.rate = 1000000, .answers = true},
                                 {.rate = 1000000, .delay_ms = 100, .answers = true},
                                 {.rate = 20000, .delay_ms = 20, .answers = true}};
    (void)state;
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        Outcome outcome = run(links[i]);
        print_message("%d B/s, %d ms away: a key in %d ms, %d B/s used\n", links[i].rate, links[i].delay_ms,
                      outcome.worst_key_ms, (int)(outcome.bytes / SECONDS));
        assert_true(outcome.bytes / SECONDS >= 3300); /* all that the frames ask for, and the keys */
        assert_true(outcome.worst_key_ms <= 100 + links[i].delay_ms);
    }
}

/* Ten times slower than any that is thought of: it gets little at a time, and nothing is lost for ever. */
static void test_a_line_that_crawls(void **state)
{
    (void)state;
    Outcome outcome = run((Link){.rate = 120, .answers = true});
    assert_true(outcome.bytes / SECONDS <= 130);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_key_is_answered_within_300_ms_at_1200_bytes_a_second),
        cmocka_unit_test(test_a_quick_line_is_used),
        cmocka_unit_test(test_a_line_that_crawls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
