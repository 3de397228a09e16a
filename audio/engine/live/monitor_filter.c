/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/live/monitor_filter.h"

#include <string.h>

#define BAND_SLOPE_DB 24

void monitor_matrix_of_sides(MonitorSides sides, double matrix[4])
{
    static const double rows[][4] = {[SIDES_STEREO] = {1, 0, 0, 1},
                                     [SIDES_LEFT] = {1, 0, 0, 0},
                                     [SIDES_RIGHT] = {0, 0, 0, 1},
                                     [SIDES_SIDE] = {0.5, -0.5, 0.5, -0.5}};
    memcpy(matrix, rows[sides], sizeof rows[sides]);
}

/* Sides of another width, then those that are heard. */
static void set_matrix(MonitorFilter *filter, const Audition *audition)
{
    double near = 0.5 + 0.5 * audition->width, far = 0.5 - 0.5 * audition->width, sides[4];
    monitor_matrix_of_sides(audition->sides, sides);
    filter->matrix[0] = sides[0] * near + sides[1] * far;
    filter->matrix[1] = sides[0] * far + sides[1] * near;
    filter->matrix[2] = sides[2] * near + sides[3] * far;
    filter->matrix[3] = sides[2] * far + sides[3] * near;
    filter->has_matrix = audition->width != 1 || audition->sides != SIDES_STEREO;
}

static void add_audition(MonitorFilter *filter, const Audition *audition, double rate_hz)
{
    set_matrix(filter, audition);
    EqBand cut = {EQ_LOWCUT, audition->mono_below_hz, 0, 0, BAND_SLOPE_DB};
    if (audition->mono_below_hz > 0)
        filter->side_count = filter_add_band(filter->side, 0, FILTER_SIDE_SECTIONS, &cut, rate_hz);
    for (int i = 0; i < AUDITION_BANDS; i++)
        filter->count = filter_add_band(filter->section, filter->count, FILTER_SECTIONS, &audition->band[i], rate_hz);
    filter->has_noise = audition->noise_below_hz > 0;
    if (filter->has_noise)
        monitor_noise_start(&filter->noise, audition->noise_below_hz, audition->noise_lu, rate_hz);
}

void monitor_filter_start(MonitorFilter *filter, const MonitorSpec *spec, double rate_hz)
{
    memset(filter, 0, sizeof *filter);
    EqBand low = {EQ_LOWCUT, spec->band_low_hz, 0, 0, BAND_SLOPE_DB};
    EqBand high = {EQ_HIGHCUT, spec->band_high_hz, 0, 0, BAND_SLOPE_DB};
    if (spec->audition)
        add_audition(filter, spec->audition, rate_hz);
    if (spec->band_low_hz > 0)
        filter->count = filter_add_band(filter->section, filter->count, FILTER_SECTIONS, &low, rate_hz);
    if (spec->band_high_hz > 0 && spec->band_high_hz < 0.45 * rate_hz)
        filter->count = filter_add_band(filter->section, filter->count, FILTER_SECTIONS, &high, rate_hz);
    filter->passes = !filter->has_matrix && filter->count == 0 && filter->side_count == 0 && !filter->has_noise;
}

bool monitor_filter_is_same(const MonitorSpec *a, const MonitorSpec *b)
{
    return a->audition == b->audition && a->band_low_hz == b->band_low_hz && a->band_high_hz == b->band_high_hz;
}

void monitor_filter_run(MonitorFilter *filter, double frame[2])
{
    if (filter->passes)
        return;
    if (filter->has_matrix) {
        double left = frame[0], right = frame[1];
        frame[0] = filter->matrix[0] * left + filter->matrix[1] * right;
        frame[1] = filter->matrix[2] * left + filter->matrix[3] * right;
    }
    if (filter->side_count > 0) {
        double middle = 0.5 * (frame[0] + frame[1]), side = 0.5 * (frame[0] - frame[1]);
        for (int i = 0; i < filter->side_count; i++)
            side = filter_section_run(&filter->side[i], filter->side_state[i], side);
        frame[0] = middle + side;
        frame[1] = middle - side;
    }
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < filter->count; i++)
            frame[c] = filter_section_run(&filter->section[i], filter->state[i][c], frame[c]);
    if (filter->has_noise)
        monitor_noise_add(&filter->noise, frame);
}
