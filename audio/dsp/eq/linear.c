/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq/linear.h"

#include <stdlib.h>

#include "audio/dsp/eq/linear_design.h"
#include "audio/dsp/math/convolver.h"

#define FADE_MS 20.0

typedef enum LinearPhase { LINEAR_RESTING, LINEAR_DESIGNING, LINEAR_READY, LINEAR_FADING } LinearPhase;

typedef struct LinearInstance { /* at its first lane */
    EqSettings wanted, made[2]; /* made: what the kernels are of */
    bool has_made[2];
    bool due;      /* wanted is another than what sounds or is on its way */
    bool sounding; /* the current kernel is heard */
    LinearPhase phase;
    int steps;          /* done of a design */
    bool known;         /* the design is the current kernel: no work, the same time */
    int faded;          /* blocks */
    int current;        /* of the two kernels */
    int position;       /* frames into the block */
    int newest, filled; /* of the ring of spectra */
    EqKernel kernel[2];
    EqKernelDesign design;
    float *ring[2];  /* of the inputs: as many spectra as the kernel has parts */
    float *input[2]; /* the block before and this one */
    float *ready[2]; /* the block that goes out */
} LinearInstance;

struct EqLinear {
    EqKernelTables tables;
    int parts, channels, fade_blocks;
    float *sum, *block, *scratch; /* a spectrum, 2 EQ_PART, 4 EQ_PART */
    float *memory;
    size_t memory_floats; /* of one instance */
    LinearInstance instance[BANK_LANES];
};

static int kernel_order(int length, double rate_hz)
{
    int order = 2048 << length;
    return rate_hz <= 50000 ? order : rate_hz <= 100000 ? 2 * order : 4 * order;
}

int eq_linear_latency(int length, double rate_hz)
{
    return kernel_order(length, rate_hz) / 2 + EQ_PART;
}

int eq_linear_pre_ringing(int length, double rate_hz)
{
    return kernel_order(length, rate_hz) / 2;
}

int eq_linear_tail(int length, double rate_hz)
{
    return kernel_order(length, rate_hz) + 2 * EQ_PART;
}

static float *cut(float **memory, size_t floats)
{
    float *part = *memory;
    *memory += floats;
    return part;
}

/* Hands out the parts of an instance's memory; the same order for all, multiples of eight floats. */
static void share_out(const EqLinear *linear, LinearInstance *instance, float *memory)
{
    int paths = linear->channels == 2 ? EQ_PATHS : 1;
    for (int k = 0; k < 2; k++)
        eq_kernel_share(&instance->kernel[k], linear->tables.order, paths, &memory);
    eq_kernel_design_share(&instance->design, linear->tables.order, paths, &memory);
    for (int c = 0; c < linear->channels; c++) {
        instance->ring[c] = cut(&memory, (size_t)linear->parts * EQ_PART_SPECTRUM);
        instance->input[c] = cut(&memory, 2 * EQ_PART);
        instance->ready[c] = cut(&memory, EQ_PART);
    }
}

static size_t instance_floats(int order, int channels)
{
    int paths = channels == 2 ? EQ_PATHS : 1;
    size_t own = (size_t)(order / EQ_PART) * EQ_PART_SPECTRUM + 3 * EQ_PART;
    return 2 * eq_kernel_floats(order, paths) + eq_kernel_design_floats(order, paths) + (size_t)channels * own;
}

EqLinear *eq_linear_new(int length, double rate_hz, int channels)
{
    EqLinear *linear = calloc(1, sizeof *linear);
    if (!linear)
        return NULL;
    int order = kernel_order(length, rate_hz);
    size_t instances = (size_t)(BANK_LANES / channels);
    linear->channels = channels;
    linear->parts = order / EQ_PART;
    linear->fade_blocks = (int)(FADE_MS * 0.001 * rate_hz / EQ_PART) + 1;
    linear->memory_floats = instance_floats(order, channels);
    if (eq_kernel_tables_init(&linear->tables, order, rate_hz))
        linear->memory =
            lanes_alloc((instances * linear->memory_floats + EQ_PART_SPECTRUM + 6 * EQ_PART) * sizeof(float));
    if (!linear->memory) {
        eq_linear_free(linear);
        return NULL;
    }
    float *rest = linear->memory + instances * linear->memory_floats;
    linear->sum = cut(&rest, EQ_PART_SPECTRUM);
    linear->block = cut(&rest, 2 * EQ_PART);
    linear->scratch = cut(&rest, 4 * EQ_PART);
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
    eq_kernel_tables_clear(&linear->tables);
    free(linear->memory);
    free(linear);
}

