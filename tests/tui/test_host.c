/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session says, however badly: the replica follows, garbage is left out, nothing grows without bound. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <cmocka.h>

#include "audio/base/buffer.h"
#include "tui/link/host.h"
#include "tui/link/wire.h"

typedef struct Line {
    Host *host;
    int fd;
} Line;

static Line line_open(void)
{
    int pair[2];
    Line line = {0};
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    assert_int_equal(host_new(&line.host, pair[0]), STATUS_OK);
    line.fd = pair[1];
    return line;
}

static void line_close(Line *line)
{
    host_free(line->host);
    close(line->fd);
}

static bool say_bytes(Line *line, const char *text, size_t length, HostEvent *last, int *events)
{
    bool alive = true;
    *events = 0;
    for (size_t at = 0; at < length && alive;) {
        size_t part = length - at > 60000 ? 60000 : length - at;
        ssize_t sent = send(line->fd, text + at, part, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0)
            at += (size_t)sent;
        alive = host_pump(line->host);
        for (HostEvent event; host_next_event(line->host, &event); (*events)++)
            *last = event;
        alive = alive && !host_complaint(line->host)[0];
    }
    for (HostEvent event; alive && host_pump(line->host) && host_next_event(line->host, &event); (*events)++)
        *last = event;
    return alive && !host_complaint(line->host)[0];
}

static HostEvent say(Line *line, const char *text)
{
    HostEvent last = {0};
    int events;
    assert_true(say_bytes(line, text, strlen(text), &last, &events));
    return last;
}

static void heard(Line *line, const char *want)
{
    char bytes[1024];
    assert_true(host_pump(line->host));
    ssize_t got = recv(line->fd, bytes, sizeof bytes - 1, MSG_DONTWAIT);
    bytes[got > 0 ? got : 0] = '\0';
    assert_string_equal(bytes, want);
}

static void test_facts_of_the_session(void **state)
{
    Line line = line_open();
    (void)state;
    say(&line, "hello 1 night\\x1B bus.mix\n");
    assert_string_equal(host_project_name(line.host), "night\x1b bus.mix"); /* made harmless where it is drawn */
    assert_int_equal(say(&line, "state play 1\nstate position -480\nstate loop 1 48000 96000\n").kind, HOST_STATE);
    say(&line, "state solo vox drums\nstate xruns 3\nstate undo 12\nstate redo 2\nstate saved 0\nstate monitor -12.5 1 "
               "0 1\nstate cpu 7\n");
    const HostState *s = host_state(line.host);
    assert_true(s->playing && s->position == -480 && s->loop_on && s->loop_from == 48000 && s->loop_to == 96000);
    assert_string_equal(s->solo, "vox drums");
    assert_true(s->xruns == 3 && s->undo_count == 12 && s->redo_count == 2 && !s->saved && s->cpu_percent == 7);
    assert_true(s->monitor_db == -12.5 && s->dim && !s->mono && s->cut);
    HostEvent event = say(&line, "answer 7 3 No such strip: \\x1B[31m\n");
    assert_true(event.kind == HOST_ANSWER && event.sequence == 7 && event.status == STATUS_BAD_VALUE);
    event = say(&line, "notice warn disk is slow\n");
    assert_true(event.kind == HOST_NOTICE && event.level == 1);
    event = say(&line, "state cleared clips\n");
    assert_true(event.kind == HOST_STATE && strcmp(event.text, "cleared clips") == 0);
    event = say(&line, "quit 4\n");
    assert_true(event.kind == HOST_QUIT && event.sequence == 4);
    assert_int_equal(host_bad_lines(line.host), 0);
    line_close(&line);
}

