/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/loudrange.h"

#include <math.h>

#include "audio/base/maths.h"

#define GATE_LUFS (-70.0)
#define BINS_PER_LU 100.0
#define RELATIVE_GATE_LU 20.0

static int bin_of(double lufs)
{
    double bin = floor((lufs - GATE_LUFS) * BINS_PER_LU + 0.5);
    return bin < 0 ? 0 : bin >= LOUDRANGE_BINS ? LOUDRANGE_BINS - 1 : (int)bin;
}

void loudrange_add(LoudRange *range, double lufs, double power)
{
    if (!(lufs >= GATE_LUFS))
        return;
    int bin = bin_of(lufs);
    range->bins[bin]++;
    range->first = range->end == 0 || bin < range->first ? bin : range->first;
    range->end = bin + 1 > range->end ? bin + 1 : range->end;
    range->power_sum += power;
    range->count++;
}

/* The bin that holds the value of that rank, counting from `from`. */
static int rank_bin(const LoudRange *range, int from, int64_t rank)
{
    for (int bin = from; bin < LOUDRANGE_BINS; bin++) {
        rank -= range->bins[bin];
        if (rank < 0)
            return bin;
    }
    return LOUDRANGE_BINS - 1;
}

double loudrange_value(const LoudRange *range)
{
    if (range->count == 0)
        return 0;
    double mean_lufs = -0.691 + 10 / MATHS_LN10 * maths_log(range->power_sum / (double)range->count);
    int from = bin_of(mean_lufs - RELATIVE_GATE_LU);
    from = from > range->first ? from : range->first;
    int64_t count = 0;
    for (int bin = from; bin < range->end; bin++)
        count += range->bins[bin];
    int low = rank_bin(range, from, (int64_t)floor(0.10 * (double)(count - 1) + 0.5));
    int high = rank_bin(range, from, (int64_t)floor(0.95 * (double)(count - 1) + 0.5));
    return (high - low) / BINS_PER_LU;
}
