/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/delivery.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/measure/lowpass.h"
#include "audio/measure/spectrum.h"

enum { BLOCK_FRAMES = 1024, WINDOW_STEPS = 4, STEPS_PER_S = 10, EDGE_FRAMES_MAX = 57600 /* 20 ms of 2.88 MHz */ };
static const double low_hz = 150, silent_power = 1e-6 /* -60 dBFS */, band_gate_db = 30, low_share = 1e-4;
#define SILENCE_LIN 3.1622776e-5f /* -90 dBFS */

typedef struct Step { /* sums of 100 ms */
    double left, right, both;
} Step;

typedef struct Band { /* the loudest 10 ms between two corners */
    Lowpass above, below;
    bool open; /* its upper corner lies beyond half the rate */
    double squares, most;
    int64_t step, most_step; /* of 10 ms */
} Band;

struct DeliveryMeter {
    double rate_hz;
    MasterMeter *master;
    Loudness *mono;
    Spectrum *spectrum;
    Lowpass low[2]; /* middle, sides */
    double low_squares[2];
    bool low_side, sibilance, differs;
    Band bands[2];                                   /* of a voice, and of its s */
    Step steps[WINDOW_STEPS];                        /* by step modulo 4 */
    int64_t step, windows, negative, first_negative; /* the last in steps */
    int64_t frames, first_loud, last_loud, last_sound;
    int64_t hole, hole_at;
    float first_peak;
    float *edge; /* the last 20 ms: the larger of both channels */
    int edge_frames, edge_fill;
};

/* ---- sibilance ---- */

static void band_init(Band *band, double low, double high, double rate_hz)
{
    *band = (Band){.open = high >= 0.49 * rate_hz};
    if (low < 0.49 * rate_hz)
        lowpass_init_high(&band->above, low, rate_hz, 2);
    if (!band->open)
        lowpass_init(&band->below, high, rate_hz, 2);
}

static void band_end_step(Band *band)
{
    if (band->squares > band->most) {
        band->most = band->squares;
        band->most_step = band->step;
    }
    band->squares = 0;
    band->step++;
}

static void band_add(Band *band, double rate_hz, int64_t frame, const float *samples, int frames)
{
    int64_t end = (int64_t)floor((double)(band->step + 1) * rate_hz / 100);
    for (int i = 0; i < frames; i++) {
        double y = lowpass_next(&band->above, (double)samples[i]);
        y = band->open ? y : lowpass_next(&band->below, y);
        band->squares += y * y;
        if (frame + i + 1 < end)
            continue;
        band_end_step(band);
        end = (int64_t)floor((double)(band->step + 1) * rate_hz / 100);
    }
}

static Status open_parts(DeliveryMeter *meter)
{
    MasterMeterSetup setup = {.rate_hz = meter->rate_hz};
    Status status = mastermeter_new(&meter->master, &setup);
    if (status == STATUS_OK)
        status = loudness_new(&meter->mono, meter->rate_hz, 2);
    if (status == STATUS_OK)
        status = spectrum_new(&meter->spectrum, meter->rate_hz, 2);
    meter->edge = calloc((size_t)meter->edge_frames + 1, sizeof *meter->edge);
    return status == STATUS_OK && !meter->edge ? STATUS_NO_MEMORY : status;
}

Status delivery_new(DeliveryMeter **meter, const DeliverySetup *setup)
{
    DeliveryMeter *made = calloc(1, sizeof *made);
    if (!made)
        return STATUS_NO_MEMORY;
    double rate_hz = made->rate_hz = setup->rate_hz;
    made->low_side = setup->low_side;
    made->sibilance = setup->sibilance;
    band_init(&made->bands[0], 300, 3000, rate_hz);
    band_init(&made->bands[1], 6000, 12000, rate_hz);
    made->edge_frames = (int)floor(fmin(rate_hz / 50 + 0.5, EDGE_FRAMES_MAX));
    made->first_loud = made->last_loud = made->last_sound = made->first_negative = -1;
    Status status = open_parts(made);
    if (status != STATUS_OK) {
        delivery_free(made);
        return status;
    }
    for (int c = 0; c < 2; c++)
        lowpass_init(&made->low[c], low_hz, rate_hz, 4);
    *meter = made;
    return STATUS_OK;
}

