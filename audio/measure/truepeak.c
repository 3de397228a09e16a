/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/truepeak.h"

#include <math.h>
#include <string.h>

#include "audio/base/cpu.h"
#include "audio/dsp/math/kaiser.h"

/* Kaiser's beta for 50 dB: the transition band is 0.09 of the rate, centred on half the rate. */
#define KAISER_BETA 4.55

typedef float Lanes8 __attribute__((vector_size(32)));
typedef int32_t Mask8 __attribute__((vector_size(32)));

void truepeak_init(TruePeak *meter, double rate_hz)
{
    memset(meter, 0, sizeof *meter);
    meter->factor = rate_hz < 96000 ? 8 : 4;
    double largest = 1;
    for (int phase = 1; phase <= meter->factor / 2; phase++) {
        float taps[TRUEPEAK_TAPS];
        double norm = kaiser_taps(taps, TRUEPEAK_TAPS, (double)phase / meter->factor, KAISER_BETA);
        largest = norm > largest ? norm : largest;
        for (int k = 0; k < TRUEPEAK_TAPS / 2; k++) {
            meter->even[phase - 1][k] = 0.5f * (taps[k] + taps[TRUEPEAK_TAPS - 1 - k]);
            meter->odd[phase - 1][k] = 0.5f * (taps[k] - taps[TRUEPEAK_TAPS - 1 - k]);
        }
    }
    meter->bound = (float)(largest * 1.0001); /* covers the rounding of the sums */
    meter->simd = cpu_has_avx2();
    truepeak_reset(meter);
}

void truepeak_reset(TruePeak *meter)
{
    memset(meter->window, 0, sizeof meter->window);
    meter->fill = 0;
    meter->evaluated = -TRUEPEAK_TAPS;
    meter->peak = meter->recent = meter->sample_peak = 0;
    meter->peak_frame = meter->sample_peak_frame = meter->frames = 0;
}

static inline __attribute__((always_inline)) Lanes8 load8(const float *from)
{
    Lanes8 value;
    memcpy(&value, from, sizeof value);
    return value;
}

static inline __attribute__((always_inline)) Lanes8 absolute8(Lanes8 value)
{
    return (Lanes8)((Mask8)value & 0x7fffffff);
}

static inline __attribute__((always_inline)) Lanes8 max8(Lanes8 a, Lanes8 b)
{
    Mask8 greater = a > b;
    return (Lanes8)(((Mask8)a & greater) | ((Mask8)b & ~greater));
}

/* The highest of each of eight frames over all phases: eight neighbours in the lanes, each summed over the taps in
 * order.  A phase and its mirror image share their products: one is the sum of an even and an odd part, the other their
 * difference; the phase midway is its own mirror image. */
static inline __attribute__((always_inline)) void evaluate8(const TruePeak *meter, const float *from, float *highest,
                                                            const int pairs)
{
    Lanes8 even[TRUEPEAK_PAIRS], odd[TRUEPEAK_PAIRS], middle = {0},
                                                      top = absolute8(load8(from + TRUEPEAK_TAPS / 2 - 1));
    for (int pair = 0; pair < pairs; pair++)
        even[pair] = odd[pair] = (Lanes8){0};
    for (int k = 0; k < TRUEPEAK_TAPS / 2; k++) {
        Lanes8 near = load8(from + k), far = load8(from + TRUEPEAK_TAPS - 1 - k), sum = near + far, rest = near - far;
        for (int pair = 0; pair < pairs; pair++) {
            even[pair] += meter->even[pair][k] * sum;
            odd[pair] += meter->odd[pair][k] * rest;
        }
        middle += meter->even[pairs][k] * sum;
    }
    for (int pair = 0; pair < pairs; pair++) {
        top = max8(top, absolute8(even[pair] + odd[pair]));
        top = max8(top, absolute8(even[pair] - odd[pair]));
    }
    top = max8(top, absolute8(middle));
    memcpy(highest, &top, sizeof top);
}

