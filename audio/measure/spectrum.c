/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/spectrum.h"

#include <fftw3.h>
#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"

#define WINDOW_S 0.65
#define LIVE_WINDOW_S 0.16
#define LIVE_MEMORY_S 0.4
#define SILENCE_POWER 1e-30
#define SLOPE_FLOOR_DB (-120.0)

static pthread_mutex_t planner = PTHREAD_MUTEX_INITIALIZER;

enum { SUM_CHANNELS, SUM_MONO, SUMS };

struct Spectrum {
    double rate_hz;
    int channels, size, fill;
    double windows; /* as many as count */
    double keep;    /* what those before count when one comes: 1 in a mean */
    float *wait[2]; /* frames that are not yet transformed; half of them come again */
    float *window, *in;
    fftwf_complex *bins[2];
    fftwf_plan plan[2];
    double *power[SUMS]; /* per bin */
};

void spectrum_free(Spectrum *spectrum)
{
    if (!spectrum)
        return;
    pthread_mutex_lock(&planner);
    for (int c = 0; c < 2; c++) {
        if (spectrum->plan[c])
            fftwf_destroy_plan(spectrum->plan[c]);
        fftwf_free(spectrum->bins[c]);
        free(spectrum->wait[c]);
    }
    pthread_mutex_unlock(&planner);
    fftwf_free(spectrum->in);
    free(spectrum->window);
    free(spectrum->power[SUM_CHANNELS]);
    free(spectrum->power[SUM_MONO]);
    free(spectrum);
}

static bool spectrum_allocate(Spectrum *spectrum)
{
    size_t size = (size_t)spectrum->size, bins = size / 2 + 1;
    spectrum->in = fftwf_alloc_real(size);
    spectrum->window = malloc(size * sizeof(float));
    bool made = spectrum->in && spectrum->window;
    for (int c = 0; c < 2; c++) {
        spectrum->wait[c] = calloc(size, sizeof(float));
        spectrum->bins[c] = fftwf_alloc_complex(bins);
        spectrum->power[c] = calloc(bins, sizeof(double));
        made = made && spectrum->wait[c] && spectrum->bins[c] && spectrum->power[c];
        if (made) {
            pthread_mutex_lock(&planner);
            spectrum->plan[c] = fftwf_plan_dft_r2c_1d(spectrum->size, spectrum->in, spectrum->bins[c], FFTW_ESTIMATE);
            pthread_mutex_unlock(&planner);
        }
        made = made && spectrum->plan[c];
    }
    return made;
}

static Status make(Spectrum **spectrum, double rate_hz, int channels, double window_s)
{
    if (!(rate_hz >= 4000 && rate_hz <= 2822400) || channels < 1 || channels > 2)
        return STATUS_BAD_VALUE;
    Spectrum *made = calloc(1, sizeof *made);
    if (!made)
        return STATUS_NO_MEMORY;
    made->rate_hz = rate_hz;
    made->channels = channels;
    made->size = 1024;
    made->keep = 1;
    while (made->size < window_s * rate_hz)
        made->size *= 2;
    if (!spectrum_allocate(made)) {
        spectrum_free(made);
        return STATUS_NO_MEMORY;
    }
    for (int i = 0; i < made->size; i++)
        made->window[i] = (float)(0.5 - 0.5 * cos(2 * 3.14159265358979323846 * (i + 0.5) / made->size));
    *spectrum = made;
    return STATUS_OK;
}

Status spectrum_new(Spectrum **spectrum, double rate_hz, int channels)
{
    return make(spectrum, rate_hz, channels, WINDOW_S);
}

Status spectrum_new_live(Spectrum **spectrum, double rate_hz, int channels)
{
    Status status = make(spectrum, rate_hz, channels, LIVE_WINDOW_S);
    if (status == STATUS_OK)
        (*spectrum)->keep = exp(-0.5 * (*spectrum)->size / rate_hz / LIVE_MEMORY_S);
    return status;
}

static void transform(Spectrum *spectrum)
{
    for (int c = 0; c < spectrum->channels; c++) {
        for (int i = 0; i < spectrum->size; i++)
            spectrum->in[i] = spectrum->wait[c][i] * spectrum->window[i];
        fftwf_execute(spectrum->plan[c]);
    }
    const fftwf_complex *left = spectrum->bins[0], *right = spectrum->bins[spectrum->channels - 1];
    spectrum->windows *= spectrum->keep;
    for (int k = 0; k <= spectrum->size / 2; k++) {
        double lr = left[k][0], li = left[k][1], rr = right[k][0], ri = right[k][1];
        spectrum->power[SUM_CHANNELS][k] *= spectrum->keep;
        spectrum->power[SUM_MONO][k] *= spectrum->keep;
        spectrum->power[SUM_CHANNELS][k] += 0.5 * (lr * lr + li * li + rr * rr + ri * ri);
        spectrum->power[SUM_MONO][k] += 0.25 * ((lr + rr) * (lr + rr) + (li + ri) * (li + ri));
    }
    spectrum->windows += 1;
}

