/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the mix goes through on its way to the ears: an audition, and one band alone. Sections in double, transposed
 * direct form, one frame at a time; one filter is at rest or fades against another (monitor.h). RT_SAFE. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_MONITOR_FILTER_H
#define TTYMIX_AUDIO_ENGINE_LIVE_MONITOR_FILTER_H

#include "audio/engine/live/monitor_noise.h"
#include "audio/engine/monitorspec.h"

enum { FILTER_SECTIONS = 24, FILTER_SIDE_SECTIONS = 4 };

typedef struct MonitorFilter {
    bool passes;      /* every bit */
    double matrix[4]; /* LL RL LR RR */
    bool has_matrix;
    FilterSection side[FILTER_SIDE_SECTIONS], section[FILTER_SECTIONS];
    int side_count, count;
    double side_state[FILTER_SIDE_SECTIONS][2], state[FILTER_SECTIONS][2][2];
    bool has_noise;
    MonitorNoise noise;
} MonitorFilter;

/* As the spec's audition and band ask, with nothing heard yet. */
RT_SAFE void monitor_filter_start(MonitorFilter *filter, const MonitorSpec *spec, double rate_hz);
/* True where both specs ask for the same filter. */
RT_SAFE bool monitor_filter_is_same(const MonitorSpec *a, const MonitorSpec *b);
RT_SAFE void monitor_filter_run(MonitorFilter *filter, double frame[2]);
/* The gains LL RL LR RR of sides that are heard. */
RT_SAFE void monitor_matrix_of_sides(MonitorSides sides, double matrix[4]);

#endif
