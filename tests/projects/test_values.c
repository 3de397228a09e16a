/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and times: the shortest text that reads back, in the unit typed; bars against arithmetic by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "projects/document/document.h"
#include "projects/model/facts.h"
#include "projects/model/recording.h"
#include "projects/text/number.h"
#include "projects/text/timevalue.h"
#include "tests/projects/generate.h"
#include "tests/projects/kinds.h"

static void test_numbers_are_short_and_read_back(void **state)
{
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},
                 {1, "1"},
                 {-4.5, "-4.5"},
                 {0.1, "0.1"},
                 {0.07, "0.07"},
                 {-0.025, "-0.025"},
                 {100, "100"},
                 {192000, "192000"},
                 {1234.5, "1234.5"},
                 {0.30000000000000004, "0.30000000000000004"},
                 {1e21, "1e21"},
                 {1.5e-10, "1.5e-10"},
                 {1e-9, "0.000000001"},
                 {123456789012345680.0, "123456789012345680"}};
    char text[NUMBER_TEXT_MAX];
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(number_format(cases[i].value, 0, text), strlen(cases[i].text));
        assert_string_equal(text, cases[i].text);
    }
}

static void test_rounding_for_the_eye(void **state)
{
    static const struct {
        double value;
        int decimals;
        double rounded;
    } cases[] = {
        {-4.5, 3, -4.5},   {0.30000000000000004, 3, 0.3}, {12345.6789, 3, 12345.679}, {-0.0004, 3, 0}, {2.5, 0, 2},
        {1e300, 9, 1e300}, {INFINITY, 3, INFINITY}};
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++)
        assert_true(number_round(cases[i].value, cases[i].decimals) == cases[i].rounded);
    assert_false(signbit(number_round(-0.0004, 3)));
}

static void test_any_double_reads_back(void **state)
{
    Random random = {42};
    char text[NUMBER_TEXT_MAX];
    (void)state;
    for (int i = 0; i < 200000; i++) {
        uint64_t bits = (uint64_t)random_below(&random, 1u << 31) << 33 ^
                        (uint64_t)random_below(&random, 1u << 31) << 10 ^ random_below(&random, 1024);
        double value, again = 0;
        size_t used = 0;
        memcpy(&value, &bits, sizeof value);
        if (i % 2)
            value = ((int)random_below(&random, 2000000) - 1000000) / 1000.0;
        if (!isfinite(value) || value == 0)
            continue;
        int length = number_format(value, 0, text);
        assert_true(length < NUMBER_TEXT_MAX);
        assert_int_equal(number_read(text, (size_t)length, 0, &again, &used), NUMBER_FINE);
        assert_int_equal(used, length);
        assert_memory_equal(&value, &again, sizeof value);
        if (fabs(value) > 1e-290 && fabs(value) < 1e290) { /* the same through kHz and s */
            length = number_format(value, -3, text);
            assert_int_equal(number_read(text, (size_t)length, 3, &again, &used), NUMBER_FINE);
            assert_memory_equal(&value, &again, sizeof value);
        }
    }
}

static void test_values_look_as_in_the_format(void **state)
{
    const ParamInfo *fader = &strip_facts[FACT_FADER], *trim = &strip_facts[FACT_TRIM], *pan = &strip_facts[FACT_PAN],
                    *ratio = &test_comp_rows[1], *attack = &test_comp_rows[2], *freq = &test_eq_bands[1],
                    *slope = &test_eq_bands[4], *width = &strip_facts[FACT_WIDTH];
    const struct {
        const ParamInfo *param;
        double value;
        const char *text;
    } cases[] = {{fader, -4.5, "-4.5 dB"},
                 {fader, 0, "0 dB"},
                 {fader, -INFINITY, "-inf dB"},
                 {trim, 2.5, "+2.5 dB"},
                 {pan, 0, "C"},
                 {pan, -10, "L 10 %"},
                 {pan, 5, "R 5 %"},
                 {ratio, 3, "3:1"},
                 {ratio, INFINITY, "inf:1"},
                 {ratio, 1.5, "1.5:1"},
                 {attack, 12, "12 ms"},
                 {attack, 0.5, "0.5 ms"},
                 {freq, 350, "350 Hz"},
                 {freq, 9000, "9 kHz"},
                 {freq, 3200, "3.2 kHz"},
                 {freq, 1234, "1234 Hz"},
                 {freq, 12500, "12.5 kHz"},
                 {slope, 24, "24 dB/oct"},
                 {width, 120, "120 %"},
                 {&head_rows[HEAD_RATE], 48000, "48000 Hz"},
                 {&strip_facts[FACT_MUTE], 1, "on"},
                 {&strip_facts[FACT_POLARITY], 2, "left"},
                 {&test_limit_rows[0], -1, "-1 dBTP"}};
    char text[VALUE_TEXT_MAX];
    TokenLine line = {0};
    Trouble trouble;
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
        double again = 99;
        int next = 0;
        value_format(cases[i].param, cases[i].value, text);
        assert_string_equal(text, cases[i].text);
        token_line_cut(&line, text, strlen(text));
        assert_int_equal(value_read(cases[i].param, &line, &next, &again, &trouble), STATUS_OK);
        assert_int_equal(next, line.count);
        assert_true(again == cases[i].value);
    }
    token_line_clear(&line);
}

