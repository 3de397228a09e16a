/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `limiter` against its two stages written frame by frame in double, without its groups, shortcuts, integers and
 * running sums (limiter.c, limitgain.h and peakscan.h tell the method). */
#include "tests/audio/dsp/reference.h"

#include "audio/dsp/kinds.h"

enum { TAPS = 256, PHASES = 8, REACH = 128, GUARD = 32, GROUP = 8, LEAD = 4096, CELLS = 100 };
enum { LOOK_TAPS = 32, LOOK_PHASES = 4 };

static Take take;
static double bound[2][TAKE_FRAMES];
static double look_tap[LOOK_PHASES][LOOK_TAPS];

/* The filters that a signal is looked at through. */
static struct {
    int count;
    double beta, tap[PHASES][TAPS];
} filters[] = {{256, 5, {{0}}}, {128, 8, {{0}}}, {32, 6.5, {{0}}}};

/* I0 by its integral, as the trapezoidal rule has it. */
static double bessel_i0(double x)
{
    double sum = 0.5 * (exp(x) + exp(-x));
    for (int k = 1; k < 200; k++)
        sum += exp(x * cos(M_PI * k / 200));
    return sum / 200;
}

/* Kaiser-windowed sinc of the value `fraction` after tap count/2 - 1, exact for a constant. */
static void phase_fill(double *taps, int count, double fraction, double beta)
{
    double sum = 0;
    for (int k = 0; k < count; k++) {
        double t = fraction - (k - (count / 2 - 1)), x = 2 * t / count;
        double window = fabs(x) < 1 ? bessel_i0(beta * sqrt(1 - x * x)) / bessel_i0(beta) : 0;
        sum += taps[k] = window * (t == 0 ? 1 : sin(M_PI * t) / (M_PI * t));
    }
    for (int k = 0; k < count; k++)
        taps[k] /= sum;
}

static int taps_init(void **state)
{
    (void)state;
    for (size_t f = 0; f < ARRAY_LEN(filters); f++)
        for (int p = 0; p < PHASES; p++)
            phase_fill(filters[f].tap[p], filters[f].count, (double)p / PHASES, filters[f].beta);
    for (int p = 0; p < LOOK_PHASES; p++)
        phase_fill(look_tap[p], LOOK_TAPS, (double)p / LOOK_PHASES, 4);
    return 0;
}

/* ---- one stage ---- */

typedef struct Line { /* a signal and what is known of it, from LEAD frames before the first on */
    double sample[TAKE_FRAMES + 2 * LEAD], peak[TAKE_FRAMES + 2 * LEAD], demand[TAKE_FRAMES + 2 * LEAD],
        envelope[TAKE_FRAMES + 2 * LEAD], average[TAKE_FRAMES + 2 * LEAD], out[TAKE_FRAMES + 2 * LEAD];
    double held, floor;
    int oldest;    /* the first demand that still counts */
    bool passed;   /* the coarse look found nothing in this group */
    double missed; /* highest peak, relative to the ceiling, that it passed over */
} Line;

static Line stage[2][2]; /* by stage and channel */

static double between(const Line *line, size_t filter, int frame, int phase)
{
    double sum = 0;
    int count = filters[filter].count;
    if (phase == 0)
        return line->sample[LEAD + frame];
    for (int k = 0; k < count; k++)
        sum += filters[filter].tap[phase][k] * line->sample[LEAD + frame + k - (count / 2 - 1)];
    return sum;
}

/* A peak midway between two phases belongs to either frame where they meet; a float may choose the other one.  The
 * share of a peak that this has been worth so far, where the two are alike to 1e-5. */
static double undecided;

static void note_undecided(double now, double neighbour, double beyond)
{
    double top = fabs(now), near = now < 0 ? -neighbour : neighbour, far = now < 0 ? -beyond : beyond;
    if (fabs(top - near) < 1e-5 * top && top > far)
        undecided = fmax(undecided, (top - far) / (8 * top));
}

