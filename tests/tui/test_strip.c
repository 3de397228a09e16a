/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The strip screen: as text at every size, and each of its keys: what it changes, undone, and saved. */
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

#include "audio/dsp/catalogue.h"
#include "tests/tui/bench.h"
#include "tests/tui/shape_kind.h"
#include "tests/tui/stage.h"
#include "tests/tui/strip_song.h"
#include "tui/view/chain.h"

/* Twelve seconds in which the compressor takes more and more away, four times; a spectrum that falls from a hill at
 * 160 Hz, and behind the equalizer a little less of it. */
static void play(Stage *stage, int index)
{
    HostLook look = {.parts = 5, .strip = 0, .processor = index, .bands = 60, .per_octave = 6, .first_hz = 20};
    for (int side = 0; side < 2; side++) {
        look.peak_db[side][0] = -12.5f - 3 * (float)side;
        look.peak_db[side][1] = -14 - 3 * (float)side;
        for (int i = 0; i < look.bands; i++)
            look.band_db[side][i] =
                -30 - 0.05f * (float)((i - 18) * (i - 18)) - (i > 30 ? (float)(i - 30) : 0) - (side && i < 26 ? 3 : 0);
    }
    looked_follow(&stage->looked, &stage->view, stage->scene.model);
    for (int i = 1; i <= LOOKED_SLOTS; i++) {
        look.part_db[2] = (float)(i % 60) / 8;
        look.part_db[4] = 2;
        looked_feed(&stage->looked, &look, (int64_t)i * 2400, 48000);
    }
}

static void draw_processor(const char *name, const char *track, int index, int columns, int rows, bool ascii)
{
    Stage stage;
    char file[80];
    stage_open(&stage, STRIP_SONG_TEXT, ascii);
    stage.scene.screen = SCREEN_STRIP;
    stage.view.chain.shown = true;
    view_follow(&stage.view, stage.scene.model);
    view_select_position(&stage.view, stage.scene.model, model_strip_index(stage.scene.model, track));
    view_follow(&stage.view, stage.scene.model);
    const Strip *strip = view_strip(&stage.view, stage.scene.model);
    chain_select(&stage.view, strip, index);
    if (strip->processors[index].kind->band_max)
        chain_select_band(&stage.view, 2);
    play(&stage, index);
    stage_draw(&stage, columns, rows);
    snprintf(file, sizeof file, "%s-%dx%d-%s", name, columns, rows, ascii ? "ascii" : "utf8");
    stage_expect(&stage, file);
    stage_close(&stage);
}

static void test_the_strip_at_every_size(void **state)
{
    static const struct {
        int columns, rows;
    } sizes[] = {{80, 24}, {120, 40}, {200, 60}};
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++)
        for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
            draw_processor("strip", "vox", 1, sizes[i].columns, sizes[i].rows, ascii);
}

static void test_graphs_of_dynamics(void **state)
{
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++) {
        draw_processor("strip-comp", "vox", 2, 120, 40, ascii);
        draw_processor("strip-multiband", "vox", 4, 120, 40, ascii);
    }
    draw_processor("strip-gate", "vox", 0, 80, 24, true);
}

/* Those that no curve of level or gain tells: pictures of time, of bands, of width. */
static void test_pictures_of_the_others(void **state)
{
    (void)state;
    for (int ascii = 0; ascii < 2; ascii++) {
        draw_processor("strip-transient", "pad", 0, 120, 40, ascii); /* the imager below it */
        draw_processor("strip-delay", "pad", 3, 120, 40, ascii);     /* the reverb below it */
        draw_processor("strip-deesser", "pad", 5, 120, 40, ascii);   /* the limiter below it */
    }
}

/* The history goes by the song's time: it stands while the song does, a jump is one step, and what is loudest within a
 * step counts.  It stays with its processor when that is moved. */
