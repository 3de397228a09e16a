/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/math/convolver.h"

#include <stdlib.h>

enum { SMALL = CONVOLVER_SMALL, LARGE = CONVOLVER_LARGE, LARGE_FROM = 2 * LARGE, INPUT = 3 * LARGE + 8 };
enum { SMALL_SPECTRUM = 2 * CONVOLVER_SMALL_BINS, LARGE_SPECTRUM = 2 * CONVOLVER_LARGE_BINS };

/* Transforms the taps from `from` on into re and im of `bins` each. */
static void part_make(const Fft *fft, const float *taps, int64_t count, int64_t from, int length, float *spectrum,
                      int bins, float *work)
{
    memset(work, 0, 2 * (size_t)length * sizeof *work);
    for (int i = 0; i < length && from + i < count; i++)
        work[i] = taps[from + i];
    fft_forward(fft, work, spectrum, spectrum + bins, work + 2 * length);
}

ConvolverResponse *convolver_response_new(const float *taps, int64_t count)
{
    ConvolverResponse *response = lanes_alloc(sizeof *response);
    float *work = lanes_alloc((2 * LARGE + 4 * LARGE) * sizeof *work);
    if (!response || !work) {
        free(response);
        free(work);
        return NULL;
    }
    response->small_fft = fft_new(2 * SMALL);
    response->large_fft = fft_new(2 * LARGE);
    response->large_parts = count > LARGE_FROM ? (int)((count - LARGE_FROM + LARGE - 1) / LARGE) : 0;
    response->small = lanes_alloc(CONVOLVER_SMALL_PARTS * SMALL_SPECTRUM * sizeof(float));
    response->large = lanes_alloc(((size_t)response->large_parts + 1) * LARGE_SPECTRUM * sizeof(float));
    bool made = response->small_fft && response->large_fft && response->small && response->large;
    for (int i = 0; i < SMALL && i < count; i++)
        response->head[i] = taps[i];
    for (int p = 0; made && p < CONVOLVER_SMALL_PARTS; p++)
        part_make(response->small_fft, taps, count, (int64_t)SMALL * (p + 1), SMALL,
                  response->small + p * SMALL_SPECTRUM, CONVOLVER_SMALL_BINS, work);
    for (int p = 0; made && p < response->large_parts; p++)
        part_make(response->large_fft, taps, count, LARGE_FROM + (int64_t)LARGE * p, LARGE,
                  response->large + (size_t)p * LARGE_SPECTRUM, CONVOLVER_LARGE_BINS, work);
    free(work);
    if (made)
        return response;
    convolver_response_free(response);
    return NULL;
}

void convolver_response_free(ConvolverResponse *response)
{
    if (!response)
        return;
    fft_free(response->small_fft);
    fft_free(response->large_fft);
    free(response->small);
    free(response->large);
    free(response);
}

/* Takes the next piece of the memory; all pieces are multiples of eight floats. */
static float *piece(float **memory, size_t floats)
{
    float *at = *memory;
    *memory += floats;
    return at;
}

bool convolver_init(Convolver *convolver, const ConvolverResponse *response)
{
    memset(convolver, 0, sizeof *convolver);
    size_t large = (size_t)response->large_parts * LARGE_SPECTRUM;
    size_t floats = CONVOLVER_SMALL_PARTS * SMALL_SPECTRUM + large + LARGE_SPECTRUM + 6 * LARGE + INPUT + SMALL + LARGE;
    convolver->response = response;
    convolver->memory = lanes_alloc(floats * sizeof(float));
    convolver->memory_floats = floats;
    if (!convolver->memory)
        return false;
    float *memory = convolver->memory;
    convolver->small_ring = piece(&memory, CONVOLVER_SMALL_PARTS * SMALL_SPECTRUM);
    convolver->large_ring = piece(&memory, large);
    convolver->sum = piece(&memory, LARGE_SPECTRUM);
    convolver->scratch = piece(&memory, 6 * LARGE);
    convolver->input = piece(&memory, INPUT);
    convolver->small_out = piece(&memory, SMALL);
    convolver->large_out = piece(&memory, LARGE);
    return true;
}

void convolver_clear(Convolver *convolver)
{
    free(convolver->memory);
    convolver->memory = NULL;
}

void convolver_reset(Convolver *convolver)
{
    /* the rings are read only as far as they are filled */
    convolver->position = 0;
    convolver->small_filled = convolver->large_filled = convolver->small_at = convolver->large_at = 0;
    memset(convolver->sum, 0, LARGE_SPECTRUM * sizeof(float));
    memset(convolver->input, 0, INPUT * sizeof(float));
    memset(convolver->small_out, 0, SMALL * sizeof(float));
    memset(convolver->large_out, 0, LARGE * sizeof(float));
}

void convolver_copy(Convolver *to, const Convolver *from)
{
    to->position = from->position;
    to->small_filled = from->small_filled;
    to->large_filled = from->large_filled;
    to->small_at = from->small_at;
    to->large_at = from->large_at;
    memcpy(to->memory, from->memory, from->memory_floats * sizeof(float));
}

