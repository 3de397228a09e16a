/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop of shaper.h. */
#ifdef LANES_AVX512
#define LANES_PAIR /* sixteen neighbours in time */
#endif
#include "audio/dsp/shape/shaper.h"
#include "audio/dsp/shape/shaper_lane.h"

enum {
    SPARSE_LANES = 4,
    SHAPER_RUN = 32,
    SHAPER_HIGH = SHAPER_RUN << SHAPER_STAGES
}; /* short runs, so that the high rate stays in the nearest cache */

/* Sum over pairs of taps; `newest` is the youngest of 2 * count vectors, `stride` apart. */
LANES_INLINE F8 pairs_sum(const ShaperFilter *filter, const F8 *newest, int stride)
{
    const F8 *oldest = newest - (2 * filter->count - 1) * stride;
    F8 sum = filter->pairs[0] * (newest[0] + oldest[0]);
    for (int k = 1; k < filter->count; k++)
        sum += filter->pairs[k] * (newest[-k * stride] + oldest[k * stride]);
    return sum;
}

/* Puts the history before the new vectors in `line`; history_keep saves it again. */
LANES_INLINE void history_open(const F8 *history, F8 *line, int length)
{
    memcpy(line, history, (size_t)length * sizeof *line);
}

LANES_INLINE void history_keep(F8 *history, const F8 *line, int length, int frames)
{
    memcpy(history, line + frames, (size_t)length * sizeof *line);
}

/* Twice the rate: x[frames] to out[2 * frames]. */
LANES_INLINE void double_rate(const ShaperFilter *filter, F8 *history, const F8 *x, F8 *out, int frames)
{
    F8 line[SHAPER_HISTORY + SHAPER_HIGH / 2];
    int length = 2 * filter->count - 1;
    history_open(history, line, length);
    memcpy(line + length, x, (size_t)frames * sizeof *x);
    for (int i = 0; i < frames; i++) {
        const F8 *newest = line + length + i;
        out[2 * i] = 2.0f * pairs_sum(filter, newest, 1);
        out[2 * i + 1] = newest[1 - filter->count];
    }
    history_keep(history, line, length, frames);
}

/* Half the rate by a half-band filter: x[2 * frames] to out[frames]. */
LANES_INLINE void halve_rate(const ShaperFilter *filter, F8 *history, const F8 *x, F8 *out, int frames)
{
    F8 line[SHAPER_HISTORY + SHAPER_HIGH];
    int length = 4 * filter->count - 2;
    history_open(history, line, length);
    memcpy(line + length, x, 2 * (size_t)frames * sizeof *x);
    for (int i = 0; i < frames; i++) {
        const F8 *newest = line + length + 2 * i;
        out[i] = pairs_sum(filter, newest, 2) + 0.5f * newest[1 - 2 * filter->count];
    }
    history_keep(history, line, length, 2 * frames);
}

/* The same by a filter of even length. */
LANES_INLINE void halve_rate_even(const ShaperFilter *filter, F8 *history, const F8 *x, F8 *out, int frames)
{
    F8 line[SHAPER_HISTORY + SHAPER_HIGH];
    int length = 2 * filter->count - 1;
    history_open(history, line, length);
    memcpy(line + length, x, 2 * (size_t)frames * sizeof *x);
    for (int i = 0; i < frames; i++)
        out[i] = pairs_sum(filter, line + length + 2 * i, 1);
    history_keep(history, line, length, 2 * frames);
}

typedef struct Curve {
    F8 drive, bias, c1, c3, c5, c7, linear, wet;
} Curve;

LANES_INLINE Curve curve_at(const ShaperBank *bank, float time)
{
    const F8 *from = bank->from, *to = bank->to;
    Curve curve = {glide_at(from, to, SHAPER_DRIVE, time),  glide_at(from, to, SHAPER_BIAS, time),
                   glide_at(from, to, SHAPER_C1, time),     glide_at(from, to, SHAPER_C3, time),
                   glide_at(from, to, SHAPER_C5, time),     glide_at(from, to, SHAPER_C7, time),
                   glide_at(from, to, SHAPER_LINEAR, time), glide_at(from, to, SHAPER_WET, time)};
    if (bank->reciprocal)
        curve.wet = curve.wet / f8_max(curve.drive, f8_set(1e-6f));
    return curve;
}

/* For vectors F, masks M and curves C, whose functions begin with `of`: the average of f between u0 and u1, the part of
 * the way inside [-1, 1] by the polynomial's integral, the rest by its ends.  Standing still outside, a == b is an end,
 * where mean is f itself. */
