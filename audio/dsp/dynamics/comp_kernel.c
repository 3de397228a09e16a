/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loops of comp_core.h. */
#include "audio/dsp/dynamics/comp_core.h"
#include "audio/dsp/dynamics/comp_plain.h"

typedef struct CompConstants {
    const F8 *from, *to;
    bool moving;
} CompConstants;

LANES_INLINE F8 constant(const CompConstants *constants, int k, float time)
{
    return constants->moving ? glide_at(constants->from, constants->to, k, time) : constants->to[k];
}

/* Both channels of a pair hear own * a + pair * (the greater, or the mean). */
LANES_INLINE F8 link_pair(const CompCore *core, const CompConstants *constants, F8 level, float time)
{
    F8 other = f8_swap_pairs(level);
    F8 both = f8_max(level, other);
    if (core->any_average)
        both = f8_select(core->link_average, 0.5f * (level + other), both);
    return constant(constants, COMP_LINK_OWN, time) * level + constant(constants, COMP_LINK_PAIR, time) * both;
}

/* Reduction in octaves that the static curve asks for at a level in octaves: a parabola over the knee, straight on
 * behind. */
LANES_INLINE F8 curve(const CompConstants *constants, F8 level, float time)
{
    F8 low = constant(constants, COMP_THRESHOLD, time) - constant(constants, COMP_HALF_KNEE, time);
    F8 over = f8_max(level - low, f8_set(0.0f)), bend = f8_min(over, constant(constants, COMP_KNEE, time));
    F8 amount = bend * (bend * constant(constants, COMP_KNEE_CURVE, time)) + (over - bend);
    return f8_min(amount * constant(constants, COMP_SLOPE, time), constant(constants, COMP_RANGE, time));
}

/* The same of a curve on the output's level (comp_core.h), for the level in. */
LANES_INLINE F8 curve_back(const CompConstants *constants, F8 level, float time)
{
    F8 knee = constant(constants, COMP_KNEE, time), bent = constant(constants, COMP_KNEE_CURVE, time);
    F8 low = constant(constants, COMP_THRESHOLD, time) - constant(constants, COMP_HALF_KNEE, time);
    F8 over = f8_max(level - low, f8_set(0.0f)), slope = constant(constants, COMP_SLOPE, time);
    F8 straight = (over + slope * (knee - knee * (knee * bent))) / (1.0f + slope);
    F8 curved = 2.0f * over / (1.0f + f8_sqrt(1.0f + 4.0f * (slope * bent) * over));
    F8 out = f8_select(f8_greater(straight, knee), straight, curved);
    return f8_min(over - out, constant(constants, COMP_RANGE, time));
}

LANES_INLINE F8 smooth(CompCore *core, const CompConstants *constants, F8 target, F8 reduction, float time)
{
    F8 attack = constant(constants, COMP_ATTACK, time), release = constant(constants, COMP_RELEASE, time);
    if (core->any_auto) {
        F8 towards = reduction - core->slow;
        core->slow +=
            f8_select(f8_greater(towards, f8_set(0.0f)), f8_set(core->slow_up), f8_set(core->slow_down)) * towards;
        target = f8_select(core->auto_release, f8_max(target, core->slow), target);
    }
    if (core->any_hold) {
        F8 zero = f8_set(0.0f);
        core->held = f8_select(f8_at_least(target, reduction), constant(constants, COMP_HOLD, time),
                               f8_max(core->held - 1.0f, zero));
        release = f8_select(f8_greater(core->held, zero), zero, release);
    }
    return reduction + f8_select(f8_greater(target, reduction), attack, release) * (target - reduction);
}

LANES_INLINE F8 detect(CompCore *core, const CompConstants *constants, F8 level, int at, float time, bool rms)
{
    if (rms) {
        core->mean += constant(constants, COMP_WINDOW, time) * (level * level - core->mean);
        return 0.5f * f8_log2(f8_max(core->mean + core->mean, f8_set(QUIET)));
    }
    return f8_log2(f8_max(peak_window_next(&core->window, at, level), f8_set(QUIET)));
}

/* Level in octaves, linked and detected, of frames whose key is `in`. */
LANES_INLINE F8 detect_frame(CompCore *core, const CompConstants *constants, F8 in, int at, float time, bool rms)
{
    F8 level = f8_abs(in);
    if (core->channels == 2)
        level = link_pair(core, constants, level, time);
    return detect(core, constants, level, at, time, rms);
}

LANES_INLINE F8 output(const CompCore *core, const CompConstants *constants, F8 x, F8 in, F8 reduction, float time)
{
    F8 out = x * f8_exp2(constant(constants, COMP_MAKEUP, time) - reduction);
    if (core->any_listen)
        out = f8_fade(out, in, constant(constants, COMP_LISTEN, time));
    return out;
}

/* In groups of frames and three passes over each: only the middle one is a recursion, so the long chains of logarithm
 * and exponential of neighbouring frames overlap in the CPU. */
