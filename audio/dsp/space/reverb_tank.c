/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/space/reverb_tank.h"

#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"

/* Where the shelves bend, and where the three decays hold. */
#define LOW_SHELF_HZ 200.0
#define HIGH_SHELF_HZ 4000.0
#define HIGH_SHELF_SHARE 0.3 /* of the rate, at most */
#define LOW_DIAL_HZ 63.0
#define DIAL_HZ 1000.0
#define HIGH_DIAL_HZ 8000.0
#define HIGH_DIAL_SHARE 0.4
#define SHORTEST_FRAMES 8

#define ROUNDS 4
#define END_LEAST 1e-6
/* A line's gain between its shelves may pass one where both take away much: at these bends the product stays below one
 * for every dial and rate. */
#define GAIN_MOST 1.05

/* Lines and all-passes at size 1, ms. */
static const double line_ms[REVERB_LINES] = {23.3, 26.9, 30.1, 33.7, 36.1, 40.3, 43.7, 47.9,
                                             51.1, 55.9, 59.3, 63.7, 67.1, 71.3, 76.7, 82.1};
static const double stage_ms[2][REVERB_STAGES] = {{3.1, 4.7, 7.9, 11.3}, {3.5, 4.3, 8.3, 10.7}};

static uint32_t ring_size(double frames)
{
    uint32_t size = 2 * REVERB_SPAN;
    while (size < frames + REVERB_SPAN + 8)
        size *= 2;
    return size;
}

bool reverb_tank_init(ReverbTank *tank, int channels, double rate_hz)
{
    memset(tank, 0, sizeof *tank);
    uint32_t line = ring_size(line_ms[REVERB_LINES - 1] * 1e-3 * REVERB_SIZE_MAX * rate_hz);
    uint32_t stage = ring_size(stage_ms[0][REVERB_STAGES - 1] * 1e-3 * REVERB_SIZE_MAX * rate_hz);
    uint32_t pre = ring_size((REVERB_PREDELAY_MAX_S + 0.044 * REVERB_SIZE_MAX) * rate_hz);
    tank->channels = channels;
    tank->rate_hz = rate_hz;
    tank->line_mask = line - 1;
    tank->stage_mask = stage - 1;
    tank->pre_mask = pre - 1;
    tank->lines = calloc(reverb_ring_stride(tank->line_mask) * REVERB_LINES, sizeof(float));
    tank->stages = calloc(reverb_ring_stride(tank->stage_mask) * REVERB_STAGES * (size_t)channels, sizeof(float));
    bool made = tank->lines && tank->stages;
    for (int c = 0; c < channels; c++) {
        tank->pre[c] = calloc(reverb_ring_stride(tank->pre_mask), sizeof(float));
        made = made && tank->pre[c];
    }
    reverb_tank_reset(tank);
    return made;
}

void reverb_tank_clear(ReverbTank *tank)
{
    free(tank->lines);
    free(tank->stages);
    free(tank->pre[0]);
    free(tank->pre[1]);
    memset(tank, 0, sizeof *tank);
}

/* Places of a ring of that mask that were written since the reset. */
static size_t written_of(const ReverbTank *tank, uint32_t mask)
{
    return tank->position < (int64_t)mask + 1 ? (size_t)tank->position : (size_t)mask + 1;
}

static void ring_clear(const ReverbTank *tank, float *rings, uint32_t mask, int index)
{
    float *ring = rings + (size_t)index * reverb_ring_stride(mask);
    memset(ring, 0, written_of(tank, mask) * sizeof(float));
    memset(ring + mask + 1, 0, REVERB_SPAN * sizeof(float));
}

static void ring_copy(const ReverbTank *from, float *to_rings, const float *from_rings, uint32_t mask, int index)
{
    float *to = to_rings + (size_t)index * reverb_ring_stride(mask);
    const float *ring = from_rings + (size_t)index * reverb_ring_stride(mask);
    memcpy(to, ring, written_of(from, mask) * sizeof(float));
    memcpy(to + mask + 1, ring + mask + 1, REVERB_SPAN * sizeof(float));
}

static void turn_reset(ReverbTank *tank)
{
    for (int p = 0; p < REVERB_PAIRS; p++) {
        tank->turn_cos[p] = tank->cos_from[p] = tank->cos_to[p] = 1;
        tank->turn_sin[p] = tank->sin_from[p] = tank->sin_to[p] = 0;
    }
}