void delivery_free(DeliveryMeter *meter)
{
    if (!meter)
        return;
    mastermeter_free(meter->master);
    loudness_free(meter->mono);
    spectrum_free(meter->spectrum);
    free(meter->edge);
    free(meter);
}

/* ---- correlation ---- */

static void end_step(DeliveryMeter *meter)
{
    Step sum = {0};
    meter->step++;
    for (int i = 0; i < WINDOW_STEPS; i++) {
        sum.left += meter->steps[i].left;
        sum.right += meter->steps[i].right;
        sum.both += meter->steps[i].both;
    }
    double frames = WINDOW_STEPS * meter->rate_hz / STEPS_PER_S;
    if (meter->step >= WINDOW_STEPS && (sum.left + sum.right) / frames > silent_power) {
        meter->windows++;
        meter->negative += sum.both < 0;
        if (sum.both < 0 && meter->first_negative < 0)
            meter->first_negative = meter->step - WINDOW_STEPS;
    }
    meter->steps[meter->step % WINDOW_STEPS] = (Step){0};
}

static void add_products(DeliveryMeter *meter, const float *left, const float *right, int frames)
{
    for (int done = 0; done < frames;) {
        int64_t end = (int64_t)floor((double)(meter->step + 1) * meter->rate_hz / STEPS_PER_S),
                left_over = end - (meter->frames + done);
        int part = frames - done < left_over ? frames - done : (int)left_over;
        Step *step = &meter->steps[meter->step % WINDOW_STEPS];
        double ll = 0, rr = 0, lr = 0;
        for (int i = done; i < done + part; i++) {
            ll += (double)left[i] * left[i];
            rr += (double)right[i] * right[i];
            lr += (double)left[i] * right[i];
        }
        step->left += ll;
        step->right += rr;
        step->both += lr;
        done += part;
        if (part == left_over)
            end_step(meter);
    }
}

/* ---- silence and edges ---- */

static void add_sound(DeliveryMeter *meter, const float *peaks, int frames)
{
    for (int i = 0; i < frames; i++) {
        int64_t frame = meter->frames + i;
        if (peaks[i] == 0)
            continue;
        int64_t gap = frame - meter->last_sound - 1;
        if (meter->last_sound >= 0 && gap > meter->hole) {
            meter->hole = gap;
            meter->hole_at = meter->last_sound + 1;
        }
        meter->last_sound = frame;
        if (peaks[i] <= SILENCE_LIN)
            continue;
        meter->last_loud = frame;
        meter->first_loud = meter->first_loud < 0 ? frame : meter->first_loud;
    }
}

static void add_edges(DeliveryMeter *meter, const float *peaks, int frames)
{
    int first = meter->edge_frames / 2, room = meter->edge_frames;
    for (int i = 0; i < frames && meter->frames + i < first; i++)
        meter->first_peak = peaks[i] > meter->first_peak ? peaks[i] : meter->first_peak;
    int take = frames < room ? frames : room, keep = meter->edge_fill;
    keep = keep < room - take ? keep : room - take;
    memmove(meter->edge, meter->edge + meter->edge_fill - keep, (size_t)keep * sizeof *meter->edge);
    memcpy(meter->edge + keep, peaks + frames - take, (size_t)take * sizeof *meter->edge);
    meter->edge_fill = keep + take;
}

/* ---- all ---- */

static void add_block(DeliveryMeter *meter, const float *left, const float *right, int frames)
{
    float sum[BLOCK_FRAMES], peaks[BLOCK_FRAMES];
    for (int i = 0; i < frames; i++) {
        float l = fabsf(left[i]), r = fabsf(right[i]);
        sum[i] = 0.5f * left[i] + 0.5f * right[i];
        peaks[i] = l > r ? l : r;
    }
    for (int i = 0; i < frames && meter->low_side; i++) {
        double mid = lowpass_next(&meter->low[0], sum[i]);
        double side = lowpass_next(&meter->low[1], 0.5 * left[i] - 0.5 * right[i]);
        meter->low_squares[0] += mid * mid;
        meter->low_squares[1] += side * side;
    }
    for (int i = 0; i < frames && !meter->differs; i++)
        meter->differs = left[i] != right[i];
    for (int b = 0; b < 2 && meter->sibilance; b++)
        band_add(&meter->bands[b], meter->rate_hz, meter->frames, sum, frames);
    const float *const stereo[2] = {left, right}, *const mono[2] = {sum, sum};
    mastermeter_add(meter->master, stereo, frames);
    loudness_add(meter->mono, mono, frames);
    spectrum_add(meter->spectrum, stereo, frames);
    add_products(meter, left, right, frames);
    add_sound(meter, peaks, frames);
    add_edges(meter, peaks, frames);
    meter->frames += frames;
}

