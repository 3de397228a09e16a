/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two banks of compressors at once; or one, two frames at a time. */
#define LANES_PAIR
#include "audio/dsp/dynamics/comp_core.h"
#include "audio/dsp/dynamics/comp_plain.h"
#include "audio/dsp/dynamics/peak_window_pair.h"

static bool is_plain(const CompCore *core)
{
    return !core->feedback && !core->rms && !core->any_listen && !core->any_auto && !core->any_hold &&
           !core->any_average && !core->glide.moving;
}

static bool hears_itself_now(const CompCore *core, const LaneDelay *delay)
{
    return !core->filter.any_on && delay->length == 0;
}

/* True when each pair of lanes shares its level and its reduction; false when none does; anything else is not for here.
 */
static bool are_linked(const CompCore *core)
{
    const F8 *to = core->to;
    I8 differ = (I8)core->reduction ^ (I8)f8_swap_pairs(core->reduction);
    return core->channels == 2 &&
           !i8_any(((I8)to[COMP_LINK_OWN] ^ (I8)f8_set(0.0f)) | ((I8)to[COMP_LINK_PAIR] ^ (I8)f8_set(1.0f)) | differ);
}

LANES_INLINE Plain plain_of(const CompCore *a, const CompCore *b)
{
    F8 low_a = a->to[COMP_THRESHOLD] - a->to[COMP_HALF_KNEE], low_b = b->to[COMP_THRESHOLD] - b->to[COMP_HALF_KNEE];
    return (Plain){fv_join(low_a, low_b),
                   fv_join(a->to[COMP_KNEE], b->to[COMP_KNEE]),
                   fv_join(a->to[COMP_KNEE_CURVE], b->to[COMP_KNEE_CURVE]),
                   fv_join(a->to[COMP_SLOPE], b->to[COMP_SLOPE]),
                   fv_join(a->to[COMP_RANGE], b->to[COMP_RANGE]),
                   fv_join(a->to[COMP_MAKEUP], b->to[COMP_MAKEUP]),
                   fv_join(a->to[COMP_ATTACK], b->to[COMP_ATTACK]),
                   fv_join(a->to[COMP_RELEASE], b->to[COMP_RELEASE])};
}

LANES_INLINE void plain_step(F8 attack, F8 release, F8 *walk, F8 *reduction, const int count)
{
    LANES_UNROLL
    for (int k = 0; k < count; k++) {
        F8 way = walk[k] - *reduction, up = *reduction + attack * way, down = *reduction + release * way;
        __mmask8 rises = _mm256_cmp_ps_mask((__m256)walk[k], (__m256)*reduction, _CMP_GT_OQ);
        walk[k] = *reduction = (F8)_mm256_mask_blend_ps(rises, (__m256)down, (__m256)up);
    }
}

LANES_INLINE void run(CompCore *a, CompCore *b, F16 *x, const bool linked)
{
    FV level[CELL_FRAMES], peak[CELL_FRAMES], reduction = fv_join(a->reduction, b->reduction);
    const Plain plain = plain_of(a, b);
    for (int i = 0; i < CELL_FRAMES; i++)
        level[i] = linked ? fv_max(fv_abs(x[i]), fv_swap_pairs(fv_abs(x[i]))) : fv_abs(x[i]);
    peak_window_pair_run(&a->window, &b->window, level, peak);
    peak_window_pair_leave(&a->window, &b->window, level);
    plain_groups(&plain, x, peak, &reduction, CELL_FRAMES / PLAIN_GROUP, linked);
    fv_part(reduction, &a->reduction, &b->reduction);
}

bool comp_pair_run(CompCore *a, const LaneDelay *delay_a, CompCore *b, const LaneDelay *delay_b, F16 *x)
{
    bool linked = a->channels == 2;
    glide_enter(&a->glide, 0);
    glide_enter(&b->glide, 0);
    if (!is_plain(a) || !is_plain(b) || !hears_itself_now(a, delay_a) || !hears_itself_now(b, delay_b) ||
        a->channels != b->channels || are_linked(a) != linked || are_linked(b) != linked)
        return false;
    peak_window_enter_cell(&a->window);
    peak_window_enter_cell(&b->window);
    if (linked)
        run(a, b, x, true);
    else
        run(a, b, x, false);
    glide_leave(&a->glide, 0, CELL_FRAMES);
    glide_leave(&b->glide, 0, CELL_FRAMES);
    return true;
}

/* Frames 2 k and 2 k + 1 of one bank side by side: all but the walk takes two at once, of linked pairs four. */
LANES_INLINE void run_frames(CompCore *core, F8 *x, const F8 *key, const bool linked)
{
    enum { PAIRS = CELL_FRAMES / 2, GROUP = PLAIN_GROUP / 2 };
    FV in[PAIRS], peak[PAIRS], walk[PAIRS];
    F8 reduction = core->reduction, attack = core->to[COMP_ATTACK], release = core->to[COMP_RELEASE];
    const Plain plain = plain_of(core, core);
    for (int k = 0; k < PAIRS; k++) {
        FV level = fv_abs(fv_load(&key[2 * k]));
        in[k] = fv_load(&x[2 * k]);
        fv_store(&core->window.level[2 * k], linked ? fv_max(level, fv_swap_pairs(level)) : level);
    }
    peak_window_run(&core->window, 0, (F8 *)peak, CELL_FRAMES);
    plain_targets(&plain, peak, walk, GROUP, linked);
    for (int at = 0; at < PAIRS; at += GROUP) {
        if (at + GROUP < PAIRS)
            plain_targets(&plain, peak + at + GROUP, walk + at + GROUP, GROUP, linked);
        plain_step(attack, release, (F8 *)(walk + at), &reduction, PLAIN_GROUP);
        if (at > 0)
            plain_gains(&plain, in + at - GROUP, walk + at - GROUP, GROUP, linked);
    }
    plain_gains(&plain, in + PAIRS - GROUP, walk + PAIRS - GROUP, GROUP, linked);
    for (int k = 0; k < PAIRS; k++)
        fv_store(&x[2 * k], in[k]);
    core->reduction = reduction;
}

/* What the detector hears of a cell, before the sound goes into its delay. */
static const F8 *heard_of(CompCore *core, const LaneDelay *delay, const F8 *x, const F8 *key, F8 *heard)
{
    if (core->filter.any_on)
        key_filter_run(&core->filter, key, heard, CELL_FRAMES);
    else if (key == x && delay->length > 0)
        memcpy(heard, key, CELL_FRAMES * sizeof *key);
    else
        return key;
    return heard;
}

bool comp_cell_run(CompCore *core, LaneDelay *delay, F8 *x, const F8 *key)
{
    glide_enter(&core->glide, 0);
    if (!is_plain(core) || are_linked(core) != (core->channels == 2))
        return false;
    F8 heard[CELL_FRAMES];
    key = heard_of(core, delay, x, key, heard);
    lane_delay_run(delay, x, CELL_FRAMES);
    peak_window_enter_cell(&core->window);
    if (core->channels == 2)
        run_frames(core, x, key, true);
    else
        run_frames(core, x, key, false);
    peak_window_leave(&core->window, CELL_FRAMES);
    glide_leave(&core->glide, 0, CELL_FRAMES);
    return true;
}
