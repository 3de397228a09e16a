/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comparing at equal loudness: what passes a bypass is heard at the level that it is given, comes and goes without a
 * click however the level changes meanwhile, and afterwards every bit is as if nobody had compared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/dsp/catalogue.h"
#include "tests/audio/engine/desk.h"

enum {
    FADE = 80,
    VALUES = 64
}; /* blocks of 64 frames; a fade takes 20 ms = 15 cells, a level falls by 0.6 dB a cell */

#define LEVEL 0.25

typedef struct Player {
    Desk *desk;
    Engine *engine;
    ProcessorSpec *processor;
    double values[VALUES];
    float last;
    double worst_step;
} Player;

static void player_open(Player *player, const char *kind_word, const char *key, double value)
{
    const ProcessorKind *kind = catalogue_find(kind_word);
    EngineSetup setup = {.rate_hz = 48000};
    Error error;
    *player = (Player){.desk = desk_new(48000)};
    int s = desk_add_track(player->desk, 2, 100000000);
    player->desk->tone[s].constant = LEVEL;
    assert_true(processor_value_count(kind) <= VALUES);
    processor_values_init(kind, player->values);
    player->values[processor_value_index(kind, -1, key)] = value;
    player->processor = desk_add_processor(player->desk, s, "tgain", 0);
    player->processor->kind = kind;
    player->processor->values = player->values;
    assert_int_equal(engine_new(&player->engine, &setup, &player->desk->spec, &error), STATUS_OK);
    engine_play(player->engine);
}

static void player_close(Player *player)
{
    engine_free(player->engine);
    desk_free(player->desk);
}

static void compare(Player *player, double bypass, double db)
{
    Error error;
    player->processor->bypass.value = bypass;
    player->processor->bypass_db.value = db;
    assert_int_equal(engine_apply(player->engine, &player->desk->spec, &error), STATUS_OK);
}

static void play(Player *player, int blocks)
{
    player->worst_step = desk_worst_step(player->engine, blocks, &player->last);
}

static void expect(Player *player, double wanted, const char *what)
{
    play(player, FADE);
    if (fabs((double)player->last - wanted) > 2e-6)
        fail_msg("%s: %g is heard, not %g", what, (double)player->last, wanted);
    /* The longest way is LEVEL * 4 in a line over 960 frames; two of them at once at the most. */
    if (player->worst_step > 2 * LEVEL * 4 / 960)
        fail_msg("%s: %s: a click of %g", player->processor->kind->kind, what, player->worst_step);
}

static double lin(double db)
{
    return pow(10, db / 20);
}

/* A gain of -6 dB: bypassed at its level, at others, level changed while it is bypassed, both at once. */
static void check_kind(const char *kind, const char *key, double value, double processed)
{
    Player player, untouched;
    player_open(&player, kind, key, value);
    player_open(&untouched, kind, key, value);
    play(&player, 200);
    play(&untouched, 200);
    expect(&player, processed, "processed");
    compare(&player, 1, -6);
    expect(&player, LEVEL * lin(-6), "bypassed at -6 dB");
    compare(&player, 1, 12);
    expect(&player, LEVEL * lin(12), "raised to +12 dB while bypassed");
    compare(&player, 1, -20);
    expect(&player, LEVEL * lin(-20), "lowered to -20 dB");
    compare(&player, 0, -20);
    expect(&player, processed, "processed again");
    compare(&player, 1, 9);
    expect(&player, LEVEL * lin(9), "bypassed at +9 dB");
    compare(&player, 0, 0);
    expect(&player, processed, "both taken back at once");
    compare(&player, 1, 0);
    expect(&player, LEVEL, "a plain bypass");
    compare(&player, 0, 0);
    play(&player, 200);
    play(&untouched, 200 + 9 * FADE);
    assert_memory_equal(&player.last, &untouched.last, sizeof player.last);
    player_close(&player);
    player_close(&untouched);
}

static void test_levels(void **state)
{
    (void)state;
    check_kind("gain", "level", -6, LEVEL * lin(-6));
    check_kind("comp", "mix", 50, LEVEL);             /* a dry share of its own */
    check_kind("limiter", "gain", 6, LEVEL * lin(6)); /* latency: what passes is delayed */
}

/* The same where nothing glides: half the level, sample by sample, behind the delay of the dry path. */
static void test_noise_is_scaled_exactly(void **state)
{
    (void)state;
    enum { FRAMES = 4000 };
    static float plain[2][FRAMES], lowered[2][FRAMES];
    for (int i = 0; i < 2; i++) {
        Desk *desk = desk_new(48000);
        int s = desk_add_track(desk, 2, FRAMES);
        ProcessorSpec *processor = desk_add_processor(desk, s, "tlag", 100);
        processor->bypass.value = 1;
        processor->bypass_db.value = i ? -6.0205999132796239 : 0;
        desk_bounce(desk, 1, 0, FRAMES, i ? lowered[0] : plain[0], i ? lowered[1] : plain[1]);
        desk_free(desk);
    }
    for (int f = 0; f < FRAMES; f++)
        for (int c = 0; c < 2; c++)
            assert_true(fabs((double)plain[c][f] * 0.5 - (double)lowered[c][f]) < 1e-7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_levels), cmocka_unit_test(test_noise_is_scaled_exactly)};
    desk_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