static void test_meters_and_loudness(void **state)
{
    Line line = line_open();
    (void)state;
    assert_int_equal(say(&line, "meters 5 48000 0:-98:-101:-200:-210:40:0 3:-1200:-1200:-1200:-1200:0:2\n").kind,
                     HOST_METERS);
    assert_true(fabsf(host_strip(line.host, 0)->peak_db[0] + 9.8f) < 1e-4 &&
                fabsf(host_strip(line.host, 0)->gain_reduction_db - 4) < 1e-4);
    assert_true(host_strip(line.host, 3)->overs == 2 && host_strip(line.host, 1) == NULL &&
                host_strip(line.host, -1) == NULL);
    assert_true(host_state(line.host)->position == 48000);
    say(&line, "loud -169 -178 -1200 62 -46 -30\n");
    assert_true(fabsf(host_state(line.host)->momentary_lufs + 16.9f) < 1e-4 &&
                host_state(line.host)->integrated_lufs < -119);
    assert_true(fabsf(host_state(line.host)->correlation + 0.3f) < 1e-4);
    line_close(&line);
}

/* What is told of a processor that is looked at; what is no such line changes nothing. */
static void test_looking_closely(void **state)
{
    static const char *const bad[] = {"parts\n",
                                      "parts -1 3\n",
                                      "parts 0 x\n",
                                      "sides 0\n",
                                      "sides 0 1 -1:-2:-3\n",
                                      "sides 0 1 1:2:3:4\n",
                                      "sides 0 1 1:2:3:4 1:2:3:99999\n",
                                      "bands 0 1 6 x 1:2\n",
                                      "bands 0 1 0 20 1:2\n",
                                      "bands 0 1 6 20 1\n"};
    Line line = line_open();
    (void)state;
    assert_int_equal(say(&line, "parts 2 0 40 5\n").kind, HOST_LOOK);
    const HostLook *look = host_looked(line.host);
    assert_true(look->parts_strip == 2 && look->parts == 3 && fabsf(look->part_db[1] - 4) < 1e-4);
    assert_int_equal(say(&line, "sides 2 1 -120:-130:-150:-160 -180:-190:-210:-1200\n").kind, HOST_LOOK);
    assert_true(look->strip == 2 && look->processor == 1 && fabsf(look->peak_db[0][1] + 13) < 1e-4 &&
                fabsf(look->peak_db[1][0] + 18) < 1e-4 && fabsf(look->rms_db[1][1] + 120) < 1e-4);
    assert_int_equal(say(&line, "bands 2 1 6 20.0 -500:-510 -600:-1200\n").kind, HOST_LOOK);
    assert_true(look->bands == 2 && look->per_octave == 6 && fabsf(look->band_db[1][0] + 51) < 1e-4);
    HostLook before = *look;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        say(&line, bad[i]);
        assert_int_equal(host_bad_lines(line.host), i + 1);
    }
    assert_memory_equal(look, &before, sizeof before);
    say(&line, "sides 2 0 -120:-130:-150:-160 -180:-190:-210:-1200\n");
    assert_int_equal(look->bands, 0); /* they were another processor's */
    line_close(&line);
}

static void test_the_replica_follows(void **state)
{
    Line line = line_open();
    (void)state;
    assert_null(host_document(line.host));
    assert_int_equal(say(&line, "hello 1 a\ntext 3 3\n=ttymix 1\\n\n=[track vox]\\n\n=fader -4.5 dB\\n\n").kind,
                     HOST_TEXT);
    assert_true(model_strip(document_model(host_document(line.host)), "vox")->fact[FACT_FADER] == -4.5);
    assert_int_equal(say(&line, "renamed vox vox\nchange 4 1\nsplice 2 1 1\n-fader -4.5 dB\\n\n+fader -6 dB\\n\n").kind,
                     HOST_CHANGE);
    assert_true(model_strip(document_model(host_document(line.host)), "vox")->fact[FACT_FADER] == -6);
    heard(&line, "");
    /* A change that does not fit: nothing is changed, and the text is asked for, once. */
    HostEvent last = {0};
    int events;
    const char *wrong = "change 9 1\nsplice 2 1 1\n-fader 0 dB\\n\n+fader -9 dB\\n\n";
    assert_true(say_bytes(&line, wrong, strlen(wrong), &last, &events) && events == 0);
    assert_true(model_strip(document_model(host_document(line.host)), "vox")->fact[FACT_FADER] == -6);
    heard(&line, "text\n");
    heard(&line, "");
    assert_int_equal(say(&line, "text 9 2\n=[track vox]\\n\n=fader -9 dB\n").kind, HOST_TEXT);
    assert_true(model_strip(document_model(host_document(line.host)), "vox")->fact[FACT_FADER] == -9);
    line_close(&line);
}

