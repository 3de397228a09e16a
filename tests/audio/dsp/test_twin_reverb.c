/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `reverb` against a plain reference in double precision, one sample at a time (audio/dsp/space/reverb_tank.h, the top
 * of reverb.c). */
#include "tests/audio/dsp/twin_comp.h"

#include "audio/dsp/kinds.h"

enum { N = 16, STAGES = 4, TAPS = 8, COEFS = 6 };
enum { EARLY, LATE, DIFFUSION, SIDE, LINES };

static const double line_ms[N] = {23.3, 26.9, 30.1, 33.7, 36.1, 40.3, 43.7, 47.9,
                                  51.1, 55.9, 59.3, 63.7, 67.1, 71.3, 76.7, 82.1};
static const double stage_ms[2][STAGES] = {{3.1, 4.7, 7.9, 11.3}, {3.5, 4.3, 8.3, 10.7}};
static const double tap_ms[2][TAPS] = {{4.3, 9.7, 15.1, 22.3, 31.9, 12.7, 26.3, 41.3},
                                       {5.9, 8.3, 17.3, 24.7, 29.3, 11.1, 28.7, 43.9}};
static const double tap_gain[2][TAPS] = {{0.58, -0.46, 0.37, 0.30, -0.23, 0.31, -0.24, 0.15},
                                         {0.57, 0.47, -0.36, 0.31, -0.24, -0.32, 0.23, 0.15}};

typedef struct Ring {
    double *at;
    int size;
} Ring;

typedef struct Length {
    int from, to;
} Length;

typedef struct ReverbTwin {
    double rate_hz;
    int channels, now;
    Ring line[N], stage[2][STAGES], pre[2];
    Length line_length[N], stage_length[2][STAGES], tap_length[2][TAPS], pre_length;
    Line coef[N][COEFS], ramp[LINES];
    double low_state[N], high_state[N];
    TwinCut low, high;
    double angle[N / 2], turn[N / 2]; /* at the beginning of the 64 frames; a frame's */
} ReverbTwin;

static void ring_init(Ring *ring, double seconds, double rate_hz)
{
    ring->size = (int)(seconds * rate_hz) + 512;
    ring->at = calloc((size_t)ring->size, sizeof(double));
}

static void *reverb_begin(const ProcessorSetup *setup)
{
    ReverbTwin *twin = calloc(1, sizeof *twin);
    twin->rate_hz = setup->rate_hz;
    twin->channels = setup->channels;
    for (int l = 0; l < N; l++)
        ring_init(&twin->line[l], 0.17, setup->rate_hz);
    for (int c = 0; c < 2; c++) {
        for (int k = 0; k < STAGES; k++)
            ring_init(&twin->stage[c][k], 0.03, setup->rate_hz);
        ring_init(&twin->pre[c], 0.6, setup->rate_hz);
    }
    return twin;
}

static void reverb_end(void *state)
{
    ReverbTwin *twin = state;
    for (int l = 0; l < N; l++)
        free(twin->line[l].at);
    for (int c = 0; c < 2; c++) {
        for (int k = 0; k < STAGES; k++)
            free(twin->stage[c][k].at);
        free(twin->pre[c].at);
    }
}

static double value(const double *values, const char *key)
{
    return values[processor_value_index(&reverb_kind, -1, key)];
}

/* ---- lengths and losses ---- */

static int odd_prime_from(double frames)
{
    int n = (int)frames | 1;
    if (n < 8)
        return 11;
    for (;; n += 2) {
        bool prime = true;
        for (int d = 3; d < n && prime; d += 2)
            prime = n % d != 0;
        if (prime)
            return n;
    }
}

static void length_set(Length *length, int frames, bool first)
{
    length->to = frames;
    length->from = first ? frames : length->from;
}

static double square(double x)
{
    return x * x;
}

