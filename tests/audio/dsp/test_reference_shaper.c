/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `saturate` and `clipper` against zeros between the samples, whole filters, and the mean of the curve by quadrature,
 * in double, one sample at a time (shaper.h tells the method). */
#include "tests/audio/dsp/reference.h"

#include "audio/dsp/kinds.h"

enum { CELLS = 40, STAGES_MAX = 4, TAPS_MAX = 140, HIGH_FRAMES = CELLS * CELL_FRAMES << STAGES_MAX };

static Take take;
static double bound[2][TAKE_FRAMES];

/* ---- filters ---- */

typedef struct Fir {
    double tap[TAPS_MAX];
    int count;
} Fir;

static const int stage_pairs[STAGES_MAX] = {35, 7, 5, 5};

/* I0 by its integral, (1/pi) int exp(x cos t) dt over half a turn: the trapezoidal rule converges at once. */
static double bessel_i0(double x)
{
    double sum = 0.5 * (exp(x) + exp(-x));
    for (int k = 1; k < 200; k++)
        sum += exp(x * cos(M_PI * k / 200));
    return sum / 200;
}

static double windowed(double t, double reach)
{
    double x = t / reach, ideal = t == 0 ? 0.5 : sin(M_PI * t / 2) / (M_PI * t);
    return fabs(x) < 1 ? ideal * bessel_i0(10 * sqrt(1 - x * x)) / bessel_i0(10) : 0;
}

static Fir half_band(int pairs)
{
    Fir fir = {.count = 4 * pairs - 1};
    double sides = 0;
    int centre = 2 * pairs - 1;
    for (int k = 0; k < fir.count; k++)
        sides += (k - centre) % 2 ? windowed(k - centre, 2 * pairs) : 0;
    for (int k = 0; k < fir.count; k++)
        fir.tap[k] = k == centre ? 0.5 : (k - centre) % 2 ? 0.5 * windowed(k - centre, 2 * pairs) / sides : 0;
    return fir;
}

static Fir even(int pairs)
{
    Fir fir = {.count = 4 * pairs};
    double sum = 0;
    for (int k = 0; k < fir.count; k++)
        sum += fir.tap[k] = windowed(k - (2 * pairs - 0.5), 2 * pairs);
    for (int k = 0; k < fir.count; k++)
        fir.tap[k] /= sum;
    return fir;
}

static double filtered(const Fir *fir, const double *x, int n)
{
    double sum = 0;
    for (int k = 0; k < fir->count && k <= n; k++)
        sum += fir->tap[k] * x[n - k];
    return sum;
}

/* ---- the curve ---- */

typedef struct Curve {
    double drive, bias, c1, c3, c5, c7, linear, wet;
} Curve;

static double bent(const Curve *c, double u)
{
    double v = u > 1 ? 1 : u < -1 ? -1 : u;
    return c->c1 * v + c->c3 * pow(v, 3) + c->c5 * pow(v, 5) + c->c7 * pow(v, 7);
}

/* The integral of the curve over a piece without corners: Gauss-Legendre with four nodes, exact to the seventh power.
 */
static double piece(const Curve *c, double a, double b)
{
    static const double node[] = {0.3399810435848563, 0.8611363115940526},
                        weight[] = {0.6521451548625461, 0.3478548451374538};
    double middle = (a + b) / 2, half = (b - a) / 2, sum = 0;
    for (int k = 0; k < 2; k++)
        sum += weight[k] * (bent(c, middle - half * node[k]) + bent(c, middle + half * node[k]));
    return sum * half;
}

static double mean_between(const Curve *c, double u0, double u1)
{
    double a = fmin(u0, u1), b = fmax(u0, u1), sum = 0;
    double edges[4] = {a, fmin(fmax(-1, a), b), fmin(fmax(1, a), b), b};
    if (b - a < 1e-9 * fmax(1, fabs(a)))
        return bent(c, (a + b) / 2);
    for (int k = 0; k < 3; k++)
        sum += piece(c, edges[k], edges[k + 1]);
    return sum / (b - a);
}