static void test_wire_writes_what_the_desk_reads(void **state)
{
    static const char text[] = "ttymix 1\r\n[track vox]\nlabel \"a\\\\b\x01\"\nfader -3 dB";
    Line line = line_open();
    Buffer out = {0};
    HostEvent last = {0};
    int events;
    (void)state;
    wire_add_document(&out, 1, text, strlen(text));
    assert_true(say_bytes(&line, out.bytes, out.length, &last, &events) && last.kind == HOST_TEXT);
    buffer_clear(&out);
    char removed[] = "fader -3 dB", added[] = "fader 0 dB\n", last_line[] = "pan R 5 %";
    Splice splice = {.at = 3,
                     .removed_count = 1,
                     .added_count = 2,
                     .removed = (char *[]){removed},
                     .added = (char *[]){added, last_line}};
    Change change = {.revision = 2, .splices = &splice, .splice_count = 1};
    wire_add_change(&out, &change);
    assert_string_equal(out.bytes, "change 2 1\nsplice 3 1 2\n-fader -3 dB\n+fader 0 dB\\n\n+pan R 5 %\n");
    assert_true(say_bytes(&line, out.bytes, out.length, &last, &events) && last.kind == HOST_CHANGE);
    assert_true(model_strip(document_model(host_document(line.host)), "vox")->fact[FACT_PAN] == 5);
    buffer_clear(&out);
    char escaped[] = "\\n\\r\\\\\\x1B\\x\\q\\";
    assert_int_equal(wire_unescape(escaped), 9);
    assert_string_equal(escaped, "\n\r\\\x1b\\x\\q\\");
    line_close(&line);
}

static void test_garbage_is_counted_and_left_out(void **state)
{
    static const char *const garbage[] = {
        "",
        " ",
        "state",
        "state play",
        "state play 2",
        "state play yes",
        "state position 99999999999999999999",
        "state loop 1 -5 3",
        "state monitor nan 0 0 0",
        "state monitor 1e999 0 0 0",
        "state undo -1",
        "meters",
        "meters x 0",
        "meters 1 0 0:1:2",
        "meters 1 0 9999999:0:0:0:0:0:0",
        "meters 1 0 0:99999:0:0:0:0:0",
        "loud 1 2 3",
        "answer",
        "answer -1 0 x",
        "answer 1 999 x",
        "notice",
        "notice loud x",
        "text -1 3",
        "text 1 99999999999",
        "change 1 -1",
        "splice 1 1 1",
        "-line",
        "+line",
        "=line",
        "hello",
        "renamed a",
        "quit many",
        "nonsense \033[31m",
    };
    Line line = line_open();
    unsigned before = 0;
    (void)state;
    for (size_t i = 0; i < sizeof garbage / sizeof garbage[0]; i++) {
        char text[256];
        snprintf(text, sizeof text, "%s\n", garbage[i]);
        say(&line, text);
        if (host_bad_lines(line.host) == before)
            fail_msg("taken: %s", garbage[i]);
        before = host_bad_lines(line.host);
    }
    assert_int_equal(say(&line, "state play 1\n").kind, HOST_STATE);
    line_close(&line);
}

static void test_a_block_cut_short_does_not_swallow_what_follows(void **state)
{
    Line line = line_open();
    (void)state;
    say(&line, "text 1 1000000\n=a\\n\nstate play 1\n");
    assert_true(host_state(line.host)->playing && host_bad_lines(line.host) == 1);
    heard(&line, "text\n");
    say(&line, "change 1 3\nsplice 0 0 1\nstate play 0\n");
    assert_true(!host_state(line.host)->playing);
    line_close(&line);
}

