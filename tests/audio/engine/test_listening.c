/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Switches for the ears alone (key listen, delta, unity gain, soloed bands) in a desk that plays: what is heard is what
 * mathematics says of a constant, they come and go without a click, and afterwards every bit is as if they had never
 * been. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/dsp/catalogue.h"
#include "tests/audio/engine/desk.h"

enum { SETTLE = 1500, FADE = 16, VALUES = 160 }; /* blocks of 64 frames; a fade takes 20 ms = 15 cells */

#define LEVEL 0.25

typedef struct Case {
    const char *kind, *listens; /* the row, of `band` where that is not negative */
    int band;
    struct {
        const char *key;
        double value;
    } given[3];
    double off, on; /* what is heard of a constant of LEVEL */
} Case;

/* 20 log10(0.25) = -12.04 dB lies 35.96 dB above a threshold of -48 dB: at 2:1 it loses half of that, and 0.03155 is
 * left.  A detector behind a low cut hears nothing of a constant. */
static const Case cases[] = {
    {"comp", "listen", -1, {{"threshold", -48}, {"knee", 0}, {"key-lowcut", 200}}, LEVEL, 0},
    {"comp", "listen", -1, {{"threshold", -48}, {"knee", 0}, {"mix", 50}}, 0.5 * (LEVEL + 0.03155), LEVEL},
    {"gate", "listen", -1, {{"threshold", -6}, {"range", 80}}, 0, LEVEL},
    {"deesser", "listen", -1, {{"threshold", -20}}, LEVEL, 0},
    {"limiter", "delta", -1, {{"gain", 20}, {"ceiling", -6.0206}}, 0.5, 10 * LEVEL - 0.5},
    {"limiter", "unity", -1, {{"gain", 20}, {"ceiling", -6.0206}}, 0.5, 0.05},
    {"multiband", "solo", 1, {{"mix", 100}}, LEVEL, 0},
    {"multiband", "solo", 0, {{"mix", 40}}, LEVEL, LEVEL},
};

typedef struct Player {
    Desk *desk;
    Engine *engine;
    double values[VALUES];
    float last;
    double worst_step;
} Player;

static int index_of(const Case *one, const char *key, int band)
{
    int index = processor_value_index(catalogue_find(one->kind), band, key);
    assert_true(index >= 0 && index < VALUES);
    return index;
}

static void player_open(Player *player, const Case *one)
{
    const ProcessorKind *kind = catalogue_find(one->kind);
    EngineSetup setup = {.rate_hz = 48000};
    Error error;
    *player = (Player){.desk = desk_new(48000)};
    int s = desk_add_track(player->desk, 2, 100000000);
    player->desk->tone[s].constant = LEVEL;
    assert_true(processor_value_count(kind) <= VALUES);
    processor_values_init(kind, player->values);
    for (int i = 0; kind->band_max && i < 3; i++)
        player->values[processor_value_index(kind, i, "on")] = 1;
    for (int i = 0; i < 3 && one->given[i].key; i++)
        player->values[index_of(one, one->given[i].key, -1)] = one->given[i].value;
    ProcessorSpec *spec = desk_add_processor(player->desk, s, "tgain", 0);
    spec->kind = kind;
    spec->values = player->values;
    assert_int_equal(engine_new(&player->engine, &setup, &player->desk->spec, &error), STATUS_OK);
    engine_play(player->engine);
}

static void player_close(Player *player)
{
    engine_free(player->engine);
    desk_free(player->desk);
}

static void switch_to(Player *player, const Case *one, double value)
{
    Error error;
    player->values[index_of(one, one->listens, one->band)] = value;
    assert_int_equal(engine_apply(player->engine, &player->desk->spec, &error), STATUS_OK);
}

static void play(Player *player, int blocks)
{
    player->worst_step = desk_worst_step(player->engine, blocks, &player->last);
}

static void test_what_is_heard(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const Case *one = &cases[i];
        Player player, untouched;
        player_open(&player, one);
        player_open(&untouched, one);
        play(&player, SETTLE);
        play(&untouched, SETTLE);
        if (fabs((double)player.last - one->off) > 0.002)
            fail_msg("%s: %g is heard, not %g", one->kind, (double)player.last, one->off);
        switch_to(&player, one, 1);
        play(&player, SETTLE);
        if (fabs((double)player.last - one->on) > 0.002)
            fail_msg("%s %s: %g is heard, not %g", one->kind, one->listens, (double)player.last, one->on);
        /* A straight line over 960 frames from one constant to the other; a filter that rings at the most doubles the
         * step. */
        double way = fabs(one->on - one->off) > LEVEL ? fabs(one->on - one->off) : LEVEL;
        if (player.worst_step > 2 * way / 960)
            fail_msg("%s %s: a click of %g", one->kind, one->listens, player.worst_step);
        switch_to(&player, one, 0);
        play(&player, FADE);
        if (player.worst_step > 2 * way / 960)
            fail_msg("%s %s: a click of %g at the end", one->kind, one->listens, player.worst_step);
        play(&player, FADE); /* an idle multiband fades its bands out behind the solo */
        play(&untouched, SETTLE + 2 * FADE);
        assert_memory_equal(&player.last, &untouched.last, sizeof player.last);
        player_close(&player);
        player_close(&untouched);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_heard)};
    desk_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
