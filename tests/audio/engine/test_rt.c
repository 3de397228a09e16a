/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The audio thread under a trap, while another thread edits, swaps plans, seeks, loops and reads meters. Clean under
 * ThreadSanitizer, too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <cmocka.h>

#include "tests/audio/engine/desk.h"
#ifdef WITH_TRAP
#include "tests/audio/engine/rt_trap.h"
#else
static void rt_trap_enter(void)
{
}
static const char *rt_trap_leave(void)
{
    return NULL;
}
#endif

enum { EDITS = 400 };

typedef struct Audio {
    Engine *engine;
    atomic_bool quits;
    const char *caught;
    bool infinite;
    long blocks;
} Audio;

static void *play(void *context)
{
    Audio *audio = context;
    float left[4096], right[4096];
    uint32_t random = 99;
    while (!atomic_load(&audio->quits)) {
        int frames = 1 + (int)(desk_random(&random) % 300);
        rt_trap_enter();
        engine_process(audio->engine, (float *[2]){left, right}, frames);
        const char *caught = rt_trap_leave();
        audio->caught = caught ? caught : audio->caught;
        for (int i = 0; i < frames; i++)
            audio->infinite |= !isfinite(left[i]) || !isfinite(right[i]);
        audio->blocks++;
    }
    return NULL;
}

static Desk *desk_to_edit(void)
{
    Desk *desk = desk_new(48000);
    int bus = desk_add_bus(desk, STRIP_BUS), verb = desk_add_bus(desk, STRIP_RETURN);
    desk_add_processor(desk, verb, "techo", 0);
    for (int t = 0; t < 8; t++) {
        int s = desk_add_track(desk, 1 + t % 2, 100000);
        desk->strip[s].out = t % 3 ? bus : 0;
        desk_add_send(desk, s, verb, (Tap)(t % 3), -10);
        desk_add_processor(desk, s, "tgain", -3);
        if (t % 2)
            desk_add_processor(desk, s, "tlag", 50 * t);
    }
    return desk;
}

static void disturb(Desk *desk, Engine *engine, uint32_t *random)
{
    static LanePoint points[] = {{0, -10, SHAPE_HOLD, 0}, {50000, 0, SHAPE_LINEAR, 0}};
    static uint32_t uid = 5000;
    int s = 3 + (int)(desk_random(random) % 8);
    StripSpec *strip = &desk->strip[s];
    switch (desk_random(random) % 10) {
    case 0: strip->fader_db = (ControlSpec){-(double)(desk_random(random) % 30)}; break;
    case 1: strip->fader_db = (ControlSpec){0, LANE_READ, points, 2}; break;
    case 2:
        if (strip->processor_count < 5)
            desk_add_processor(desk, s, desk_random(random) % 2 ? "tgain" : "techo", 0)->uid = uid++;
        break;
    case 3: strip->processor_count -= strip->processor_count > 0; break;
    case 4: strip->out = strip->out ? 0 : 1; break;
    case 5: engine_locate(engine, desk_random(random) % 90000); break;
    case 6: engine_set_loop(engine, desk_random(random) % 2, 1000, 1000 + desk_random(random) % 50000); break;
    case 7:
        if (desk_random(random) % 2)
            engine_stop(engine);
        engine_play(engine);
        break;
    case 8:
        desk->processor[s][0].bypass.value = 1 - desk->processor[s][0].bypass.value;
        desk->value[s][0][1] = desk_random(random) % 100;
        break;
    case 9:
        engine_set_monitor(engine, &(MonitorSpec){.dim = desk_random(random) % 2,
                                                  .listen = (MonitorListen)(desk_random(random) % 3),
                                                  .listen_uid = desk_random(random) % 12,
                                                  .sides = (MonitorSides)(desk_random(random) % 4),
                                                  .band_low_hz = desk_random(random) % 2 ? 200 : 0,
                                                  .band_high_hz = 800,
                                                  .audition = &auditions[desk_random(random) % 8]});
        break;
    }
}

static void test_nothing_forbidden_happens_while_everything_changes(void **state)
{
    (void)state;
    Desk *desk = desk_to_edit();
    Audio audio = {0};
    Error error;
    EngineSetup setup = {.rate_hz = 48000, .meters = true};
    assert_int_equal(engine_new(&audio.engine, &setup, &desk->spec, &error), STATUS_OK);
    pthread_t thread;
    uint32_t random = 7;
    engine_play(audio.engine);
    assert_int_equal(pthread_create(&thread, NULL, play, &audio), 0);
    float tap[2 * 1024];
    int refused = 0;
    for (int i = 0; i < EDITS; i++) {
        const MeterFrame *frame;
        EngineState now;
        disturb(desk, audio.engine, &random);
        Status status = engine_apply(audio.engine, &desk->spec, &error);
        refused += status != STATUS_OK;
        if (status != STATUS_OK)
            assert_int_equal(status, STATUS_BUSY);
        engine_poll(audio.engine);
        engine_meters(audio.engine, &frame);
        engine_tap_read(audio.engine, tap, 1024);
        engine_state(audio.engine, &now);
        nanosleep(&(struct timespec){0, 1000000}, NULL);
    }
    atomic_store(&audio.quits, true);
    pthread_join(thread, NULL);
    assert_true(audio.blocks > EDITS / 10);
    assert_true(refused < EDITS / 10);
    assert_null(audio.caught);
    assert_false(audio.infinite);
    engine_free(audio.engine);
    desk_free(desk);
}

#ifdef WITH_TRAP
static bool read_with_malloc(Stream *stream, int64_t from, int frames, float *const *out, bool wait)
{
    (void)stream;
    (void)from;
    (void)wait;
    void *volatile planted = malloc(10);
    free(planted);
    memset(out[0], 0, (size_t)frames * sizeof(float));
    return true;
}

static void test_the_trap_catches_a_planted_call(void **state)
{
    (void)state;
    static const StreamOps ops = {read_with_malloc};
    Desk *desk = desk_new(48000);
    int t = desk_add_track(desk, 1, 1000);
    desk->tone[t].stream.ops = &ops;
    Engine *engine;
    Error error;
    EngineSetup setup = {.rate_hz = 48000};
    float left[64], right[64];
    assert_int_equal(engine_new(&engine, &setup, &desk->spec, &error), STATUS_OK);
    engine_play(engine);
    rt_trap_enter();
    engine_process(engine, (float *[2]){left, right}, 64);
    assert_string_equal(rt_trap_leave(), "malloc");
    engine_free(engine);
    desk_free(desk);
}
#endif

static int set_up(void **state)
{
    (void)state;
    desk_register();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_forbidden_happens_while_everything_changes),
#ifdef WITH_TRAP
        cmocka_unit_test(test_the_trap_catches_a_planted_call),
#endif
    };
    return cmocka_run_group_tests(tests, set_up, NULL);
}
