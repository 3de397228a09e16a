/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/dynamics/comp_core.h"

#include <math.h>

#include "audio/base/maths.h"

#define DB_PER_OCTAVE 6.02059991327962390427
#define NO_LIMIT_OCTAVES 60.0 /* more reduction than any signal can ask for */
#define FEEDBACK_RATIO_MAX 100.0

/* Auto release: what has lasted half a second lets go slowly, what has not, fast. */
#define AUTO_FAST_MS 60.0
#define AUTO_SLOW_UP_MS 500.0
#define AUTO_SLOW_DOWN_MS 1200.0

enum { LANE_HOLD = 1, LANE_AUTO = 2, LANE_AVERAGE = 4, LANE_LISTEN = 8 };

int comp_window_cells(double rate_hz)
{
    int cells = (int)floor(0.005 * rate_hz / CELL_FRAMES + 0.999);
    return cells < 1 ? 1 : cells;
}

/* Step of a one-pole filter that covers 63 % in `frames`. */
static double pole_step(double frames)
{
    return frames <= 0 ? 1.0 : 1.0 - maths_exp(-1.0 / frames);
}

void comp_core_init(CompCore *core, F8 *ends, double rate_hz, int channels, bool rms, bool feedback)
{
    core->rate_hz = rate_hz;
    core->channels = channels;
    core->rms = rms;
    core->feedback = feedback;
    core->window.ends = ends;
    core->window.cells = comp_window_cells(rate_hz);
    core->slow_up = (float)pole_step(AUTO_SLOW_UP_MS * 0.001 * rate_hz);
    core->slow_down = (float)pole_step(AUTO_SLOW_DOWN_MS * 0.001 * rate_hz);
    glide_init(&core->glide, core->from, core->to, COMP_GLIDES);
    for (int lane = 0; lane < BANK_LANES; lane++)
        comp_core_reset(core, lane);
}

static void note_flags(CompCore *core, int lane, int flags)
{
    int all = 0;
    core->lane_flags[lane] = (unsigned char)flags;
    for (int i = 0; i < BANK_LANES; i++)
        all |= core->lane_flags[i];
    core->any_hold = all & LANE_HOLD;
    core->any_auto = all & LANE_AUTO;
    core->any_average = all & LANE_AVERAGE;
    core->any_listen = all & LANE_LISTEN;
}

void comp_core_reset(CompCore *core, int lane)
{
    F8 *const state[] = {&core->reduction, &core->slow, &core->held, &core->mean};
    for (unsigned i = 0; i < ARRAY_LEN(state); i++)
        ((float *)state[i])[lane] = 0.0f;
    for (int k = 0; k < COMP_GLIDES; k++)
        glide_set(&core->glide, k, lane, 0, true);
    if (core->channels ==
        2) /* linked, as most are: lanes without sound shall not keep the others from going in pairs */
        glide_set(&core->glide, COMP_LINK_PAIR, lane, 1, true);
    ((int32_t *)&core->auto_release)[lane] = 0;
    ((int32_t *)&core->link_average)[lane] = 0;
    note_flags(core, lane, 0);
    key_filter_reset(&core->filter, lane);
    peak_window_reset(&core->window, lane);
    peak_window_set_length(&core->window, lane, -1);
}

static double makeup_db(const CompSettings *settings)
{
    if (settings->makeup_db != INFINITY)
        return settings->makeup_db;
    double slope = settings->ratio == INFINITY ? 1.0 : 1.0 - 1.0 / settings->ratio;
    return -0.5 * settings->threshold_db * slope; /* half of what a full-scale peak loses */
}

/* Of the level that the curve acts on. At 0 dB, its upper end and its default, the threshold means idle. */
static double curve_slope(const CompSettings *settings)
{
    if (settings->threshold_db >= 0)
        return 0;
    if (settings->feedback)
        return (settings->ratio < FEEDBACK_RATIO_MAX ? settings->ratio : FEEDBACK_RATIO_MAX) - 1.0;
    return settings->ratio == INFINITY ? 1.0 : 1.0 - 1.0 / settings->ratio;
}

static int settings_flags(const CompSettings *settings)
{
    return (settings->hold_ms > 0 ? LANE_HOLD : 0) | (settings->release_ms == 0 ? LANE_AUTO : 0) |
           (settings->link_average ? LANE_AVERAGE : 0) | (settings->listen > 0 ? LANE_LISTEN : 0);
}