static inline __attribute__((always_inline)) void evaluate8_factor(const TruePeak *meter, const float *from,
                                                                   float *highest)
{
    if (meter->factor == TRUEPEAK_FACTOR_MAX)
        evaluate8(meter, from, highest, TRUEPEAK_PAIRS);
    else
        evaluate8(meter, from, highest, 1);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void evaluate8_avx2(const TruePeak *meter, const float *from, float *highest)
{
    evaluate8_factor(meter, from, highest);
}
#endif

__attribute__((noinline)) static void evaluate8_base(const TruePeak *meter, const float *from, float *highest)
{
    evaluate8_factor(meter, from, highest);
}

static void evaluate_group(TruePeak *meter, const float *from, int64_t frame)
{
    ALIGNED(32) float highest[TRUEPEAK_GROUP];
#if defined(__x86_64__)
    if (meter->simd)
        evaluate8_avx2(meter, from, highest);
    else
#endif
        evaluate8_base(meter, from, highest);
    for (int i = 0; i < TRUEPEAK_GROUP; i++) {
        if (highest[i] > meter->peak) {
            meter->peak = highest[i];
            meter->peak_frame = frame + i < 0 ? 0 : frame + i;
        }
        if (highest[i] > meter->recent)
            meter->recent = highest[i];
    }
}

static float group_peak(const float *from)
{
    float top = 0;
    for (int i = 0; i < TRUEPEAK_GROUP; i++) {
        float level = fabsf(from[i]);
        top = level > top ? level : top;
    }
    return top;
}

/* Evaluates the groups of the window whose neighbours are all there; frames from + 15 of each group's first tap. */
static void evaluate_window(TruePeak *meter, int groups)
{
    float peaks[(TRUEPEAK_TAPS + TRUEPEAK_BLOCK) / TRUEPEAK_GROUP];
    int reach = TRUEPEAK_TAPS / TRUEPEAK_GROUP;
    for (int g = 0; g < groups + reach; g++)
        peaks[g] = group_peak(meter->window + g * TRUEPEAK_GROUP);
    for (int g = 2; g <= groups; g++) /* of frames that are evaluated now: their samples are a phase, too */
        meter->recent = peaks[g] > meter->recent ? peaks[g] : meter->recent;
    for (int g = 0; g < groups; g++) {
        float near = peaks[g];
        for (int i = 1; i <= reach; i++)
            near = peaks[g + i] > near ? peaks[g + i] : near;
        if (near * meter->bound > meter->recent)
            evaluate_group(meter, meter->window + g * TRUEPEAK_GROUP,
                           meter->evaluated + g * TRUEPEAK_GROUP + TRUEPEAK_TAPS / 2 - 1);
    }
}

static void window_advance(TruePeak *meter)
{
    /* The first tap of group g is window[8 g]; the last group that is complete begins at window[BLOCK - 8]. */
    evaluate_window(meter, TRUEPEAK_BLOCK / TRUEPEAK_GROUP);
    meter->evaluated += TRUEPEAK_BLOCK;
    memmove(meter->window, meter->window + TRUEPEAK_BLOCK, TRUEPEAK_TAPS * sizeof(float));
    meter->fill = 0;
}

static void note_sample_peak(TruePeak *meter, const float *samples, int frames)
{
    for (int i = 0; i < frames; i++)
        if (fabsf(samples[i]) > meter->sample_peak) {
            meter->sample_peak = fabsf(samples[i]);
            meter->sample_peak_frame = meter->frames + i;
        }
}

void truepeak_add(TruePeak *meter, const float *samples, int frames)
{
    while (frames > 0) {
        int part = TRUEPEAK_BLOCK - meter->fill;
        part = part < frames ? part : frames;
        memcpy(meter->window + TRUEPEAK_TAPS + meter->fill, samples, (size_t)part * sizeof(float));
        note_sample_peak(meter, samples, part);
        meter->fill += part;
        meter->frames += part;
        samples += part;
        frames -= part;
        if (meter->fill == TRUEPEAK_BLOCK)
            window_advance(meter);
    }
}

void truepeak_flush(TruePeak *meter)
{
    for (int block = 0; block < 2; block++) {
        memset(meter->window + TRUEPEAK_TAPS + meter->fill, 0, (size_t)(TRUEPEAK_BLOCK - meter->fill) * sizeof(float));
        window_advance(meter);
    }
}

float truepeak_take(TruePeak *meter)
{
    float top = meter->recent;
    meter->recent = 0;
    return top;
}