static void test_the_history_of_reduction(void **state)
{
    Stage stage;
    HostLook look = {.parts_strip = 0, .parts = 5, .strip = -1};
    (void)state;
    stage_open(&stage, STRIP_SONG_TEXT, true);
    LookedView *looked = &stage.looked;
    view_follow(&stage.view, stage.scene.model);
    assert_false(looked_follow(looked, &stage.view, stage.scene.model));
    stage.view.chain.shown = true;
    assert_true(looked_follow(looked, &stage.view, stage.scene.model));
    assert_false(looked_follow(looked, &stage.view, stage.scene.model));
    uint32_t uid = stage.scene.model->strips[0].processors[2].uid;
    assert_true(isnan(looked_reduction(looked, looked_part(looked, uid), 0)));
    static const struct {
        int64_t position;
        float db, now, before;
    } steps[] = {{0, 3, 3, NAN},  {1200, 5, 5, NAN}, {1200, 4, 5, NAN}, {2400, 1, 1, 5},
                 {2400, 0, 1, 5}, {9600, 2, 2, 0},   {960000, 7, 7, 2}, {480000, 6, 6, 7}};
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        look.part_db[2] = steps[i].db;
        assert_true(looked_feed(looked, &look, steps[i].position, 48000));
        const LookedPart *part = looked_part(looked, uid);
        float now = looked_reduction(looked, part, 0), before = looked_reduction(looked, part, 1);
        if (now != steps[i].now || (before != steps[i].before && !(isnan(before) && isnan(steps[i].before))))
            fail_msg("%zu: %g %g", i, (double)now, (double)before);
    }
    look.parts_strip = 1;
    assert_false(looked_feed(looked, &look, 500000, 48000)); /* another strip's */
    stage_close(&stage);
}

/* A spectrum is read between its bands. */
static void test_the_spectrum_between_bands(void **state)
{
    LookedView looked;
    (void)state;
    looked_init(&looked);
    assert_true(isnan(looked_band(&looked, 0, 100)));
    looked.bands = 3;
    looked.per_octave = 1;
    looked.first_hz = 100;
    looked.band_db[1][0] = -10;
    looked.band_db[1][1] = -20;
    looked.band_db[1][2] = -40;
    assert_float_equal(looked_band(&looked, 1, 100), -10, 1e-4);
    assert_float_equal(looked_band(&looked, 1, 100 * pow(10, 0.15)), -15, 1e-4);
    assert_float_equal(looked_band(&looked, 1, 100 * pow(10, 0.45)), -30, 1e-4);
    assert_true(isnan(looked_band(&looked, 1, 90)) && isnan(looked_band(&looked, 1, 500)));
}

/* ---- keys ---- */

static void open_strip(Bench *bench)
{
    bench_open_song(bench, &(FakeSessionSetup){.text = STRIP_SONG_TEXT});
    bench_type(bench, "e", "");
    assert_int_equal(bench->desk->screen, SCREEN_STRIP);
}

static char *text_of(const Bench *bench)
{
    char *text;
    size_t length;
    assert_int_equal(document_text(host_document(bench->desk->host), &text, &length), STATUS_OK);
    return text;
}

/* What is saved is read again as the same, byte for byte, without a complaint. */
static void expect_loads(const char *text)
{
    Document *document = NULL;
    ProblemList problems = {0};
    char *again;
    size_t length;
    assert_int_equal(document_parse(&document, "song.mix", text, strlen(text), NULL, NULL, &problems), STATUS_OK);
    assert_int_equal(problems.errors, 0);
    assert_int_equal(document_text(document, &again, &length), STATUS_OK);
    assert_string_equal(again, text);
    free(again);
    problems_clear(&problems);
    document_free(document);
}

/* Whether a line of the document begins so. */
static bool has_line(const char *text, const char *line)
{
    char begun[200];
    snprintf(begun, sizeof begun, "\n%s", line);
    return strstr(text, begun) != NULL;
}

/* Every key that changes the document: the commands that it sends, the line that stands there then (or, after `!`, does
 * not), that it loads, and that one undo takes it all back. */