/* Adds the products of the parts `from` to `to` with the spectra that came so many blocks ago. */
static void parts_sum(Convolver *convolver, const float *ring, int places, int newest, int filled, const float *parts,
                      int bins, int from, int to)
{
    for (int p = from; p < to && p < filled; p++) {
        const float *spectrum = ring + (size_t)((newest - p + places) % places) * 2 * (size_t)bins;
        convolver_multiply[lanes_level()](convolver->sum, convolver->sum + CONVOLVER_LARGE_BINS, spectrum,
                                          parts + (size_t)p * 2 * (size_t)bins, bins);
    }
}

/* A small block is in: its result is due at once. The sum is shared with the large blocks, so it is kept aside. */
static void small_block(Convolver *convolver, const float *block_end)
{
    const ConvolverResponse *response = convolver->response;
    ALIGNED(32) float re[CONVOLVER_SMALL_BINS] = {0}, im[CONVOLVER_SMALL_BINS] = {0}, out[2 * SMALL];
    convolver->small_at = (convolver->small_at + 1) % CONVOLVER_SMALL_PARTS;
    convolver->small_filled += convolver->small_filled < CONVOLVER_SMALL_PARTS;
    float *spectrum = convolver->small_ring + convolver->small_at * SMALL_SPECTRUM;
    fft_forward(response->small_fft, block_end - 2 * SMALL, spectrum, spectrum + CONVOLVER_SMALL_BINS,
                convolver->scratch);
    for (int p = 0; p < convolver->small_filled; p++) {
        int place = (convolver->small_at - p + CONVOLVER_SMALL_PARTS) % CONVOLVER_SMALL_PARTS;
        convolver_multiply[lanes_level()](re, im, convolver->small_ring + place * SMALL_SPECTRUM,
                                          response->small + p * SMALL_SPECTRUM, CONVOLVER_SMALL_BINS);
    }
    fft_inverse(response->small_fft, re, im, out, convolver->scratch);
    memcpy(convolver->small_out, out + SMALL, SMALL * sizeof(float));
}

/* The work of a slot: transform the large block before (0), a sixth of the products (1 to 6), back (7). */
static void large_slot(Convolver *convolver, int slot)
{
    const ConvolverResponse *response = convolver->response;
    int parts = response->large_parts;
    if (parts == 0)
        return;
    if (slot == 0) {
        convolver->large_at = (convolver->large_at + 1) % parts;
        convolver->large_filled += convolver->large_filled < parts;
        float *spectrum = convolver->large_ring + (size_t)convolver->large_at * LARGE_SPECTRUM;
        fft_forward(response->large_fft, convolver->input, spectrum, spectrum + CONVOLVER_LARGE_BINS,
                    convolver->scratch);
        memset(convolver->sum, 0, LARGE_SPECTRUM * sizeof(float));
    } else if (slot < CONVOLVER_SLOTS - 1) {
        int from = (slot - 1) * parts / (CONVOLVER_SLOTS - 2), to = slot * parts / (CONVOLVER_SLOTS - 2);
        parts_sum(convolver, convolver->large_ring, parts, convolver->large_at, convolver->large_filled,
                  response->large, CONVOLVER_LARGE_BINS, from, to);
    } else {
        float *out = convolver->scratch + 4 * LARGE;
        fft_inverse(response->large_fft, convolver->sum, convolver->sum + CONVOLVER_LARGE_BINS, out,
                    convolver->scratch);
        memcpy(convolver->large_out, out + LARGE, LARGE * sizeof(float));
    }
}

static void block_end(Convolver *convolver)
{
    int within = (int)(convolver->position % LARGE), slot = (within + LARGE - SMALL) % LARGE / SMALL;
    const float *end = convolver->input + 2 * LARGE + (within ? within : LARGE);
    small_block(convolver, end);
    large_slot(convolver, slot);
    if (within == 0)
        memmove(convolver->input, convolver->input + LARGE, 2 * LARGE * sizeof(float));
}

void convolver_process(Convolver *convolver, float *x, int frames)
{
    for (int done = 0; done < frames;) {
        int within = (int)(convolver->position % LARGE), small = within % SMALL, run = SMALL - small;
        run = run < frames - done ? run : frames - done;
        run = run < CELL_FRAMES ? run : CELL_FRAMES;
        float *at = convolver->input + 2 * LARGE + within;
        ALIGNED(32) float head[CELL_FRAMES];
        memcpy(at, x + done, (size_t)run * sizeof *x);
        convolver_head[lanes_level()](head, convolver->response->head, at, run);
        for (int i = 0; i < run; i++)
            x[done + i] = head[i] + (convolver->small_out[small + i] + convolver->large_out[within + i]);
        convolver->position += run;
        done += run;
        if (convolver->position % SMALL == 0)
            block_end(convolver);
    }
}
