/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Screens as text, and how many bytes they cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "audio/base/buffer.h"
#include "projects/command/command.h"
#include "tests/tui/shape_kind.h"
#include "tests/tui/song.h"
#include "tests/tui/stage.h"
#include "tui/canvas/paint.h"
#include "tui/screen/mixer.h"

static void test_the_mixer_at_every_size(void **state)
{
    static const struct {
        int columns, rows;
    } sizes[] = {{80, 24}, {120, 40}, {200, 60}};
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++)
        for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
            Stage stage;
            char name[64];
            stage_open(&stage, SONG_TEXT, ascii);
            stage_draw(&stage, sizes[i].columns, sizes[i].rows);
            snprintf(name, sizeof name, "mixer-%dx%d-%s", sizes[i].columns, sizes[i].rows, ascii ? "ascii" : "utf8");
            stage_expect(&stage, name);
            stage_close(&stage);
        }
}

static void test_solo_loop_and_unsaved_on_the_mixer(void **state)
{
    Stage stage;
    (void)state;
    stage_open(&stage, SONG_TEXT, true);
    strcpy(stage.state.solo, "vox mallet");
    stage.state.loop_on = true;
    stage.state.dim = stage.state.mono = true;
    stage.state.xruns = 2;
    stage.keys = (KeyState){.keys = {'g'}, .key_count = 1, .count = 6, .counted = true};
    stage.view.strip = 10;
    stage.view.strip_uid = 11;
    stage_draw(&stage, 80, 24);
    stage_expect(&stage, "mixer-solo-80x24-ascii");
    stage_close(&stage);
}

/* While the song plays, what is automated is shown as it is heard: at 1:02.350 a line from -10 at 0:00 to +10 at
 * 2:04.700 is at its middle.  Where it stands, the document counts. */
static void test_values_follow_their_lanes(void **state)
{
    static const struct {
        bool playing;
        int row;
        const char *text;
    } rows[] = {{false, 19, "  +2.0"},        {true, 19, "  +5.0"},       {false, 18, ".       ."},
                {true, 18, "p L50   ."},      {false, 3, "ha   -6 ."},    {true, 3, "ha  -16 ."},
                {false, 20, ". . T   . . ."}, {true, 20, "M . T   . . ."}};
    Stage stage;
    char row[8 * CANVAS_COLUMNS_MAX];
    (void)state;
    stage_open(&stage,
               "ttymix 1\nrate 48000 Hz\n[track vox]\nfader +2 dB\nsend hall -6 dB\n[return hall]\n"
               "[automation vox.fader]\nmode trim\n0:00 -4 dB\n2:04.700 10 dB linear\n"
               "[automation vox.pan]\n0:00 L 100 %\n2:04.700 C linear\n"
               "[automation vox.send.hall]\n0:00 -16 dB\n2:00 0 dB hold\n"
               "[automation vox.mute]\n0:00 off\n1:00 on\n[master]\n",
               true);
    stage.view.focus = FOCUS_WIDTH;
    screen_table[SCREEN_MIXER]->act(stage.screens[SCREEN_MIXER], &stage.scene, STRIP_WIDTH_NARROW, 1);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        stage.state.playing = rows[i].playing;
        stage_draw(&stage, 80, 24);
        canvas_row_text(&stage.canvas, rows[i].row, row, sizeof row);
        if (strncmp(row, rows[i].text, strlen(rows[i].text)) != 0)
            fail_msg("row %d, %s: %s", rows[i].row, rows[i].playing ? "playing" : "stopped", row);
    }
    stage_close(&stage);
}

/* The flags of snare, vox, click, drums, plate and hall while something is soloed: mute, solo, automation; `m` is
 * silenced. */
static void expect_flags(const char *soloed, const char *flags)
{
    Stage stage;
    char row[8 * CANVAS_COLUMNS_MAX];
    stage_open(&stage,
               "ttymix 1\n[track snare]\nout drums\nsend plate -10 dB\n[track vox]\nsend hall -10 dB\n"
               "[track click]\nsolo-safe on\n[bus drums]\n[return plate]\n[return hall]\n[master]\n",
               true);
    screen_table[SCREEN_MIXER]->act(stage.screens[SCREEN_MIXER], &stage.scene, STRIP_WIDTH_NARROW, 1);
    strcpy(stage.state.solo, soloed);
    stage_draw(&stage, 80, 24);
    canvas_row_text(&stage.canvas, 20, row, sizeof row);
    if (strncmp(row, flags, strlen(flags)) != 0)
        fail_msg("solo %s: %s", soloed, row);
    stage_close(&stage);
}

