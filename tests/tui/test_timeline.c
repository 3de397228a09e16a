/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timeline as text, and what it asks of the session. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/base/buffer.h"
#include "tests/tui/song.h"
#include "tests/tui/stage.h"
#include "tui/canvas/paint.h"
#include "tui/screen/timeline.h"

/* Answers what the screen wishes, as a session does; how many pieces were sent. */
static int send_waves(Stage *stage, Waves *waves)
{
    const ScreenKind *screen = screen_table[SCREEN_TIMELINE];
    WaveWish wish;
    int sent = 0;
    for (int i = 0; screen->wish(stage->screens[SCREEN_TIMELINE], &stage->scene, i, &wish); i++) {
        Buffer out = {0};
        WaveColumn columns[WAVE_COLUMNS];
        waves_want(waves, wish.path, wish.step, wish.tile, &out);
        if (out.length > 0) {
            buffer_clear(&out);
            song_wave(wish.path, wish.step, wish.tile, columns);
            waves_add_answer(&out, wish.step, wish.tile, SONG_STEM_FRAMES, columns, wish.path);
            out.bytes[out.length - 1] = '\0';
            assert_true(waves_take(waves, out.bytes + strlen("wave ")));
            sent++;
        }
        buffer_clear(&out);
    }
    return sent;
}

static void open_timeline(Stage *stage, Waves **waves, bool ascii)
{
    *waves = waves_new();
    stage_open(stage, TIMELINE_TEXT, ascii);
    stage->scene.screen = SCREEN_TIMELINE;
    stage->scene.waves = *waves;
    stage->state.position = 64 * 48000;
    stage->state.length = 120 * 48000;
    stage->view.edit.zoom = 5;
    stage->view.edit.cursor = 64 * 48000;
    stage->view.edit.lane_count = 1;
    strcpy(stage->view.edit.lanes[0], "vox.fader");
}

static void draw(Stage *stage, Waves *waves, int columns, int rows)
{
    stage_draw(stage, columns, rows);
    send_waves(stage, waves);
    stage_draw(stage, columns, rows);
}

static void close_timeline(Stage *stage, Waves *waves)
{
    stage_close(stage);
    waves_free(waves);
}

static void test_the_timeline_at_every_size(void **state)
{
    static const struct {
        int columns, rows;
    } sizes[] = {{80, 24}, {120, 40}, {200, 60}};
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++)
        for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
            Stage stage;
            Waves *waves;
            char name[64];
            open_timeline(&stage, &waves, ascii);
            draw(&stage, waves, sizes[i].columns, sizes[i].rows);
            snprintf(name, sizeof name, "timeline-%dx%d-%s", sizes[i].columns, sizes[i].rows, ascii ? "ascii" : "utf8");
            stage_expect(&stage, name);
            close_timeline(&stage, waves);
        }
}

/* A lane being edited, a section over two strips, a folded bus, another strip selected. */
static void test_a_lane_and_a_section(void **state)
{
    Stage stage;
    Waves *waves;
    (void)state;
    open_timeline(&stage, &waves, true);
    stage.view.strip = 0;
    stage.view.strip_uid = stage.scene.model->strips[0].uid;
    stage.view.edit.in_lane = true;
    stage.view.edit.point = 67 * 48000;
    stage.state.position = 66 * 48000;
    stage.view.folds[stage.view.fold_count++] = model_strip(stage.scene.model, "drums")->uid;
    draw(&stage, waves, 80, 24);
    stage_expect(&stage, "timeline-lane-80x24-ascii");
    stage.view.edit.in_lane = false;
    stage.view.edit.from = 56 * 48000;
    stage.view.edit.to = 64 * 48000;
    draw(&stage, waves, 80, 24);
    assert_string_equal(stage_row(&stage, 21), "section 0:56.000 22|1|000 to 1:04.000 25|1|000");
    assert_non_null(strstr(stage_row(&stage, TIMELINE_LOOP), "(@@@@@@@@@@@@@@)["));
    close_timeline(&stage, waves);
}

