/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A real transform of length N is a complex one of N/2 on pairs of samples, then one pass that separates the spectra of
 * the even and the odd samples.  The inner loops run over contiguous `q`, so the compiler may vectorise them: no sum
 * crosses an index, the bits stay. */
#include "audio/dsp/math/fft.h"

#include <stdlib.h>

#include "audio/base/maths.h"

struct Fft {
    int size;            /* real */
    int half;            /* complex length */
    float *cosine;       /* cos(2 pi k / half), k < half */
    float *sine;         /* sin(2 pi k / half) */
    float *split_cosine; /* cos(2 pi k / size), k <= half / 2 */
    float *split_sine;
};

static void fill_circle(float *cosine, float *sine, int count, int turn)
{
    for (int k = 0; k < count; k++) {
        double angle = 2.0 * MATHS_PI * k / turn;
        cosine[k] = (float)maths_cos(angle);
        sine[k] = (float)maths_sin(angle);
    }
}

Fft *fft_new(int size)
{
    if (size < FFT_MIN || size > FFT_MAX || (size & (size - 1)) != 0)
        return NULL;
    Fft *fft = calloc(1, sizeof *fft);
    if (!fft)
        return NULL;
    fft->size = size;
    fft->half = size / 2;
    size_t quarter = (size_t)size / 4 + 1;
    fft->cosine = calloc(2 * (size_t)fft->half + 2 * quarter, sizeof(float));
    if (!fft->cosine) {
        free(fft);
        return NULL;
    }
    fft->sine = fft->cosine + fft->half;
    fft->split_cosine = fft->sine + fft->half;
    fft->split_sine = fft->split_cosine + quarter;
    fill_circle(fft->cosine, fft->sine, fft->half, fft->half);
    fill_circle(fft->split_cosine, fft->split_sine, (int)quarter, size);
    return fft;
}

void fft_free(Fft *fft)
{
    if (fft)
        free(fft->cosine);
    free(fft);
}

/* One pass over n/s blocks: y[q + s(4p + k)] = w^kp DFT4(x[q + s(p + m/4 ...)])[k]. */
static void pass_radix4(const Fft *fft, int n, int s, const float *restrict xr, const float *restrict xi,
                        float *restrict yr, float *restrict yi)
{
    int m = n / 4;
    for (int p = 0; p < m; p++) {
        float c1 = fft->cosine[p * s], s1 = -fft->sine[p * s];
        float c2 = fft->cosine[2 * p * s], s2 = -fft->sine[2 * p * s];
        int third = 3 * p * s;
        float c3 = fft->cosine[third], s3 = -fft->sine[third];
        const float *ar = xr + s * p, *ai = xi + s * p;
        float * or = yr + s * 4 * p, *oi = yi + s * 4 * p;
        for (int q = 0; q < s; q++) {
            float a0r = ar[q], a0i = ai[q], a1r = ar[q + s * m], a1i = ai[q + s * m];
            float a2r = ar[q + 2 * s * m], a2i = ai[q + 2 * s * m], a3r = ar[q + 3 * s * m], a3i = ai[q + 3 * s * m];
            float b0r = a0r + a2r, b0i = a0i + a2i, b1r = a0r - a2r, b1i = a0i - a2i;
            float b2r = a1r + a3r, b2i = a1i + a3i, b3r = a1i - a3i, b3i = a3r - a1r; /* -i (a1 - a3) */
            float d1r = b1r + b3r, d1i = b1i + b3i, d2r = b0r - b2r, d2i = b0i - b2i, d3r = b1r - b3r, d3i = b1i - b3i;
            or [q] = b0r + b2r;
            oi[q] = b0i + b2i;
            or [q + s] = d1r * c1 - d1i * s1;
            oi[q + s] = d1r * s1 + d1i * c1;
            or [q + 2 * s] = d2r * c2 - d2i * s2;
            oi[q + 2 * s] = d2r * s2 + d2i * c2;
            or [q + 3 * s] = d3r * c3 - d3i * s3;
            oi[q + 3 * s] = d3r * s3 + d3i * c3;
        }
    }
}

static void pass_radix2(int s, const float *restrict xr, const float *restrict xi, float *restrict yr,
                        float *restrict yi)
{
    for (int q = 0; q < s; q++) {
        yr[q] = xr[q] + xr[q + s];
        yi[q] = xi[q] + xi[q + s];
        yr[q + s] = xr[q] - xr[q + s];
        yi[q + s] = xi[q] - xi[q + s];
    }
}

