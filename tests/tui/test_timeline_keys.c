/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keys of the timeline: what each submits, that `u` takes it back byte for byte, and that what it made is read
 * again as it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "tests/tui/bench.h"
#include "tests/tui/shape_kind.h"
#include "tests/tui/song.h"
#include "tui/action/timeline.h"

enum { RATE = 48000 };

static char *text_of(const Bench *bench)
{
    char *text;
    size_t length;
    assert_int_equal(document_text(host_document(bench->desk->host), &text, &length), STATUS_OK);
    return text;
}

/* The commands of what was typed, without where it plays and what only groups edits. */
static void type(Bench *bench, const char *keys, char *out, size_t size)
{
    bench_type_only(bench, keys);
    bench_settle(bench);
    const char *heard = fake_session_heard(bench->session) + bench->heard;
    bench->heard += strlen(heard);
    out[0] = '\0';
    for (const char *end; (end = strchr(heard, '\n')); heard = end + 1) {
        const char *line = strchr(heard, ' ') + 1;
        if (strncmp(heard, "meters", 6) == 0 || strncmp(heard, "wave ", 5) == 0 || strncmp(line, "locate ", 7) == 0 ||
            strncmp(line, "begin\n", 6) == 0 || strncmp(line, "end\n", 4) == 0 || strncmp(heard, "text", 4) == 0)
            continue;
        snprintf(out + strlen(out), size - strlen(out), "%s%.*s", *out ? "; " : "", (int)(end - line), line);
    }
}

static void open_timeline(Bench *bench)
{
    char heard[256];
    bench_open_song(bench, &(FakeSessionSetup){.text = TIMELINE_TEXT});
    type(bench, "gt", heard, sizeof heard);
    assert_int_equal(bench->desk->screen, SCREEN_TIMELINE);
    bench_settle(bench);
}

static void put_cursor(Bench *bench, double seconds)
{
    bench->desk->view.edit.cursor = (int64_t)(seconds * RATE);
}

static void assert_is_read_again(const char *text)
{
    Document *document = NULL;
    ProblemList problems = {0};
    char *again;
    size_t length;
    assert_int_equal(document_parse(&document, "song.mix", text, strlen(text), NULL, NULL, &problems), STATUS_OK);
    assert_int_equal(problems.errors, 0);
    problems_clear(&problems);
    assert_int_equal(document_text(document, &again, &length), STATUS_OK);
    assert_string_equal(again, text);
    free(again);
    document_free(document);
}

/* A key that edits: its commands, a line that is in the file then; undone, made again, read again. */
static void edits(Bench *bench, const char *keys, const char *commands, const char *line)
{
    char heard[2048];
    char *before = text_of(bench);
    type(bench, keys, heard, sizeof heard);
    if (strcmp(heard, commands) != 0)
        fail_msg("%s: %s\n not %s; said: %s", keys, heard, commands, bench->desk->message);
    char *after = text_of(bench);
    if (!strstr(after, line))
        fail_msg("%s: no line %s in\n%s", keys, line, after);
    if (strcmp(before, after) == 0)
        fail_msg("%s edits nothing; said: %s", keys, bench->desk->message);
    assert_is_read_again(after);
    type(bench, "u", heard, sizeof heard);
    char *undone = text_of(bench);
    assert_string_equal(undone, before);
    type(bench, "<C-r>", heard, sizeof heard);
    char *redone = text_of(bench);
    assert_string_equal(redone, after);
    free(before);
    free(after);
    free(undone);
    free(redone);
}

/* A key that edits nothing. */
static void only_looks(Bench *bench, const char *keys)
{
    char heard[2048];
    char *before = text_of(bench);
    type(bench, keys, heard, sizeof heard);
    assert_string_equal(heard, "");
    char *after = text_of(bench);
    assert_string_equal(after, before);
    free(before);
    free(after);
}