/* What was sent is not asked for again; a step aside asks for what is new at the edge. */
static void test_waves_are_asked_for_once(void **state)
{
    Stage stage;
    Waves *waves;
    (void)state;
    open_timeline(&stage, &waves, true);
    stage_draw(&stage, 80, 24);
    int first = send_waves(&stage, waves);
    assert_in_range(first, 4, 16);
    stage_draw(&stage, 80, 24); /* the lengths are known now: nothing is wished for behind an end */
    assert_int_equal(send_waves(&stage, waves), 0);
    stage.view.edit.cursor += 48000;
    stage_draw(&stage, 80, 24);
    assert_in_range(send_waves(&stage, waves), 0, 4);
    close_timeline(&stage, waves);
}

/* Three hours, and a thousand clips: at every zoom the screen wishes for no more than it shows. */
static void test_three_hours(void **state)
{
    Buffer text = {0};
    Stage stage;
    Waves *waves = waves_new();
    WaveWish wish;
    (void)state;
    buffer_append_text(&text, "ttymix 1\nrate 48000 Hz\n[tempo]\n0:00 120 bpm 4/4\n[track talk]\n");
    for (int i = 0; i < 1000; i++)
        buffer_append_format(&text, "clip \"stems/a%d.wav\" at %d:%02d length 10 s\n", i, i * 10 / 60, i * 10 % 60);
    buffer_append_text(&text, "clip \"stems/long.wav\" at 0:00 length 10800 s\n[master]\n");
    stage_open(&stage, text.bytes, true);
    buffer_clear(&text);
    stage.scene.screen = SCREEN_TIMELINE;
    stage.scene.waves = waves;
    stage.state.length = (int64_t)10800 * 48000;
    for (int zoom = 0; zoom < ZOOM_COUNT; zoom++) {
        stage.view.edit.zoom = zoom;
        for (int at = 0; at < 10800; at += 3599) {
            stage.view.edit.cursor = stage.state.position = (int64_t)at * 48000;
            stage_draw(&stage, 200, 60);
            int wished = 0;
            while (screen_table[SCREEN_TIMELINE]->wish(stage.screens[SCREEN_TIMELINE], &stage.scene, wished, &wish))
                wished++;
            /* 188 columns touch 4 tiles of the long clip; the short ones are in sight whole. */
            int shown = (int)(188 * zoom_seconds[zoom] / 10) + 2;
            assert_in_range(wished, 1, 4 + (shown > 1000 ? 1000 : shown) + 17);
        }
    }
    close_timeline(&stage, waves);
}

static int64_t go(const EditView *edit, const Model *model, int64_t frame, int step)
{
    return edit_next_grid(edit, model, frame, step);
}

/* There and back again, at any grid, tempo and rate; never standing still. */
static void test_the_grid_goes_there_and_back(void **state)
{
    static const char *const songs[] = {
        "ttymix 1\nrate 48000 Hz\n[tempo]\n0:00 120 bpm 4/4\n0:10 87 bpm 3/4\n0:31 140 bpm 7/8\n[track a]\n",
        "ttymix 1\nrate 44100 Hz\n[tempo]\n0:00 93.7 bpm\n[track a]\n", "ttymix 1\nrate 96000 Hz\n[track a]\n"};
    (void)state;
    for (size_t song = 0; song < ARRAY_LEN(songs); song++)
        for (int grid = 0; grid < GRID_COUNT; grid++)
            for (int zoom = 0; zoom < ZOOM_COUNT; zoom += 3) {
                Stage stage;
                stage_open(&stage, songs[song], true);
                EditView edit = {.zoom = zoom, .grid = (GridKind)grid};
                int64_t places[60] = {0};
                for (int i = 1; i < 60; i++) {
                    places[i] = go(&edit, stage.scene.model, places[i - 1], 1);
                    assert_true(places[i] > places[i - 1]);
                }
                for (int i = 59; i > 0; i--) {
                    int64_t back = go(&edit, stage.scene.model, places[i], -1);
                    if (llabs(back - places[i - 1]) > 1)
                        fail_msg("song %zu grid %d zoom %d: %d goes back to %lld, not %lld", song, grid, zoom, i,
                                 (long long)back, (long long)places[i - 1]);
                }
                assert_int_equal(go(&edit, stage.scene.model, 0, -1), 0);
                stage_close(&stage);
            }
}