static void set_times(CompCore *core, int lane, const CompSettings *settings, bool jump)
{
    Glide *glide = &core->glide;
    double per_ms = 0.001 * core->rate_hz;
    double release_frames = (settings->release_ms == 0 ? AUTO_FAST_MS : settings->release_ms) * per_ms;
    double attack = pole_step(settings->attack_ms * per_ms);
    int cells = (int)floor(0.5 * release_frames / CELL_FRAMES);
    cells = cells > core->window.cells ? core->window.cells : cells;
    peak_window_set_length(&core->window, lane, cells);
    double held_frames = core->rms ? 0 : cells * CELL_FRAMES;
    glide_set(glide, COMP_ATTACK, lane, attack, jump);
    glide_set(glide, COMP_RELEASE, lane, pole_step(release_frames - held_frames), jump);
    /* Whole frames, which floats count exactly; at once, or other lanes' holds would show. */
    glide_set(glide, COMP_HOLD, lane, floor(settings->hold_ms * per_ms + 0.5), true);
    if (settings->hold_ms <= 0)
        ((float *)&core->held)[lane] = 0.0f;
    glide_set(glide, COMP_WINDOW, lane, pole_step(settings->window_ms * per_ms), jump);
}

static void set_curve(CompCore *core, int lane, const CompSettings *settings, bool jump)
{
    Glide *glide = &core->glide;
    double slope = curve_slope(settings);
    double knee = settings->knee_db / DB_PER_OCTAVE;
    double range = settings->range_db == INFINITY ? NO_LIMIT_OCTAVES : settings->range_db / DB_PER_OCTAVE;
    glide_set(glide, COMP_THRESHOLD, lane, settings->threshold_db / DB_PER_OCTAVE, jump);
    glide_set(glide, COMP_HALF_KNEE, lane, 0.5 * knee, jump);
    glide_set(glide, COMP_KNEE, lane, knee, jump);
    glide_set(glide, COMP_KNEE_CURVE, lane, knee > 0 ? 0.5 / knee : 0, jump);
    glide_set(glide, COMP_SLOPE, lane, slope, jump);
    glide_set(glide, COMP_RANGE, lane, range, jump);
    glide_set(glide, COMP_MAKEUP, lane, makeup_db(settings) / DB_PER_OCTAVE, jump);
}

void comp_core_set(CompCore *core, int lane, const CompSettings *settings, bool jump)
{
    int flags = settings_flags(settings);
    if ((flags & LANE_AUTO) && !(core->lane_flags[lane] & LANE_AUTO))
        ((float *)&core->slow)[lane] = 0.0f;
    ((int32_t *)&core->auto_release)[lane] = flags & LANE_AUTO ? -1 : 0;
    ((int32_t *)&core->link_average)[lane] = flags & LANE_AVERAGE ? -1 : 0;
    if (((const float *)&core->to[COMP_LISTEN])[lane] > 0) /* it may still fade */
        flags |= LANE_LISTEN;
    note_flags(core, lane, flags);
    set_curve(core, lane, settings, jump);
    set_times(core, lane, settings, jump);
    glide_set(&core->glide, COMP_LINK_OWN, lane, 1.0 - settings->link_percent * 0.01, jump);
    glide_set(&core->glide, COMP_LINK_PAIR, lane, settings->link_percent * 0.01, jump);
    glide_set(&core->glide, COMP_LISTEN, lane, settings->listen, jump);
    key_filter_set(&core->filter, lane, settings->key_lowcut_hz, settings->key_highcut_hz, core->rate_hz);
}

void comp_core_move(CompCore *to, int to_lane, const CompCore *from, int from_lane)
{
    glide_move(&to->glide, to_lane, &from->glide, from_lane);
    lanes_copy(&to->reduction, to_lane, &from->reduction, from_lane, 4);
    lanes_copy((F8 *)&to->auto_release, to_lane, (const F8 *)&from->auto_release, from_lane, 2);
    note_flags(to, to_lane, from->lane_flags[from_lane]);
    key_filter_move(&to->filter, to_lane, &from->filter, from_lane);
    peak_window_move(&to->window, to_lane, &from->window, from_lane);
}

float comp_core_reduction_db(const CompCore *core, int lane)
{
    float octaves = ((const float *)&core->reduction)[lane];
    return octaves * (float)DB_PER_OCTAVE;
}

static double forward_reduction_db(const CompSettings *settings, double over_db)
{
    double bend = over_db < settings->knee_db ? over_db : settings->knee_db;
    double amount = over_db - bend + (bend > 0 ? bend * bend / (2.0 * settings->knee_db) : 0);
    return amount * curve_slope(settings);
}

static double feedback_reduction_db(const CompSettings *settings, double over_db)
{
    double slope = curve_slope(settings), knee = settings->knee_db;
    double out = (over_db + 0.5 * slope * knee) / (1.0 + slope);
    if (out < knee)
        out = 2.0 * over_db / (1.0 + sqrt(1.0 + 2.0 * slope * over_db / knee));
    return over_db - out;
}

double comp_transfer_db(const CompSettings *settings, double in_db)
{
    double over = in_db - settings->threshold_db + 0.5 * settings->knee_db, reduction = 0;
    if (over > 0)
        reduction = settings->feedback ? feedback_reduction_db(settings, over) : forward_reduction_db(settings, over);
    reduction = reduction > settings->range_db ? settings->range_db : reduction;
    return in_db - reduction + makeup_db(settings);
}
