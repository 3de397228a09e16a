/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop of reverb_tank.h. */
#include "audio/dsp/space/reverb_tank.h"

enum { ROW_LEFT = 5, ROW_RIGHT = 10, OWN_TAPS = 5 };

typedef struct Block {
    ALIGNED(32) float at[REVERB_SPAN];
} Block;

typedef struct Span {
    Block time; /* of the cell, for what the dials move */
    Block turn; /* of the own 64 frames, for the angles */
    int frames;
    int groups; /* of eight frames; what lies behind the last frame is scratch */
    bool moving;
} Span;

/* Rings are mirrored: what stands in the first REVERB_SPAN places stands behind the last one too, so that a span may be
 * read in one piece wherever it begins. */
LANES_INLINE const float *ring_read(const float *ring, uint32_t mask, int64_t from)
{
    return ring + ((uint32_t)from & mask);
}

LANES_INLINE void ring_write(float *ring, uint32_t mask, int64_t at, const float *in, int frames)
{
    int size = (int)(mask + 1), begin = (int)((uint32_t)at & mask), over = begin + frames - size;
    memcpy(ring + begin, in, (size_t)frames * sizeof *in);
    if (over > 0)
        memcpy(ring, ring + size, (size_t)over * sizeof *in);
    int low = REVERB_SPAN - begin < frames ? REVERB_SPAN - begin : frames;
    if (low > 0)
        memcpy(ring + size + begin, in, (size_t)low * sizeof *in);
}

/* Fetches what ring_write will write: rings are long, and that place was last used a round ago. */
LANES_INLINE void ring_fetch(const float *ring, uint32_t mask, int64_t at, int frames)
{
    const float *to = ring + ((uint32_t)at & mask);
    for (int i = 0; i < frames; i += 16)
        __builtin_prefetch(to + i, 1);
}

/* The ring `from` frames back, crossfaded in `space` to `to` frames back where the two differ. */
LANES_INLINE const float *ring_tap(const ReverbTank *tank, const Span *span, const float *ring, uint32_t mask, int from,
                                   int to, Block *space)
{
    const float *old = ring_read(ring, mask, tank->position - from);
    if (from == to)
        return old;
    const float *other = ring_read(ring, mask, tank->position - to);
    for (int g = 0; g < span->groups; g++) {
        F8 a = f8_load(old + 8 * g);
        f8_store(space->at + 8 * g, a + (f8_load(other + 8 * g) - a) * f8_load(span->time.at + 8 * g));
    }
    return space->at;
}

LANES_INLINE F8 ramp8(const Ramp *ramp, const Span *span, int g)
{
    return ramp->from + (ramp->to - ramp->from) * f8_load(span->time.at + 8 * g);
}

/* Reflections of a channel: five of its own sound, three of the other's. */
LANES_INLINE void early_add(const ReverbTank *tank, const Span *span, int c, Block *early)
{
    Block space[REVERB_TAPS];
    const float *tap[REVERB_TAPS];
    for (int k = 0; k < REVERB_TAPS; k++) {
        int source = tank->channels == 2 && k >= OWN_TAPS ? 1 - c : c;
        tap[k] = ring_tap(tank, span, tank->pre[source], tank->pre_mask, tank->lengths[0].tap[c][k],
                          tank->lengths[1].tap[c][k], &space[k]);
    }
    for (int g = 0; g < span->groups; g++) {
        F8 sum = f8_set(0.0f);
        LANES_UNROLL
        for (int k = 0; k < REVERB_TAPS; k++)
            sum = sum + reverb_tap_gains[c][k] * f8_load(tap[k] + 8 * g);
        f8_store(early->at + 8 * g, sum);
    }
}

/* Four all-passes in a row, from `x` into `out`. */
LANES_INLINE void diffuse(ReverbTank *tank, const Span *span, int c, const float *x, Block *out)
{
    for (int k = 0; k < REVERB_STAGES; k++) {
        float *ring = tank->stages + (size_t)(c * REVERB_STAGES + k) * reverb_ring_stride(tank->stage_mask);
        Block in, space;
        const float *back = ring_tap(tank, span, ring, tank->stage_mask, tank->lengths[0].stage[c][k],
                                     tank->lengths[1].stage[c][k], &space);
        for (int g = 0; g < span->groups; g++) {
            F8 gain = ramp8(&tank->ramps[REVERB_DIFFUSION], span, g), old = f8_load(back + 8 * g);
            F8 sum = f8_load(x + 8 * g) + gain * old;
            f8_store(in.at + 8 * g, sum);
            f8_store(out->at + 8 * g, old - gain * sum);
        }
        ring_write(ring, tank->stage_mask, tank->position, in.at, span->frames);
        x = out->at;
    }
}