/* Absolute height of the middle one, or of the parabola through all three where it is the highest. */
static double height(double before, double now, double after)
{
    double sign = now < 0 ? -1 : 1, top = sign * now, left = sign * before, right = sign * after;
    double bend = 2 * top - left - right;
    return top >= left && top >= right && bend > 0 ? top + (right - left) * (right - left) / (8 * bend) : top;
}

static double filter_peak(const Line *line, size_t filter, int frame)
{
    double after, top = fabs(line->sample[LEAD + frame + 1]);
    double before = between(line, filter, frame - 1, PHASES - 1), now = between(line, filter, frame, 0);
    for (int p = 0; p < PHASES; p++) {
        after = p == PHASES - 1 ? line->sample[LEAD + frame + 1] : between(line, filter, frame, p + 1);
        top = fmax(top, height(before, now, after));
        if (p == 0)
            note_undecided(now, before, after);
        if (p == PHASES - 1)
            note_undecided(now, after, before);
        before = now;
        now = after;
    }
    return top;
}

static double peak_of(const Line *line, int frame, bool true_peak)
{
    double top = fabs(line->sample[LEAD + frame]);
    for (size_t f = 0; true_peak && f < ARRAY_LEN(filters); f++)
        top = fmax(top, filter_peak(line, f, frame));
    return top;
}

/* What one moment asks of a stage. */
typedef struct Asked {
    double ceiling, urge, link, release_s, slow_s; /* urge: how much of a demand is taken; slow 0: no floor */
    int hold;
    bool true_peak;
    bool steady; /* ceiling and true peak have stood since before all that a scan sees came in */
} Asked;

/* The first look at a group of eight: four phases of short filters; what does not come to three quarters of the ceiling
 * is passed. */
static bool look_passes(const Line *line, int frame, double lowest)
{
    double top = fabs(line->sample[LEAD + frame + GROUP]);
    for (int i = 0; i < GROUP; i++)
        for (int p = 0; p < LOOK_PHASES; p++) {
            double sum = 0;
            for (int k = 0; k < LOOK_TAPS; k++)
                sum += look_tap[p][k] * line->sample[LEAD + frame + i + k - (LOOK_TAPS / 2 - 1)];
            top = fmax(top, fabs(p ? sum : line->sample[LEAD + frame + i]));
        }
    return top <= 0.75 * lowest;
}

static double line_peak(Line *line, int frame, const Asked *asked)
{
    double peak = peak_of(line, frame, asked->true_peak);
    if (!asked->true_peak || !line->passed)
        return peak;
    line->missed = asked->steady ? fmax(line->missed, peak / asked->ceiling) : line->missed;
    return 0;
}

static double demand_of(double peak, double ceiling)
{
    return peak > ceiling ? 1 - ceiling / peak : 0;
}

static void demands_fill(Line *lines, int frame, const Asked *asked, bool silent)
{
    double top = 0;
    for (int c = 0; c < take.channels; c++) {
        Line *line = &lines[c];
        line->peak[LEAD + frame] = silent ? 0 : line_peak(line, frame, asked);
        double peak = fmax(line->peak[LEAD + frame], line->peak[LEAD + frame - 1]); /* the gaps on both sides */
        line->demand[LEAD + frame] = fmin(1, asked->urge * demand_of(peak, asked->ceiling));
        top = fmax(top, line->demand[LEAD + frame]);
    }
    for (int c = 0; c < take.channels; c++)
        lines[c].demand[LEAD + frame] = fmax(lines[c].demand[LEAD + frame], asked->link * top);
}

/* The highest demand that counts, held up by the release. */
static double envelope_next(Line *line, int frame, int lookahead, const Asked *asked)
{
    double highest = 0, keep = exp(-1 / (asked->release_s * take.rate_hz));
    int first = LEAD + frame - lookahead - asked->hold;
    line->oldest =
        first > line->oldest ? first : line->oldest; /* what has left does not come back when the hold grows */
    for (int i = line->oldest; i <= LEAD + frame; i++)
        highest = fmax(highest, line->demand[i]);
    line->floor = asked->slow_s > 0 ? highest + (line->floor - highest) * exp(-1 / (asked->slow_s * take.rate_hz)) : 0;
    double base = fmin(line->floor, line->held);
    line->held = fmax(highest, base + (line->held - base) * keep);
    return line->held;
}