LANES_INLINE void run_groups(CompCore *core, F8 *x, const F8 *key, int offset, int frames, const bool moving,
                             const bool rms, const bool feedback)
{
    enum { GROUP = 8 };
    const CompConstants constants = {core->from, core->to, moving};
    F8 reduction = core->reduction;
    for (int begin = 0; begin < frames; begin += GROUP) {
        int count = frames - begin < GROUP ? frames - begin : GROUP;
        F8 walk[GROUP];
        for (int k = 0; k < count; k++) {
            float time = moving ? glide_time(offset, begin + k) : 0.0f;
            F8 level = detect_frame(core, &constants, key[begin + k], offset + begin + k, time, rms);
            walk[k] = feedback ? curve_back(&constants, level, time) : curve(&constants, level, time);
        }
        for (int k = 0; k < count; k++) {
            reduction = smooth(core, &constants, walk[k], reduction, moving ? glide_time(offset, begin + k) : 0.0f);
            walk[k] = reduction;
        }
        for (int k = 0; k < count; k++) {
            float time = moving ? glide_time(offset, begin + k) : 0.0f;
            x[begin + k] = output(core, &constants, x[begin + k], key[begin + k], walk[k], time);
        }
    }
    core->reduction = reduction;
}

LANES_INLINE Plain plain_of(const CompCore *core)
{
    const F8 *to = core->to;
    return (Plain){to[COMP_THRESHOLD] - to[COMP_HALF_KNEE],
                   to[COMP_KNEE],
                   to[COMP_KNEE_CURVE],
                   to[COMP_SLOPE],
                   to[COMP_RANGE],
                   to[COMP_MAKEUP],
                   to[COMP_ATTACK],
                   to[COMP_RELEASE]};
}

/* Levels into the window; true when both channels of each pair have the same. */
LANES_INLINE bool plain_levels(CompCore *core, const F8 *key, int offset, int frames)
{
    F8 *level = core->window.level + offset, own = core->to[COMP_LINK_OWN], pair = core->to[COMP_LINK_PAIR];
    if (core->channels != 2) {
        for (int i = 0; i < frames; i++)
            level[i] = f8_abs(key[i]);
        return false;
    }
    for (int i = 0; i < frames; i++)
        level[i] = f8_max(f8_abs(key[i]), f8_swap_pairs(f8_abs(key[i])));
    bool linked = !i8_any(((I8)own ^ (I8)f8_set(0.0f)) | ((I8)pair ^ (I8)f8_set(1.0f)));
    for (int i = 0; !linked && i < frames; i++)
        level[i] = own * f8_abs(key[i]) + pair * level[i];
    return linked;
}

/* run_groups of a feed-forward peak detector that stands still and has no option in use, bit for bit: the common case.
 */
LANES_INLINE void run_plain(CompCore *core, F8 *x, const F8 *key, int offset, int frames)
{
    F8 peak[CELL_FRAMES], reduction = core->reduction;
    const Plain plain = plain_of(core);
    bool linked = plain_levels(core, key, offset, frames) && !i8_any((I8)reduction ^ (I8)f8_swap_pairs(reduction));
    peak_window_run(&core->window, offset, peak, frames);
    int groups = frames / PLAIN_GROUP;
    if (groups > 0 && linked)
        plain_groups(&plain, x, peak, &reduction, groups, true);
    else if (groups > 0)
        plain_groups(&plain, x, peak, &reduction, groups, false);
    for (int i = groups * PLAIN_GROUP; i < frames; i++)
        plain_frame(&plain, x + i, peak + i, &reduction);
    core->reduction = reduction;
}

LANES_INLINE void run(CompCore *core, LaneDelay *delay, F8 *x, const F8 *key, int offset, int frames)
{
    F8 heard[CELL_FRAMES];
    bool filtering = core->filter.any_on;
    if (core->feedback)
        key = x;
    if (filtering || (key == x && (delay->length > 0 || core->any_listen))) {
        if (filtering)
            key_filter_run(&core->filter, key, heard, frames);
        else
            memcpy(heard, key, (size_t)frames * sizeof *key);
        key = heard;
    }
    lane_delay_run(delay, x, frames);
    if (core->feedback && core->rms)
        run_groups(core, x, key, offset, frames, true, true, true);
    else if (core->feedback)
        run_groups(core, x, key, offset, frames, true, false, true);
    else if (core->rms)
        run_groups(core, x, key, offset, frames, true, true, false);
    else if (core->glide.moving)
        run_groups(core, x, key, offset, frames, true, false, false);
    else if (core->any_auto || core->any_hold || core->any_average || core->any_listen)
        run_groups(core, x, key, offset, frames, false, false, false);
    else
        run_plain(core, x, key, offset, frames);
}

void LANES_NAME(comp_run)(CompCore *core, LaneDelay *delay, F8 *x, const F8 *key, int offset, int frames)
{
    glide_enter(&core->glide, offset);
    peak_window_enter(&core->window, offset);
    run(core, delay, x, key, offset, frames);
    peak_window_leave(&core->window, offset + frames);
    glide_leave(&core->glide, offset, frames);
}

void LANES_NAME(comp_bank_run)(CompCore *core, LaneDelay *delay, float *const io[BANK_LANES],
                               const float *const key[BANK_LANES], int offset, int frames)
{
    F8 x[CELL_FRAMES], keys[CELL_FRAMES];
    lanes_gather(x, (const float *const *)io, frames);
    const F8 *source = x;
    if (lanes_any_key(key)) {
        const float *from[BANK_LANES];
        for (int lane = 0; lane < BANK_LANES; lane++)
            from[lane] = key[lane] ? key[lane] : io[lane];
        lanes_gather(keys, from, frames);
        source = keys;
    }
    LANES_NAME(comp_run)(core, delay, x, source, offset, frames);
    lanes_scatter(io, x, frames);
}

#ifndef LANES_AVX2
CompRun *const comp_run[LANES_LEVELS] = LANES_TABLE(comp_run);
CompBankRun *const comp_bank_run[LANES_LEVELS] = LANES_TABLE(comp_bank_run);
#endif
