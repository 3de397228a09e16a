/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq/linear_design.h"

#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"

static size_t round_up(size_t floats)
{
    return (floats + 15) & ~(size_t)15;
}

static float *cut(float **memory, size_t floats)
{
    float *part = *memory;
    *memory += round_up(floats);
    return part;
}

/* Blackman-Harris, from the middle outwards: side lobes below -92 dB. */
static void fill_window(float *window, int half)
{
    for (int i = 0; i <= half; i++) {
        double x = MATHS_PI * i / half;
        window[i] = (float)(0.35875 + 0.48829 * maths_cos(x) + 0.14128 * maths_cos(2 * x) + 0.01168 * maths_cos(3 * x));
    }
    window[half] = 0; /* 6e-5 there: N - 1 taps remain, which fill whole parts */
}

bool eq_kernel_tables_init(EqKernelTables *tables, int order, double rate_hz)
{
    *tables = (EqKernelTables){.order = order, .rate_hz = rate_hz};
    tables->whole = fft_new(2 * order);
    tables->part = fft_new(2 * EQ_PART);
    tables->window = calloc((size_t)order / 2 + 1, sizeof(float));
    tables->zeros = calloc((size_t)order + 1, sizeof(float));
    if (!tables->whole || !tables->part || !tables->window || !tables->zeros) {
        eq_kernel_tables_clear(tables);
        return false;
    }
    fill_window(tables->window, order / 2);
    return true;
}

void eq_kernel_tables_clear(EqKernelTables *tables)
{
    fft_free(tables->whole);
    fft_free(tables->part);
    free(tables->window);
    free(tables->zeros);
    *tables = (EqKernelTables){.order = 0};
}

static size_t parts_floats(int order)
{
    return (size_t)(order / EQ_PART) * EQ_PART_SPECTRUM;
}

size_t eq_kernel_floats(int order, int paths)
{
    return (size_t)paths * (round_up((size_t)order + 1) + round_up(parts_floats(order)));
}

size_t eq_kernel_design_floats(int order, int paths)
{
    return (size_t)paths * round_up((size_t)order + 1) + 6 * (size_t)order;
}

void eq_kernel_share(EqKernel *kernel, int order, int paths, float **memory)
{
    for (int path = 0; path < paths; path++) {
        kernel->taps[path] = cut(memory, (size_t)order + 1);
        kernel->parts[path] = cut(memory, parts_floats(order));
    }
}

void eq_kernel_design_share(EqKernelDesign *design, int order, int paths, float **memory)
{
    for (int path = 0; path < paths; path++)
        design->magnitude[path] = cut(memory, (size_t)order + 1);
    design->whole = cut(memory, 2 * (size_t)order);
    design->scratch = cut(memory, 4 * (size_t)order);
}

int eq_kernel_steps(int order)
{
    return order / (2 * CELL_FRAMES);
}

void eq_kernel_design_begin(EqKernelDesign *design, EqKernel *kernel, const EqSettings *settings, int channels)
{
    design->band_count = design->step = 0;
    design->channels = channels;
    design->output_lin = settings->output_lin;
    design->fft = (FftSteps){.done = 0};
    kernel->alike = true;
    for (int b = 0; b < settings->band_count; b++) {
        const EqBandSettings *band = &settings->band[b];
        bool deaf = channels == 1 && (band->channel == EQ_RIGHT || band->channel == EQ_SIDE);
        if (!band->on || deaf)
            continue;
        design->prototype[design->band_count] = eq_band_prototype(&band->band);
        design->channel[design->band_count++] = channels == 1 ? EQ_STEREO : band->channel;
        kernel->alike = kernel->alike && (channels == 1 || band->channel == EQ_STEREO);
    }
    for (int path = 0; path < EQ_PATHS; path++)
        kernel->used[path] = path == 0;
}

/* A band's 2x2 gain, multiplied onto `m`. */
static void apply_band(EqChannel channel, double gain, double m[EQ_PATHS])
{
    double own[2] = {gain, gain}, cross = 0;
    double middle = 0.5 * (1 + gain), difference = 0.5 * (gain - 1);
    if (channel == EQ_LEFT || channel == EQ_RIGHT)
        own[channel == EQ_LEFT ? 1 : 0] = 1;
    if (channel == EQ_MID || channel == EQ_SIDE) {
        own[0] = own[1] = middle;
        cross = channel == EQ_MID ? difference : -difference;
    }
    for (int in = 0; in < 2; in++) {
        double left = own[0] * m[in] + cross * m[2 + in], right = cross * m[in] + own[1] * m[2 + in];
        m[in] = left;
        m[2 + in] = right;
    }
}