static void test_every_key_that_edits(void **state)
{
    static const struct {
        const char *before, *keys, *commands, *line;
    } rows[] = {
        {"f2", "k", "begin; set vox.eq.2.gain += +0.5 dB", "  2      bell       freq 350 Hz  gain -2.5 dB  q 1.4\n"},
        {"f2", "j", "begin; set vox.eq.2.gain += -0.5 dB", "  2      bell       freq 350 Hz  gain -3.5 dB  q 1.4\n"},
        {"f2", "K", "begin; set vox.eq.2.gain += +3 dB", "  2      bell       freq 350 Hz  gain 0 dB  q 1.4\n"},
        {"f2", "-", "begin; set vox.eq.2.gain += -0.1 dB", "  2      bell       freq 350 Hz  gain -3.1 dB  q 1.4\n"},
        {"f2", "l", "begin; set vox.eq.2.freq 370.812 Hz", "  2      bell       freq 370.812 Hz  gain -3 dB  q 1.4\n"},
        {"f2", "12l", "begin; set vox.eq.2.freq 700 Hz", "  2      bell       freq 700 Hz  gain -3 dB  q 1.4\n"},
        {"f2", "h", "begin; set vox.eq.2.freq 330.356 Hz", "  2      bell       freq 330.356 Hz  gain -3 dB  q 1.4\n"},
        {"f2", ">", "begin; set vox.eq.2.q 1.571", "  2      bell       freq 350 Hz  gain -3 dB  q 1.571\n"},
        {"f2", "<lt>", "begin; set vox.eq.2.q 1.247", "  2      bell       freq 350 Hz  gain -3 dB  q 1.247\n"},
        {"f2", "0", "reset vox.eq.2.gain", "  2      bell       freq 350 Hz  gain 0 dB  q 1.4\n"},
        {"f2", "=400 -2 2<Enter>", "begin; set vox.eq.2.freq 400; set vox.eq.2.gain -2; set vox.eq.2.q 2; end",
         "  2      bell       freq 400 Hz  gain -2 dB  q 2\n"},
        {"f2", "=1.2 kHz<Enter>", "set vox.eq.2.freq 1.2 kHz", "  2      bell       freq 1.2 kHz  gain -3 dB  q 1.4\n"},
        {"f2", "=-5<Enter>", "set vox.eq.2.gain -5", "  2      bell       freq 350 Hz  gain -5 dB  q 1.4\n"},
        {"f2", "t", "set vox.eq.2.type lowshelf", "  2      lowshelf       freq 350 Hz  gain -3 dB  q 1.4\n"},
        {"f1", "T", "set vox.eq.1.slope 36 dB/oct",
         "  1      lowcut     freq 90 Hz  slope 36 dB/oct   # out of the way\n"},
        {"f1", "k", "begin; set vox.eq.1.slope += +6 dB/oct",
         "  1      lowcut     freq 90 Hz  slope 30 dB/oct   # out of the way\n"},
        {"f2", "fcfc", "set vox.eq.2.channel left",
         "  2      bell       freq 350 Hz  gain -3 dB  q 1.4  channel left\n"},
        {"f2", "fck", "set vox.eq.2.channel left",
         "  2      bell       freq 350 Hz  gain -3 dB  q 1.4  channel left\n"},
        {"f2", "fofo", "set vox.eq.2.on off", "  2      bell       freq 350 Hz  gain -3 dB  q 1.4  on off\n"},
        {"f2", "x", "delete vox.eq.2", "!  2      bell"},
        {"", "ab", "add band vox.eq 5 bell freq 1 kHz", "  5      bell       freq 1 kHz\n"},
        {"", "al", "add band vox.eq 5 lowshelf freq 120 Hz", "  5      lowshelf   freq 120 Hz\n"},
        {"", "ah", "add band vox.eq 5 highshelf freq 8 kHz", "  5      highshelf  freq 8 kHz\n"},
        {"", "ac", "add band vox.eq 5 lowcut freq 80 Hz", "  5      lowcut     freq 80 Hz\n"},
        {"", "aC", "add band vox.eq 5 highcut freq 16 kHz", "  5      highcut    freq 16 kHz\n"},
        {"", "an", "add band vox.eq 5 notch freq 1 kHz", "  5      notch      freq 1 kHz\n"},
        {"", "at", "add band vox.eq 5 tilt freq 1 kHz", "  5      tilt       freq 1 kHz\n"},
        {"", "b", "bypass vox.eq on", "eq       bypass\n"},
        {"", "dd", "delete vox.eq", "!eq"},
        {"", "g>", "move vox.eq after comp", "comp     threshold -24 dB  ratio 3:1  attack 12 ms  makeup +3 dB\neq\n"},
        {"", "g<lt>", "move vox.eq before gate", "trim     +2.5 dB\neq\n"},
        {"", "Aclipper ceiling -2 dBFS<Enter>", "add clipper vox ceiling -2 dBFS", "clipper  ceiling -2 dBFS\n"},
        {"}", "k", "begin; set vox.comp.threshold += +0.5 dB",
         "comp     threshold -23.5 dB  ratio 3:1  attack 12 ms  makeup +3 dB\n"},
        {"}", "fa=25<Enter>", "set vox.comp.attack 25",
         "comp     threshold -24 dB  ratio 3:1  attack 25 ms  makeup +3 dB\n"},
        {"}", "fr0", "reset vox.comp.ratio", "comp     threshold -24 dB  ratio 2:1  attack 12 ms  makeup +3 dB\n"},
        {"}", "fej", "begin; set vox.comp.release 94.384 ms",
         "comp     threshold -24 dB  ratio 3:1  attack 12 ms  release 94.384 ms  makeup +3 dB\n"},
        {"}", "fdfd", "set vox.comp.detector rms",
         "comp     threshold -24 dB  ratio 3:1  attack 12 ms  makeup +3 dB  detector rms\n"},
        {"}", ")j", "begin; set vox.comp.ratio 2.832:1",
         "comp     threshold -24 dB  ratio 2.832:1  attack 12 ms  makeup +3 dB\n"},
        {"}", "x", "delete vox.comp", "!comp     threshold -24"},
        {"}}", "b", "bypass vox.deesser off", "deesser  range 4 dB\n"},
        {"}}}f2", "l", "begin; set vox.multiband.2.upto 1059.463 Hz", "  2      upto 1059.463 Hz  threshold -30 dB"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        Bench bench;
        bool gone = rows[i].line[0] == '!';
        open_strip(&bench);
        bench_type(&bench, rows[i].before, "");
        char *before = text_of(&bench);
        print_message("%s%s\n", rows[i].before, rows[i].keys);
        bench_type(&bench, rows[i].keys, rows[i].commands);
        char *after = text_of(&bench);
        if (has_line(after, rows[i].line + gone) == gone || strcmp(before, after) == 0)
            fail_msg("%s%s: it is now:\n%s", rows[i].before, rows[i].keys, after);
        expect_loads(after);
        free(after);
        bench_type_only(&bench, "u");
        bench_settle(&bench);
        after = text_of(&bench);
        assert_string_equal(after, before);
        free(after);
        free(before);
        bench_close(&bench);
    }
}

/* What is selected follows what is there: what was added, the neighbour of what was deleted, the same kind elsewhere.
 */
static void test_the_selection_follows(void **state)
{
    Bench bench;
    (void)state;
    open_strip(&bench);
    View *view = &bench.desk->view;
    const Strip *vox = model_strip(desk_model(bench.desk), "vox");
    assert_string_equal(chain_processor(view, vox)->kind_word, "eq");
    bench_type_only(&bench, "ac=90<Enter>");
    bench_settle(&bench);
    assert_int_equal(view->chain.label, 5);
    bench_type(&bench, "", "add band vox.eq 5 lowcut freq 80 Hz; set vox.eq.5.freq 90");
    bench_type(&bench, "x", "delete vox.eq.5");
    assert_int_equal(view->chain.label, 4);
    bench_type(&bench, "(((", "");
    assert_int_equal(view->chain.label, 1);
    bench_type(&bench, "Asaturate<Enter>", "add saturate vox");
    assert_string_equal(chain_processor(view, view_strip(view, desk_model(bench.desk)))->kind_word, "saturate");
    bench_type(&bench, "dd", "delete vox.saturate");
    assert_string_equal(chain_processor(view, view_strip(view, desk_model(bench.desk)))->kind_word, "multiband");
    bench_type(&bench, "{{", "");
    assert_string_equal(chain_processor(view, view_strip(view, desk_model(bench.desk)))->kind_word, "comp");
    bench_type(&bench, "<C-n>k", "begin; set synth.comp.threshold += +0.5 dB");
    bench_type(&bench, "<Backspace>", "end");
    assert_int_equal(bench.desk->screen, SCREEN_MIXER);
    bench_type(&bench, "k", "begin; set synth.fader += +0.5 dB");
    bench_close(&bench);
}

/* What can be done where there is nothing yet is said whole at the least size. */
static void test_strips_without_a_chain(void **state)
{
    Bench bench;
    (void)state;
    open_strip(&bench);
    bench_type(&bench, ":select bare<Enter>", "");
    assert_string_equal(bench_row(&bench, 12), "    bare has no processor yet.");
    assert_string_equal(bench_row(&bench, 13), "    A adds one, P loads a preset; ab al ah ac bring an equalizer.");
    bench_type_only(&bench, "P");
    assert_string_equal(bench.desk->prompt.text, "preset load bare ");
    bench_type_only(&bench, "<Esc>A");
    assert_int_equal(bench.desk->prompt.kind, PROMPT_PROCESSOR);
    bench_type(&bench, "mul<Tab><Enter>", "add multiband bare ");
    const Strip *bare = model_strip(desk_model(bench.desk), "bare");
    assert_string_equal(bare->processors[0].kind_word, "multiband");
    bench_type(&bench, ":select band<Enter>", "");
    assert_string_equal(bench_row(&bench, 12), "    band is a VCA: it moves faders, and no sound passes it.");
    bench_close(&bench);
}

/* A low cut on a strip without an equalizer: both come, and go, together. */
static void test_a_band_brings_its_equalizer(void **state)
{
    Bench bench;
    (void)state;
    bench_open_song(&bench, &(FakeSessionSetup){.text = STRIP_SONG_TEXT});
    char *before = text_of(&bench);
    bench_type(&bench, "2le", "");
    assert_string_equal(bench.desk->message, "bare has no equalizer; ab al ah ac aC an at add one with its first band");
    bench_type(&bench, "ac", "begin; add eq bare; add band bare.eq 1 lowcut freq 80 Hz; end");
    bench_type(&bench, "=120<Enter>", "set bare.eq.1.freq 120");
    char *after = text_of(&bench);
    assert_true(has_line(after, "  1      lowcut     freq 120 Hz\n"));
    expect_loads(after);
    free(after);
    bench_type_only(&bench, "uu");
    bench_settle(&bench);
    after = text_of(&bench);
    assert_string_equal(after, before);
    free(after);
    free(before);
    bench_close(&bench);
}

/* Keys that have nothing to do say so, and send nothing. */
static void test_keys_without_anything_to_do(void **state)
{
    static const struct {
        const char *keys, *said;
    } rows[] = {
        {"{{{", "gate is the first of the chain"},
        {"k", ""},
        {"g<lt>", "gate is the first of the chain"},
        {">", "gate has no q"},
        {"t", "gate has no type"},
        {"fz", "gate has no parameter at fz"},
        {"f3", "gate has no band 3"},
        {"S", "gate has no solo"},
        {"}f9", "eq has no band 9"},
        {"f1>", ""},
        {"<C-n><C-n>k", "bare has no processor here; A adds one"},
        {"dd", "bare has no processor here; A adds one"},
        {"<C-n><C-n><C-n>ab", "band is a VCA: no sound passes it"},
    };
    Bench bench;
    (void)state;
    open_strip(&bench);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        bench_type_only(&bench, rows[i].keys);
        if (*rows[i].said && strcmp(bench.desk->message, rows[i].said) != 0)
            fail_msg("%s: %s", rows[i].keys, bench.desk->message);
        bench_settle(&bench);
    }
    bench_close(&bench);
}

