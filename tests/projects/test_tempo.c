/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bars and seconds, by a twin that walks the marks from the first one on, with bars of any signature cut short. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audio/base/buffer.h"
#include "projects/document/document.h"
#include "tests/projects/generate.h"

enum { ROUNDS = 400, MARKS_MAX = 40, ASKED = 200 };

typedef struct Walk { /* the mark that is in force, and where it begins */
    double seconds, quarters;
    int bar;
    const TempoMark *mark;
} Walk;

static double bar_quarters(const TempoMark *mark)
{
    return mark->beats * (4.0 / mark->beat_unit);
}

static double walk_seconds(const Walk *walk, const TimeValue *time)
{
    double quarters = (time->bar - walk->bar) * bar_quarters(walk->mark) +
                      (time->beat - 1 + time->tick / 960) * (4.0 / walk->mark->beat_unit);
    return walk->seconds + (quarters - walk->quarters) * 60 / walk->mark->bpm;
}

static double walk_to(const Model *model, const Walk *walk, const TimeValue *at)
{
    return at->unit == TIME_FRAMES    ? (double)at->frames / model->rate_hz
           : at->unit == TIME_SECONDS ? at->seconds
                                      : walk_seconds(walk, at);
}

static void walk_on(Walk *walk, const TempoMark *next, double seconds)
{
    const TempoMark *mark = walk->mark;
    double quarters = walk->quarters + (seconds - walk->seconds) * mark->bpm / 60, bar = bar_quarters(mark);
    double whole = floor(quarters / bar + 1e-9), rest = quarters - whole * bar;
    walk->bar += (int)whole;
    walk->quarters = rest < 1e-7 ? 0 : rest;
    if (next->beats != mark->beats || next->beat_unit != mark->beat_unit) {
        walk->bar += walk->quarters > 0;
        walk->quarters = 0;
    }
    walk->seconds = seconds;
    walk->mark = next;
}

/* A new mark counts where what is asked for does not come before it by the count so far. */
static int64_t twin_frame(const Model *model, const TimeValue *time)
{
    Walk walk = {0, 0, 1, &model->tempo[0]};
    for (int i = 1; i < model->tempo_count; i++) {
        double at = walk_to(model, &walk, &model->tempo[i].at);
        if (at > walk_seconds(&walk, time) || at < walk.seconds)
            break;
        walk_on(&walk, &model->tempo[i], at);
    }
    return (int64_t)floor(walk_seconds(&walk, time) * model->rate_hz + 0.5);
}

static double twin_tempo(const Model *model, int64_t frame)
{
    Walk walk = {0, 0, 1, &model->tempo[0]};
    for (int i = 1; i < model->tempo_count; i++) {
        double at = walk_to(model, &walk, &model->tempo[i].at);
        if (at > (double)frame / model->rate_hz || at < walk.seconds)
            break;
        walk_on(&walk, &model->tempo[i], at);
    }
    return walk.mark->bpm;
}

/* Marks in bars, beats, seconds and frames, mostly one behind the other, sometimes at one place or out of order. */
static Document *make_song(Random *random)
{
    Buffer text = {0};
    Document *document = NULL;
    ProblemList problems = {0};
    int bar = 1, marks = 1 + (int)random_below(random, MARKS_MAX);
    buffer_append_text(&text, "ttymix 1\nrate 48000 Hz\n[tempo]\n1|1 120 bpm 4/4\n");
    for (int i = 1; i < marks; i++) {
        int bpm = 40 + (int)random_below(random, 200), beats = 2 + (int)random_below(random, 6);
        bar += (int)random_below(random, 4);
        switch (random_below(random, 6)) {
        case 0: buffer_append_format(&text, "%d.%ds", bar * 2, (int)random_below(random, 10)); break;
        case 1: buffer_append_format(&text, "%d frames", bar * 96000 + (int)random_below(random, 9000)); break;
        case 2:
            buffer_append_format(&text, "%d|%d|%d", bar, 1 + (int)random_below(random, 4),
                                 (int)random_below(random, 960));
            break;
        default: buffer_append_format(&text, "%d|%d", bar, 1 + (int)random_below(random, 3)); break;
        }
        buffer_append_format(&text, " %d bpm", bpm);
        if (random_below(random, 3) == 0)
            buffer_append_format(&text, " %d/%d", beats, random_below(random, 2) ? 4 : 8);
        buffer_append_text(&text, "\n");
    }
    assert_int_equal(document_parse(&document, "song.mix", text.bytes, text.length, NULL, NULL, &problems), STATUS_OK);
    assert_int_equal(problems.errors, 0);
    problems_clear(&problems);
    buffer_clear(&text);
    return document;
}

static void test_every_place_is_where_walking_finds_it(void **state)
{
    (void)state;
    Random random = {11};
    int cut = 0;
    for (int round = 0; round < ROUNDS; round++) {
        Document *document = make_song(&random);
        const Model *model = document_model(document);
        cut += model->tempo_in_force < model->tempo_count;
        for (int i = 0; i < ASKED; i++) {
            TimeValue time = {.unit = TIME_BARS,
                              .bar = 1 + (int)random_below(&random, 90),
                              .beat = 1 + (int)random_below(&random, i % 10 ? 4 : 40),
                              .tick = random_below(&random, 3) ? 0 : random_below(&random, 960)};
            int64_t frame = twin_frame(model, &time);
            assert_int_equal(model_frame_of_time(model, &time), frame);
            assert_true(model_tempo_at(model, frame) == twin_tempo(model, frame));
        }
        for (int i = 0; i < model->tempo_count; i++)
            if (model->tempo[i].at.unit == TIME_BARS)
                assert_int_equal(model_frame_of_time(model, &model->tempo[i].at),
                                 twin_frame(model, &model->tempo[i].at));
        document_free(document);
    }
    assert_true(cut > 0); /* marks that come before the one above them were tried as well */
}

static void test_bars_come_back(void **state)
{
    (void)state;
    Random random = {12};
    for (int round = 0; round < ROUNDS; round++) {
        Document *document = make_song(&random);
        const Model *model = document_model(document);
        for (int i = 0; i < ASKED; i++) {
            TimeValue time = {.unit = TIME_BARS};
            int64_t frame = (int64_t)random_below(&random, 48000 * 100);
            model_bars_of_frame(model, frame, &time.bar, &time.beat, &time.tick);
            assert_in_range((uintmax_t)(model_frame_of_time(model, &time) - frame + 1), 0, 2);
        }
        document_free(document);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_place_is_where_walking_finds_it),
        cmocka_unit_test(test_bars_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