void reverb_tank_reset(ReverbTank *tank)
{
    if (tank->position > 0) {
        for (int l = 0; l < REVERB_LINES; l++)
            ring_clear(tank, tank->lines, tank->line_mask, l);
        for (int k = 0; k < REVERB_STAGES * tank->channels; k++)
            ring_clear(tank, tank->stages, tank->stage_mask, k);
        for (int c = 0; c < tank->channels; c++)
            ring_clear(tank, tank->pre[c], tank->pre_mask, 0);
    }
    memset(tank->low_state, 0, sizeof tank->low_state);
    memset(tank->high_state, 0, sizeof tank->high_state);
    tank->position = 0;
    turn_reset(tank);
}

static bool is_prime(int n)
{
    for (int d = 3; d * d <= n; d += 2)
        if (n % d == 0)
            return false;
    return n > 2 && n % 2 == 1;
}

/* Lines whose lengths share no divisor repeat no pattern together. */
static int prime_from(double frames)
{
    int n = (int)frames | 1;
    if (n < SHORTEST_FRAMES)
        return SHORTEST_FRAMES + 3;
    while (!is_prime(n))
        n += 2;
    return n;
}

static int frames_of(double ms, double scale, double rate_hz)
{
    int frames = (int)floor(ms * 1e-3 * scale * rate_hz + 0.5);
    return frames < SHORTEST_FRAMES ? SHORTEST_FRAMES : frames;
}

static void lengths_set(ReverbTank *tank, ReverbLengths *lengths, double scale, double predelay_s)
{
    if (scale != tank->scale) {
        for (int l = 0; l < REVERB_LINES; l++)
            lengths->line[l] = prime_from(line_ms[l] * 1e-3 * scale * tank->rate_hz);
        for (int c = 0; c < 2; c++)
            for (int k = 0; k < REVERB_STAGES; k++)
                lengths->stage[c][k] = prime_from(stage_ms[c][k] * 1e-3 * scale * tank->rate_hz);
        tank->scale = scale;
    }
    lengths->pre = (int)floor(predelay_s * tank->rate_hz + 0.5);
    for (int c = 0; c < 2; c++)
        for (int k = 0; k < REVERB_TAPS; k++)
            lengths->tap[c][k] = lengths->pre + frames_of(reverb_tap_ms[c][k], scale, tank->rate_hz);
}

/* A line's loss at a frequency is mid * low * high of these, as squares of magnitudes.  x is the square of a
 * frequency's tangent over the square of the shelf's: 1 where it bends.  `end` is the square of the gain at 0 Hz, or at
 * half the rate. */
typedef struct Places { /* x of the three dials, for one of the shelves */
    double low, mid, high;
} Places;

typedef struct Shelves {  /* what all lines share */
    double low_g, high_g; /* tan(pi f/rate) */
    Places low, high;
} Shelves;

static double low_shelf_at(double end, double x)
{
    return (x + end) / (x + 1);
}

static double high_shelf_at(double end, double x)
{
    return (1 + x * end) / (1 + x);
}

static double clamp_end(double end)
{
    return end > END_LEAST ? end : END_LEAST; /* what is farther off a shelf of first order does not reach */
}

static void coef_set(ReverbTank *tank, int row, int line, double value)
{
    tank->coefs[1][row][line / 8][line % 8] = (float)value;
}

static void low_shelf_put(ReverbTank *tank, int line, double g, double end, double gain)
{
    coef_set(tank, LOW_B0, line, gain * (1 + end * g) / (1 + g));
    coef_set(tank, LOW_B1, line, gain * (end * g - 1) / (1 + g));
    coef_set(tank, LOW_A1, line, (g - 1) / (1 + g));
}

static void high_shelf_put(ReverbTank *tank, int line, double g, double end)
{
    coef_set(tank, HIGH_B0, line, (end + g) / (1 + g));
    coef_set(tank, HIGH_B1, line, (g - end) / (1 + g));
    coef_set(tank, HIGH_A1, line, (g - 1) / (1 + g));
}

typedef struct Loss { /* squares of magnitudes */
    double gain, low_end, high_end;
} Loss;

