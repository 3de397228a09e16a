/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/loudgate.h"

#include <math.h>

#include "audio/base/maths.h"

#define ABSOLUTE_LUFS (-70.0)
#define RELATIVE_LU 10.0
#define BINS_PER_LU 100.0

static int bin_of(double lufs)
{
    double bin = floor((lufs - ABSOLUTE_LUFS) * BINS_PER_LU + 0.5);
    return bin < 0 ? 0 : bin >= LOUDGATE_BINS ? LOUDGATE_BINS - 1 : (int)bin;
}

void loudgate_add(LoudGate *gate, double lufs, double power)
{
    if (!(lufs >= ABSOLUTE_LUFS))
        return;
    int bin = bin_of(lufs);
    gate->first = gate->end == 0 || bin < gate->first ? bin : gate->first;
    gate->end = bin + 1 > gate->end ? bin + 1 : gate->end;
    gate->power[bin] += power;
    gate->count[bin]++;
}

static double mean_from(const LoudGate *gate, int first)
{
    double power = 0, count = 0;
    for (int bin = first > gate->first ? first : gate->first; bin < gate->end; bin++) {
        power += gate->power[bin];
        count += gate->count[bin];
    }
    return count > 0 ? power / count : 0;
}

double loudgate_power(const LoudGate *gate)
{
    double mean = mean_from(gate, 0);
    if (!(mean > 0))
        return 0;
    return mean_from(gate, bin_of(-0.691 + 10 / MATHS_LN10 * maths_log(mean) - RELATIVE_LU));
}
