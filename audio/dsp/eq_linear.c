/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq_linear.h"

#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/fft.h"

enum { PATHS = 4 }; /* [2 * out + in] */

typedef struct LinearKernel {
    float *taps[PATHS];         /* N + 1 */
    float *re[PATHS], *im[PATHS]; /* N + 1 bins: the transform has 2N points */
    bool silent[PATHS];
} LinearKernel;

typedef struct LinearInstance { /* at its first lane */
    EqSettings settings;
    LinearKernel kernel[2];
    int current;       /* of the two kernels */
    bool due;          /* settings changed: the next hop fades to them */
    int position;      /* frames into the hop */
    float *history[2]; /* last 2N frames in, oldest first */
    float *ready[2];   /* the hop's output, N/2 frames */
} LinearInstance;

struct EqLinear {
    Fft *fft;
    int order, hop, channels; /* N, N/2 */
    double rate_hz;
    float *window;            /* of the taps from the middle outwards, N/2 + 1 */
    float *re[2], *im[2];     /* spectra of the inputs */
    float *sum_re, *sum_im, *block, *faded, *scratch;
    float *memory;
    size_t memory_floats;     /* of one instance */
    LinearInstance instance[BANK_LANES];
};

int eq_linear_latency(int length, double rate_hz)
{
    int order = 2048 << length;
    return rate_hz <= 50000 ? order : rate_hz <= 100000 ? 2 * order : 4 * order;
}

static int round_up(int floats)
{
    return (floats + 15) & ~15;
}

/* Hands out the parts of an instance's memory; the same order for all. */
static float *cut(float **memory, int floats)
{
    float *part = *memory;
    *memory += round_up(floats);
    return part;
}

static void share_out(const EqLinear *linear, LinearInstance *instance, float *memory)
{
    int order = linear->order, paths = linear->channels == 2 ? PATHS : 1;
    for (int k = 0; k < 2; k++)
        for (int path = 0; path < paths; path++) {
            instance->kernel[k].taps[path] = cut(&memory, order + 1);
            instance->kernel[k].re[path] = cut(&memory, order + 1);
            instance->kernel[k].im[path] = cut(&memory, order + 1);
        }
    for (int c = 0; c < linear->channels; c++) {
        instance->history[c] = cut(&memory, 2 * order);
        instance->ready[c] = cut(&memory, linear->hop);
    }
}

static size_t instance_floats(int order, int channels)
{
    size_t paths = channels == 2 ? PATHS : 1;
    return 2 * paths * 3 * (size_t)round_up(order + 1) + (size_t)channels * (size_t)(round_up(2 * order) + round_up(order / 2));
}

/* Blackman-Harris, from the middle outwards: side lobes below -92 dB. */
static void fill_window(float *window, int half)
{
    for (int i = 0; i <= half; i++) {
        double x = MATHS_PI * i / half;
        window[i] = (float)(0.35875 + 0.48829 * maths_cos(x) + 0.14128 * maths_cos(2 * x) + 0.01168 * maths_cos(3 * x));
    }
}

EqLinear *eq_linear_new(int length, double rate_hz, int channels)
{
    EqLinear *linear = calloc(1, sizeof *linear);
    if (!linear)
        return NULL;
    int order = eq_linear_latency(length, rate_hz), bins = round_up(order + 1);
    linear->order = order;
    linear->hop = order / 2;
    linear->channels = channels;
    linear->rate_hz = rate_hz;
    linear->memory_floats = instance_floats(order, channels);
    linear->fft = fft_new(2 * order);
    size_t instances = (size_t)(BANK_LANES / channels);
    size_t shared = (size_t)(7 * bins + 2 * round_up(2 * order) + 4 * order);
    linear->memory = linear->fft ? lanes_alloc((instances * linear->memory_floats + shared) * sizeof(float)) : NULL;
    if (!linear->memory) {
        eq_linear_free(linear);
        return NULL;
    }
    float *rest = linear->memory + instances * linear->memory_floats;
    linear->window = cut(&rest, order / 2 + 1);
    for (int c = 0; c < 2; c++) {
        linear->re[c] = cut(&rest, order + 1);
        linear->im[c] = cut(&rest, order + 1);
    }
    linear->sum_re = cut(&rest, order + 1);
    linear->sum_im = cut(&rest, order + 1);
    linear->block = cut(&rest, 2 * order);
    linear->faded = cut(&rest, 2 * order);
    linear->scratch = cut(&rest, 4 * order);
    fill_window(linear->window, order / 2);
    for (int lane = 0; lane < BANK_LANES; lane += channels) {
        share_out(linear, &linear->instance[lane], linear->memory + (size_t)(lane / channels) * linear->memory_floats);
        eq_linear_reset(linear, lane);
    }
    return linear;
}