LANES_INLINE F8 coef_at(const ReverbTank *tank, int row, int half, float time)
{
    F8 from = tank->coefs[0][row][half];
    return from + (tank->coefs[1][row][half] - from) * time;
}

/* Each line's loss, eight lines in the lanes; both halves at once, as each alone would wait for its own feedback. */
LANES_INLINE void damp(ReverbTank *tank, const Span *span, const float *const from[REVERB_LINES], Block *lines)
{
    F8 x[2][REVERB_SPAN], c[2][REVERB_COEFS], low[2], high[2];
    float *rows[REVERB_LINES];
    for (int line = 0; line < REVERB_LINES; line++)
        rows[line] = lines[line].at;
    for (int half = 0; half < 2; half++) {
        lanes_gather(x[half], from + 8 * half, span->frames);
        for (int row = 0; row < REVERB_COEFS; row++)
            c[half][row] = tank->coefs[0][row][half];
        low[half] = tank->low_state[half];
        high[half] = tank->high_state[half];
    }
    for (int i = 0; i < span->frames; i++) {
        for (int k = 0; span->moving && k < 2 * REVERB_COEFS; k++)
            c[k & 1][k / 2] = coef_at(tank, k / 2, k & 1, span->time.at[i]);
        LANES_UNROLL
        for (int half = 0; half < 2; half++) {
            F8 y = c[half][LOW_B0] * x[half][i] + low[half];
            low[half] = c[half][LOW_B1] * x[half][i] - c[half][LOW_A1] * y;
            F8 z = c[half][HIGH_B0] * y + high[half];
            high[half] = c[half][HIGH_B1] * y - c[half][HIGH_A1] * z;
            x[half][i] = z;
        }
    }
    for (int half = 0; half < 2; half++) {
        tank->low_state[half] = low[half];
        tank->high_state[half] = high[half];
        lanes_scatter(rows + 8 * half, x[half], span->frames);
    }
}

/* One step of the butterfly: all sums and differences of lines `width` apart. */
LANES_INLINE void fold_lines(F8 *v, const int width)
{
    LANES_UNROLL_16
    for (int k = 0; k < REVERB_LINES / 2; k++) {
        int l = k / width * 2 * width + k % width;
        F8 a = v[l], b = v[l + width];
        v[l] = a + b;
        v[l + width] = a - b;
    }
}

/* The orthonormal Hadamard matrix of 16 lines on eight frames at a time. */
LANES_INLINE void mix_lines(const Span *span, Block *lines)
{
    for (int g = 0; g < span->groups; g++) {
        F8 v[REVERB_LINES];
        LANES_UNROLL_16
        for (int l = 0; l < REVERB_LINES; l++)
            v[l] = f8_load(lines[l].at + 8 * g);
        fold_lines(v, 1);
        fold_lines(v, 2);
        fold_lines(v, 4);
        fold_lines(v, 8);
        LANES_UNROLL_16
        for (int l = 0; l < REVERB_LINES; l++)
            f8_store(lines[l].at + 8 * g, 0.25f * v[l]);
    }
}

/* Turns the pairs and adds what comes in: left to the even lines, right to the odd ones, signs alternating by pair. */
LANES_INLINE void feed_lines(const ReverbTank *tank, const Span *span, Block *lines, const Block *in)
{
    float share = tank->channels == 2 ? 0.35355339f : 0.25f;
    for (int p = 0; p < REVERB_PAIRS; p++) {
        Block *even = &lines[2 * p], *odd = &lines[2 * p + 1];
        const Block *right = &in[tank->channels == 2];
        float gain = p & 1 ? -share : share;
        float c = tank->cos_from[p], s = tank->sin_from[p], c_move = tank->cos_to[p] - c, s_move = tank->sin_to[p] - s;
        for (int g = 0; g < span->groups; g++) {
            F8 time = f8_load(span->turn.at + 8 * g), cosine = c + c_move * time, sine = s + s_move * time;
            F8 a = f8_load(even->at + 8 * g), b = f8_load(odd->at + 8 * g);
            f8_store(even->at + 8 * g, cosine * a - sine * b + gain * f8_load(in[0].at + 8 * g));
            f8_store(odd->at + 8 * g, sine * a + cosine * b + gain * f8_load(right->at + 8 * g));
        }
    }
}

