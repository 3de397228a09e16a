/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `delay` against a plain reference in double precision (the comment at the top of audio/dsp/space/delay.c). */
#include "tests/audio/dsp/twin_comp.h"

#include "audio/dsp/kinds.h"

enum { FEEDBACK, CROSS, PINGPONG, DEPTH, DUCK, LINES };

typedef struct DelayTwin {
    double rate_hz, *ring[2];
    int channels, size, now; /* frames of a ring; frames since the beginning */
    Line line[LINES];
    int tap_from, tap_to;
    TwinCut low, high;
    double envelope;
    uint32_t phase, step;
} DelayTwin;

static void *delay_begin(const ProcessorSetup *setup)
{
    DelayTwin *twin = calloc(1, sizeof *twin);
    twin->rate_hz = setup->rate_hz;
    twin->channels = setup->channels;
    twin->size = (int)(5.1 * setup->rate_hz);
    for (int c = 0; c < 2; c++)
        twin->ring[c] = calloc((size_t)twin->size, sizeof(double));
    return twin;
}

static void delay_end(void *state)
{
    DelayTwin *twin = state;
    free(twin->ring[0]);
    free(twin->ring[1]);
}

static double value(const double *values, const char *key)
{
    return values[processor_value_index(&delay_kind, -1, key)];
}

static double time_frames(const double *values, double tempo_bpm, double rate_hz)
{
    static const double beats[] = {0,    4,      2,    3,     4 / 3., 1,     1.5,    2 / 3., 0.5,
                                   0.75, 1 / 3., 0.25, 0.375, 1 / 6., 0.125, 0.1875, 1 / 12.};
    int note = (int)value(values, "note");
    return fmin(5 * rate_hz, note ? beats[note] * 60 * rate_hz / tempo_bpm : value(values, "time") * rate_hz / 1000);
}

static void delay_settle(DelayTwin *twin)
{
    lines_settle(twin->line, LINES);
    twin->line[CROSS] = (Line){0, 0};
    twin->tap_from = twin->tap_to;
    twin_cut_settle(&twin->low);
    twin_cut_settle(&twin->high);
}

static void delay_cell(void *state, const double *values, double tempo_bpm, bool first)
{
    DelayTwin *twin = state;
    delay_settle(twin);
    if (!values)
        return;
    int tap = (int)floor(time_frames(values, tempo_bpm, twin->rate_hz) + 0.5);
    twin->tap_to = tap < 4 ? 4 : tap;
    twin->tap_from = first ? twin->tap_to : twin->tap_from;
    twin->line[CROSS] = (Line){0, 1};
    line_set(&twin->line[FEEDBACK], value(values, "feedback") / 100, first);
    line_set(&twin->line[PINGPONG], twin->channels == 2 ? value(values, "pingpong") : 0, first);
    line_set(&twin->line[DEPTH], value(values, "modulation") / 100 * 0.004 * twin->rate_hz, first);
    line_set(&twin->line[DUCK], 1 - pow(10, -value(values, "duck") / 20), first);
    twin_cut_set(&twin->low, value(values, "lowcut"), twin->rate_hz, first);
    twin_cut_set(&twin->high, value(values, "highcut"), twin->rate_hz, first);
    twin->step = (uint32_t)(value(values, "modrate") / twin->rate_hz * 4294967296.0);
}

static double back(const DelayTwin *twin, int c, int frames)
{
    int at = twin->now - frames;
    return at < 0 ? 0 : twin->ring[c][at % twin->size];
}

/* Lagrange's cubic through the four frames around a place. */
static double between(const DelayTwin *twin, int c, double delay)
{
    int whole = (int)floor(delay);
    double t = delay - whole, sum = 0;
    for (int k = -1; k <= 2; k++) {
        double weight = 1;
        for (int j = -1; j <= 2; j++)
            weight *= j == k ? 1 : (t - j) / (k - j);
        sum += weight == 0 ? 0 : weight * back(twin, c, whole + k);
    }
    return sum;
}

static double wave(uint32_t phase)
{
    double x = (int32_t)phase / 2147483648.0, y = 4 * x * (1 - fabs(x));
    return y * (0.775 + 0.225 * fabs(y));
}

static double bend(double x)
{
    double over = fabs(x) - 2;
    return over <= 0 ? x : copysign(2 + 2 * over / (over + 2), x);
}

static double wet_at(DelayTwin *twin, int c, int position)
{
    double off = line_at(&twin->line[DEPTH], position) * wave(twin->phase - (c ? 0x40000000u : 0)),
           cross = line_at(&twin->line[CROSS], position);
    double old = between(twin, c, fmax(3, twin->tap_from + off)), new = between(twin, c, fmax(3, twin->tap_to + off));
    double wet = old + (new - old) * cross;
    return twin_cut(&twin->high, c, twin_cut(&twin->low, c, wet, true, position), false, position);
}

static void delay_frame(void *state, double io[2], const double key[2], int position)
{
    DelayTwin *twin = state;
    double wet[2] = {0}, level = fmax(fabs(io[0]), fabs(io[1])), feedback = line_at(&twin->line[FEEDBACK], position);
    double ping = line_at(&twin->line[PINGPONG], position);
    (void)key;
    for (int c = 0; c < twin->channels; c++)
        wet[c] = wet_at(twin, c, position);
    twin->envelope +=
        (level - twin->envelope) * (1 - exp(-1 / ((level > twin->envelope ? 0.005 : 0.25) * twin->rate_hz)));
    double duck = 1 - line_at(&twin->line[DUCK], position) * fmin(1, twin->envelope / 0.1);
    double plain[2] = {io[0] + feedback * wet[0], io[1] + feedback * wet[1]};
    double crossed[2] = {0.5 * (io[0] + io[1]) + feedback * wet[1], wet[0]};
    for (int c = 0; c < twin->channels; c++) {
        twin->ring[c][twin->now % twin->size] = bend((1 - ping) * plain[c] + ping * crossed[c]);
        io[c] = wet[c] * duck;
    }
    twin->now++;
    twin->phase += twin->step;
}

/* Rings, ramps and what is added are floats (2^-24, a dozen operations a repeat); a tangent near half the rate, rounded
 * to a float, moves a cut's corner; what 100 % feedback holds it does not forget.  Of 1000 other seeds the worst is -95
 * dB. */
static void test_delay_equals_its_reference(void **state)
{
    (void)state;
    static const Twin twin = {&delay_kind, delay_begin, delay_end, delay_cell, delay_frame, 400};
    twin_check(&twin, 80, -90);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_delay_equals_its_reference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