/* Gain and shelves of a line that loses `loss` (as a square) at 1 kHz. */
static void losses_set(ReverbTwin *twin, int l, const double *values, bool first)
{
    double rate = twin->rate_hz, low_b = tan(M_PI * 200 / rate), high_b = tan(M_PI * fmin(4000, 0.3 * rate) / rate);
    double t[3] = {tan(M_PI * 63 / rate), tan(M_PI * 1000 / rate), tan(M_PI * fmin(8000, 0.4 * rate) / rate)};
    double loss_db = 60 * twin->line_length[l].to / (rate * value(values, "decay"));
    double want[3] = {pow(10, -loss_db / 10 / (value(values, "lowdecay") / 100)), pow(10, -loss_db / 10),
                      pow(10, -loss_db / 10 / (value(values, "highdecay") / 100))};
    double gain = want[1], low = 1, high = 1, x[3], y[3];
    for (int k = 0; k < 3; k++) {
        x[k] = square(t[k] / low_b);
        y[k] = square(t[k] / high_b);
    }
    for (int round = 0; round < 4; round++) {
        low = fmax(1e-6, want[0] / gain / ((1 + high * y[0]) / (1 + y[0])) * (x[0] + 1) - x[0]);
        high = fmax(1e-6, (want[2] / gain / ((x[2] + low) / (x[2] + 1)) * (1 + y[2]) - 1) / y[2]);
        gain = fmin(1.05, want[1] / ((x[1] + low) / (x[1] + 1)) / ((1 + high * y[1]) / (1 + y[1])));
    }
    /* (s + L b)/(s + b) and (b + H s)/(b + s), s = (1 - 1/z)/(1 + 1/z) */
    double L = sqrt(low), H = sqrt(high), g = sqrt(gain);
    double coefs[COEFS] = {g * (1 + L * low_b) / (1 + low_b), g * (L * low_b - 1) / (1 + low_b),
                           (low_b - 1) / (1 + low_b),         (high_b + H) / (1 + high_b),
                           (high_b - H) / (1 + high_b),       (high_b - 1) / (1 + high_b)};
    for (int k = 0; k < COEFS; k++)
        line_set(&twin->coef[l][k], coefs[k], first);
}

static void lengths_set(ReverbTwin *twin, const double *values, bool first)
{
    double rate = twin->rate_hz, scale = (0.2 + 1.6 * value(values, "size") / 100) * fmin(1, value(values, "decay"));
    int pre = (int)floor(value(values, "predelay") / 1000 * rate + 0.5);
    length_set(&twin->pre_length, pre, first);
    for (int l = 0; l < N; l++)
        length_set(&twin->line_length[l], odd_prime_from(line_ms[l] * 1e-3 * scale * rate), first);
    for (int c = 0; c < 2; c++) {
        for (int k = 0; k < STAGES; k++)
            length_set(&twin->stage_length[c][k], odd_prime_from(stage_ms[c][k] * 1e-3 * scale * rate), first);
        for (int k = 0; k < TAPS; k++)
            length_set(&twin->tap_length[c][k], pre + (int)fmax(8, floor(tap_ms[c][k] * 1e-3 * scale * rate + 0.5)),
                       first);
    }
}

/* ---- a cell ---- */

static void length_settle(Length *lengths, int count)
{
    for (int i = 0; i < count; i++)
        lengths[i].from = lengths[i].to;
}

static void reverb_settle(ReverbTwin *twin)
{
    lines_settle(&twin->coef[0][0], N * COEFS);
    lines_settle(twin->ramp, LINES);
    length_settle(twin->line_length, N);
    length_settle(&twin->stage_length[0][0], 2 * STAGES);
    length_settle(&twin->tap_length[0][0], 2 * TAPS);
    length_settle(&twin->pre_length, 1);
    twin_cut_settle(&twin->low);
    twin_cut_settle(&twin->high);
}

static void reverb_cell(void *state, const double *values, double tempo_bpm, bool first)
{
    ReverbTwin *twin = state;
    (void)tempo_bpm;
    reverb_settle(twin);
    if (!values)
        return;
    double far = value(values, "distance") / 100 - 0.5, high = value(values, "highcut");
    if (far > 0)
        high = high > 0 ? fmin(high, 20000 * exp(-4 * far)) : 20000 * exp(-4 * far);
    twin_cut_set(&twin->low, value(values, "lowcut"), twin->rate_hz, first);
    twin_cut_set(&twin->high, high, twin->rate_hz, first);
    lengths_set(twin, values, first);
    double total = 0, decay = value(values, "decay");
    for (int l = 0; l < N; l++) {
        losses_set(twin, l, values, first);
        total += twin->line_length[l].to;
    }
    double level = sqrt(6 * log(10) * total / (twin->channels * decay * twin->rate_hz));
    line_set(&twin->ramp[EARLY], pow(10, (value(values, "early") - 18 * far) / 20), first);
    line_set(&twin->ramp[LATE], pow(10, 12 * far / 20) * level, first);
    line_set(&twin->ramp[DIFFUSION], 0.75 * value(values, "diffusion") / 100, first);
    line_set(&twin->ramp[SIDE], value(values, "width") / 100, first);
    for (int p = 0; p < N / 2; p++)
        twin->turn[p] =
            2 * M_PI * value(values, "modulation") / 100 * (0.4 + 0.09 * p) * (p % 2 ? -1 : 1) / twin->rate_hz;
}

/* ---- a frame ---- */

static double ring_back(const ReverbTwin *twin, const Ring *ring, int frames)
{
    int at = twin->now - frames;
    return at < 0 ? 0 : ring->at[at % ring->size];
}