LANES_INLINE void put_out(const ReverbTank *tank, const Span *span, const Block *early, const Block *lines,
                          float *const io[2])
{
    Block out[2];
    int last = tank->channels - 1;
    const float *late_left = lines[ROW_LEFT].at, *late_right = lines[last ? ROW_RIGHT : ROW_LEFT].at;
    for (int g = 0; g < span->groups; g++) {
        F8 near = ramp8(&tank->ramps[REVERB_EARLY], span, g), far = ramp8(&tank->ramps[REVERB_LATE], span, g);
        F8 side = ramp8(&tank->ramps[REVERB_SIDE], span, g);
        F8 left = near * f8_load(early[0].at + 8 * g) + far * f8_load(late_left + 8 * g);
        F8 right = near * f8_load(early[last].at + 8 * g) + far * f8_load(late_right + 8 * g);
        F8 middle = 0.5f * (left + right), half = side * (0.5f * (left - right));
        f8_store(out[0].at + 8 * g, middle + half);
        f8_store(out[1].at + 8 * g, middle - half);
    }
    for (int c = 0; c < tank->channels; c++)
        memcpy(io[c], out[c].at, (size_t)span->frames * sizeof(float));
}

void LANES_NAME(reverb_run)(ReverbTank *tank, float *const io[2], int offset, int frames)
{
    Span span = {.frames = frames, .groups = (frames + 7) / 8, .moving = tank->cell.moving};
    Block early[2], in[2], space[REVERB_LINES], lines[REVERB_LINES];
    const float *tap[REVERB_LINES];
    for (int i = 0; i < 8 * span.groups; i++) {
        span.time.at[i] = (float)(offset + i + 1) * (1.0f / CELL_FRAMES);
        span.turn.at[i] = (float)((tank->position & (REVERB_SPAN - 1)) + i + 1) * (1.0f / REVERB_SPAN);
    }
    for (int l = 0; l < REVERB_LINES; l++)
        ring_fetch(tank->lines + (size_t)l * reverb_ring_stride(tank->line_mask), tank->line_mask, tank->position,
                   frames);
    for (int k = 0; k < tank->channels * REVERB_STAGES; k++)
        ring_fetch(tank->stages + (size_t)k * reverb_ring_stride(tank->stage_mask), tank->stage_mask, tank->position,
                   frames);
    for (int c = 0; c < tank->channels; c++)
        ring_write(tank->pre[c], tank->pre_mask, tank->position, io[c], frames);
    for (int c = 0; c < tank->channels; c++) {
        early_add(tank, &span, c, &early[c]);
        const float *late =
            ring_tap(tank, &span, tank->pre[c], tank->pre_mask, tank->lengths[0].pre, tank->lengths[1].pre, &space[0]);
        diffuse(tank, &span, c, late, &in[c]);
    }
    for (int l = 0; l < REVERB_LINES; l++)
        tap[l] = ring_tap(tank, &span, tank->lines + (size_t)l * reverb_ring_stride(tank->line_mask), tank->line_mask,
                          tank->lengths[0].line[l], tank->lengths[1].line[l], &space[l]);
    memset(lines, 0, span.groups * 8 == frames ? 0 : sizeof lines);
    damp(tank, &span, tap, lines);
    mix_lines(&span, lines);
    put_out(tank, &span, early, lines, io);
    feed_lines(tank, &span, lines, in);
    for (int l = 0; l < REVERB_LINES; l++)
        ring_write(tank->lines + (size_t)l * reverb_ring_stride(tank->line_mask), tank->line_mask, tank->position,
                   lines[l].at, frames);
}

#ifndef LANES_AVX2
ReverbRun *const reverb_run[LANES_LEVELS] = LANES_TABLE(reverb_run);
#endif