/* A line's loss: exact at the three dials, by a few rounds that set one after the other. */
static Loss loss_of(int frames, double rate_hz, const ReverbRoom *room, const Shelves *shelves)
{
    double exponent = -6 * MATHS_LN10 * frames / (rate_hz * room->decay_s);
    double wanted = maths_exp(exponent), wanted_low = maths_exp(exponent / room->low_decay),
           wanted_high = maths_exp(exponent / room->high_decay);
    const Places *low = &shelves->low, *high = &shelves->high;
    double gain = wanted, low_end = 1, high_end = 1;
    for (int round = 0; round < ROUNDS; round++) {
        low_end = clamp_end(wanted_low / (gain * high_shelf_at(high_end, high->low)) * (1 + low->low) - low->low);
        high_end =
            clamp_end((wanted_high / (gain * low_shelf_at(low_end, low->high)) * (1 + high->high) - 1) / high->high);
        gain = wanted / (low_shelf_at(low_end, low->mid) * high_shelf_at(high_end, high->mid));
        gain = gain < GAIN_MOST ? gain : GAIN_MOST;
    }
    return (Loss){gain, low_end, high_end};
}

static void line_damp(ReverbTank *tank, const ReverbRoom *room, const Shelves *shelves, int line)
{
    Loss loss = loss_of(tank->lengths[1].line[line], tank->rate_hz, room, shelves);
    low_shelf_put(tank, line, shelves->low_g, sqrt(loss.low_end), sqrt(loss.gain));
    high_shelf_put(tank, line, shelves->high_g, sqrt(loss.high_end));
}

static double tangent_of(double hz, double rate_hz)
{
    return maths_tan(MATHS_PI * hz / rate_hz);
}

static Places places_of(double g, double rate_hz, double high_dial_hz)
{
    double low = tangent_of(LOW_DIAL_HZ, rate_hz) / g, mid = tangent_of(DIAL_HZ, rate_hz) / g,
           high = tangent_of(high_dial_hz, rate_hz) / g;
    return (Places){low * low, mid * mid, high * high};
}

static Shelves shelves_of(double rate_hz)
{
    double bend_hz = HIGH_SHELF_SHARE * rate_hz < HIGH_SHELF_HZ ? HIGH_SHELF_SHARE * rate_hz : HIGH_SHELF_HZ;
    double dial_hz = HIGH_DIAL_SHARE * rate_hz < HIGH_DIAL_HZ ? HIGH_DIAL_SHARE * rate_hz : HIGH_DIAL_HZ;
    Shelves shelves = {.low_g = tangent_of(LOW_SHELF_HZ, rate_hz), .high_g = tangent_of(bend_hz, rate_hz)};
    shelves.low = places_of(shelves.low_g, rate_hz, dial_hz);
    shelves.high = places_of(shelves.high_g, rate_hz, dial_hz);
    return shelves;
}

double reverb_tank_decay_s(const ReverbRoom *room, double rate_hz, double hz)
{
    double scale = room->size * (room->decay_s < 1 ? room->decay_s : 1);
    int frames = prime_from(line_ms[REVERB_LINES / 2] * 1e-3 * scale * rate_hz);
    Shelves shelves = shelves_of(rate_hz);
    Loss loss = loss_of(frames, rate_hz, room, &shelves);
    double share = hz / rate_hz < 0.499 ? hz / rate_hz : 0.499, tangent = tangent_of(share * rate_hz, rate_hz);
    double low = tangent / shelves.low_g, high = tangent / shelves.high_g;
    double gain = loss.gain * low_shelf_at(loss.low_end, low * low) * high_shelf_at(loss.high_end, high * high);
    return -6 * MATHS_LN10 * frames / (rate_hz * maths_log(gain));
}

static void turn_set(ReverbTank *tank, double turn_hz)
{
    for (int p = 0; p < REVERB_PAIRS; p++) {
        double hz = turn_hz * (0.4 + 0.09 * p) * (p & 1 ? -1 : 1);
        double angle = 2 * MATHS_PI * hz * REVERB_SPAN / tank->rate_hz;
        tank->step_cos[p] = maths_cos(angle);
        tank->step_sin[p] = maths_sin(angle);
    }
}

static void tank_settle(ReverbTank *tank)
{
    memcpy(tank->coefs[0], tank->coefs[1], sizeof tank->coefs[0]);
    tank->lengths[0] = tank->lengths[1];
    ramps_settle(tank->ramps, REVERB_RAMPS);
}

