/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue of falling maxima is D. Lemire, "Streaming maximum-minimum filter using no more than three comparisons per
 * element", Nordic Journal of Computing 13 (2006); look-ahead by moving averages: P. Hamalainen, "Smoothing of the
 * control signal without clipped output in digital peak limiters", DAFx-02. */
#include "audio/dsp/limiter/gain.h"

#include <stdlib.h>
#include <string.h>

static uint32_t *queue_values(LimitGain *gain)
{
    return gain->store;
}

static uint32_t *queue_frames(LimitGain *gain)
{
    return gain->store + gain->queue_mask + 1;
}

static uint32_t *first_ring(LimitGain *gain)
{
    return gain->store + 2 * (gain->queue_mask + 1);
}

/* In memory of 4-byte alignment, so it is read and written with memcpy. */
static unsigned char *second_ring(LimitGain *gain)
{
    return (unsigned char *)(first_ring(gain) + gain->first);
}

LimitGain *limitgain_new(int lookahead, int hold_max)
{
    int places = 1;
    while (places < lookahead + hold_max + 2)
        places *= 2;
    int first = (lookahead + 1) / 2, second = lookahead + 1 - first;
    size_t size =
        sizeof(LimitGain) + (size_t)(2 * places + first) * sizeof(uint32_t) + (size_t)second * sizeof(int64_t);
    LimitGain *gain = calloc(1, size);
    if (!gain)
        return NULL;
    gain->size = size;
    gain->lookahead = lookahead;
    gain->first = first;
    gain->second = second;
    gain->queue_mask = places - 1;
    gain->scale = 1 / (LIMITGAIN_ONE * first * second);
    return gain;
}

void limitgain_reset(LimitGain *gain)
{
    gain->queue_at = gain->second_at = gain->head = gain->count = 0;
    gain->now = gain->envelope = gain->floor = 0;
    gain->first_sum = gain->second_sum = 0;
    memset(gain->store, 0, gain->size - sizeof *gain);
}

/* Highest of the last `window` demands. */
static uint32_t queue_next(LimitGain *gain, uint32_t demand, uint32_t window)
{
    uint32_t *values = queue_values(gain), *frames = queue_frames(gain);
    int mask = gain->queue_mask;
    while (gain->count > 0 && values[(gain->head + gain->count - 1) & mask] <= demand)
        gain->count--;
    while (gain->count > 0 && gain->now - frames[gain->head] >= window) {
        gain->head = (gain->head + 1) & mask;
        gain->count--;
    }
    if (demand > 0) {
        int place = (gain->head + gain->count++) & mask;
        values[place] = demand;
        frames[place] = gain->now;
    }
    gain->now++;
    return gain->count > 0 ? values[gain->head] : 0;
}

static uint32_t release_next(LimitGain *gain, const LimitRelease *release, uint32_t demand)
{
    int64_t floor = gain->floor;
    floor = release->follow ? floor + ((((int64_t)demand - floor) * release->follow) >> 32) : 0;
    gain->floor = (uint32_t)floor;
    uint32_t base = gain->floor < gain->envelope ? gain->floor : gain->envelope;
    uint32_t fallen = base + (uint32_t)(((gain->envelope - base) * release->keep) >> 32);
    gain->envelope = fallen > demand ? fallen : demand;
    return gain->envelope;
}

static int64_t average_next(LimitGain *gain, uint32_t value)
{
    uint32_t *ring = first_ring(gain) + gain->queue_at;
    gain->first_sum += (int64_t)value - *ring;
    *ring = value;
    gain->queue_at = gain->queue_at + 1 == gain->first ? 0 : gain->queue_at + 1;
    unsigned char *place = second_ring(gain) + (size_t)gain->second_at * sizeof(int64_t);
    int64_t oldest;
    memcpy(&oldest, place, sizeof oldest);
    gain->second_sum += gain->first_sum - oldest;
    memcpy(place, &gain->first_sum, sizeof oldest);
    gain->second_at = gain->second_at + 1 == gain->second ? 0 : gain->second_at + 1;
    return gain->second_sum;
}

float limitgain_next(LimitGain *gain, const LimitRelease *release, uint32_t demand)
{
    if (demand == 0 && limitgain_is_idle(gain)) {
        limitgain_idle(gain, 1);
        return 1;
    }
    uint32_t highest = queue_next(gain, demand, (uint32_t)(gain->lookahead + 1 + release->hold_frames));
    int64_t sum = average_next(gain, release_next(gain, release, highest));
    return (float)(1 - (double)sum * gain->scale);
}