static void test_a_line_without_end_ends_the_connection(void **state)
{
    Line line = line_open();
    size_t length = WIRE_LINE_MAX + 70000;
    char *text = malloc(length);
    HostEvent last;
    int events;
    (void)state;
    memset(text, 'x', length);
    assert_false(say_bytes(&line, text, length, &last, &events));
    assert_string_equal(host_complaint(line.host), "the session sent a line without an end");
    free(text);
    line_close(&line);
}

static void test_a_session_that_goes_is_noticed(void **state)
{
    Line line = line_open();
    HostEvent event;
    (void)state;
    send(line.fd, "quit 0\n", 7, 0);
    close(line.fd);
    while (host_pump(line.host))
        ;
    assert_true(host_next_event(line.host, &event));
    assert_int_equal(event.kind, HOST_QUIT);
    assert_string_equal(host_complaint(line.host), "the session is gone");
    host_free(line.host);
}

static void test_another_protocol_is_refused(void **state)
{
    Line line = line_open();
    HostEvent last;
    int events;
    (void)state;
    assert_false(say_bytes(&line, "hello 2 x\n", 10, &last, &events));
    assert_string_equal(host_complaint(line.host), "the session speaks another version of the desk's protocol");
    line_close(&line);
}

static void test_random_lines_do_no_harm(void **state)
{
    static const char *const words[] = {"state ",
                                        "play ",
                                        "meters ",
                                        "text ",
                                        "change ",
                                        "splice ",
                                        "=",
                                        "-",
                                        "+",
                                        "1 ",
                                        "0 ",
                                        "3 ",
                                        "-7 ",
                                        "99999999999999999999 ",
                                        "0:1:2:3:4:5:6 ",
                                        "loud ",
                                        "answer ",
                                        "renamed a b",
                                        "\\x",
                                        "\\n",
                                        "\\",
                                        "\033",
                                        "\377",
                                        "nan ",
                                        "\n",
                                        "\n",
                                        "\n",
                                        "[track vox]",
                                        "fader -3 dB",
                                        "hello 1 x"};
    const char *length_text = getenv("TTYMIX_FUZZ");
    int rounds = length_text ? atoi(length_text) : 30000;
    Line line = line_open();
    HostEvent last;
    int events;
    (void)state;
    srand(11);
    for (int i = 0; i < rounds; i++) {
        Buffer text = {0};
        for (int k = rand() % 12; k >= 0; k--)
            buffer_append_text(&text, words[(size_t)rand() % (sizeof words / sizeof words[0])]);
        buffer_append_text(&text, "\n");
        assert_true(say_bytes(&line, text.bytes, text.length, &last, &events));
        buffer_clear(&text);
        if (i % 64 == 0) {
            char drain[65536];
            while (recv(line.fd, drain, sizeof drain, MSG_DONTWAIT) > 0)
                ;
        }
    }
    line_close(&line);
}

static void test_commands_are_single_lines(void **state)
{
    Line line = line_open();
    (void)state;
    assert_int_equal(host_submit(line.host, "set vox.label \"a\nquit\""), 1);
    assert_int_equal(host_submit(line.host, "play"), 2);
    host_subscribe_meters(line.host, 20, 0, 9, 2);
    heard(&line, "1 set vox.label \"a\\nquit\"\n2 play\nmeters 20 0 9 2\n");
    line_close(&line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts_of_the_session),
        cmocka_unit_test(test_meters_and_loudness),
        cmocka_unit_test(test_looking_closely),
        cmocka_unit_test(test_the_replica_follows),
        cmocka_unit_test(test_wire_writes_what_the_desk_reads),
        cmocka_unit_test(test_garbage_is_counted_and_left_out),
        cmocka_unit_test(test_a_block_cut_short_does_not_swallow_what_follows),
        cmocka_unit_test(test_a_line_without_end_ends_the_connection),
        cmocka_unit_test(test_a_session_that_goes_is_noticed),
        cmocka_unit_test(test_another_protocol_is_refused),
        cmocka_unit_test(test_random_lines_do_no_harm),
        cmocka_unit_test(test_commands_are_single_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