/* The desk shows what the engine plays: a return fed by what is still heard sounds, whatever was soloed. */
static void test_solo_shows_what_sounds(void **state)
{
    (void)state;
    expect_flags("", ". . .   . . .   . f .   . . .   . . .   . . .   ");
    expect_flags("drums", ". . .   . m .   . f .   . S .   . . .   . m .   ");
    expect_flags("plate", ". m .   . m .   . f .   . m .   . S .   . m .   ");
    expect_flags("vox", ". m .   . S .   . f .   . m .   . m .   . . .   ");
}

static void test_hostile_names_stay_in_their_columns(void **state)
{
    Stage stage;
    (void)state;
    stage_open(&stage,
               "ttymix 1\ntitle \"\033]0;x\007\xe2\x80\xae"
               "Night\"\n[track long_name_a]\nlabel \"\033[31mred\"\n[track long_name_b]\nlabel "
               "\"\xe5\x90\x89\xe4\xbb\x96\xe4\xb8\xbb\xe5\x94\xb1\"\n"
               "[track long_name_c]\nlabel \"%s%n%s\"\n[track long_name_d]\nlabel \"Track 12\"\n[track "
               "long_name_e]\nlabel \"Track "
               "13\"\n[master]\n",
               false);
    screen_table[SCREEN_MIXER]->act(stage.screens[SCREEN_MIXER], &stage.scene, STRIP_WIDTH_NARROW, 1);
    stage_draw(&stage, 80, 24);
    stage_expect(&stage, "mixer-hostile-80x24-utf8");
    stage_close(&stage);
}

static void test_help_is_made_from_the_map(void **state)
{
    Stage stage;
    Error error;
    (void)state;
    stage_open(&stage, SONG_TEXT, true);
    assert_int_equal(keymap_read_line(&stage.keymap, "bind gv :set vox.fader -6 dB", &error), STATUS_OK);
    stage.scene.screen = SCREEN_HELP;
    stage_draw(&stage, 80, 24);
    stage_expect(&stage, "help-80x24-ascii");
    stage_draw(&stage, 200, 60);
    stage_expect(&stage, "help-200x60-ascii");
    stage_close(&stage);
}

static void test_every_size_is_safe(void **state)
{
    static const struct {
        int columns, rows;
        const char *line;
    } small[] = {{79, 24, "ttymix needs 80x24, this is 79x24"},
                 {80, 23, "ttymix needs 80x24, this is 80x23"},
                 {20, 5, "needs 80x24"},
                 {5, 2, "80x24"},
                 {2, 1, "80"},
                 {1, 1, "8"}};
    Stage stage;
    char row[256];
    (void)state;
    stage_open(&stage, SONG_TEXT, true);
    for (size_t i = 0; i < ARRAY_LEN(small); i++) {
        stage_draw(&stage, small[i].columns, small[i].rows);
        canvas_row_text(&stage.canvas, small[i].rows / 2, row, sizeof row);
        assert_string_equal(row, small[i].line);
    }
    for (int columns = 1; columns <= 520; columns += 37)
        for (int rows = 1; rows <= 210; rows += 13)
            for (int screen = SCREEN_MIXER; screen <= SCREEN_HELP; screen += SCREEN_HELP) {
                stage.scene.screen = (ScreenId)screen;
                stage_draw(&stage, columns, rows);
            }
    stage_close(&stage);
}