/* ---- the numbers of a cell, by kind ---- */

enum { DRIVE, BIAS, C1, C3, C5, C7, LINEAR, WET, DRY, OFFSET, BLOCK, LEARN, TONE, NUMBERS };
static double number[NUMBERS][TAKE_CELLS];

/* Characters as saturate's manual has them: unit slope at zero once driven by 1/c1. */
static const double characters[5][5] = {
    {15 / 8.0, -10 / 8.0, 3 / 8.0, 0, 0},
    {15 / 8.0, -10 / 8.0, 3 / 8.0, 0, 0.25},
    {7 / 6.0, 0, 0, -1 / 6.0, 0},
    {1.5, -0.5, 0, 0, 0},
    {1, 0, 0, 0, 0},
};

static void saturate_numbers(int cell)
{
    const double *c = characters[(int)take_value(&take, cell, "character")];
    double drive_db = take_value(&take, cell, "drive"), output = lin_from(take_value(&take, cell, "output"));
    double share = fmin(1, drive_db / 3), b = c[4] + 0.5 * take_value(&take, cell, "bias") / 100;
    const Curve curve = {.c1 = c[0], .c3 = c[1], .c5 = c[2], .c7 = c[3]};
    const double values[NUMBERS] = {[DRIVE] = lin_from(drive_db) / c[0],
                                    [BIAS] = b,
                                    [C1] = c[0],
                                    [C3] = c[1],
                                    [C5] = c[2],
                                    [C7] = c[3],
                                    [WET] = share * output,
                                    [DRY] = (1 - share) * lin_from(drive_db) * output,
                                    [OFFSET] = share * output * bent(&curve, b),
                                    [BLOCK] = 1 - exp(-2 * M_PI * 3 / take.rate_hz),
                                    [LEARN] = b == 0 ? 0 : 1,
                                    [TONE] = take_value(&take, cell, "tone") / 200};
    for (int k = 0; k < NUMBERS; k++)
        number[k][cell] = values[k];
}

/* The wet share is 1/(k drive) of the moment, so that what is cut stays in proportion. */
static void clipper_numbers(int cell)
{
    double ceiling_db = take_value(&take, cell, "ceiling"), k = 1 + 0.5 * take_value(&take, cell, "softness") / 100;
    if (ceiling_db == 100) {
        ceiling_db = 60;
        k = 1;
    }
    const double values[NUMBERS] = {
        [DRIVE] = 1 / (k * lin_from(ceiling_db)), [C1] = k, [C3] = 1 - k, [LINEAR] = k, [WET] = 1 / k, [DRY] = 1};
    for (int n = 0; n < NUMBERS; n++)
        number[n][cell] = values[n];
}

/* ---- the way up, through the curve, and down ---- */

static double line[STAGES_MAX + 1][HIGH_FRAMES], way_down[STAGES_MAX + 1][HIGH_FRAMES], stuffed[HIGH_FRAMES];

static void bring_up(int stages, const float *in)
{
    for (int i = 0; i < take.frames; i++)
        line[0][i] = in[i];
    for (int s = 0; s < stages; s++) {
        Fir fir = half_band(stage_pairs[s]);
        int frames = take.frames << (s + 1);
        for (int n = 0; n < frames; n++)
            stuffed[n] = n % 2 ? 0 : 2 * line[s][n / 2];
        for (int n = 0; n < frames; n++)
            line[s + 1][n] = filtered(&fir, stuffed, n);
    }
}

static void bend_all(int stages, bool reciprocal)
{
    double last = 0, held = 0;
    for (int n = 0; n < take.frames << stages; n++) {
        int i = n >> stages;
        Curve c = {take_glide(number[DRIVE], i),  take_glide(number[BIAS], i), take_glide(number[C1], i),
                   take_glide(number[C3], i),     take_glide(number[C5], i),   take_glide(number[C7], i),
                   take_glide(number[LINEAR], i), take_glide(number[WET], i)};
        double u0 = last * c.drive + c.bias, u1 = line[stages][n] * c.drive + c.bias,
               wet = reciprocal ? c.wet / c.drive : c.wet;
        way_down[stages][n] = held;
        held = wet * (mean_between(&c, u0, u1) - c.linear * (u0 + u1) / 2);
        last = line[stages][n];
    }
}