#define SHAPER_AVERAGE(F, M, C, of)                                                                                    \
    LANES_INLINE F of##clip(F x)                                                                                       \
    {                                                                                                                  \
        return of##max(of##min(x, of##set(1.0f)), of##set(-1.0f));                                                     \
    }                                                                                                                  \
    LANES_INLINE F of##average(const C *curve, F u0, F u1)                                                             \
    {                                                                                                                  \
        F a = of##clip(u0), b = of##clip(u1), way = u1 - u0;                                                           \
        M still = of##equal(way, of##set(0.0f));                                                                       \
        F inverse = 1.0f / of##select(still, of##set(1.0f), way);                                                      \
        F inside = of##select(still, of##set(1.0f), (b - a) / of##select(still, of##set(1.0f), way));                  \
        F squares = a * a + b * b, product = a * b, fourth = product * product;                                        \
        F mean = (a + b) * (0.5f * curve->c1 + squares * (0.25f * curve->c3) +                                         \
                            (squares * squares - fourth) * (curve->c5 * (1.0f / 6)) +                                  \
                            squares * (squares * squares - 2.0f * fourth) * (0.125f * curve->c7));                     \
        F end = curve->c1 + curve->c3 + curve->c5 + curve->c7;                                                         \
        return inside * mean + ((u1 - b) * b + (a - u0) * a) * inverse * end;                                          \
    }

SHAPER_AVERAGE(F8, I8, Curve, f8_)

/* A run of the highest rate in place. */
LANES_INLINE void shape(ShaperBank *bank, F8 *x, int frames, int offset)
{
    int factor = 1 << bank->stages;
    F8 last = bank->last, held = bank->held;
    for (int i = 0; i < frames; i++) {
        Curve curve = curve_at(bank, glide_time(offset, i));
        F8 before =
            last * curve.drive + curve.bias; /* both ends as the curve is now, so that a move of it makes no step */
        for (int k = i * factor; k < (i + 1) * factor; k++) {
            F8 u = x[k] * curve.drive + curve.bias;
            F8 bent = f8_average(&curve, before, u) - curve.linear * ((before + u) * 0.5f);
            last = x[k];
            x[k] = held;
            held = curve.wet * bent;
            before = u;
        }
    }
    bank->last = last;
    bank->held = held;
}

LANES_INLINE void put_out(ShaperBank *bank, F8 *x, const F8 *wet, int frames, int offset)
{
    F8 line[SHAPER_LATENCY_MAX + SHAPER_RUN];
    const F8 *from = bank->from, *to = bank->to;
    history_open(bank->dry, line, bank->latency);
    memcpy(line + bank->latency, x, (size_t)frames * sizeof *x);
    for (int i = 0; i < frames; i++) {
        float time = glide_time(offset, i);
        F8 bent = wet[i] - glide_at(from, to, SHAPER_OFFSET, time);
        bank->constant +=
            glide_at(from, to, SHAPER_BLOCK, time) * (glide_at(from, to, SHAPER_LEARN, time) * bent - bank->constant);
        F8 y = glide_at(from, to, SHAPER_DRY, time) * line[i] + (bent - bank->constant);
        bank->low += bank->tone_pole * (y - bank->low);
        x[i] = y + glide_at(from, to, SHAPER_TONE, time) * (y - 2.0f * bank->low);
    }
    history_keep(bank->dry, line, bank->latency, frames);
}

LANES_INLINE void run_short(ShaperBank *bank, F8 *x, int offset, int frames)
{
    F8 level[SHAPER_STAGES + 1][SHAPER_HIGH];
    int top = bank->stages - 1;
    memcpy(level[0], x, (size_t)frames * sizeof *x);
    for (int s = 0; s <= top; s++)
        double_rate(&bank->half[s], bank->up_history[s], level[s], level[s + 1], frames << s);
    shape(bank, level[top + 1], frames, offset);
    halve_rate_even(&bank->top, bank->down_history[top], level[top + 1], level[top], frames << top);
    for (int s = top - 1; s >= 0; s--)
        halve_rate(&bank->half[s], bank->down_history[s], level[s + 1], level[s], frames << s);
    put_out(bank, x, level[0], frames, offset);
}

typedef struct LaneCurve { /* one lane's, in all of them */
    FV drive, bias, c1, c3, c5, c7, linear, wet;
} LaneCurve;

SHAPER_AVERAGE(FV, MV, LaneCurve, fv_)

LANES_INLINE LaneCurve lane_curve(const ShaperBank *bank, int lane)
{
    Curve all = curve_at(bank, 1.0f);
    LaneCurve own;
    for (int k = 0; k < (int)(sizeof own / sizeof(FV)); k++)
        (&own.drive)[k] = fv_set(((const float *)(&all.drive + k))[lane]);
    return own;
}