/* A model's worth of strips that play, painted at 20 frames a second as ECMA-48 with 256 colours. */
static size_t bytes_per_second(int strips, int columns, int rows, bool ascii, bool playing)
{
    enum { FPS = 20, SECONDS = 10 };
    Stage stage;
    Buffer text = {0}, out = {0};
    Painter painter;
    Theme theme;
    size_t total = 0;
    buffer_append_text(&text, "ttymix 1\ntitle \"Buffer\"\n");
    for (int i = 0; i < strips; i++)
        buffer_append_format(&text, "[track t%d]\nfader -%d dB\n", i, i % 13 + 1);
    buffer_append_text(&text, "[master]\n");
    stage_open(&stage, text.bytes, ascii);
    stage.state.playing = playing;
    theme_init(&theme, 256, false);
    painter_init(&painter);
    for (int frame = 0; frame < FPS * (SECONDS + 2); frame++) {
        double seconds = (double)frame / FPS;
        stage.state.position = playing ? (int64_t)(seconds * 48000) : 0;
        if (playing && frame % 2 == 0)
            stage.state.momentary_lufs = -18 + 3 * (float)sin(seconds * 4);
        for (int i = 0; i <= strips && playing; i++) {
            double beat = fmod(seconds * (1.1 + 0.37 * (i % 5)) + 0.13 * i, 1);
            float peak_db = (float)(-6 - 3 * (i % 4) - 22 * beat + 2 * sin(9 * seconds + i));
            meter_view_feed(&stage.meters, i,
                            &(HostStrip){.peak_db = {peak_db, peak_db - 1.5f},
                                         .gain_reduction_db = i % 3 ? 0 : (float)fmax(0, 6 - 9 * beat)});
        }
        meter_view_step(&stage.meters, 1.0 / FPS);
        stage_draw(&stage, columns, rows);
        assert_int_equal(painter_paint(&painter, &stage.canvas, &theme, &paint_words_ecma48, SIZE_MAX, &out),
                         STATUS_OK);
        if (frame >= FPS * 2 || !playing) /* the first screen is paid for once */
            total += frame > 0 && (playing || frame > FPS * 11) ? out.length : 0;
        out.length = 0;
    }
    painter_clear(&painter);
    buffer_clear(&text);
    buffer_clear(&out);
    stage_close(&stage);
    return total / SECONDS;
}

static void test_bytes_per_second(void **state)
{
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++) {
        size_t small = bytes_per_second(8, 80, 24, ascii, true), large = bytes_per_second(23, 200, 60, ascii, true);
        print_message("%s: 8 meters at 80x24 %zu B/s, 23 at 200x60 %zu B/s\n", ascii ? "ascii" : "utf8", small, large);
        assert_true(small <= 4000);
        assert_true(large <= 12000);
        assert_int_equal(bytes_per_second(8, 80, 24, ascii, false), 0);
    }
}

/* A terminal of its own: what the painter says must give what the canvas shows, however it changed. */
typedef struct Glass {
    uint32_t cells[60][200];
    int row, column;
} Glass;

static void glass_take(Glass *glass, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length;) {
        int a = 0, b = 0, used = 0;
        if (bytes[i] == '\033') {
            if (sscanf(bytes + i, "\033[%d;%dH%n", &a, &b, &used) == 2 && used > 0)
                glass->row = a - 1, glass->column = b - 1;
            else if (used = 0, sscanf(bytes + i, "\033[%dC%n", &a, &used) == 1 && used > 0)
                glass->column += a;
            else if (strncmp(bytes + i, "\033[H", 3) == 0) {
                used = 3;
                glass->row = glass->column = 0;
            } else if (strncmp(bytes + i, "\033[J", 3) == 0) {
                used = 3;
                for (int k = 0; k < 60 * 200; k++)
                    glass->cells[k / 200][k % 200] = ' ';
            } else
                used = (int)strcspn(bytes + i, "mhl") + 1;
            i += (size_t)used;
            continue;
        }
        assert_in_range(glass->row, 0, 59);
        assert_in_range(glass->column, 0, 199);
        glass->cells[glass->row][glass->column++] = (unsigned char)bytes[i++];
    }
}

