/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Kernels of the linear-phase equalizer: the analogue magnitude, sampled at N + 1 frequencies, as windowed taps that
 * are exactly symmetric about N/2, and their spectra in parts of EQ_PART frames.
 *
 * A design takes N/2 frames of its instance's clock: each 64 frames one step, of bounded work, in the order magnitudes
 * (half of the steps), inverse transforms (a quarter), parts (a quarter).  So nothing bursts, and when a kernel is
 * ready depends on the clock alone.
 */
#ifndef TTYMIX_AUDIO_DSP_EQ_LINEAR_DESIGN_H
#define TTYMIX_AUDIO_DSP_EQ_LINEAR_DESIGN_H

#include "audio/dsp/eq/bank.h"
#include "audio/dsp/math/fft.h"

enum {
    EQ_PATHS = 4, /* [2 * out + in] */
    EQ_PART = 256,
    EQ_PART_BINS = EQ_PART + 8, /* 257, padded for vectors */
    EQ_PART_SPECTRUM = 2 * EQ_PART_BINS
};

typedef struct EqKernel {
    float *taps[EQ_PATHS];  /* N + 1 */
    float *parts[EQ_PATHS]; /* N / EQ_PART spectra: re, im */
    bool used[EQ_PATHS];    /* alike: only [0] */
    bool alike;             /* left and right go through [0], and nothing crosses */
} EqKernel;

/* What designs of one length share; read only once made. */
typedef struct EqKernelTables {
    Fft *whole, *part; /* 2N and 2 EQ_PART points */
    int order;         /* N */
    double rate_hz;
    float *window; /* of the taps from the middle outwards, N/2 + 1 */
    float *zeros;  /* N + 1 */
} EqKernelTables;

typedef struct EqKernelDesign { /* one on its way */
    EqPrototype prototype[EQ_BAND_MAX];
    EqChannel channel[EQ_BAND_MAX];
    int band_count;
    double output_lin;
    int channels;
    int step;
    FftSteps fft;
    float *magnitude[EQ_PATHS]; /* N + 1 */
    float *whole;               /* 2N */
    float *scratch;             /* 4N */
} EqKernelDesign;

bool eq_kernel_tables_init(EqKernelTables *tables, int order, double rate_hz);
void eq_kernel_tables_clear(EqKernelTables *tables);
/* Floats that eq_kernel_share and eq_kernel_design_share take. */
size_t eq_kernel_floats(int order, int paths);
size_t eq_kernel_design_floats(int order, int paths);
/* Cut them from *memory, which is moved on. */
void eq_kernel_share(EqKernel *kernel, int order, int paths, float **memory);
void eq_kernel_design_share(EqKernelDesign *design, int order, int paths, float **memory);

/* Steps that a design takes: N / 128. */
int eq_kernel_steps(int order);
RT_SAFE void eq_kernel_design_begin(EqKernelDesign *design, EqKernel *kernel, const EqSettings *settings, int channels);
/* One step; true after the last. */
RT_SAFE bool eq_kernel_design_step(const EqKernelTables *tables, EqKernelDesign *design, EqKernel *kernel);

#endif
