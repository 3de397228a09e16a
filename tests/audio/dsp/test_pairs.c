/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two banks computed at once give the bits of each alone at the lowest level, for every kind that has that form: plain
 * settings of every lane's own, one that moves now and then, unused lanes, mono and stereo.  Most cells must be
 * computed at once, or the form is of no use.
 */
#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

#include "audio/base/cpu.h"
#include "audio/dsp/catalogue.h"
#include "audio/dsp/lanes_pair.h"
#include "tests/audio/dsp/stage.h"

enum { CELLS = 120, FRAMES = CELLS * CELL_FRAMES, VALUES = 512, TURN = 10, TRIALS = 8 };

static uint64_t seed;
static float in[PAIR_LANES][FRAMES], want[PAIR_LANES][FRAMES], got[PAIR_LANES][FRAMES];
static double values[PAIR_LANES][VALUES];

static double between(double least, double most)
{
    return least + (most - least) * (0.5 + 0.5 * noise_next(&seed));
}

static void put(const ProcessorKind *kind, double *to, int slot, const char *key, double value)
{
    int index = processor_value_index(kind, slot, key);
    if (index >= 0)
        to[index] = value;
}

/* What people turn; options stay off. */
static void fill_values(const ProcessorKind *kind, double *to)
{
    static const char *const types[] = {"lowcut", "bell", "lowshelf", "bell", "bell", "highshelf"};
    processor_values_init(kind, to);
    put(kind, to, -1, "threshold", between(-50, -6));
    put(kind, to, -1, "ratio", strcmp(kind->kind, "comp") == 0 ? between(1, 12) : INFINITY);
    put(kind, to, -1, "knee", between(0, 12));
    put(kind, to, -1, "attack", between(1, 30));
    put(kind, to, -1, "release", between(5, 300));
    put(kind, to, -1, "makeup", between(-3, 9));
    put(kind, to, -1, "range", between(10, 60));
    put(kind, to, -1, "hold", strcmp(kind->kind, "gate") == 0 ? between(0, 40) : 0);
    put(kind, to, -1, "output", between(-3, 3));
    for (int slot = 0; kind->band_max && slot < 6; slot++) {
        put(kind, to, slot, "type", param_choice_index(&kind->band_params[0], types[slot]));
        put(kind, to, slot, "freq", slot == 0 ? between(20, 90) : exp(between(log(60), log(16000))));
        put(kind, to, slot, "gain", between(-9, 9));
        put(kind, to, slot, "q", between(0.4, 3));
    }
}

/* Bursts of noise, each lane's of its own level and time, with silence between. */
static void fill_input(void)
{
    for (int lane = 0; lane < PAIR_LANES; lane++) {
        double level = pow(10, between(-3, 0));
        int period = 2000 + (int)between(0, 4000), part = (int)between(500, 6000);
        for (int i = 0; i < FRAMES; i++)
            in[lane][i] = (float)(noise_next(&seed) * level * (i % period < part ? 1 : 1e-4));
    }
}

static void *bank_for(const ProcessorKind *kind, int channels, int first, int lanes)
{
    ProcessorSetup setup = {.rate_hz = 48000, .tempo_bpm = 120, .channels = channels, .values = values[first]};
    void *bank = kind->bank_new(&setup);
    assert_non_null(bank);
    for (int lane = 0; lane < lanes; lane += channels)
        kind->update(bank, lane, values[first + lane], 120, true);
    return bank;
}

/* One lane's values change at some cells, the same in each run; the numbers that a cell brings are made once. */
static double turned[CELLS][VALUES];

static void turn(const ProcessorKind *kind, void *const bank[2], int cell)
{
    if (cell % TURN == TURN - 1)
        kind->update(bank[cell / TURN % 2], cell / TURN % 3 * 2, turned[cell], 120, false);
}

static void run_one_by_one(const ProcessorKind *kind, int channels, int lanes, int cut)
{
    void *bank[2] = {bank_for(kind, channels, 0, BANK_LANES), bank_for(kind, channels, BANK_LANES, lanes)};
    const float *const key[BANK_LANES] = {NULL};
    memcpy(want, in, sizeof want);
    for (int at = 0, frames; at < FRAMES; at += frames) {
        int offset = at % CELL_FRAMES;
        frames = CELL_FRAMES - offset < cut ? CELL_FRAMES - offset : cut;
        if (offset == 0)
            turn(kind, bank, at / CELL_FRAMES);
        for (int b = 0; b < 2; b++) {
            float *io[BANK_LANES] = {NULL};
            for (int lane = 0; lane < (b ? lanes : BANK_LANES); lane++)
                io[lane] = want[BANK_LANES * b + lane] + at;
            kind->process(bank[b], io, key, offset, frames);
        }
    }
    kind->bank_free(bank[0]);
    kind->bank_free(bank[1]);
}