void eq_linear_free(EqLinear *linear)
{
    if (!linear)
        return;
    fft_free(linear->fft);
    free(linear->memory);
    free(linear);
}

/* The band's 2x2 gain at a frequency, multiplied onto `m`. */
static void apply_band(const EqBandSettings *band, double gain, double m[PATHS])
{
    double own[2] = {gain, gain}, cross = 0;
    double middle = 0.5 * (1 + gain), difference = 0.5 * (gain - 1);
    if (band->channel == EQ_LEFT || band->channel == EQ_RIGHT)
        own[band->channel == EQ_LEFT ? 1 : 0] = 1;
    if (band->channel == EQ_MID || band->channel == EQ_SIDE) {
        own[0] = own[1] = middle;
        cross = band->channel == EQ_MID ? difference : -difference;
    }
    for (int in = 0; in < 2; in++) {
        double left = own[0] * m[in] + cross * m[2 + in], right = cross * m[in] + own[1] * m[2 + in];
        m[in] = left;
        m[2 + in] = right;
    }
}

static void response_at(const EqLinear *linear, const EqSettings *settings, double hz, double m[PATHS])
{
    m[0] = m[3] = settings->output_lin;
    m[1] = m[2] = 0;
    for (int b = 0; b < settings->band_count; b++) {
        const EqBandSettings *band = &settings->band[b];
        bool deaf = linear->channels == 1 && (band->channel == EQ_RIGHT || band->channel == EQ_SIDE);
        if (!band->on || deaf)
            continue;
        EqBandSettings heard = *band;
        if (linear->channels == 1)
            heard.channel = EQ_STEREO;
        apply_band(&heard, sqrt(eq_band_prototype(&band->band, hz)), m);
    }
}

/* From the magnitude to windowed, exactly symmetric taps and their spectrum.  The real spectra go through linear->re and im. */
static void make_path(EqLinear *linear, LinearKernel *kernel, int path, const float *magnitude)
{
    int order = linear->order, half = order / 2;
    memset(linear->sum_im, 0, (size_t)(order + 1) * sizeof(float));
    fft_inverse(linear->fft, magnitude, linear->sum_im, linear->block, linear->scratch);
    float *taps = kernel->taps[path];
    for (int i = 0; i <= half; i++)
        taps[half + i] = taps[half - i] = linear->block[i] * linear->window[i];
    memset(linear->block, 0, (size_t)(2 * order) * sizeof(float));
    memcpy(linear->block, taps, (size_t)(order + 1) * sizeof(float));
    fft_forward(linear->fft, linear->block, kernel->re[path], kernel->im[path], linear->scratch);
}

static void make_kernel(EqLinear *linear, LinearInstance *instance, int index)
{
    LinearKernel *kernel = &instance->kernel[index];
    int order = linear->order, paths = linear->channels == 2 ? PATHS : 1;
    float *magnitude[PATHS] = {linear->re[0], linear->im[0], linear->re[1], linear->im[1]};
    for (int path = 0; path < PATHS; path++)
        kernel->silent[path] = true;
    for (int k = 0; k <= order; k++) {
        double m[PATHS];
        response_at(linear, &instance->settings, k * linear->rate_hz / (2.0 * order), m);
        for (int path = 0; path < paths; path++) {
            magnitude[path][k] = (float)m[path];
            kernel->silent[path] = kernel->silent[path] && m[path] == 0;
        }
    }
    for (int path = 0; path < paths; path++)
        if (!kernel->silent[path])
            make_path(linear, kernel, path, magnitude[path]);
}

void eq_linear_reset(EqLinear *linear, int lane)
{
    LinearInstance *instance = &linear->instance[lane];
    instance->settings = (EqSettings){.output_lin = 1};
    instance->position = 0;
    instance->due = false;
    instance->current = 0;
    for (int c = 0; c < linear->channels; c++) {
        memset(instance->history[c], 0, (size_t)(2 * linear->order) * sizeof(float));
        memset(instance->ready[c], 0, (size_t)linear->hop * sizeof(float));
    }
    make_kernel(linear, instance, 0);
}

