/* SPDX-License-Identifier: GPL-3.0-or-later */
/* K-weighting as the analogue prototype behind the table of BS.1770-5 annex 1 (B. De Man, "Evaluation of
 * implementations of the EBU R128 loudness measurement", AES 145th Convention, 2018), so that every rate has the filter
 * and not only 48 kHz. */
#include "audio/measure/loudness.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/math/kweight.h"
#include "audio/measure/loudgate.h"
#include "audio/measure/loudrange.h"

enum {
    STEPS_PER_S = 100,
    RANGE_STEPS = 10, /* the range takes a short-term value every 100 ms */
    MOMENTARY_STEPS = 40,
    SHORT_TERM_STEPS = 300,
    GATE_STEPS = 10 /* gating blocks of 400 ms overlap by 75 % */
};

struct Loudness {
    KWeight filter;
    LoudRange range;
    LoudGate gate;
    int channels;
    int64_t rate;
    int64_t frames;                                              /* fed so far */
    int64_t step;                                                /* steps completed */
    int64_t step_end;                                            /* frame at which the present step ends */
    KWeightPair square_sum;                                      /* K-weighted, both channels, of the present step */
    double steps[SHORT_TERM_STEPS];                              /* square sums of the last 3 s, by step modulo 300 */
    double momentary, short_term, momentary_max, short_term_max; /* mean squares */
};

static double lufs_from_power(double power)
{
    return power > 0 ? -0.691 + 10 / MATHS_LN10 * maths_log(power) : -INFINITY;
}

Status loudness_new(Loudness **loudness, double rate_hz, int channels)
{
    if (!(rate_hz >= 4000 && rate_hz <= 2822400) || rate_hz != floor(rate_hz) || channels < 1 || channels > 2)
        return STATUS_BAD_VALUE;
    Loudness *made = calloc(1, sizeof *made);
    if (!made)
        return STATUS_NO_MEMORY;
    made->channels = channels;
    made->rate = (int64_t)rate_hz;
    made->step_end = made->rate / STEPS_PER_S;
    kweight_init(&made->filter, rate_hz);
    *loudness = made;
    return STATUS_OK;
}

void loudness_free(Loudness *loudness)
{
    free(loudness);
}

/* Mean square of the last `count` steps; their lengths differ by a frame where 10 ms is no whole number of frames. */
static double window_power(const Loudness *loudness, int count)
{
    double sum = 0;
    for (int i = 0; i < count; i++)
        sum += loudness->steps[(loudness->step + 2 * SHORT_TERM_STEPS - 1 - i) % SHORT_TERM_STEPS];
    int64_t end = loudness->step * loudness->rate / STEPS_PER_S;
    int64_t begin = (loudness->step - count) * loudness->rate / STEPS_PER_S;
    return sum / (double)(end - begin);
}

static void step_finish(Loudness *loudness)
{
    loudness->steps[loudness->step % SHORT_TERM_STEPS] = loudness->square_sum[0] + loudness->square_sum[1];
    loudness->square_sum = (KWeightPair){0, 0};
    loudness->step++;
    loudness->step_end = (loudness->step + 1) * loudness->rate / STEPS_PER_S;
    loudness->momentary = window_power(loudness, MOMENTARY_STEPS);
    loudness->short_term = window_power(loudness, SHORT_TERM_STEPS);
    if (loudness->momentary > loudness->momentary_max)
        loudness->momentary_max = loudness->momentary;
    if (loudness->short_term > loudness->short_term_max)
        loudness->short_term_max = loudness->short_term;
    if (loudness->step >= MOMENTARY_STEPS && loudness->step % GATE_STEPS == 0)
        loudgate_add(&loudness->gate, lufs_from_power(loudness->momentary), loudness->momentary);
    if (loudness->step >= SHORT_TERM_STEPS && loudness->step % RANGE_STEPS == 0)
        loudrange_add(&loudness->range, lufs_from_power(loudness->short_term), loudness->short_term);
}

static void add_windows(Loudness *loudness, const float *left, const float *right, int frames)
{
    while (frames > 0) {
        int64_t left_in_step = loudness->step_end - loudness->frames;
        int part = frames < left_in_step ? frames : (int)left_in_step;
        kweight_add_squares(&loudness->filter, left, right, part, &loudness->square_sum);
        loudness->frames += part;
        left += part;
        right = right ? right + part : NULL;
        frames -= part;
        while (loudness->frames == loudness->step_end)
            step_finish(loudness);
    }
}

void loudness_add(Loudness *loudness, const float *const channels[2], int frames)
{
    const float *right = loudness->channels == 2 ? channels[1] : NULL;
    add_windows(loudness, channels[0], right, frames);
}

double loudness_momentary(const Loudness *loudness)
{
    return lufs_from_power(loudness->momentary);
}

double loudness_short_term(const Loudness *loudness)
{
    return lufs_from_power(loudness->short_term);
}

double loudness_momentary_max(const Loudness *loudness)
{
    return lufs_from_power(loudness->momentary_max);
}

double loudness_short_term_max(const Loudness *loudness)
{
    return lufs_from_power(loudness->short_term_max);
}

double loudness_integrated(const Loudness *loudness)
{
    return lufs_from_power(loudgate_power(&loudness->gate));
}

double loudness_range(const Loudness *loudness)
{
    return loudrange_value(&loudness->range);
}