static TimeValue time_of(const char *text)
{
    TokenLine line = {0};
    Trouble trouble;
    TimeValue time = {TIME_SECONDS, 0, 0, 0, 0, 0};
    int next = 0;
    token_line_cut(&line, text, strlen(text));
    assert_int_equal(time_read("time", true, &line, &next, &time, &trouble), STATUS_OK);
    assert_int_equal(next, line.count);
    token_line_clear(&line);
    return time;
}

static void test_times_are_kept_in_their_unit(void **state)
{
    static const char *const places[][2] = {{"0:00", "0:00"},
                                            {"0:31.75", "0:31.75"},
                                            {"75:00", "75:00"},
                                            {"1:02", "1:02"},
                                            {"1.5 s", "0:01.5"},
                                            {"10 ms", "0:00.01"},
                                            {"48000 frames", "48000 frames"},
                                            {"17|1|0", "17|1|0"},
                                            {"17|2", "17|2|0"},
                                            {"3|4|480.5", "3|4|480.5"},
                                            {"0:59.9999999", "1:00"}};
    char text[TIME_TEXT_MAX];
    (void)state;
    for (unsigned i = 0; i < ARRAY_LEN(places); i++) {
        TimeValue time = time_of(places[i][0]);
        time_format(&time, 48000, text);
        assert_string_equal(text, places[i][1]);
    }
    TimeValue length = time_of("10 ms");
    time_format_length(&length, false, text);
    assert_string_equal(text, "10 ms");
    length = time_of("-12.5 ms");
    time_format_length(&length, true, text);
    assert_string_equal(text, "-12.5 ms");
}

static void test_every_frame_has_a_text(void **state)
{
    static const int rates[] = {8000, 44100, 48000, 96000, 192000};
    Random random = {7};
    char text[TIME_TEXT_MAX];
    (void)state;
    for (int i = 0; i < 50000; i++) {
        int rate = rates[i % 5];
        int64_t frame = (int64_t)random_below(&random, 1u << 30);
        TimeValue time = time_from_frame(frame, rate);
        time_format(&time, rate, text);
        TimeValue again = time_of(text);
        assert_true((int64_t)floor(again.seconds * rate + 0.5) == frame);
    }
}

static const char tempo_map[] = "ttymix 1\nrate 48000 Hz\n[tempo]\n0:00 120 bpm 4/4\n9|1|0 90 bpm\n13|1|0 90 bpm 6/8\n";

static void test_bars_follow_the_tempo(void **state)
{
    /* 8 bars of 4 quarters at 120: 16 s; 4 bars of 4 at 90: 10.667 s more; 6/8 at 90: a bar is 3 quarters, 2 s, an
     * eighth 1/3 s */
    static const struct {
        const char *bars;
        double seconds;
    } cases[] = {{"1|1|0", 0},
                 {"2|1|0", 2},
                 {"1|2|480", 0.75},
                 {"9|1|0", 16},
                 {"10|1|0", 16 + 8.0 / 3},
                 {"13|1|0", 16 + 32.0 / 3},
                 {"14|1|0", 16 + 32.0 / 3 + 2},
                 {"13|4|0", 16 + 32.0 / 3 + 1}};
    Document *document = NULL;
    ProblemList problems = {0};
    (void)state;
    assert_int_equal(document_parse(&document, "t", tempo_map, sizeof tempo_map - 1, NULL, NULL, &problems), STATUS_OK);
    assert_int_equal(problems.count, 0);
    const Model *model = document_model(document);
    for (unsigned i = 0; i < ARRAY_LEN(cases); i++) {
        TimeValue time = time_of(cases[i].bars);
        int64_t frame = model_frame_of_time(model, &time), expected = (int64_t)floor(cases[i].seconds * 48000 + 0.5);
        int bar, beat;
        double tick;
        assert_int_equal(frame, expected);
        model_bars_of_frame(model, frame, &bar, &beat, &tick);
        assert_int_equal(bar, time.bar);
        assert_int_equal(beat, time.beat);
        assert_true(fabs(tick - time.tick) < 0.05); /* a frame is 0.03 ticks here */
    }
    assert_true(model_tempo_at(model, 0) == 120);
    assert_true(model_tempo_at(model, 48000 * 16) == 90);
    assert_true(model_tempo_at(model, 48000 * 16 - 1) == 120);
    document_free(document);
}