/* What a hostile session may send changes nothing. */
static void test_bad_waves_are_refused(void **state)
{
    static const char *const lines[] = {
        "",          "1",          "0 0 5 - a",          "480 -1 5 - a", "480 0 x - a", "480 0 5 AAA a",
        "480 0 5 -", "480 0 5 - ", "99999999999 0 5 - a"};
    Waves *waves = waves_new();
    Buffer out = {0};
    char line[600];
    (void)state;
    waves_want(waves, "a", 480, 0, &out);
    assert_string_equal(out.bytes, "wave 480 0 a\n");
    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        strcpy(line, lines[i]);
        assert_false(waves_take(waves, line));
    }
    snprintf(
        line, sizeof line, "480 0 5 %.*s! a", 191, /* not a digit */
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_false(waves_take(waves, line));
    assert_null(waves_find(waves, "a", 480, 0));
    assert_int_equal(waves_length(waves, "a"), -1);
    buffer_clear(&out);
    strcpy(line, "480 0 77 - a"); /* not ready: the length is known, and it may be asked for again, once told to */
    assert_true(waves_take(waves, line));
    assert_int_equal(waves_length(waves, "a"), 77);
    waves_want(waves, "a", 480, 0, &out);
    assert_int_equal(out.length, 0);
    waves_retry(waves);
    waves_want(waves, "a", 480, 0, &out);
    assert_string_equal(out.bytes, "wave 480 0 a\n");
    buffer_clear(&out);
    for (int i = 0; i < 3 * WAVES_MAX; i++) /* more than is kept: the oldest go */
        waves_want(waves, "a", 480, i, &out);
    out.length = 0;
    waves_want(waves, "a", 480, 3 * WAVES_MAX - 1, &out);
    assert_int_equal(out.length, 0);
    waves_want(waves, "a", 480, 0, &out);
    assert_int_not_equal(out.length, 0);
    buffer_clear(&out);
    waves_free(waves);
}

/* What the terminal is sent while ten seconds play at 20 frames a second: the time, the playhead, a page turned. */
static size_t bytes_per_second(int columns, int rows, bool playing)
{
    enum { FPS = 20, SECONDS = 10 };
    Stage stage;
    Waves *waves;
    Buffer out = {0};
    Painter painter;
    Theme theme;
    size_t total = 0;
    open_timeline(&stage, &waves, false);
    theme_init(&theme, 256, false);
    painter_init(&painter);
    stage.state.playing = playing;
    for (int frame = 0; frame <= FPS * SECONDS; frame++) {
        stage.state.position = (int64_t)(64 * 48000) + (playing ? frame * 48000 / FPS : 0);
        draw(&stage, waves, columns, rows);
        assert_int_equal(painter_paint(&painter, &stage.canvas, &theme, &paint_words_ecma48, SIZE_MAX, &out),
                         STATUS_OK);
        total += frame > 0 ? out.length : 0; /* the first picture is paid for once */
        out.length = 0;
    }
    painter_clear(&painter);
    buffer_clear(&out);
    close_timeline(&stage, waves);
    return total / SECONDS;
}

static void test_bytes_per_second(void **state)
{
    (void)state;
    size_t small = bytes_per_second(80, 24, true), large = bytes_per_second(200, 60, true);
    print_message("playing: 80x24 %zu B/s, 200x60 %zu B/s\n", small, large);
    assert_true(small <= 2500);
    assert_true(large <= 5000);
    assert_int_equal(bytes_per_second(80, 24, false), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_timeline_at_every_size),
        cmocka_unit_test(test_a_lane_and_a_section),
        cmocka_unit_test(test_waves_are_asked_for_once),
        cmocka_unit_test(test_three_hours),
        cmocka_unit_test(test_the_grid_goes_there_and_back),
        cmocka_unit_test(test_bad_waves_are_refused),
        cmocka_unit_test(test_bytes_per_second),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