static void response_at(const EqKernelDesign *design, bool alike, double hz, double m[EQ_PATHS])
{
    double square = 1;
    m[0] = m[3] = design->output_lin;
    m[1] = m[2] = 0;
    for (int b = 0; b < design->band_count; b++) {
        double one = eq_prototype_square(&design->prototype[b], hz);
        if (alike)
            square *= one;
        else
            apply_band(design->channel[b], sqrt(one), m);
    }
    if (alike)
        m[0] *= sqrt(square);
}

static void sample_magnitudes(const EqKernelTables *tables, EqKernelDesign *design, EqKernel *kernel, int from, int to)
{
    for (int k = from; k < to; k++) {
        double m[EQ_PATHS];
        response_at(design, kernel->alike, k * tables->rate_hz / (2.0 * tables->order), m);
        for (int path = 0; path < (kernel->alike ? 1 : EQ_PATHS); path++) {
            design->magnitude[path][k] = (float)m[path];
            kernel->used[path] = kernel->used[path] || m[path] != 0;
        }
    }
}

/* The path of the n-th unit, where each path that is used has `units` of them. */
static int path_of(const EqKernel *kernel, int n, int units)
{
    for (int path = 0; path < EQ_PATHS; path++)
        if (kernel->used[path] && (n -= units) < 0)
            return path;
    return EQ_PATHS;
}

static void window_taps(const EqKernelTables *tables, const float *response, float *taps)
{
    int half = tables->order / 2;
    for (int i = 0; i <= half; i++)
        taps[half + i] = taps[half - i] = response[i] * tables->window[i];
}

/* A step of an inverse transform; after its last, the taps. */
static void invert(const EqKernelTables *tables, EqKernelDesign *design, EqKernel *kernel, int path, int unit)
{
    (void)unit;
    if (!fft_inverse_step(tables->whole, &design->fft, design->magnitude[path], tables->zeros, design->whole,
                          design->scratch))
        return;
    window_taps(tables, design->whole, kernel->taps[path]);
    design->fft = (FftSteps){.done = 0};
}

static void transform_part(const EqKernelTables *tables, EqKernelDesign *design, EqKernel *kernel, int path, int part)
{
    float *spectrum = kernel->parts[path] + (size_t)part * EQ_PART_SPECTRUM, *block = design->whole;
    memcpy(block, kernel->taps[path] + part * EQ_PART, EQ_PART * sizeof *block);
    memset(block + EQ_PART, 0, EQ_PART * sizeof *block);
    fft_forward(tables->part, block, spectrum, spectrum + EQ_PART_BINS, design->scratch);
}

/* Of `units`, the first that is not done after `done` of `steps`. */
static int share(int units, int done, int steps)
{
    return (int)((int64_t)units * done / steps);
}

typedef void Work(const EqKernelTables *tables, EqKernelDesign *design, EqKernel *kernel, int path, int unit);

/* The units, so many a path, of one of `steps`: as many whether all paths are used or not. */
static void run_units(const EqKernelTables *tables, EqKernelDesign *design, EqKernel *kernel, Work *work, int units,
                      int step, int steps)
{
    for (int n = share(EQ_PATHS * units, step, steps); n < share(EQ_PATHS * units, step + 1, steps); n++) {
        int path = path_of(kernel, n, units);
        if (path < EQ_PATHS)
            work(tables, design, kernel, path, n % units);
    }
}

bool eq_kernel_design_step(const EqKernelTables *tables, EqKernelDesign *design, EqKernel *kernel)
{
    int steps = eq_kernel_steps(tables->order), half = steps / 2, quarter = steps / 4, bins = tables->order + 1;
    int step = design->step++;
    if (step < half)
        sample_magnitudes(tables, design, kernel, share(bins, step, half), share(bins, step + 1, half));
    else if (step < half + quarter)
        run_units(tables, design, kernel, invert, fft_steps(tables->whole), step - half, quarter);
    else
        run_units(tables, design, kernel, transform_part, tables->order / EQ_PART, step - half - quarter, quarter);
    return design->step >= steps;
}
