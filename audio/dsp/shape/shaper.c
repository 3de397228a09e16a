/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/shape/shaper.h"

#include <math.h>

#include "audio/base/maths.h"
#include "audio/dsp/math/kaiser.h"

#define KAISER_BETA 10.0 /* 100 dB */
#define TONE_HZ 700.0
#define CORNERS_HZ 380000.0

/* Pairs of a half-band filter of 4 p - 1 taps at each stage, by the width of what it must separate. */
static const int stage_pairs[SHAPER_STAGES] = {35, 7, 5, 5};

static double tap_at(double t, double reach)
{
    return kaiser_window(t / reach, KAISER_BETA) *
           (t == 0 ? 0.5 : 0.5 * maths_sin(MATHS_PI * t / 2) / (MATHS_PI * t / 2));
}

/* Every second tap of an odd-length filter, scaled so that they sum to one half. */
static void half_band_init(ShaperFilter *filter, int pairs)
{
    double sum = 0;
    filter->count = pairs;
    for (int k = 0; k < pairs; k++)
        sum += 2 * tap_at(2 * (pairs - k) - 1, 2 * pairs);
    for (int k = 0; k < pairs; k++)
        filter->pairs[k] = (float)(0.5 * tap_at(2 * (pairs - k) - 1, 2 * pairs) / sum);
}

/* An even length: all taps, centred between two. */
static void even_init(ShaperFilter *filter, int pairs)
{
    double sum = 0;
    filter->count = 2 * pairs;
    for (int k = 0; k < 2 * pairs; k++)
        sum += 2 * tap_at(2 * pairs - k - 0.5, 2 * pairs);
    for (int k = 0; k < 2 * pairs; k++)
        filter->pairs[k] = (float)(tap_at(2 * pairs - k - 0.5, 2 * pairs) / sum);
}

int shaper_stages(double rate_hz, bool corners)
{
    int stages = rate_hz < 64000 ? 3 : rate_hz < 128000 ? 2 : 1;
    return corners && stages < SHAPER_STAGES && rate_hz * (1 << stages) < CORNERS_HZ ? stages + 1 : stages;
}

int shaper_latency(double rate_hz, bool corners)
{
    int stages = shaper_stages(rate_hz, corners), half_frames = 0; /* in half frames of the highest rate */
    for (int s = 0; s < stages; s++)
        half_frames += 2 * (2 * (2 * stage_pairs[s] - 1)) << (stages - 1 - s);
    half_frames += 1; /* the even filter is half a frame later than the odd one */
    half_frames += 1; /* the average looks half a frame back */
    half_frames += 2; /* and one frame waits */
    return half_frames >> (stages + 1);
}

ShaperBank *shaper_new(double rate_hz, bool corners, int channels)
{
    ShaperBank *bank = lanes_alloc(sizeof *bank);
    if (!bank)
        return NULL;
    bank->channels = channels;
    bank->stages = shaper_stages(rate_hz, corners);
    bank->latency = shaper_latency(rate_hz, corners);
    for (int s = 0; s < bank->stages; s++)
        half_band_init(&bank->half[s], stage_pairs[s]);
    even_init(&bank->top, stage_pairs[bank->stages - 1]);
    bank->tone_pole = (float)(1 - maths_exp(-2 * MATHS_PI * TONE_HZ / rate_hz));
    glide_init(&bank->glide, bank->from, bank->to, SHAPER_GLIDES);
    return bank;
}

static F8 *states_of(ShaperBank *bank, int which, int *count)
{
    switch (which) {
    case 0: *count = SHAPER_STAGES * SHAPER_HISTORY; return bank->up_history[0];
    case 1: *count = SHAPER_STAGES * SHAPER_HISTORY; return bank->down_history[0];
    case 2: *count = SHAPER_LATENCY_MAX; return bank->dry;
    default: *count = 4; return &bank->last;
    }
}

enum { STATES = 4 };
_Static_assert(offsetof(ShaperBank, low) == offsetof(ShaperBank, last) + 3 * sizeof(F8), "four vectors in a row");

void shaper_reset(ShaperBank *bank, int lane)
{
    for (int c = 0; c < bank->channels; c++)
        for (int which = 0; which < STATES; which++) {
            int count;
            F8 *states = states_of(bank, which, &count);
            for (int i = 0; i < count; i++)
                ((float *)&states[i])[lane + c] = 0;
        }
}

void shaper_move(ShaperBank *to, int to_lane, const ShaperBank *from, int from_lane)
{
    for (int c = 0; c < from->channels; c++) {
        glide_move(&to->glide, to_lane + c, &from->glide, from_lane + c);
        lanes_copy(to->up_history[0], to_lane + c, from->up_history[0], from_lane + c, SHAPER_STAGES * SHAPER_HISTORY);
        lanes_copy(to->down_history[0], to_lane + c, from->down_history[0], from_lane + c,
                   SHAPER_STAGES * SHAPER_HISTORY);
        lanes_copy(to->dry, to_lane + c, from->dry, from_lane + c, SHAPER_LATENCY_MAX);
        lanes_copy(&to->last, to_lane + c, &from->last, from_lane + c, 4);
    }
}

void shaper_process(ShaperBank *bank, float *const io[BANK_LANES], int offset, int frames)
{
    glide_enter(&bank->glide, offset);
    shaper_run[lanes_level()](bank, io, offset, frames);
    glide_leave(&bank->glide, offset, frames);
}