static void test_the_painter_makes_the_terminal_equal(void **state)
{
    static Glass glass;
    Canvas canvas = {.ascii = true};
    Painter painter;
    Theme theme;
    Buffer out = {0};
    (void)state;
    srand(5);
    theme_init(&theme, 256, false);
    painter_init(&painter);
    assert_int_equal(canvas_resize(&canvas, 200, 60), STATUS_OK);
    for (int round = 0; round < 300; round++) {
        for (int k = rand() % 400; k > 0; k--)
            canvas_put(&canvas, rand() % 60, rand() % 200, (uint32_t)('a' + rand() % 26),
                       (uint8_t)(rand() % STYLE_COUNT));
        if (round % 50 == 49)
            painter_forget(&painter);
        canvas_park_cursor(&canvas, rand() % 60, rand() % 199);
        out.length = 0;
        assert_int_equal(painter_paint(&painter, &canvas, &theme, &paint_words_ecma48, SIZE_MAX, &out), STATUS_OK);
        glass_take(&glass, out.bytes, out.length);
        for (int i = 0; i < 60 * 200 - 1; i++)
            assert_int_equal(glass.cells[i / 200][i % 200], canvas.cells[i].glyph);
        assert_true(glass.row == canvas.cursor_row && glass.column == canvas.cursor_column);
    }
    out.length = 0;
    assert_int_equal(painter_paint(&painter, &canvas, &theme, &paint_words_ecma48, SIZE_MAX, &out), STATUS_OK);
    assert_int_equal(out.length, 0);
    painter_clear(&painter);
    canvas_clear(&canvas);
    buffer_clear(&out);
}

static void test_theme_lines(void **state)
{
    static const struct {
        const char *line, *complaint;
    } bad[] = {
        {"flute 3", "no such thing to colour: flute"},
        {"mute 300", "no colour (default, 0 to 255) or look (bold, reverse, underline): 300"},
        {"mute pink", "no colour (default, 0 to 255) or look (bold, reverse, underline): pink"},
    };
    Theme theme;
    Error error;
    (void)state;
    theme_init(&theme, 256, false);
    assert_int_equal(theme_read_line(&theme, "mute 196 on 17 bold underline # loud\n", 256, &error), STATUS_OK);
    assert_true(theme.look[STYLE_MUTE].fg == 196 && theme.look[STYLE_MUTE].bg == 17 &&
                theme.look[STYLE_MUTE].flags == (LOOK_BOLD | LOOK_UNDERLINE));
    assert_int_equal(theme_read_line(&theme, "  # nothing", 256, &error), STATUS_OK);
    assert_int_equal(theme_read_line(&theme, "mute 196", 8, &error), STATUS_OK);
    assert_true(theme.look[STYLE_MUTE].fg == COLOUR_DEFAULT);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_int_not_equal(theme_read_line(&theme, bad[i].line, 256, &error), STATUS_OK);
        assert_string_equal(error.text, bad[i].complaint);
    }
    theme_init(&theme, 0, false);
    for (int i = 0; i < STYLE_COUNT; i++)
        assert_true(theme.look[i].fg == COLOUR_DEFAULT && theme.look[i].bg == COLOUR_DEFAULT);
}

/* Who cannot see a screen is told the same in plain mode: each names the command. */
static void test_every_screen_has_its_words(void **state)
{
    (void)state;
    for (int i = 0; i < SCREEN_COUNT; i++) {
        char word[40] = "";
        if (!screen_table[i])
            continue;
        if (!screen_table[i]->twin)
            fail_msg("the %s screen has no words", screen_names[i]);
        sscanf(screen_table[i]->twin, "%39s", word);
        const Command *row = command_find(word);
        if (!row || !(row->by & BY_PLAIN))
            fail_msg("the %s screen: %s is no command of plain mode", screen_names[i], screen_table[i]->twin);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_screen_has_its_words),
        cmocka_unit_test(test_the_mixer_at_every_size),
        cmocka_unit_test(test_solo_loop_and_unsaved_on_the_mixer),
        cmocka_unit_test(test_solo_shows_what_sounds),
        cmocka_unit_test(test_values_follow_their_lanes),
        cmocka_unit_test(test_hostile_names_stay_in_their_columns),
        cmocka_unit_test(test_help_is_made_from_the_map),
        cmocka_unit_test(test_every_size_is_safe),
        cmocka_unit_test(test_bytes_per_second),
        cmocka_unit_test(test_the_painter_makes_the_terminal_equal),
        cmocka_unit_test(test_theme_lines),
    };
    if (!setlocale(LC_CTYPE, "C.UTF-8"))
        return 77;
    shape_kind_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