/* The kernels stay: what they are of may be wanted again. The ring is read only as far as it is filled. */
void eq_linear_reset(EqLinear *linear, int lane)
{
    LinearInstance *instance = &linear->instance[lane];
    instance->phase = LINEAR_RESTING;
    instance->due = instance->sounding = false;
    instance->position = instance->newest = instance->filled = 0;
    for (int c = 0; c < linear->channels; c++) {
        memset(instance->input[c], 0, 2 * EQ_PART * sizeof(float));
        memset(instance->ready[c], 0, EQ_PART * sizeof(float));
    }
}

static bool same_settings(const EqSettings *a, const EqSettings *b)
{
    bool same = a->band_count == b->band_count && a->output_lin == b->output_lin;
    for (int k = 0; same && k < a->band_count; k++)
        same = eq_same_settings(&a->band[k], &b->band[k]);
    return same;
}

void eq_linear_update(EqLinear *linear, int lane, const EqSettings *settings, bool jump)
{
    LinearInstance *instance = &linear->instance[lane];
    instance->wanted = *settings;
    instance->due = true;
    if (!jump)
        return;
    instance->sounding = false;
    instance->phase = LINEAR_RESTING;
}

/* What is wanted sets out, unless it is what sounds. */
static void begin_design(LinearInstance *instance, int channels)
{
    int next = 1 - instance->current;
    instance->due = false;
    instance->known =
        instance->has_made[instance->current] && same_settings(&instance->made[instance->current], &instance->wanted);
    if (instance->known && instance->sounding)
        return;
    instance->phase = LINEAR_DESIGNING;
    instance->steps = 0;
    if (instance->known)
        return;
    instance->has_made[next] = true;
    instance->made[next] = instance->wanted;
    eq_kernel_design_begin(&instance->design, &instance->kernel[next], &instance->wanted, channels);
}

/* Every 64 frames. */
static void step(const EqLinear *linear, LinearInstance *instance)
{
    if (instance->phase == LINEAR_RESTING && instance->due)
        begin_design(instance, linear->channels);
    if (instance->phase != LINEAR_DESIGNING)
        return;
    if (!instance->known)
        eq_kernel_design_step(&linear->tables, &instance->design, &instance->kernel[1 - instance->current]);
    if (++instance->steps == eq_kernel_steps(linear->tables.order))
        instance->phase = LINEAR_READY;
}

/* A block begins with what is ready: at once where nothing sounded, else by a fade. */
static void take_up(LinearInstance *instance)
{
    if (instance->phase != LINEAR_READY)
        return;
    if (instance->sounding) {
        instance->phase = LINEAR_FADING;
        instance->faded = 0;
        return;
    }
    if (!instance->known)
        instance->current = 1 - instance->current;
    instance->sounding = true;
    instance->phase = LINEAR_RESTING;
}

static int path_for(const EqKernel *kernel, int out, int in)
{
    if (kernel->alike)
        return out == in ? 0 : -1;
    return kernel->used[2 * out + in] ? 2 * out + in : -1;
}