void spectrum_add(Spectrum *spectrum, const float *const channels[2], int frames)
{
    for (int done = 0; done < frames;) {
        int part = spectrum->size - spectrum->fill;
        part = part < frames - done ? part : frames - done;
        for (int c = 0; c < spectrum->channels; c++)
            memcpy(spectrum->wait[c] + spectrum->fill, channels[c] + done, (size_t)part * sizeof(float));
        spectrum->fill += part;
        done += part;
        if (spectrum->fill < spectrum->size)
            continue;
        transform(spectrum);
        int half = spectrum->size / 2;
        for (int c = 0; c < spectrum->channels; c++)
            memmove(spectrum->wait[c], spectrum->wait[c] + half, (size_t)half * sizeof(float));
        spectrum->fill = half;
    }
}

/* Power between two frequencies; a bin reaches half a bin to either side. */
static double power_between(const double *power, int bins, double bin_hz, double low_hz, double high_hz)
{
    double sum = 0;
    int from = (int)floor(low_hz / bin_hz + 0.5), to = (int)floor(high_hz / bin_hz + 0.5);
    for (int k = from; k <= to && k < bins; k++) {
        double low = (k - 0.5) * bin_hz > low_hz ? (k - 0.5) * bin_hz : low_hz;
        double high = (k + 0.5) * bin_hz < high_hz ? (k + 0.5) * bin_hz : high_hz;
        sum += power[k] * (high > low ? (high - low) / bin_hz : 0);
    }
    return sum;
}

void spectrum_read(Spectrum *spectrum, int bands_per_octave, double tilt_db, SpectrumBands *bands)
{
    memset(bands, 0, sizeof *bands);
    if (spectrum->windows <= 0 && spectrum->fill > 0) {
        for (int c = 0; c < spectrum->channels; c++)
            memset(spectrum->wait[c] + spectrum->fill, 0, (size_t)(spectrum->size - spectrum->fill) * sizeof(float));
        transform(spectrum);
    }
    int bins = spectrum->size / 2 + 1, b = bands_per_octave < 1 ? 1 : bands_per_octave > 24 ? 24 : bands_per_octave;
    double top_hz = spectrum->rate_hz / 2 < 20500 ? spectrum->rate_hz / 2 : 20500, edge = pow(10, 0.15 / b);
    /* one-sided, AES17: 2 * 2 / (size * sum of squares of the window), which is 3/8 of the size */
    double scale =
        spectrum->windows > 0 ? 4 / (0.375 * spectrum->size * (double)spectrum->size * spectrum->windows) : 0;
    for (int n = (int)ceil(log10(0.0195) * b / 0.3); bands->count < SPECTRUM_BANDS_MAX; n++) {
        double centre = 1000 * pow(10, 0.3 * n / b);
        if (centre > top_hz || centre * edge > spectrum->rate_hz / 2)
            break;
        double all = scale * power_between(spectrum->power[SUM_CHANNELS], bins, spectrum->rate_hz / spectrum->size,
                                           centre / edge, centre * edge);
        double mono = scale * power_between(spectrum->power[SUM_MONO], bins, spectrum->rate_hz / spectrum->size,
                                            centre / edge, centre * edge);
        bands->centre_hz[bands->count] = centre;
        bands->level_db[bands->count] =
            all > SILENCE_POWER ? 10 * log10(all) + tilt_db * log2(centre / 1000) : -INFINITY;
        bands->mono_loss_db[bands->count] = all > SILENCE_POWER ? 10 * log10(mono / all + SILENCE_POWER) : 0;
        bands->count++;
    }
}

double spectrum_slope_db(const SpectrumBands *bands)
{
    double count = 0, x_sum = 0, y_sum = 0, xx_sum = 0, xy_sum = 0;
    for (int i = 0; i < bands->count; i++) {
        double x = maths_log(bands->centre_hz[i] / 1000) / MATHS_LN2, y = bands->level_db[i];
        if (bands->centre_hz[i] < 49 || bands->centre_hz[i] > 16500 || y < SLOPE_FLOOR_DB)
            continue;
        count++;
        x_sum += x;
        y_sum += y;
        xx_sum += x * x;
        xy_sum += x * y;
    }
    return count > 1 ? (count * xy_sum - x_sum * y_sum) / (count * xx_sum - x_sum * x_sum) : 0;
}