void reverb_tank_set(ReverbTank *tank, const ReverbRoom *room, bool jump)
{
    if (tank->cell.moving)
        tank_settle(tank);
    cell_begin(&tank->cell, jump);
    /* A short decay needs short lines, or it would come down in steps. */
    double scale = room->size * (room->decay_s < 1 ? room->decay_s : 1);
    lengths_set(tank, &tank->lengths[1], scale, room->predelay_s);
    Shelves shelves = shelves_of(tank->rate_hz);
    double total = 0;
    for (int l = 0; l < REVERB_LINES; l++) {
        line_damp(tank, room, &shelves, l);
        total += tank->lengths[1].line[l];
    }
    turn_set(tank, room->turn_hz);
    /* Noise comes out as strong as it went in: the energy that the lines hold, per frame, at this decay. */
    double level = sqrt(total * 2 * 3 * MATHS_LN10 / (tank->channels * room->decay_s * tank->rate_hz));
    ramp_set(&tank->ramps[REVERB_EARLY], room->early_lin, jump);
    ramp_set(&tank->ramps[REVERB_LATE], room->late_lin * level, jump);
    ramp_set(&tank->ramps[REVERB_DIFFUSION], room->diffusion, jump);
    ramp_set(&tank->ramps[REVERB_SIDE], room->side, jump);
    if (jump)
        tank_settle(tank);
}

/* The angles of the next 64 frames: a step of the turning pairs, kept on the circle. */
static void turn_next(ReverbTank *tank)
{
    for (int p = 0; p < REVERB_PAIRS; p++) {
        double c = tank->turn_cos[p] * tank->step_cos[p] - tank->turn_sin[p] * tank->step_sin[p];
        double s = tank->turn_sin[p] * tank->step_cos[p] + tank->turn_cos[p] * tank->step_sin[p];
        double keep = 1.5 - 0.5 * (c * c + s * s);
        tank->cos_from[p] = (float)tank->turn_cos[p];
        tank->sin_from[p] = (float)tank->turn_sin[p];
        tank->turn_cos[p] = c * keep;
        tank->turn_sin[p] = s * keep;
        tank->cos_to[p] = (float)tank->turn_cos[p];
        tank->sin_to[p] = (float)tank->turn_sin[p];
    }
}

static int shortest_line(const ReverbTank *tank)
{
    int shortest = REVERB_SPAN;
    for (int which = 0; which < 2; which++) {
        const ReverbLengths *lengths = &tank->lengths[which];
        for (int l = 0; l < REVERB_LINES; l++)
            shortest = lengths->line[l] < shortest ? lengths->line[l] : shortest;
        for (int c = 0; c < 2; c++)
            for (int k = 0; k < REVERB_STAGES; k++)
                shortest = lengths->stage[c][k] < shortest ? lengths->stage[c][k] : shortest;
    }
    return shortest;
}

void reverb_tank_process(ReverbTank *tank, float *const io[2], int offset, int frames)
{
    if (cell_enter(&tank->cell, offset))
        tank_settle(tank);
    int shortest = shortest_line(tank);
    for (int done = 0; done < frames;) {
        int own = (int)(tank->position & (REVERB_SPAN - 1)), run = REVERB_SPAN - own;
        if (own == 0)
            turn_next(tank);
        run = run < frames - done ? run : frames - done;
        run = run < shortest ? run : shortest;
        float *at[2] = {io[0] + done, tank->channels == 2 ? io[1] + done : NULL};
        reverb_run[lanes_level()](tank, at, offset + done, run);
        tank->position += run;
        done += run;
    }
    if (cell_leave(&tank->cell, offset, frames))
        tank_settle(tank);
}

void reverb_tank_copy(ReverbTank *to, const ReverbTank *from)
{
    reverb_tank_reset(to);
    float *lines = to->lines, *stages = to->stages, *pre[2] = {to->pre[0], to->pre[1]};
    *to = *from;
    to->lines = lines;
    to->stages = stages;
    for (int l = 0; l < REVERB_LINES; l++)
        ring_copy(from, lines, from->lines, from->line_mask, l);
    for (int k = 0; k < REVERB_STAGES * from->channels; k++)
        ring_copy(from, stages, from->stages, from->stage_mask, k);
    for (int c = 0; c < 2; c++)
        to->pre[c] = pre[c];
    for (int c = 0; c < from->channels; c++)
        ring_copy(from, pre[c], from->pre[c], from->pre_mask, 0);
}