/* One pass of the complex forward transform of length half from one half of scratch into the other. */
static void pass(const Fft *fft, FftSteps *steps, float *scratch)
{
    float *from = scratch + (steps->swapped ? 2 * fft->half : 0), *to = scratch + (steps->swapped ? 0 : 2 * fft->half);
    if (steps->n == 2) {
        pass_radix2(steps->s, from, from + fft->half, to, to + fft->half);
        steps->n = 1;
    } else {
        pass_radix4(fft, steps->n, steps->s, from, from + fft->half, to, to + fft->half);
        steps->n /= 4;
        steps->s *= 4;
    }
    steps->swapped = !steps->swapped;
}

/* Transforms the first half of scratch; returns where the result is. */
static const float *transform(const Fft *fft, float *scratch)
{
    FftSteps steps = {.n = fft->half, .s = 1};
    while (steps.n > 1)
        pass(fft, &steps, scratch);
    return scratch + (steps.swapped ? 2 * fft->half : 0);
}

void fft_forward(const Fft *fft, const float *in, float *re, float *im, float *scratch)
{
    int half = fft->half;
    float *ar = scratch, *ai = scratch + half;
    for (int i = 0; i < half; i++) {
        ar[i] = in[2 * i];
        ai[i] = in[2 * i + 1];
    }
    const float *zr = transform(fft, scratch), *zi = zr + half;
    re[0] = zr[0] + zi[0];
    re[half] = zr[0] - zi[0];
    im[0] = im[half] = 0.0f;
    for (int k = 1; k <= half / 2; k++) {
        int j = half - k;
        float c = fft->split_cosine[k], s = -fft->split_sine[k];
        float er = 0.5f * (zr[k] + zr[j]), ei = 0.5f * (zi[k] - zi[j]); /* spectrum of the even samples */
        float dr = 0.5f * (zi[k] + zi[j]), di = 0.5f * (zr[j] - zr[k]); /* of the odd ones */
        float tr = dr * c - di * s, ti = dr * s + di * c;
        re[k] = er + tr;
        im[k] = ei + ti;
        re[j] = er - tr;
        im[j] = ti - ei;
    }
}

/* The conjugate of the packed spectrum, so that a forward transform does the inverse's work. */
static void pack(const Fft *fft, const float *re, const float *im, float *ar, float *ai)
{
    int half = fft->half;
    ar[0] = 0.5f * (re[0] + re[half]);
    ai[0] = -0.5f * (re[0] - re[half]);
    for (int k = 1; k <= half / 2; k++) {
        int j = half - k;
        float c = fft->split_cosine[k], s = fft->split_sine[k];
        float er = 0.5f * (re[k] + re[j]), ei = 0.5f * (im[k] - im[j]);
        float tr = 0.5f * (re[k] - re[j]), ti = 0.5f * (im[k] + im[j]);
        float dr = tr * c - ti * s, di = tr * s + ti * c;
        ar[k] = er - di;
        ai[k] = -(ei + dr);
        ar[j] = er + di;
        ai[j] = -(dr - ei);
    }
}

static void unpack(const Fft *fft, const float *zr, const float *zi, float *out)
{
    float scale = 1.0f / (float)fft->half;
    for (int i = 0; i < fft->half; i++) {
        out[2 * i] = zr[i] * scale;
        out[2 * i + 1] = -zi[i] * scale;
    }
}

void fft_inverse(const Fft *fft, const float *re, const float *im, float *out, float *scratch)
{
    pack(fft, re, im, scratch, scratch + fft->half);
    const float *z = transform(fft, scratch);
    unpack(fft, z, z + fft->half, out);
}

int fft_steps(const Fft *fft)
{
    int steps = 2;
    for (int n = fft->half; n > 1; n = n == 2 ? 1 : n / 4)
        steps++;
    return steps;
}

bool fft_inverse_step(const Fft *fft, FftSteps *steps, const float *re, const float *im, float *out, float *scratch)
{
    if (steps->done++ == 0) {
        pack(fft, re, im, scratch, scratch + fft->half);
        *steps = (FftSteps){.done = 1, .n = fft->half, .s = 1};
    } else if (steps->n > 1) {
        pass(fft, steps, scratch);
    } else {
        const float *z = scratch + (steps->swapped ? 2 * fft->half : 0);
        unpack(fft, z, z + fft->half, out);
        return true;
    }
    return false;
}