static void test_the_example_reads_as_meant(void **state)
{
    static const char text[] =
        "ttymix 1\nrate 48000 Hz\n[track vox]\nclip \"a\\\"\\x41.wav\" at 0:01 offset 480 frames length 2 s gain "
        "-1.5 dB fade-in 10 ms s-curve fade-out 5 ms\npan L10%\n"
        "offset -1 ms\nteq\n 6 highshelf freq 9 kHz\n 2 bell freq 350 gain -3 dB off\ntcomp key k tap input "
        "listen\nfader -inf\ntlimit\nsend b -20 dB tap pre pan R 5 % mute\n[bus b]\n[bus k]\n[master]\n";
    Document *document = NULL;
    ProblemList problems = {0};
    (void)state;
    assert_int_equal(document_parse(&document, "t", text, sizeof text - 1, NULL, NULL, &problems), STATUS_OK);
    assert_int_equal(problems.count, 0);
    const Strip *vox = model_strip(document_model(document), "vox");
    const Clip *clip = &vox->clips[0];
    assert_string_equal(clip->path, "a\"A.wav");
    assert_int_equal(model_frame_of_time(document_model(document), &clip->at), 48000);
    assert_int_equal(clip->offset.frames, 480);
    assert_true(clip->has_length && clip->gain_db == -1.5 && clip->fade_in.shape == FADE_S_CURVE &&
                clip->fade_out.shape == FADE_LINEAR);
    assert_true(vox->fact[FACT_PAN] == -10 && vox->fact[FACT_OFFSET] == -1 && vox->fact[FACT_FADER] == -INFINITY &&
                vox->given[FACT_PAN] && !vox->given[FACT_TRIM]);
    assert_int_equal(vox->processor_count, 3);
    const Processor *eq = &vox->processors[0];
    assert_int_equal(eq->band_labels[0], 2);
    assert_int_equal(eq->band_labels[1], 6);
    assert_int_equal(eq->band_labels[2], 0);
    assert_true(eq->values[processor_value_index(eq->kind, 0, "freq")] == 350 &&
                eq->values[processor_value_index(eq->kind, 1, "freq")] == 9000);
    assert_true(eq->values[processor_value_index(eq->kind, 0, "off")] == 1 &&
                eq->values[processor_value_index(eq->kind, 0, "type")] == 1);
    assert_string_equal(vox->processors[1].key, "k");
    assert_int_equal(vox->processors[1].key_tap, 0);
    assert_false(vox->processors[1].after_fader);
    assert_true(vox->processors[2].after_fader);
    assert_true(vox->sends[0].tap == 1 && vox->sends[0].mute && vox->sends[0].pan == 5 &&
                vox->sends[0].level_db == -20);
    assert_string_equal(vox->out, "master");
    assert_true(model_pan_law_db(document_model(document), vox) == -3);
    document_free(document);
}

/* What `auto` says that it takes is what it knows. */
static void test_the_words_of_recording(void **state)
{
    char joined[128] = "";
    (void)state;
    for (int i = 0; i < RECORDING_WORDS; i++) {
        RecordingState found;
        assert_true(recording_find(recording_words[i], &found) && (int)found == i);
        snprintf(joined + strlen(joined), sizeof joined - strlen(joined), "%s%s", i ? "|" : "", recording_words[i]);
    }
    assert_null(recording_words[RECORDING_WORDS]);
    assert_string_equal(joined, RECORDING_CHOICE);
    RecordingState found = RECORDING_LATCH;
    assert_false(recording_find("", &found) || recording_find("Touch", &found) || recording_find("touche", &found));
    assert_int_equal(found, RECORDING_LATCH);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_numbers_are_short_and_read_back),
        cmocka_unit_test(test_any_double_reads_back),
        cmocka_unit_test(test_rounding_for_the_eye),
        cmocka_unit_test(test_values_look_as_in_the_format),
        cmocka_unit_test(test_times_are_kept_in_their_unit),
        cmocka_unit_test(test_every_frame_has_a_text),
        cmocka_unit_test(test_bars_follow_the_tempo),
        cmocka_unit_test(test_the_example_reads_as_meant),
        cmocka_unit_test(test_the_words_of_recording),
    };
    register_test_kinds();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