/* Cells that were computed at once. */
static int run_in_pairs(const ProcessorKind *kind, int channels, int lanes)
{
    void *bank[2] = {bank_for(kind, channels, 0, BANK_LANES), bank_for(kind, channels, BANK_LANES, lanes)};
    int paired = 0;
    memcpy(got, in, sizeof got);
    for (int cell = 0; cell < CELLS; cell++) {
        F16 x[CELL_FRAMES];
        F8 half[2][CELL_FRAMES];
        float *io[PAIR_LANES], dropped[PAIR_LANES][CELL_FRAMES] = {{0}};
        for (int lane = 0; lane < PAIR_LANES; lane++)
            io[lane] = lane < BANK_LANES + lanes ? got[lane] + cell * CELL_FRAMES : dropped[lane];
        turn(kind, bank, cell);
        lanes_pair_in(x, io);
        if (kind->process_pair(bank, (float *)x)) {
            paired++;
        } else {
            lanes_pair_part(x, half[0], half[1]);
            for (int b = 0; b < 2; b++)
                kind->process_lanes(bank[b], (float *)half[b], 0, CELL_FRAMES);
            lanes_pair_join(x, half[0], half[1]);
        }
        lanes_pair_out(x, io);
    }
    kind->bank_free(bank[0]);
    kind->bank_free(bank[1]);
    return paired;
}

static void check_kind(const ProcessorKind *kind, int channels, int lanes)
{
    for (int lane = 0; lane < PAIR_LANES; lane += channels)
        fill_values(kind, values[lane]);
    for (int cell = 0; cell < CELLS; cell++)
        fill_values(kind, turned[cell]);
    fill_input();
    cpu_use_extensions(CPU_ALL);
    int paired = run_in_pairs(kind, channels, lanes);
    assert_true(paired > CELLS / 2);
    for (CpuLevel level = CPU_PLAIN; level < CPU_LEVELS; level++) {
        cpu_use_extensions(level);
        run_one_by_one(kind, channels, lanes, level == CPU_PLAIN ? 29 : CELL_FRAMES);
        for (int lane = 0; lane < BANK_LANES + lanes; lane++)
            for (int i = 0; i < FRAMES; i++)
                if (memcmp(&want[lane][i], &got[lane][i], sizeof(float)) != 0)
                    fail_msg("%s, %d channels: frame %d of lane %d is %.9g alone at level %d, %.9g in a pair",
                             kind->kind, channels, i, lane, (double)want[lane][i], (int)level, (double)got[lane][i]);
    }
    cpu_use_extensions(CPU_ALL);
}

static void test_pairs_give_the_bits_of_each_alone(void **state)
{
    (void)state;
    if (!lanes_have_pairs())
        skip();
    int kinds = 0;
    for (int k = 0; catalogue_at(k); k++) {
        if (!catalogue_at(k)->process_pair)
            continue;
        kinds++;
        for (int trial = 0; trial < TRIALS; trial++)
            for (int channels = 1; channels <= 2; channels++)
                check_kind(catalogue_at(k), channels, trial % 3 == 2 ? 4 : BANK_LANES);
    }
    assert_true(kinds >= 3); /* eq, comp, gate */
}

static void test_cells_go_in_and_come_out_as_they_were(void **state)
{
    (void)state;
    if (!lanes_have_pairs())
        skip();
    static float from[PAIR_LANES][CELL_FRAMES], to[PAIR_LANES][CELL_FRAMES];
    float *io[PAIR_LANES], *out[PAIR_LANES];
    F16 x[CELL_FRAMES], joined[CELL_FRAMES];
    F8 half[2][CELL_FRAMES];
    for (int lane = 0; lane < PAIR_LANES; lane++) {
        io[lane] = from[lane];
        out[lane] = to[lane];
        for (int i = 0; i < CELL_FRAMES; i++)
            from[lane][i] = (float)(lane * 1000 + i + 1);
    }
    lanes_pair_in(x, io);
    for (int i = 0; i < CELL_FRAMES; i++)
        for (int lane = 0; lane < PAIR_LANES; lane++)
            assert_true(((float *)&x[i])[lane] == from[lane][i]);
    lanes_pair_part(x, half[0], half[1]);
    lanes_pair_join(joined, half[0], half[1]);
    assert_memory_equal(x, joined, sizeof x);
    lanes_pair_out(joined, out);
    assert_memory_equal(from, to, sizeof from);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs_give_the_bits_of_each_alone),
        cmocka_unit_test(test_cells_go_in_and_come_out_as_they_were),
    };
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() | 0x8040);
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