/* A kind without a single parameter. */
static void test_a_processor_without_parameters(void **state)
{
    static const char *const keys[] = {"k", ")", "0", "fa", "<lt>", "h", "t", "T", "=", "S", "f1"};
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "<Enter>}", "");
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        bench_type_only(&bench, keys[i]);
    bench_settle(&bench);
    bench_type_only(&bench, ")");
    assert_string_equal(bench.desk->message, "shape has no parameters");
    bench_close(&bench);
}

/* A curve is computed when it is another one, not with each frame. */
static void test_curves_are_kept(void **state)
{
    Bench bench;
    (void)state;
    bench_open(&bench);
    bench_type(&bench, "<Enter>}", "");
    bench_row(&bench, 0);
    unsigned before = shape_kind_calls;
    assert_true(before > 0);
    for (int i = 0; i < 10; i++)
        bench_row(&bench, 0);
    assert_int_equal(shape_kind_calls, before);
    assert_int_equal(canvas_resize(&bench.desk->canvas, 200, 60), STATUS_OK);
    bench_row(&bench, 0);
    assert_true(shape_kind_calls > before);
    bench_close(&bench);
}

/* The ears' own: neither in the file nor in the history. */
static void test_listening(void **state)
{
    Bench bench;
    (void)state;
    open_strip(&bench);
    bench_type(&bench, "}fsfs", "listen vox.comp on");
    bench_say(&bench, "state heard vox.comp.listen");
    bench_type(&bench, "fs", "listen vox.comp off");
    bench_type(&bench, "B", "compare vox.comp");
    bench_type(&bench, "}}f2S", "solo vox.multiband.2 on");
    bench_close(&bench);
}