void eq_linear_update(EqLinear *linear, int lane, const EqSettings *settings, bool jump)
{
    LinearInstance *instance = &linear->instance[lane];
    instance->settings = *settings;
    instance->due = !jump;
    if (jump)
        make_kernel(linear, instance, instance->current);
}

/* One output of one kernel into `out` (2N frames, the last N/2 of them valid). */
static void convolve(EqLinear *linear, const LinearKernel *kernel, int out, float *block)
{
    int bins = linear->order + 1;
    memset(linear->sum_re, 0, (size_t)bins * sizeof(float));
    memset(linear->sum_im, 0, (size_t)bins * sizeof(float));
    for (int in = 0; in < linear->channels; in++) {
        int path = 2 * out + in;
        if (kernel->silent[path])
            continue;
        const float *xr = linear->re[in], *xi = linear->im[in], *hr = kernel->re[path], *hi = kernel->im[path];
        for (int k = 0; k < bins; k++) {
            linear->sum_re[k] += xr[k] * hr[k] - xi[k] * hi[k];
            linear->sum_im[k] += xr[k] * hi[k] + xi[k] * hr[k];
        }
    }
    fft_inverse(linear->fft, linear->sum_re, linear->sum_im, block, linear->scratch);
}

static void run_hop(EqLinear *linear, LinearInstance *instance)
{
    int size = 2 * linear->order, hop = linear->hop;
    bool fading = instance->due;
    if (fading) {
        make_kernel(linear, instance, 1 - instance->current);
        instance->due = false;
    }
    for (int c = 0; c < linear->channels; c++)
        fft_forward(linear->fft, instance->history[c], linear->re[c], linear->im[c], linear->scratch);
    for (int c = 0; c < linear->channels; c++) {
        float *out = instance->ready[c];
        convolve(linear, &instance->kernel[instance->current], c, linear->block);
        memcpy(out, linear->block + size - hop, (size_t)hop * sizeof(float));
        if (!fading)
            continue;
        convolve(linear, &instance->kernel[1 - instance->current], c, linear->faded);
        for (int i = 0; i < hop; i++)
            out[i] += (linear->faded[size - hop + i] - out[i]) * ((float)(i + 1) / (float)hop);
    }
    if (fading)
        instance->current = 1 - instance->current;
    for (int c = 0; c < linear->channels; c++)
        memmove(instance->history[c], instance->history[c] + hop, (size_t)(size - hop) * sizeof(float));
}

static void run_instance(EqLinear *linear, int lane, float *const io[BANK_LANES], int frames)
{
    LinearInstance *instance = &linear->instance[lane];
    int newest = 2 * linear->order - linear->hop;
    for (int done = 0; done < frames;) {
        int count = linear->hop - instance->position;
        count = count > frames - done ? frames - done : count;
        for (int c = 0; c < linear->channels; c++) {
            float *x = io[lane + c] ? io[lane + c] + done : NULL, *in = instance->history[c] + newest + instance->position;
            if (x) {
                memcpy(in, x, (size_t)count * sizeof(float));
                memcpy(x, instance->ready[c] + instance->position, (size_t)count * sizeof(float));
            } else {
                memset(in, 0, (size_t)count * sizeof(float));
            }
        }
        instance->position += count;
        done += count;
        if (instance->position == linear->hop) {
            run_hop(linear, instance);
            instance->position = 0;
        }
    }
}

void eq_linear_process(EqLinear *linear, float *const io[BANK_LANES], int frames)
{
    for (int lane = 0; lane < BANK_LANES; lane += linear->channels)
        if (io[lane] || (linear->channels == 2 && io[lane + 1]))
            run_instance(linear, lane, io, frames);
}

void eq_linear_move(EqLinear *to, int to_lane, const EqLinear *from, int from_lane)
{
    LinearInstance *target = &to->instance[to_lane];
    const LinearInstance *source = &from->instance[from_lane];
    memcpy(to->memory + (size_t)(to_lane / to->channels) * to->memory_floats,
           from->memory + (size_t)(from_lane / from->channels) * from->memory_floats, to->memory_floats * sizeof(float));
    for (int k = 0; k < 2; k++)
        memcpy(target->kernel[k].silent, source->kernel[k].silent, sizeof source->kernel[k].silent);
    target->settings = source->settings;
    target->current = source->current;
    target->due = source->due;
    target->position = source->position;
}

const float *eq_linear_kernel(const EqLinear *linear, int lane, int out, int in)
{
    const LinearInstance *instance = &linear->instance[lane];
    return instance->kernel[instance->current].taps[2 * out + in];
}
