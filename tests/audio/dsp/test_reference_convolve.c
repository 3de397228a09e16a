/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `convolve` against the sum that defines convolution, in double, one sample at a time: pre-delay that moves, responses
 * cut off, gain. */
#include "tests/audio/dsp/reference.h"

#include "audio/dsp/kinds.h"

enum { CELLS = 90, TAPS_MAX = 20000 };

static Take take;
static double bound[2][TAKE_FRAMES];
static float response[2][TAPS_MAX];
static double used[2][TAPS_MAX];

/* A room: noise that decays, its first sample the highest, with gaps; or a few echoes. */
static int response_make(void)
{
    static const int lengths[] = {1,    64,   127,  128,  129,  1000,  2047,    2048,
                                  2049, 3071, 3072, 3073, 5000, 12345, TAPS_MAX};
    int length = lengths[chance_below(&take, ARRAY_LEN(lengths))], echoes = chance_below(&take, 3) == 0;
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < length; i++) {
            double noise = 2 * chance_unit(&take) - 1, level = exp(-4.0 * i / length) / (1 + 0.05 * i);
            response[c][i] = (float)(echoes && i % 317 ? 0 : i ? noise * level : 1);
        }
    return length;
}

/* The part that `length` leaves, faded out over its last tenth by half a cosine that is 0 one frame after the end. */
static int response_cut(int length)
{
    int64_t wanted = (int64_t)(take_value(&take, 0, "length") * take.rate_hz);
    int left = wanted < length ? (int)wanted : length, fade = wanted < length ? left / 10 : 0;
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < left; i++) {
            int within = i - (left - fade);
            double share = within < 0 ? 1 : 0.5 + 0.5 * cos(M_PI * (within + 1) / (fade + 1));
            used[c][i] = response[c][i] * share;
        }
    return left;
}

static double delayed[TAKE_FRAMES];

/* The pre-delay crosses from the place where it was to the place where it is within a cell. */
static void predelay(int c)
{
    for (int i = 0; i < take.frames; i++) {
        int cell = i / CELL_FRAMES, before = cell ? cell - 1 : 0;
        int from = i - (int)floor(take_value(&take, before, "predelay") * take.rate_hz / 1000 + 0.5);
        int to = i - (int)floor(take_value(&take, cell, "predelay") * take.rate_hz / 1000 + 0.5);
        double share = (i % CELL_FRAMES + 1) / 64.0, old = from < 0 ? 0 : take.in[c][from],
               new = to < 0 ? 0 : take.in[c][to];
        delayed[i] = old + (new - old) * share;
    }
}

/* Frames that are compared: all at first, then a share of them, each summed in full. */
static bool is_compared(int i)
{
    return i < 400 || i % 7 == 0;
}

static void convolve_reference(int taps, double relative)
{
    double gain[TAKE_CELLS];
    for (int cell = 0; cell < take.cells; cell++) {
        double gain_db = take_value(&take, cell, "gain");
        gain[cell] = isinf(gain_db) ? 0 : lin_from(gain_db);
    }
    for (int c = 0; c < take.channels; c++) {
        double energy = 0, peak = 0, loudest = 0;
        predelay(c);
        for (int k = 0; k < taps; k++)
            energy += used[c][k] * used[c][k];
        for (int i = 0; i < take.frames; i++) {
            double sum = 0;
            peak = fmax(peak, fabs(delayed[i]));
            loudest = fmax(loudest, take_glide(gain, i));
            /* of the loudest that came in, times what the response makes of noise: the error of a transform is spread
             * over its block */
            bound[c][i] = relative * sqrt(energy) * 4 * peak * loudest + 1.2e-38;
            for (int k = 0; is_compared(i) && k < taps && k <= i; k++)
                sum += used[c][k] * delayed[i - k];
            take.want[c][i] = is_compared(i) ? sum * take_glide(gain, i) : take.out[c][i];
        }
    }
}

static void test_convolve_equals_the_sum(void **state)
{
    (void)state;
    double worst = 0, bar = lin_from(-120);
    for (int t = 0; t < takes_wanted(80); t++) {
        ProcessorFile file = {{response[0], response[1]}, 0};
        take_fill(&take, &convolve_kind, takes_first() + (uint64_t)t, CELLS);
        for (int cell = 0; cell < take.cells; cell++) /* most of them end within a take */
            take.values[cell][processor_value_index(&convolve_kind, -1, "predelay")] *= 0.1;
        file.frames = response_make();
        take.file = &file;
        take_run(&take);
        convolve_reference(response_cut((int)file.frames), bar);
        double share = take_errors(&take, bound);
        if (getenv("REFERENCE_VERBOSE"))
            printf("seed %llu: %.1f dB\n", (unsigned long long)take.seed, db_from(share * bar));
        worst = fmax(worst, share);
    }
    figure("convolve.reference", db_from(worst * bar), "dB", db_from(bar));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_convolve_equals_the_sum),
    };
    reference_denormals_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
