/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/measure/image.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/measure/levels.h"

enum { STEPS_PER_S = 10, STEPS_PER_POINT = 5, DOTS_PER_S = 20 };

struct ImageMeter {
    double rate_hz;
    int64_t frames, steps; /* so far */
    ImagePoint point[IMAGE_POINTS], open;
    int64_t count;
    bool watched;
    Spectrum *live, *mean; /* NULL while nobody watches */
    uint64_t serial;
    int64_t live_frames;
    Correlation whole;
    LevelWindow window;
    int64_t dot_frame; /* of those that were watched: the next to be a dot */
    float dot[IMAGE_DOTS][2];
    int dot_at, dot_count;
};

static void open_point(ImageMeter *meter)
{
    meter->open = (ImagePoint){.momentary_lufs = -INFINITY, .true_peak_db = -INFINITY, .correlation = 1};
}

Status imagemeter_new(ImageMeter **meter, double rate_hz)
{
    if (!(rate_hz >= 4000 && rate_hz <= 2822400))
        return STATUS_BAD_VALUE;
    ImageMeter *made = calloc(1, sizeof *made);
    if (!made)
        return STATUS_NO_MEMORY;
    made->rate_hz = rate_hz;
    open_point(made);
    *meter = made;
    return STATUS_OK;
}

void imagemeter_free(ImageMeter *meter)
{
    if (!meter)
        return;
    spectrum_free(meter->live);
    spectrum_free(meter->mean);
    free(meter);
}

void imagemeter_watch(ImageMeter *meter, bool on)
{
    if (meter->watched == on)
        return;
    meter->watched = on;
    spectrum_free(meter->live);
    spectrum_free(meter->mean);
    meter->live = meter->mean = NULL;
    meter->whole = (Correlation){0};
    meter->dot_count = meter->dot_at = 0;
    meter->dot_frame = meter->live_frames = 0;
    level_window_init(&meter->window, meter->rate_hz);
    if (on && (spectrum_new_live(&meter->live, meter->rate_hz, 2) != STATUS_OK ||
               spectrum_new(&meter->mean, meter->rate_hz, 2) != STATUS_OK)) {
        spectrum_free(meter->live);
        meter->live = NULL;
    }
}

/* ---- loudness over time ---- */

static void take_step(ImageMeter *meter, MasterMeter *master)
{
    MasterReading reading;
    ImagePoint *open = &meter->open;
    mastermeter_read(master, &reading);
    float momentary = (float)reading.momentary_lufs, correlation = (float)reading.moving.correlation;
    double left = reading.moving.true_peak_db[0], right = reading.moving.true_peak_db[1];
    float peak = (float)(left > right ? left : right);
    open->momentary_lufs = momentary > open->momentary_lufs ? momentary : open->momentary_lufs;
    open->true_peak_db = peak > open->true_peak_db ? peak : open->true_peak_db;
    open->correlation = correlation < open->correlation ? correlation : open->correlation;
    if (++meter->steps % STEPS_PER_POINT)
        return;
    open->short_term_lufs = (float)reading.short_term_lufs;
    open->integrated_lufs = (float)reading.integrated_lufs;
    open->range_lu = (float)reading.range_lu;
    open->plr_db = (float)reading.plr_db;
    open->psr_db = isfinite(reading.moving.psr_db) ? (float)reading.moving.psr_db : 0;
    meter->point[meter->count++ % IMAGE_POINTS] = *open;
    open_point(meter);
}

/* Frames until the present tenth of a second is over. */
static int64_t frames_to_step(const ImageMeter *meter)
{
    return (int64_t)ceil((double)(meter->steps + 1) * meter->rate_hz / STEPS_PER_S) - meter->frames;
}

int64_t imagemeter_count(const ImageMeter *meter)
{
    return meter->count;
}

