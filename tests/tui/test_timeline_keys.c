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

/* Vox has a clip from 0:46 to 0:58, and one from 1:00 to the end of its file, 2:00. Kick and snare are a group. */
static void test_clips_by_key(void **state)
{
    Bench bench;
    (void)state;
    open_timeline(&bench);
    EditView *edit = &bench.desk->view.edit;
    put_cursor(&bench, 50);
    edits(&bench, "C", "split vox 0:50.000", "at 0:50 offset 0:06 length 0:08 gain -1.5 dB fade-out 1.5 s\n");
    put_cursor(&bench, 57.5);
    edits(&bench, "t]", "crop vox end 0:57.500", "at 0:50 offset 0:06 length 0:07.5");
    put_cursor(&bench, 47);
    edits(&bench, "t[", "crop vox start 0:47.000", "at 0:47 offset 0:03 length 0:03");
    put_cursor(&bench, 48);
    edits(&bench, "F[", "fade-clips vox start 0:48.000", "fade-in 1 s");
    edits(&bench, "F]", "fade-clips vox end 0:48.000", "fade-out 2 s\n");
    put_cursor(&bench, 70);
    edits(&bench, "F]", "trim-clip vox.clip@1:00.000 end 2:00.000; fade-clips vox end 1:10.000",
          "at 1:00  length 1:00  fade-out 50 s\n");
    edits(&bench, "fgK", "set vox.clip@1:00.gain += +3 dB", "at 1:00  length 1:00  gain +3 dB  fade-out 50 s\n");
    edits(&bench, "=-6 dB<Enter>", "set vox.clip@1:00.gain -6 dB", "gain -6 dB  fade-out 50 s\n");
    put_cursor(&bench, 51);
    edits(&bench, "Y", "copy-clips vox 0:51.000 to 0:57.500", "at 0:57.5");
    assert_int_equal(edit->cursor, 58 * RATE + RATE / 2);
    put_cursor(&bench, 50);
    edits(&bench, "200Fx", "crossfade vox 0:50.000 200 ms", "fade-out 200 ms equal-power\n");
    put_cursor(&bench, 52);
    edits(&bench, "dd", "delete-clips vox 0:52.000", "at 0:57.5");
    edits(&bench, "ff2{dr", "erase vox 0:47.000 0:50.100 ripple", "[automation vox.fader]\n0:52.9 -4.5 dB\n");
    bench_close(&bench);
}

/* Grabbed, a clip is carried on the screen alone; Esc puts it back, Enter lets it go. */
static void test_a_clip_is_carried(void **state)
{
    Bench bench;
    (void)state;
    open_timeline(&bench);
    EditView *edit = &bench.desk->view.edit;
    put_cursor(&bench, 64);
    only_looks(&bench, "zg<Enter>");
    assert_true(edit->grabbed);
    only_looks(&bench, "2l");
    assert_non_null(strstr(bench_row(&bench, 21), "moving to 1:09.333 27|1|000"));
    only_looks(&bench, "<Esc>");
    assert_false(edit->grabbed);
    assert_int_equal(edit->cursor, 64 * RATE);
    edits(&bench, "<Enter>2h<Enter>", "move-clips vox 1:04.000 by -256000 frames", "at 0:54.66667\n");
    only_looks(&bench, "<Enter><Enter>"); /* nowhere */
    put_cursor(&bench, 20);
    only_looks(&bench, "<Enter>");
    assert_string_equal(bench.desk->message, "Vox has no clip at the cursor; { and } go to edges");
    only_looks(&bench, "jjjj<Enter>CY");
    assert_string_equal(bench.desk->message, "DRUMS has no clip at the cursor; { and } go to edges");
    bench_close(&bench);
}

/* Kick and snare are cut and moved together, whichever is selected; one entry of the history. */
static void test_a_group_is_edited_together(void **state)
{
    Bench bench;
    (void)state;
    open_timeline(&bench);
    only_looks(&bench, "jj");
    put_cursor(&bench, 60);
    char heard[256]; /* the session does it, which has the sound */
    type(&bench, "40ts", heard, sizeof heard);
    assert_string_equal(heard, "strip-silence kit below -40 dB");
    edits(&bench, "C", "split kit 1:00.000", "clip \"stems/snare.wav\" at 1:00  offset 0:10\n");
    edits(&bench, "zg<Enter>l<Enter>", "move-clips kit 1:00.000 by 64000 frames",
          "clip \"stems/snare.wav\" at 1:01.33333  offset 0:10\n");
    bench_close(&bench);
}

/* A section with its automation, on several tracks: copied in the place of what is there, then with room made for it.
 */