static void test_points_by_key(void **state)
{
    Bench bench;
    (void)state;
    open_timeline(&bench);
    put_cursor(&bench, 67.2);
    only_looks(&bench, "a");
    assert_true(lane_is_entered(bench.desk));
    assert_int_equal(bench.desk->view.edit.point, 67 * RATE);
    only_looks(&bench, ")");
    assert_int_equal(bench.desk->view.edit.cursor, 72 * RATE);
    only_looks(&bench, "3(");
    assert_int_equal(bench.desk->view.edit.point, 56 * RATE);
    only_looks(&bench, "2)");
    edits(&bench, "k", "shift-points vox.fader 1:07.000 1:07.000 by 0.5 dB", "1:07 -2.5 dB linear\n");
    edits(&bench, "3j", "shift-points vox.fader 1:07.000 1:07.000 by -1.5 dB", "1:07 -4 dB linear\n");
    edits(&bench, "-", "shift-points vox.fader 1:07.000 1:07.000 by -0.1 dB", "1:07 -4.1 dB linear\n");
    edits(&bench, "K", "shift-points vox.fader 1:07.000 1:07.000 by 3 dB", "1:07 -1.1 dB linear\n");
    edits(&bench, "=-3 dB<Enter>", "point vox.fader 1:07.000 -3 dB linear", "1:07 -3 dB  linear\n");
    edits(&bench, "~", "point vox.fader 1:07.000 -3 dB curve 0.5", "1:07 -3 dB  curve 0.5\n");
    edits(&bench, "~", "point vox.fader 1:07.000 -3 dB curve -0.5", "1:07 -3 dB  curve -0.5\n");
    edits(&bench, "~", "point vox.fader 1:07.000 -3 dB hold", "1:07 -3 dB\n");
    edits(&bench, "zgl", "move-points vox.fader 1:07.000 1:07.000 by 112000 frames", "1:09.33333 -3 dB\n");
    assert_int_equal(bench.desk->view.edit.point, 67 * RATE + 112000);
    edits(&bench, "h", "move-points vox.fader 1:09.333333 1:09.333333 by -128000 frames", "1:06.66667 -3 dB\n");
    edits(&bench, "x", "unpoint vox.fader 1:06.666667", "1:12 -1.5 dB curve 0.5\n");
    put_cursor(&bench, 70);
    edits(&bench, "i", "point vox.fader 1:10.000 -1.5 dB linear", "1:10       -1.5 dB  linear\n");
    put_cursor(&bench, 60); /* half-way: it makes no difference, and is thinned away again */
    edits(&bench, "i", "point vox.fader 1:00.000 -3 dB linear", "1:00       -3 dB  linear\n");
    edits(&bench, "T", "thin-points vox.fader by 0.1 dB", "0:56 -4.5 dB\n");
    put_cursor(&bench, 70);
    edits(&bench, "*", "scale-points vox.fader by 0.5", "1:20 -3.679 dB linear\n");
    edits(&bench, "vs80*", "scale-points vox.fader 1:04.000 1:24.999979 by 0.8", "1:20 -3.449 dB linear\n");
    edits(&bench, "k", "shift-points vox.fader 1:04.000 1:24.999979 by 0.5 dB", "1:20 -2.949 dB linear\n");
    edits(&bench, "x", "clear vox.fader 1:04.000 1:24.999979", "0:56 -");
    only_looks(&bench, "<Esc>");
    assert_false(edit_has_section(&bench.desk->view.edit));
    assert_true(lane_is_entered(bench.desk));
    only_looks(&bench, "a");
    assert_false(lane_is_entered(bench.desk));
    assert_int_equal(bench.desk->view.edit.lane_count, 0);
    bench_close(&bench);
}

/* `vs` `6k`: a section 3 dB up, one entry of the history. */
static void test_a_section_is_lifted(void **state)
{
    Bench bench;
    char heard[512];
    (void)state;
    open_timeline(&bench);
    put_cursor(&bench, 66);
    only_looks(&bench, "j");
    edits(&bench, "vs6k", "lift-points synth.fader 1:04.000 1:25.000 by 3 dB",
          "[automation synth.fader]\nmode     read\n"
          "1:04       -6 dB\n1:04       -3 dB\n1:25       -6 dB\n");
    char *before = text_of(&bench);
    type(&bench, "kk", heard, sizeof heard);
    type(&bench, "u", heard, sizeof heard);
    char *after = text_of(&bench);
    assert_string_equal(before, after);
    free(before);
    free(after);
    bench_close(&bench);
}

/* Zoom, grid, edges, sections: nothing of it is in the file. */
static void test_looking_edits_nothing(void **state)
{
    Bench bench;
    (void)state;
    open_timeline(&bench);
    EditView *edit = &bench.desk->view.edit;
    put_cursor(&bench, 64);
    only_looks(&bench, "{");
    assert_int_equal(edit->cursor, 60 * RATE);
    only_looks(&bench, "2{");
    assert_int_equal(edit->cursor, 46 * RATE);
    only_looks(&bench, "}");
    assert_int_equal(edit->cursor, 58 * RATE);
    only_looks(&bench, "2}");
    assert_int_equal(edit->cursor, 120 * RATE); /* a minute of sound from 1:00 on */
    only_looks(&bench, "}");
    assert_string_equal(bench.desk->message, "Vox has no edge of a clip behind this");
    only_looks(&bench, "za<<lt>>zg");
    assert_string_equal(bench.desk->message, "Grid bar");
    put_cursor(&bench, 64);
    only_looks(&bench, "l");
    assert_int_equal(edit->cursor, 64 * RATE + 128000);
    only_looks(&bench, "vvll");
    assert_int_equal(edit->from, 64 * RATE + 128000);
    assert_int_equal(edit->to, 64 * RATE + 3 * 128000);
    only_looks(&bench, "vvvl");
    assert_int_equal(edit->from, 64 * RATE);
    assert_int_equal(edit->to, 85 * RATE);
    only_looks(&bench, "zazf?gt<Esc>jjkvtj<Esc><C-l>gm");
    assert_int_equal(bench.desk->screen, SCREEN_MIXER);
    bench_close(&bench);
}

static void test_markers_loop_and_tempo(void **state)
{
    Bench bench;
    (void)state;
    open_timeline(&bench);
    put_cursor(&bench, 60);
    edits(&bench, "vsgL", "loop 0:56.000 1:04.000", "loop       0:56  1:04\n");
    only_looks(&bench, "<Esc>");
    edits(&bench, "gT<C-u>tempo 0:56 96 bpm 3/4<Enter>", "tempo 0:56 96 bpm 3/4", "0:56       96 bpm  3/4\n");
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points_by_key),
        cmocka_unit_test(test_a_section_is_lifted),
        cmocka_unit_test(test_looking_edits_nothing),
        cmocka_unit_test(test_markers_loop_and_tempo),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    shape_kind_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