const ImagePoint *imagemeter_point(const ImageMeter *meter, int64_t index)
{
    bool kept = index >= 0 && index < meter->count && index >= meter->count - IMAGE_POINTS;
    return kept ? &meter->point[index % IMAGE_POINTS] : NULL;
}

/* ---- what is watched ---- */

/* Middle and sides on a logarithmic radius, so that quiet music is seen, too. */
static void add_dot(ImageMeter *meter, double left, double right)
{
    double middle = 0.5 * (left + right), side = 0.5 * (right - left), radius = sqrt(middle * middle + side * side);
    double shown = radius > 0 ? 1 + maths_db_from_lin(radius) / IMAGE_DOT_RANGE_DB : 0;
    double scale = shown > 0 ? (shown < 1 ? shown : 1) / radius : 0;
    meter->dot[meter->dot_at][0] = (float)(side * scale);
    meter->dot[meter->dot_at][1] = (float)(middle * scale);
    meter->dot_at = (meter->dot_at + 1) % IMAGE_DOTS;
    meter->dot_count += meter->dot_count < IMAGE_DOTS;
}

static void add_watched(ImageMeter *meter, const float *const channels[2], int frames)
{
    int64_t step = (int64_t)(meter->rate_hz / DOTS_PER_S / IMAGE_DOTS);
    for (; meter->dot_frame<frames; meter->dot_frame += step> 0 ? step : 1)
        add_dot(meter, (double)channels[0][meter->dot_frame], (double)channels[1][meter->dot_frame]);
    meter->dot_frame -= frames;
    correlation_add(&meter->whole, channels[0], channels[1], frames);
    level_window_add(&meter->window, channels[0], channels[1], frames);
    spectrum_add(meter->live, channels, frames);
    spectrum_add(meter->mean, channels, frames);
    meter->live_frames += frames;
    meter->serial++;
}

void imagemeter_add(ImageMeter *meter, MasterMeter *master, const float *const channels[2], int frames)
{
    for (int done = 0; done < frames;) {
        int64_t left = frames_to_step(meter);
        int part = left < frames - done ? (int)left : frames - done;
        const float *const cut[2] = {channels[0] + done, channels[1] + done};
        mastermeter_add(master, cut, part);
        meter->frames += part;
        done += part;
        if (part == left)
            take_step(meter, master);
    }
    if (meter->live)
        add_watched(meter, channels, frames);
}

/* Power of (left + right)/2 against the mean of the channels'. */
static double mono_loss_db(const Correlation *whole)
{
    double ll = 0, rr = 0, lr = 0;
    for (int i = 0; i < LEVEL_LANES; i++) {
        ll += whole->left_left[i];
        rr += whole->right_right[i];
        lr += whole->left_right[i];
    }
    double mean = 0.5 * (ll + rr), middle = 0.25 * (ll + rr + 2 * lr);
    return mean > 0 ? 10 / MATHS_LN10 * maths_log((middle > 0 ? middle : 0) / mean + 1e-30) : 0;
}

void imagemeter_read(ImageMeter *meter, ImageReading *reading)
{
    *reading = (ImageReading){.serial = meter->serial};
    if (!meter->live || meter->serial == 0)
        return;
    spectrum_read(meter->live, IMAGE_LIVE_PER_OCTAVE, 0, &reading->live);
    if ((double)meter->live_frames >= meter->rate_hz) /* a whole window at every rate: what waits is not padded */
        spectrum_read(meter->mean, 3, 0, &reading->thirds);
    reading->slope_db = spectrum_slope_db(&reading->thirds);
    reading->correlation = level_window_correlation(&meter->window);
    reading->mono_loss_db = mono_loss_db(&meter->whole);
    reading->dot_count = meter->dot_count;
    for (int i = 0; i < meter->dot_count; i++)
        memcpy(reading->dot[i], meter->dot[(meter->dot_at + IMAGE_DOTS - meter->dot_count + i) % IMAGE_DOTS],
               sizeof reading->dot[i]);
}
