/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gain` and `imager` against their matrices and filters in double precision, one sample at a time. */
#include "tests/audio/dsp/reference.h"

#include "audio/dsp/kinds.h"

#define EPSILON 5.960464478e-8 /* half the distance of floats at one: what a rounding adds, relative */

static Take take;
static double bound[2][TAKE_FRAMES];

/* Out of channel c: own times itself, other times the twin. */
typedef struct Matrix {
    double own[TAKE_CELLS], other[TAKE_CELLS];
} Matrix;

static Matrix matrix[2];

/* Polarity is turned at the input; then swap, or half the sum; then level. */
static void gain_matrices(void)
{
    for (int cell = 0; cell < take.cells; cell++) {
        double level_db = take_value(&take, cell, "level"), level = isinf(level_db) ? 0 : lin_from(level_db);
        int polarity = (int)take_value(&take, cell, "polarity");
        bool stereo = take.channels == 2, mono = stereo && take_value(&take, cell, "mono") >= 0.5,
             swap = stereo && take_value(&take, cell, "swap") >= 0.5;
        double in[2] = {polarity == 1 || polarity == 2 ? -level : level,
                        polarity == 1 || polarity == 3 ? -level : level};
        for (int c = 0; c < 2; c++) {
            matrix[c].own[cell] = (mono ? 0.5 : swap ? 0 : 1) * in[c];
            matrix[c].other[cell] = (mono ? 0.5 : swap ? 1 : 0) * in[1 - c];
        }
    }
}

static void gain_reference(void)
{
    gain_matrices();
    for (int i = 0; i < take.frames; i++)
        for (int c = 0; c < take.channels; c++) {
            double own = take_glide(matrix[c].own, i) * take.in[c][i];
            double other = take.channels == 2 ? take_glide(matrix[c].other, i) * take.in[1 - c][i] : 0;
            int cell = i / CELL_FRAMES, before = cell ? cell - 1 : 0;
            double steep = fmax(fabs(matrix[c].own[cell]), fabs(matrix[c].own[before])) * fabs(take.in[c][i]) +
                           fmax(fabs(matrix[c].other[cell]), fabs(matrix[c].other[before])) * fabs(take.in[1 - c][i]);
            take.want[c][i] = own + other;
            /* both ends of a coefficient are rounded, its way, the product and the sum: six roundings at most; and what
             * is below the smallest normal float is 0 */
            bound[c][i] = 6 * EPSILON * steep + 1.2e-38;
        }
}

static void test_gain_equals_its_matrix(void **state)
{
    (void)state;
    double worst = 0;
    for (int t = 0; t < takes_wanted(150); t++) {
        take_fill(&take, &gain_kind, takes_first() + (uint64_t)t, 60);
        take_run(&take);
        gain_reference();
        worst = fmax(worst, take_errors(&take, bound));
    }
    figure("gain.reference", db_from(worst * 6 * EPSILON), "dB", db_from(6 * EPSILON));
}

/* ---- imager ---- */

/* Numbers of the imager by cell. */
enum { MID, SIDE, LOW, MIDDLE, HIGH, LOW_G, HIGH_G, MONO_G, MONO, NUMBERS };
static double number[NUMBERS][TAKE_CELLS];

static double g_of(double hz)
{
    return tan(M_PI * fmin(hz / take.rate_hz, 0.49));
}

static void imager_numbers(void)
{
    for (int cell = 0; cell < take.cells; cell++) {
        double width = take_value(&take, cell, "width") / 100, below = take_value(&take, cell, "monobelow");
        double mid_db = take_value(&take, cell, "mid"), side_db = take_value(&take, cell, "side");
        double angle = take_value(&take, cell, "rotation") * M_PI / 180,
               balance = take_value(&take, cell, "balance") / 100;
        number[MID][cell] = isinf(mid_db) ? 0 : lin_from(mid_db);
        number[SIDE][cell] = isinf(side_db) ? 0 : lin_from(side_db);
        number[LOW][cell] = width * take_value(&take, cell, "lowwidth") / 100;
        number[MIDDLE][cell] = width * take_value(&take, cell, "midwidth") / 100;
        number[HIGH][cell] = width * take_value(&take, cell, "highwidth") / 100;
        number[LOW_G][cell] = g_of(take_value(&take, cell, "lowfreq"));
        number[HIGH_G][cell] = g_of(take_value(&take, cell, "highfreq"));
        number[MONO_G][cell] = g_of(below == 0 ? 20 : below);
        number[MONO][cell] = below == 0 ? 0 : 1;
        for (int c = 0; c < 2; c++) {
            double level = fmin(1, c ? 1 + balance : 1 - balance);
            matrix[c].own[cell] = take.channels == 2 ? level * cos(angle) : 1;
            matrix[c].other[cell] = take.channels == 2 ? level * sin(angle) * (c ? 1 : -1) : 0;
        }
    }
}

/* Two integrators by the trapezoidal rule, solved for the band-pass output (Zavalishin 2018, 3.10 and 4.1): v1 is the
 * band, v2 the low-pass output; the high-pass one is what is left. */
typedef struct Filter {
    double s1, s2;
} Filter;

static void filter_step(Filter *f, double g, double damping, double x, double *low, double *high)
{
    double v1 = (f->s1 + g * (x - f->s2)) / (1 + g * (g + damping));
    double v2 = f->s2 + g * v1;
    f->s1 = 2 * v1 - f->s1;
    f->s2 = 2 * v2 - f->s2;
    *low = v2;
    *high = x - damping * v1 - v2;
}

/* The four filters and what they have seen; their memory is cleared where they have nothing to do. */
static Filter band[2], cut[2];

static double sides_at(int i, double sides)
{
    int cell = i / CELL_FRAMES, before = cell ? cell - 1 : 0;
    bool bands = number[LOW][cell] != number[MIDDLE][cell] || number[HIGH][cell] != number[MIDDLE][cell] ||
                 number[LOW][before] != number[MIDDLE][before] || number[HIGH][before] != number[MIDDLE][before];
    bool mono = number[MONO][cell] != 0 || number[MONO][before] != 0;
    double low, high, none, middle = take_glide(number[MIDDLE], i), wide = middle * sides;
    if (!bands)
        memset(band, 0, sizeof band);
    if (!mono)
        memset(cut, 0, sizeof cut);
    if (bands) {
        filter_step(&band[0], take_glide(number[LOW_G], i), 2, sides, &low, &none);
        filter_step(&band[1], take_glide(number[HIGH_G], i), 2, sides, &none, &high);
        wide += (take_glide(number[LOW], i) - middle) * low + (take_glide(number[HIGH], i) - middle) * high;
    }
    if (mono) {
        double g = take_glide(number[MONO_G], i), kept;
        filter_step(&cut[0], g, 2 * sin(3 * M_PI / 8), wide, &none, &kept);
        filter_step(&cut[1], g, 2 * sin(M_PI / 8), kept, &none, &kept);
        wide += take_glide(number[MONO], i) * (kept - wide);
    }
    return wide;
}

static void imager_reference(double relative)
{
    double peak = 0;
    imager_numbers();
    memset(band, 0, sizeof band);
    memset(cut, 0, sizeof cut);
    for (int i = 0; i < take.frames; i++) {
        double left = take.in[0][i], right = take.channels == 2 ? take.in[1][i] : left;
        double mid = (left + right) / 2 * take_glide(number[MID], i);
        double side = take_glide(number[SIDE], i) * sides_at(i, (left - right) / 2);
        double widest =
            fmax(fmax(take_glide(number[LOW], i), take_glide(number[HIGH], i)), take_glide(number[MIDDLE], i));
        for (int c = 0; c < take.channels; c++)
            take.want[c][i] = take_glide(matrix[c].own, i) * (c ? mid - side : mid + side) +
                              take_glide(matrix[c].other, i) * (c ? mid + side : mid - side);
        peak = fmax(peak, fabs(mid) + fmax(1, widest * take_glide(number[SIDE], i)) * fabs(left - right) / 2);
        peak = fmax(peak, fmax(fabs(left), fabs(right)));
        /* Of the highest value so far, at input or before bands are taken from each other: the filters' states are
         * floats of that size, and a crossover that sweeps within a cell from half the rate (g = 32) to far below it is
         * a straight line between floats. */
        bound[0][i] = bound[1][i] = relative * peak + 1.2e-38;
    }
}

static void test_imager_equals_its_matrix_and_filters(void **state)
{
    (void)state;
    double worst = 0, bar = lin_from(-105);
    for (int t = 0; t < takes_wanted(200); t++) {
        take_fill(&take, &imager_kind, takes_first() + (uint64_t)t, 60);
        take_run(&take);
        imager_reference(bar);
        worst = fmax(worst, take_errors(&take, bound));
    }
    figure("imager.reference", db_from(worst * bar), "dB", db_from(bar));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_gain_equals_its_matrix),
        cmocka_unit_test(test_imager_equals_its_matrix_and_filters),
    };
    reference_denormals_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