/* One output of one kernel: the last EQ_PART frames of linear->block. */
static const float *convolve(EqLinear *linear, const LinearInstance *instance, int which, int out)
{
    const EqKernel *kernel = &instance->kernel[which];
    memset(linear->sum, 0, EQ_PART_SPECTRUM * sizeof(float));
    for (int in = 0; in < linear->channels; in++) {
        int path = path_for(kernel, out, in);
        for (int p = 0; path >= 0 && p < instance->filled; p++) {
            int place = instance->newest >= p ? instance->newest - p : instance->newest - p + linear->parts;
            const float *heard = instance->ring[in] + (size_t)place * EQ_PART_SPECTRUM;
            const float *part = kernel->parts[path] + (size_t)p * EQ_PART_SPECTRUM;
            convolver_multiply[lanes_level()](linear->sum, linear->sum + EQ_PART_BINS, heard, part, EQ_PART_BINS);
        }
    }
    fft_inverse(linear->tables.part, linear->sum, linear->sum + EQ_PART_BINS, linear->block, linear->scratch);
    return linear->block + EQ_PART;
}

/* Without a corner at either end: 3 t^2 - 2 t^3. */
static void fade_in(float *out, const float *next, int faded, int blocks)
{
    float slope = 1.0f / (float)(blocks * EQ_PART);
    for (int i = 0; i < EQ_PART; i++) {
        float t = (float)(faded * EQ_PART + i + 1) * slope;
        out[i] += (next[i] - out[i]) * (t * t * (3.0f - 2.0f * t));
    }
}

static void run_block(EqLinear *linear, LinearInstance *instance)
{
    instance->newest = instance->newest + 1 < linear->parts ? instance->newest + 1 : 0;
    instance->filled += instance->filled < linear->parts;
    take_up(instance);
    for (int c = 0; c < linear->channels; c++) {
        float *spectrum = instance->ring[c] + (size_t)instance->newest * EQ_PART_SPECTRUM;
        fft_forward(linear->tables.part, instance->input[c], spectrum, spectrum + EQ_PART_BINS, linear->scratch);
        memmove(instance->input[c], instance->input[c] + EQ_PART, EQ_PART * sizeof(float));
    }
    for (int c = 0; instance->sounding && c < linear->channels; c++) {
        memcpy(instance->ready[c], convolve(linear, instance, instance->current, c), EQ_PART * sizeof(float));
        if (instance->phase == LINEAR_FADING)
            fade_in(instance->ready[c], convolve(linear, instance, 1 - instance->current, c), instance->faded,
                    linear->fade_blocks);
    }
    if (instance->phase == LINEAR_FADING && ++instance->faded == linear->fade_blocks) {
        instance->current = 1 - instance->current;
        instance->phase = LINEAR_RESTING;
    }
}

static void run_instance(EqLinear *linear, int lane, float *const io[BANK_LANES], int frames)
{
    LinearInstance *instance = &linear->instance[lane];
    for (int done = 0; done < frames;) {
        int count = CELL_FRAMES - instance->position % CELL_FRAMES;
        count = count > frames - done ? frames - done : count;
        for (int c = 0; c < linear->channels; c++) {
            float *x = io[lane + c] ? io[lane + c] + done : NULL,
                  *in = instance->input[c] + EQ_PART + instance->position;
            if (x) {
                memcpy(in, x, (size_t)count * sizeof(float));
                memcpy(x, instance->ready[c] + instance->position, (size_t)count * sizeof(float));
            } else {
                memset(in, 0, (size_t)count * sizeof(float));
            }
        }
        instance->position += count;
        done += count;
        if (instance->position % CELL_FRAMES == 0)
            step(linear, instance);
        if (instance->position == EQ_PART) {
            run_block(linear, instance);
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
    float *memory = to->memory + (size_t)(to_lane / to->channels) * to->memory_floats;
    memcpy(memory, from->memory + (size_t)(from_lane / from->channels) * from->memory_floats,
           to->memory_floats * sizeof(float));
    *target = from->instance[from_lane];
    share_out(to, target, memory);
}

const float *eq_linear_kernel(const EqLinear *linear, int lane, int out, int in)
{
    const LinearInstance *instance = &linear->instance[lane];
    int path = path_for(&instance->kernel[instance->current], out, in);
    return instance->sounding && path >= 0 ? instance->kernel[instance->current].taps[path] : NULL;
}