static double mean_of(const double *newest, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += newest[-i];
    return sum / count;
}

static void group_begin(Line *lines, int frame, double lowest)
{
    for (int c = 0; c < take.channels; c++)
        lines[c].passed = look_passes(&lines[c], frame, lowest);
}

/* `frame` has its peak now; the frame `lookahead` before it leaves. */
static void stage_step(Line *lines, int frame, int lookahead, const Asked *asked, bool silent)
{
    int half = (lookahead + 1) / 2;
    demands_fill(lines, frame, asked, silent);
    for (int c = 0; c < take.channels; c++) {
        Line *line = &lines[c];
        int at = LEAD + frame;
        line->envelope[at] = envelope_next(line, frame, lookahead, asked);
        line->average[at] = mean_of(line->envelope + at, half);
        double reduction = mean_of(line->average + at, lookahead + 1 - half);
        line->out[at - lookahead] = line->sample[at - lookahead] * (1 - reduction);
    }
}

/* ---- the whole ---- */

static const double characters[3][3] = {
    {0.080, 1, 1.25}, {0.025, 0.35, 1}, {0.2, 2, 3}}; /* fast, slow, hold in look-aheads */
static double gain[TAKE_CELLS], ceiling[TAKE_CELLS], unity[TAKE_CELLS], delta[TAKE_CELLS];

static bool steady_at(int cell, int lookahead)
{
    bool steady = true;
    for (int back = 1; back <= cell && back <= (lookahead + 4 * REACH) / CELL_FRAMES + 1; back++)
        steady = steady && ceiling[cell - back] == ceiling[cell] && take_value(&take, cell - back, "truepeak") >= 0.5;
    return steady;
}

static Asked asked_at(int frame, int lookahead)
{
    int cell = frame / CELL_FRAMES;
    const double *character = characters[(int)take_value(&take, cell, "character")];
    double release_ms = take_value(&take, cell, "release");
    return (Asked){.ceiling = take_glide(ceiling, frame),
                   .urge = 1,
                   .link = take_value(&take, cell, "link") / 100,
                   .release_s = release_ms == 0 ? character[0] : release_ms / 1000,
                   .slow_s = release_ms == 0 ? character[1] : 0,
                   .hold = (int)(lookahead * character[2]),
                   .true_peak = take_value(&take, cell, "truepeak") >= 0.5,
                   .steady = steady_at(cell, lookahead)};
}

static int lookahead_frames(void)
{
    return (int)fmax(1, floor(take_value(&take, 0, "lookahead") / 1000 * take.rate_hz + 0.5));
}

/* What was worked out with the group of frame n leaves a group later.  Unity and delta are faded in and out. */
static void leave(int n, int frame)
{
    int at = n + GROUP;
    if (at >= take.frames)
        return;
    double share = take_glide(delta, n), unity_now = take_glide(unity, at);
    for (int c = 0; c < take.channels; c++) {
        double out = stage[1][c].out[LEAD + frame], dry = stage[0][c].sample[LEAD + frame];
        take.want[c][at] = unity_now * ((1 - share) * out + share * (dry - out));
    }
}