/* Letters are made of keys: first letters first, each once. */
static void test_letters(void **state)
{
    static const struct {
        const char *kind, *letters;
    } rows[] = {{"comp", "traekmdwolinhbygsx"}, {"eq", "tfgqscohraeplui"}};
    char letters[CHAIN_ROWS_MAX];
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const ProcessorKind *kind = catalogue_find(rows[i].kind);
        memset(letters, 0, sizeof letters);
        chain_letters_fill(kind, letters);
        assert_string_equal(letters, rows[i].letters);
    }
    for (int i = 0; catalogue_at(i); i++) {
        chain_letters_fill(catalogue_at(i), letters);
        for (int row = 0; row < chain_row_count(catalogue_at(i)); row++) {
            assert_in_range(letters[row], 'a', 'z');
            for (int other = 0; other < row; other++)
                assert_int_not_equal(letters[row], letters[other]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_strip_at_every_size),
        cmocka_unit_test(test_graphs_of_dynamics),
        cmocka_unit_test(test_pictures_of_the_others),
        cmocka_unit_test(test_the_history_of_reduction),
        cmocka_unit_test(test_the_spectrum_between_bands),
        cmocka_unit_test(test_every_key_that_edits),
        cmocka_unit_test(test_the_selection_follows),
        cmocka_unit_test(test_a_band_brings_its_equalizer),
        cmocka_unit_test(test_keys_without_anything_to_do),
        cmocka_unit_test(test_listening),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_strips_without_a_chain),
        cmocka_unit_test(test_curves_are_kept),
        cmocka_unit_test(test_a_processor_without_parameters),
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    shape_kind_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