static void bring_down(int stages)
{
    for (int s = stages - 1; s >= 0; s--) {
        Fir fir = s == stages - 1 ? even(stage_pairs[s]) : half_band(stage_pairs[s]);
        for (int n = 0; n < take.frames << s; n++)
            way_down[s][n] = filtered(&fir, way_down[s + 1], 2 * n);
    }
}

static int stages_of(bool corners)
{
    int stages = take.rate_hz < 64000 ? 3 : take.rate_hz < 128000 ? 2 : 1;
    return corners && take.rate_hz * (1 << stages) < 380000 ? stages + 1 : stages;
}

static void channel_reference(int c, bool corners, bool reciprocal)
{
    int stages = stages_of(corners), latency = take.kind->latency_frames(take.values[0], take.rate_hz);
    double constant = 0, low = 0, pole = 1 - exp(-2 * M_PI * 700 / take.rate_hz);
    bring_up(stages, take.in[c]);
    bend_all(stages, reciprocal);
    bring_down(stages);
    for (int i = 0; i < take.frames; i++) {
        double wet = way_down[0][i] - take_glide(number[OFFSET], i);
        constant += take_glide(number[BLOCK], i) * (take_glide(number[LEARN], i) * wet - constant);
        double y = take_glide(number[DRY], i) * (i < latency ? 0 : take.in[c][i - latency]) + wet - constant;
        low += pole * (y - low);
        take.want[c][i] = y + take_glide(number[TONE], i) * (y - 2 * low);
    }
}

/* Of the highest value so far at the input, times the most that the ways to the output have multiplied it with: an
 * input is a float, and behind a drive of 48 dB its last bit is 48 dB louder. */
static void bound_fill(double relative, bool reciprocal)
{
    for (int c = 0; c < take.channels; c++) {
        double peak = reciprocal ? 0 : 1, gain = 1;
        for (int i = 0; i < take.frames; i++) {
            int cell = i / CELL_FRAMES, before = cell ? cell - 1 : 0;
            peak = fmax(peak, fabs(take.in[c][i]));
            for (int k = before; k <= cell && !reciprocal; k++)
                gain = fmax(gain, number[WET][k] * number[DRIVE][k] + number[DRY][k]);
            bound[c][i] = relative * gain * peak + 1.2e-38;
        }
    }
}

static double takes_worst(const ProcessorKind *kind, void (*numbers)(int cell), double relative, int takes)
{
    double worst = 0;
    bool reciprocal = kind == &clipper_kind;
    for (int t = 0; t < takes; t++) {
        take_fill(&take, kind, takes_first() + (uint64_t)t, CELLS);
        take_run(&take);
        for (int cell = 0; cell < take.cells; cell++)
            numbers(cell);
        for (int c = 0; c < take.channels; c++)
            channel_reference(c, reciprocal || take_value(&take, 0, "character") == 4, reciprocal);
        bound_fill(relative, reciprocal);
        double share = take_errors(&take, bound);
        if (getenv("REFERENCE_VERBOSE"))
            printf("seed %llu: %.1f dB\n", (unsigned long long)take.seed, db_from(share * relative));
        worst = fmax(worst, share);
    }
    return worst * relative;
}

static void test_saturate_equals_its_method(void **state)
{
    (void)state;
    double bar = lin_from(-115), worst = takes_worst(&saturate_kind, saturate_numbers, bar, takes_wanted(30));
    figure("saturate.reference", db_from(worst), "dB", db_from(bar));
}

static void test_clipper_equals_its_method(void **state)
{
    (void)state;
    double bar = lin_from(-115), worst = takes_worst(&clipper_kind, clipper_numbers, bar, takes_wanted(30));
    figure("clipper.reference", db_from(worst), "dB", db_from(bar));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_saturate_equals_its_method),
        cmocka_unit_test(test_clipper_equals_its_method),
    };
    reference_denormals_off();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