static void test_a_section_is_copied(void **state)
{
    Bench bench;
    (void)state;
    open_timeline(&bench);
    EditView *edit = &bench.desk->view.edit;
    put_cursor(&bench, 58);
    only_looks(&bench, "vtjvs");
    assert_int_equal(edit->from, 56 * RATE);
    only_looks(&bench, "yy");
    assert_string_equal(bench.desk->message,
                        "0:56.000 to 1:04.000 of vox synth is copied: p puts it at the cursor, P makes room for it");
    put_cursor(&bench, 100);
    edits(&bench, "p",
          "trim-clip synth.clip@0:40.000 end 1:40.000; copy-range vox 0:56.000 1:04.000 to 1:40.000; copy-range synth "
          "0:56.000 1:04.000 to 1:40.000",
          "1:40       -4.5 dB\n");
    assert_int_equal(edit->cursor, 108 * RATE);
    put_cursor(&bench, 40);
    edits(&bench, "P",
          "copy-range vox 0:56.000 1:04.000 to 0:40.000 insert; copy-range synth 0:56.000 1:04.000 to 0:40.000 insert",
          "0:58 -4.5 dB\n");
    assert_int_equal(edit->yank_from, 64 * RATE);
    only_looks(&bench, "<Esc>");
    put_cursor(&bench, 60);
    edits(&bench, "vsdr", "erase vox 0:56.000 1:04.000 ripple; erase synth 0:56.000 1:04.000 ripple", "0:56 -4.5 dB\n");
    only_looks(&bench, "<Esc>");
    bench_close(&bench);
}

/* Any keys in any order, at three sizes: the song is sound after all of them, and undoing all gives the first file. */
static void test_a_random_walk(void **state)
{
    static const char *const keys[] = {"h",
                                       "l",
                                       "j",
                                       "k",
                                       "3l",
                                       "2h",
                                       "a",
                                       "2a",
                                       "(",
                                       ")",
                                       "i",
                                       "x",
                                       "~",
                                       "*",
                                       "30*",
                                       "T",
                                       "5T",
                                       "C",
                                       "t[",
                                       "t]",
                                       "F[",
                                       "F]",
                                       "Fx",
                                       "fg",
                                       "K",
                                       "-",
                                       "Y",
                                       "dd",
                                       "dr",
                                       "yy",
                                       "p",
                                       "P",
                                       "<Enter>",
                                       "<Esc>",
                                       "vs",
                                       "vl",
                                       "vv",
                                       "vt",
                                       "gL",
                                       "<lt>",
                                       ">",
                                       "za",
                                       "zg",
                                       "zf",
                                       "{",
                                       "}",
                                       "u",
                                       "<C-r>",
                                       ".",
                                       "ff",
                                       "fp",
                                       "=-3 dB<Enter>",
                                       "=L 20 %<Enter>",
                                       "gm",
                                       "gt",
                                       "H",
                                       "L",
                                       "g[",
                                       "g]",
                                       "C-p",
                                       "q",
                                       "@"};
    static const struct {
        int columns, rows;
    } sizes[] = {{80, 24}, {120, 40}, {60, 20}};
    (void)state;
    for (uint32_t seed = 1; seed <= 60; seed++) {
        Bench bench;
        char heard[4096];
        uint32_t random = seed * 2654435761u;
        open_timeline(&bench);
        char *first = text_of(&bench);
        put_cursor(&bench, 40 + 5 * (seed % 8));
        for (int i = 0; i < 250; i++) {
            random = random * 1664525u + 1013904223u;
            const char *key = keys[(random >> 16) % ARRAY_LEN(keys)];
            bench_type_only(&bench, key);
            bench_settle(&bench);
            if (i % 50 == 0)
                assert_int_equal(canvas_resize(&bench.desk->canvas, sizes[i / 50 % 3].columns, sizes[i / 50 % 3].rows),
                                 STATUS_OK);
        }
        assert_int_equal(canvas_resize(&bench.desk->canvas, 80, 24), STATUS_OK);
        type(&bench, "<Esc><Esc><Esc><C-g>", heard, sizeof heard);
        char *then = text_of(&bench);
        assert_is_read_again(then);
        for (int i = 0; i < 2000 && host_state(bench.desk->host)->undo_count > 0; i++) {
            bench_type_only(&bench, "u");
            bench_settle(&bench);
        }
        char *back = text_of(&bench);
        assert_string_equal(back, first);
        free(first);
        free(then);
        free(back);
        bench_close(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_points_by_key),
        cmocka_unit_test(test_a_section_is_lifted),
        cmocka_unit_test(test_looking_edits_nothing),
        cmocka_unit_test(test_markers_loop_and_tempo),
        cmocka_unit_test(test_clips_by_key),
        cmocka_unit_test(test_a_clip_is_carried),
        cmocka_unit_test(test_a_group_is_edited_together),
        cmocka_unit_test(test_a_section_is_copied),
        cmocka_unit_test(test_a_random_walk),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    shape_kind_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
