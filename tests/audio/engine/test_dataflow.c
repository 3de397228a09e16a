/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who computes what, and when: a net of two voices, their sum and its reader, walked by three workers in random order.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audio/base/attributes.h"
#include "audio/engine/offline/dataflow.h"

enum { LEFT, RIGHT, SUM, OUT, TASKS, WORKERS = 3, RUNS = 500 };

static Step steps[TASKS];
/* Buffers 0 and 1: the voices'; 2: the sum's. */
static StepUse uses[] = {{LEFT, 0, true}, {RIGHT, 1, true}, {SUM, 0, false},
                         {SUM, 1, false}, {SUM, 2, true},   {OUT, 2, false}};

static void make(Dataflow *flow, int slots)
{
    Plan plan = {.steps = steps, .step_count = TASKS, .uses = uses, .use_count = ARRAY_LEN(uses)};
    plan.setup.slots = slots;
    for (int i = 0; i < TASKS; i++)
        steps[i].heavy = true;
    assert_int_equal(dataflow_init(flow, &plan), STATUS_OK);
}

static void expect_claim(Dataflow *flow, int worker, int task, int64_t run)
{
    int64_t claimed_run = -1;
    assert_int_equal(dataflow_claim(flow, worker, &claimed_run), task);
    assert_int_equal(claimed_run, run);
}

static void test_a_worker_gets_its_own_first(void **state)
{
    (void)state;
    Dataflow flow;
    int64_t run;
    make(&flow, 2);
    expect_claim(&flow, 0, LEFT, 0);
    expect_claim(&flow, 1, RIGHT, 0);
    dataflow_complete(&flow, LEFT, 0);
    dataflow_complete(&flow, RIGHT, 0);
    expect_claim(&flow, 1, RIGHT,
                 1); /* though the sum of run 0 comes first: that is its who was first to finish what it reads */
    expect_claim(&flow, 0, SUM, 0);
    expect_claim(&flow, 2, LEFT, 1); /* another's, as nothing else is ready */
    assert_int_equal(dataflow_claim(&flow, 2, &run), -1);
    dataflow_complete(&flow, SUM, 0);
    dataflow_complete(&flow, LEFT, 1);
    expect_claim(&flow, 2, LEFT, 2); /* its own now, though the older one is ready */
    expect_claim(&flow, 0, OUT, 0);
    dataflow_clear(&flow);
}

typedef struct Walk {
    int64_t begun[TASKS], done[TASKS]; /* runs */
    int busy[WORKERS];                 /* task, or -1 */
    int64_t busy_run[WORKERS];
    int64_t taken;
} Walk;

/* What a claim promises: runs in order, inputs there, buffers free, not too far ahead. */
static void check_claim(const Walk *walk, int task, int64_t run, int slots)
{
    assert_int_equal(run, walk->begun[task]);
    assert_int_equal(run, walk->done[task]);
    assert_true(run < walk->taken + PIPELINE_RUNS);
    if (task == SUM)
        assert_true(walk->done[LEFT] > run && walk->done[RIGHT] > run && walk->done[OUT] > run - slots);
    if (task == OUT)
        assert_true(walk->done[SUM] > run);
    if (task == LEFT || task == RIGHT)
        assert_true(walk->done[SUM] > run - slots);
}

static void step(Dataflow *flow, Walk *walk, int worker, int slots)
{
    if (walk->busy[worker] >= 0) {
        walk->done[walk->busy[worker]]++;
        dataflow_complete(flow, walk->busy[worker], walk->busy_run[worker]);
        walk->busy[worker] = -1;
    } else {
        int64_t run;
        int task = dataflow_claim(flow, worker, &run);
        if (task < 0)
            return;
        check_claim(walk, task, run, slots);
        walk->begun[task]++;
        walk->busy[worker] = task;
        walk->busy_run[worker] = run;
    }
}

static void walk_with_slots(int slots)
{
    Dataflow flow;
    Walk walk = {.busy = {-1, -1, -1}};
    uint32_t dice = 1;
    make(&flow, slots);
    for (int i = 0; walk.taken < RUNS; i++) {
        assert_true(i < 100 * RUNS); /* it never stands still */
        dice = dice * 1664525u + 1013904223u;
        step(&flow, &walk, (int)(dice >> 16) % WORKERS, slots);
        assert_int_equal(dataflow_is_done(&flow, walk.taken), walk.done[OUT] > walk.taken);
        if (dice >> 29 == 0 && dataflow_is_done(&flow, walk.taken))
            dataflow_take(&flow, walk.taken++);
    }
    dataflow_clear(&flow);
}

static void test_every_run_is_whole_and_in_order(void **state)
{
    (void)state;
    walk_with_slots(1);
    walk_with_slots(2);
    walk_with_slots(3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_worker_gets_its_own_first),
        cmocka_unit_test(test_every_run_is_whole_and_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