static void limiter_reference(void)
{
    int lookahead = lookahead_frames();
    memset(stage, 0, sizeof stage);
    undecided = 0;
    memset(take.want, 0, sizeof take.want);
    for (int cell = 0; cell < take.cells; cell++) {
        gain[cell] = lin_from(take_value(&take, cell, "gain"));
        ceiling[cell] = lin_from(take_value(&take, cell, "ceiling"));
        unity[cell] = take_value(&take, cell, "unity") >= 0.5 ? 1 / gain[cell] : 1;
        delta[cell] = take_value(&take, cell, "delta");
    }
    for (int n = 0; n < take.frames; n++) {
        Asked asked = asked_at(n, lookahead), guard = asked;
        int first = n - REACH, middle = first - lookahead, second = middle - REACH;
        guard.release_s = 0.03;
        guard.slow_s = 0;
        guard.urge = 1.25;
        guard.hold = GUARD;
        for (int c = 0; c < take.channels; c++)
            stage[0][c].sample[LEAD + n] = take.in[c][n] * take_glide(gain, n);
        if (n % GROUP == 0)
            group_begin(stage[0], first, fmin(asked.ceiling, take_glide(ceiling, n + GROUP - 1)));
        stage_step(stage[0], first, lookahead, &asked, false);
        for (int c = 0; c < take.channels; c++)
            stage[1][c].sample[LEAD + middle] = stage[0][c].out[LEAD + middle];
        if (n % GROUP == 0)
            group_begin(stage[1], second, fmin(asked.ceiling, take_glide(ceiling, n + GROUP - 1)));
        stage_step(stage[1], second, GUARD, &guard, !asked.true_peak);
        leave(n, second - GUARD);
    }
}

/* Of the highest value so far.  Demands come from sums of 256 floats (3e-6) and stand in steps of 2^-30: an envelope
 * loses up to one of them at each frame, which is its decay's error where it lasts long (time constant in frames times
 * 2^-30, of the floor and of what stands on it); and where nearly all is taken away, a step is a share of what is left,
 * which the second stage takes off, of both channels. */
static void bound_fill(void)
{
    double highest[2] = {0, 0}, slowest_s = 0, over = 0;
    for (int i = 0; i < take.frames; i++) {
        Asked asked = asked_at(i, lookahead_frames());
        slowest_s = fmax(slowest_s, asked.release_s + asked.slow_s);
        for (int c = 0; c < take.channels; c++) {
            highest[c] = fmax(highest[c], fabs(stage[0][c].sample[LEAD + i]));
            over = fmax(over, highest[c] / asked.ceiling);
        }
        double relative = 3e-6 + 2 * undecided + (2 * slowest_s * take.rate_hz + 2 * over) * ldexp(1, -30);
        for (int c = 0; c < take.channels; c++)
            bound[c][i] = relative * highest[c] * take_glide(unity, i) + 1.2e-38;
    }
}

static double error_db(void)
{
    double highest = 1e-30, error = 1e-30;
    for (int c = 0; c < take.channels; c++)
        for (int i = 0; i < take.frames; i++) {
            highest = fmax(highest, fabs(stage[0][c].sample[LEAD + i]));
            error = fmax(error, fabs(take.out[c][i] - take.want[c][i]) / take_glide(unity, i));
        }
    return highest > 1e-20 ? db_from(error / highest) : -400;
}

static void test_limiter_equals_its_method(void **state)
{
    (void)state;
    double worst = 0, worst_db = -400, missed = 1;
    for (int t = 0; t < takes_wanted(40); t++) {
        take_fill(&take, &limiter_kind, takes_first() + (uint64_t)t, CELLS);
        take_run(&take);
        limiter_reference();
        bound_fill();
        worst = fmax(worst, take_errors(&take, bound));
        worst_db = fmax(worst_db, error_db());
        for (int c = 0; c < 2; c++)
            missed = fmax(missed, stage[1][c].missed);
        if (getenv("REFERENCE_VERBOSE"))
            printf("seed %llu: %.3f of the bound, %.1f dB, %.3f dB\n", (unsigned long long)take.seed, worst, error_db(),
                   db_from(missed));
    }
    figure("limiter.reference", worst, "of_the_bound", 1);
    figure("limiter.reference.error", worst_db, "dB", -60);
    figure("limiter.passed-over", db_from(missed), "dB",
           0.2); /* what the second stage's first look misses of full-band signals */
    assert_true(worst_db < -60 && db_from(missed) < 0.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limiter_equals_its_method),
    };
    reference_denormals_off();
    return cmocka_run_group_tests(tests, taps_init, NULL);
}
