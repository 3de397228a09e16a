/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/lowpass.h"

#include <math.h>
#include <string.h>

static const double pi = 3.14159265358979323846, rumble_hz = 20, means_hz = 1000;

void lowpass_init(Lowpass *filter, double hz, double rate_hz, int sections)
{
    double k = tan(pi * hz / rate_hz);
    memset(filter, 0, sizeof *filter);
    filter->sections = sections;
    filter->sign = 1;
    for (int i = 0; i < sections; i++) {
        double q = 1 / (2 * cos(pi * (2 * i + 1) / (4.0 * sections))), norm = 1 / (1 + k / q + k * k);
        filter->b0[i] = k * k * norm;
        filter->a1[i] = 2 * (k * k - 1) * norm;
        filter->a2[i] = (1 - k / q + k * k) * norm;
    }
}

void lowpass_init_high(Lowpass *filter, double hz, double rate_hz, int sections)
{
    double k = tan(pi * hz / rate_hz);
    lowpass_init(filter, hz, rate_hz, sections);
    filter->sign = -1;
    for (int i = 0; i < sections; i++)
        filter->b0[i] /= k * k;
}

double lowpass_next(Lowpass *filter, double x)
{
    for (int i = 0; i < filter->sections; i++) {
        double y = filter->b0[i] * x + filter->z1[i];
        filter->z1[i] = filter->sign * 2 * filter->b0[i] * x - filter->a1[i] * y + filter->z2[i];
        filter->z2[i] = filter->b0[i] * x - filter->a2[i] * y;
        x = y;
    }
    return x;
}

void rumble_init(Rumble *rumble, double rate_hz)
{
    memset(rumble, 0, sizeof *rumble);
    rumble->every = (int)floor(rate_hz / means_hz + 0.5);
    lowpass_init(&rumble->filter, rumble_hz, rate_hz / rumble->every, 4);
}

/* Four sums side by side, so that an addition need not wait for the one before. */
static double sum_of(const float *samples, int frames)
{
    double sums[4] = {0};
    int i = 0;
    for (; i + 4 <= frames; i += 4)
        for (int k = 0; k < 4; k++)
            sums[k] += (double)samples[i + k];
    for (; i < frames; i++)
        sums[0] += (double)samples[i];
    return (sums[0] + sums[1]) + (sums[2] + sums[3]);
}

void rumble_add(Rumble *rumble, const float *samples, int frames)
{
    for (int done = 0; done < frames;) {
        int part = rumble->every - rumble->filled;
        part = part < frames - done ? part : frames - done;
        rumble->sum += sum_of(samples + done, part);
        rumble->filled += part;
        done += part;
        if (rumble->filled < rumble->every)
            continue;
        double low = lowpass_next(&rumble->filter, rumble->sum / rumble->every);
        rumble->low_squares += low * low;
        rumble->low_sum += low;
        rumble->sum_of_all += rumble->sum;
        rumble->means += 1;
        rumble->sum = 0;
        rumble->filled = 0;
    }
}

double rumble_mean(const Rumble *rumble)
{
    return rumble->means > 0 ? rumble->sum_of_all / (rumble->means * rumble->every) : 0;
}

double rumble_mean_square(const Rumble *rumble)
{
    if (rumble->means == 0)
        return 0;
    double mean = rumble->low_sum / rumble->means, square = rumble->low_squares / rumble->means - mean * mean;
    return square > 0 ? square : 0;
}