void delivery_add(DeliveryMeter *meter, const float *const channels[2], int frames)
{
    for (int done = 0; done < frames; done += BLOCK_FRAMES)
        add_block(meter, channels[0] + done, channels[1] + done,
                  frames - done < BLOCK_FRAMES ? frames - done : BLOCK_FRAMES);
}

static void read_mono(DeliveryMeter *meter, DeliveryReading *reading)
{
    SpectrumBands bands;
    double stereo = reading->master.integrated_lufs, mono = loudness_integrated(meter->mono), loudest = -INFINITY;
    reading->mono_loss_lu = isfinite(stereo) ? stereo - mono : 0;
    spectrum_read(meter->spectrum, 3, 0, &bands);
    for (int i = 0; i < bands.count; i++)
        loudest = bands.level_db[i] > loudest ? bands.level_db[i] : loudest;
    for (int i = 0; i < bands.count; i++)
        if (bands.level_db[i] >= loudest - band_gate_db && isfinite(bands.level_db[i]) &&
            -bands.mono_loss_db[i] > reading->band_loss_db) {
            reading->band_loss_db = -bands.mono_loss_db[i];
            reading->band_hz = bands.centre_hz[i];
        }
}

/* What is 40 dB below the whole signal is not worth a word. */
static double low_side_db(const DeliveryMeter *meter, const MasterReading *master)
{
    double side = meter->low_squares[1], mid = meter->low_squares[0], whole = 0;
    for (int c = 0; c < 2; c++)
        whole += isfinite(master->rms_db[c]) ? 0.25 * pow(10, master->rms_db[c] / 10) * (double)meter->frames : 0;
    if (!(side > low_share * whole))
        return -INFINITY;
    return mid > 0 ? 10 * log10(side / mid) : 0;
}

static void read_sibilance(const DeliveryMeter *meter, DeliveryReading *reading)
{
    const Band *voice = &meter->bands[0], *s = &meter->bands[1];
    reading->sibilance_db = voice->most > 0 && s->most > 0 ? 10 * log10(s->most / voice->most) : -INFINITY;
    reading->sibilance_at_s = (double)s->most_step / 100;
}

static double peak_of(const float *values, int count)
{
    float peak = 0;
    for (int i = 0; i < count; i++)
        peak = values[i] > peak ? values[i] : peak;
    return maths_db_from_lin((double)peak);
}

void delivery_read(DeliveryMeter *meter, DeliveryReading *reading)
{
    int last = meter->edge_fill < meter->edge_frames / 2 ? meter->edge_fill : meter->edge_frames / 2;
    *reading = (DeliveryReading){.negative_at_s = NAN};
    mastermeter_finish(meter->master);
    mastermeter_read(meter->master, &reading->master);
    read_mono(meter, reading);
    reading->length_s = (double)meter->frames / meter->rate_hz;
    reading->negative_percent = meter->windows ? 100.0 * (double)meter->negative / (double)meter->windows : 0;
    if (meter->first_negative >= 0)
        reading->negative_at_s = (double)meter->first_negative / STEPS_PER_S;
    reading->low_side_db = low_side_db(meter, &reading->master);
    read_sibilance(meter, reading);
    reading->equal = !meter->differs && isfinite(reading->master.true_peak_max_db);
    reading->hole_s = (double)meter->hole / meter->rate_hz;
    reading->hole_at_s = (double)meter->hole_at / meter->rate_hz;
    reading->head_s = meter->first_loud < 0 ? reading->length_s : (double)meter->first_loud / meter->rate_hz;
    reading->sound_end_s = meter->last_loud < 0 ? reading->length_s : (double)(meter->last_loud + 1) / meter->rate_hz;
    reading->first_peak_db = maths_db_from_lin((double)meter->first_peak);
    reading->last_peak_db = peak_of(meter->edge + meter->edge_fill - last, last);
    reading->end_peak_db = peak_of(meter->edge, meter->edge_fill);
}