static double ring_cross(const ReverbTwin *twin, const Ring *ring, const Length *length, int position)
{
    double old = ring_back(twin, ring, length->from), new = ring_back(twin, ring, length->to);
    return old + (new - old) * (position + 1) / CELL_FRAMES;
}

static void ring_put(const ReverbTwin *twin, Ring *ring, double x)
{
    ring->at[twin->now % ring->size] = x;
}

static double damped(ReverbTwin *twin, int l, double x, int position)
{
    double c[COEFS];
    for (int k = 0; k < COEFS; k++)
        c[k] = line_at(&twin->coef[l][k], position);
    double y = c[0] * x + twin->low_state[l];
    twin->low_state[l] = c[1] * x - c[2] * y;
    double z = c[3] * y + twin->high_state[l];
    twin->high_state[l] = c[4] * y - c[5] * z;
    return z;
}

static void hadamard(const double in[N], double out[N])
{
    for (int row = 0; row < N; row++) {
        out[row] = 0;
        for (int column = 0; column < N; column++)
            out[row] += __builtin_parity((unsigned)(row & column)) ? -in[column] / 4 : in[column] / 4;
    }
}

static double diffused(ReverbTwin *twin, int c, double x, int position)
{
    double g = line_at(&twin->ramp[DIFFUSION], position);
    for (int k = 0; k < STAGES; k++) {
        double z = ring_cross(twin, &twin->stage[c][k], &twin->stage_length[c][k], position), w = x + g * z;
        ring_put(twin, &twin->stage[c][k], w);
        x = z - g * w;
    }
    return x;
}

/* Turned pairs and what comes in, written back. */
static void lines_feed(ReverbTwin *twin, const double v[N], const double in[2])
{
    int within = twin->now % 64;
    double share = twin->channels == 2 ? sqrt(0.125) : 0.25;
    for (int p = 0; p < N / 2; p++) {
        double from = twin->angle[p], to = from + 64 * twin->turn[p], part = (within + 1) / 64.0;
        double c = cos(from) + (cos(to) - cos(from)) * part, s = sin(from) + (sin(to) - sin(from)) * part;
        double gain = p % 2 ? -share : share;
        ring_put(twin, &twin->line[2 * p], c * v[2 * p] - s * v[2 * p + 1] + gain * in[0]);
        ring_put(twin, &twin->line[2 * p + 1], s * v[2 * p] + c * v[2 * p + 1] + gain * in[twin->channels == 2]);
        if (within == 63)
            twin->angle[p] = to;
    }
}

static void reverb_frame(void *state, double io[2], const double key[2], int position)
{
    ReverbTwin *twin = state;
    double early[2] = {0}, in[2] = {0}, out[2] = {0}, lines[N], v[N];
    (void)key;
    for (int c = 0; c < twin->channels; c++)
        ring_put(twin, &twin->pre[c],
                 twin_cut(&twin->high, c, twin_cut(&twin->low, c, io[c], true, position), false, position));
    for (int c = 0; c < twin->channels; c++) {
        for (int k = 0; k < TAPS; k++)
            early[c] += tap_gain[c][k] * ring_cross(twin, &twin->pre[twin->channels == 2 && k >= 5 ? 1 - c : c],
                                                    &twin->tap_length[c][k], position);
        in[c] = diffused(twin, c, ring_cross(twin, &twin->pre[c], &twin->pre_length, position), position);
    }
    for (int l = 0; l < N; l++)
        lines[l] = damped(twin, l, ring_cross(twin, &twin->line[l], &twin->line_length[l], position), position);
    hadamard(lines, v);
    lines_feed(twin, v, in);
    for (int c = 0; c < twin->channels; c++)
        out[c] =
            line_at(&twin->ramp[EARLY], position) * early[c] + line_at(&twin->ramp[LATE], position) * v[c ? 10 : 5];
    if (twin->channels == 1)
        out[1] = out[0];
    double middle = 0.5 * (out[0] + out[1]), side = line_at(&twin->ramp[SIDE], position) * 0.5 * (out[0] - out[1]);
    io[0] = middle + side;
    io[1] = middle - side;
    twin->now++;
}

/* Floats everywhere: each pass of a line adds some twenty roundings of 2^-24 that the matrix spreads without making
 * them greater, and a rounded coefficient changes a pass's loss by as much, which is what a decay of 20 s adds up. */
static void test_reverb_equals_its_reference(void **state)
{
    (void)state;
    static const Twin twin = {&reverb_kind, reverb_begin, reverb_end, reverb_cell, reverb_frame, 300};
    twin_check(&twin, 60, -100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_reverb_equals_its_reference)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