/* `shape` of one lane: x[1] to x[count] in place, x[0] being the sample before. */
LANES_INLINE void lane_shape(ShaperBank *bank, int lane, float *x, int count)
{
    float bent[LANE_HIGH + 1];
    const LaneCurve curve = lane_curve(bank, lane);
    x[0] = ((float *)&bank->last)[lane];
    bent[0] = ((float *)&bank->held)[lane];
    for (int k = 0; k < count; k += ANY_LANES) {
        FV before = lane_load(x + k) * curve.drive + curve.bias, u = lane_load(x + k + 1) * curve.drive + curve.bias;
        FV y = fv_average(&curve, before, u) - curve.linear * ((before + u) * 0.5f);
        lane_store(bent + k + 1, curve.wet * y);
    }
    ((float *)&bank->last)[lane] = x[count];
    ((float *)&bank->held)[lane] = bent[count];
    memcpy(x + 1, bent, (size_t)count * sizeof *x);
}

/* `put_out` of one lane. */
LANES_INLINE void lane_put_out(ShaperBank *bank, int lane, float *x, const float *wet, int frames)
{
    float line[SHAPER_LATENCY_MAX + CELL_FRAMES], to[SHAPER_GLIDES];
    float constant = ((float *)&bank->constant)[lane], low = ((float *)&bank->low)[lane];
    for (int k = 0; k < SHAPER_GLIDES; k++)
        to[k] = ((const float *)&bank->to[k])[lane];
    for (int i = 0; i < bank->latency; i++)
        line[i] = ((float *)&bank->dry[i])[lane];
    memcpy(line + bank->latency, x, (size_t)frames * sizeof *x);
    for (int i = 0; i < frames; i++) {
        float bent = wet[i] - to[SHAPER_OFFSET];
        constant += to[SHAPER_BLOCK] * (to[SHAPER_LEARN] * bent - constant);
        float y = to[SHAPER_DRY] * line[i] + (bent - constant);
        low += bank->tone_pole * (y - low);
        x[i] = y + to[SHAPER_TONE] * (y - 2.0f * low) + 0.0f; /* as lanes_out */
    }
    for (int i = 0; i < bank->latency; i++)
        ((float *)&bank->dry[i])[lane] = line[frames + i];
    ((float *)&bank->constant)[lane] = constant;
    ((float *)&bank->low)[lane] = low;
}

/* A whole cell of one lane. */
static void run_lane(ShaperBank *bank, int lane, float *x)
{
    float level[SHAPER_STAGES + 1][LANE_HIGH + 1 + LANE_SPARE]; /* from [1] on */
    int top = bank->stages - 1;
    memcpy(level[0] + 1, x, CELL_FRAMES * sizeof *x);
    for (int s = 0; s <= top; s++)
        lane_double_rate(&bank->half[s], bank->up_history[s], lane, level[s] + 1, level[s + 1] + 1, CELL_FRAMES << s);
    lane_shape(bank, lane, level[top + 1], CELL_FRAMES << (top + 1));
    lane_halve_rate_even(&bank->top, bank->down_history[top], lane, level[top + 1] + 1, level[top] + 1,
                         CELL_FRAMES << top);
    for (int s = top - 1; s >= 0; s--)
        lane_halve_rate(&bank->half[s], bank->down_history[s], lane, level[s + 1] + 1, level[s] + 1, CELL_FRAMES << s);
    lane_put_out(bank, lane, x, level[0] + 1, CELL_FRAMES);
}

/* True where one lane after the other is quicker. */
static bool is_sparse(const ShaperBank *bank, float *const io[BANK_LANES], int frames)
{
    int used = 0;
    for (int lane = 0; lane < BANK_LANES; lane++)
        used += io[lane] != NULL;
    return used <= SPARSE_LANES && frames == CELL_FRAMES && !bank->glide.moving;
}

void LANES_NAME(shaper_run)(ShaperBank *bank, float *const io[BANK_LANES], int offset, int frames)
{
    F8 x[CELL_FRAMES];
    if (is_sparse(bank, io, frames)) {
        for (int lane = 0; lane < BANK_LANES; lane++)
            if (io[lane])
                run_lane(bank, lane, io[lane]);
        return;
    }
    lanes_gather(x, (const float *const *)io, frames);
    for (int done = 0; done < frames; done += SHAPER_RUN)
        run_short(bank, x + done, offset + done, frames - done < SHAPER_RUN ? frames - done : SHAPER_RUN);
    lanes_scatter(io, x, frames);
}

#ifndef LANES_AVX2
ShaperRun *const shaper_run[LANES_LEVELS] = LANES_TABLE(shaper_run);
#endif
