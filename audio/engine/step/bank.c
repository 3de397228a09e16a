/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bank of processors, cell by cell: values read and moved, keys and dry paths at hand, bypass and mix around it. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "audio/base/maths.h"
#include "audio/dsp/lanes_pair.h"
#include "audio/engine/step/meters.h"
#include "audio/engine/step/probe.h"
#include "audio/engine/step/step.h"

enum { FLT_MAX_BITS = 0x7f7fffff };

static double glide_frames(const Plan *plan)
{
    return GLIDE_MS * plan->setup.rate_hz / 1000.0;
}

/* A value at the cell that begins at engine frame `frame`. */
static double value_now(const Plan *plan, VoiceState *state, int i, int64_t position, int64_t frame)
{
    const ParamInfo *param = processor_value_param(state->kind, i);
    double value = control_value(&state->value[i], position);
    if (control_moves(&state->value[i]))
        value = param_clamp(param, value);
    if (state->moved[i] == INT64_MIN)
        return value;
    double part = (double)(frame - state->moved[i]) / glide_frames(plan);
    bool listening = param->flags & PARAM_LISTENING, word = param->law == LAW_CHOICE || param->law == LAW_SWITCH;
    if (part >= 1 || (word && !listening)) {
        state->moved[i] = INT64_MIN;
        return value;
    }
    state->gliding = true;
    return listening ? state->from[i] + (value - state->from[i]) * part
                     : param_interpolate(param, state->from[i], value, part);
}

static void update_values(const Plan *plan, const PlanVoice *voice, void *bank, int lane, int64_t position,
                          int64_t frame)
{
    VoiceState *state = voice->state;
    double tempo =
        plan->tempo_count > 1 ? plan_tempo_at(plan, position) : (plan->tempo_count == 1 ? plan->tempo[0].bpm : 120.0);
    if (!state->moves && !state->gliding && !state->fresh && tempo == state->tempo_bpm)
        return;
    bool changed = state->fresh || tempo != state->tempo_bpm;
    state->gliding = false;
    for (int i = 0; i < state->count; i++) {
        double value = value_now(plan, state, i, position, frame);
        changed |= value != state->now[i];
        state->now[i] = value;
    }
    state->tempo_bpm = tempo;
    if (changed)
        state->kind->update(bank, lane, state->now, tempo, state->fresh);
}

/* The gain of what passes the bypass goes where it shall be: up in 20 ms, down by 0.6 dB a cell; at once while nobody
 * hears it. */
static void update_bypass_gain(VoiceState *state, double step, int64_t position, bool first)
{
    double db = control_value(&state->bypass_db, position), goal = db == 0 ? 1.0 : maths_lin_from_db(db),
           away = goal - state->bypass_lin, most = step * (goal > state->bypass_lin ? goal : state->bypass_lin);
    if (first || state->bypassed <= 0 || (away < most && away > -most))
        state->bypass_lin = goal;
    else
        state->bypass_lin += away > 0 ? most : -most;
}

static void set_shares(VoiceState *state, double mix)
{
    state->wet_to = mix * (1.0 - state->bypassed);
    state->dry_to = 1.0 - state->wet_to;
    if (state->bypass_lin != 1.0)
        state->dry_to = (1.0 - mix) * (1.0 - state->bypassed) + state->bypass_lin * state->bypassed;
}

/* Moves the share of the processor's output from cell to cell: `mix`, and a bypass that takes 20 ms. */
static void update_wet(const Plan *plan, const PlanVoice *voice, int64_t position)
{
    VoiceState *state = voice->state;
    double bypass = control_value(&state->bypass, position) >= 0.5 ? 1.0 : 0.0;
    double step = CELL_FRAMES / glide_frames(plan);
    double mix = voice->mix_index < 0 ? 1.0 : state->now[voice->mix_index] / 100.0;
    if (voice->listen_index >= 0 && voice->mix_index >= 0)
        mix += (1.0 - mix) * state->now[voice->listen_index];
    bool first = state->fresh && state->bypassed < 0;
    if (first)
        state->bypassed = bypass;
    else if (state->fresh)
        set_shares(state, mix);
    update_bypass_gain(state, step, position, first);
    if (first)
        set_shares(state, mix);
    if (state->warming > 0) {
        state->warming -= CELL_FRAMES;
        bypass = state->bypassed;
    }
    if (bypass > state->bypassed)
        state->bypassed = state->bypassed + step < bypass ? state->bypassed + step : bypass;
    else if (bypass < state->bypassed)
        state->bypassed = state->bypassed - step > bypass ? state->bypassed - step : bypass;
    state->wet_from = state->wet_to;
    state->dry_from = state->dry_to;
    set_shares(state, mix);
}

/* At a cell's first frame; in its middle only for those that have just come. */
static void begin_cell(const Plan *plan, const PlanBank *bank, const Run *run, int64_t frame, bool middle)
{
    for (int i = 0; i < bank->count; i++) {
        const PlanVoice *voice = &plan->voices[bank->voice[i]];
        VoiceState *state = voice->state;
        int lane = i * bank->channels;
        if (middle && !state->fresh)
            continue;
        int64_t position = timeline_position(run->timeline, frame + voice->ahead);
        bool bypass = control_value(&state->bypass, position) >= 0.5;
        if (state->asleep && !bypass) {
            bank->kind->reset(bank->state->bank, lane);
            state->fresh = true;
            state->asleep = false;
            state->warming = state->latency;
        }
        update_values(plan, voice, bank->state->bank, lane, position, frame);
        update_wet(plan, voice, position);
        state->fresh = false;
        state->asleep = bypass && state->bypassed >= 1.0 && state->wet_from == 0.0;
    }
}

/* True when the dry signal is heard, or may be soon: then its delay line must be fed. */
static bool wants_dry(const VoiceState *state, bool live)
{
    return state->wet_from != 1.0 || state->wet_to != 1.0 ||
           (state->dry && (live || state->moves || control_moves(&state->bypass)));
}

/* True where the dry share is the rest of the wet one: nothing passes a bypass at another level. */
static bool is_plain(const VoiceState *state)
{
    return state->dry_from == 1.0 - state->wet_from && state->dry_to == 1.0 - state->wet_to;
}

static void blend(const VoiceState *state, const float *dry, float *wet, int offset, int frames)
{
    double slope = (state->wet_to - state->wet_from) / CELL_FRAMES,
           dry_slope = (state->dry_to - state->dry_from) / CELL_FRAMES;
    bool plain = is_plain(state);
    if (plain && state->wet_from == 1.0 && state->wet_to == 1.0)
        return;
    for (int f = 0; f < frames && plain; f++) {
        double share = state->wet_from + slope * (offset + f);
        wet[f] = (float)((double)dry[f] + ((double)wet[f] - (double)dry[f]) * share);
    }
    for (int f = 0; f < frames && !plain; f++) {
        double share = state->wet_from + slope * (offset + f), rest = state->dry_from + dry_slope * (offset + f);
        wet[f] = (float)((double)dry[f] * rest + (double)wet[f] * share);
    }
}

/* What passes a processor that sleeps. */
static void scale_dry(const VoiceState *state, float *x, int offset, int frames)
{
    double slope = (state->dry_to - state->dry_from) / CELL_FRAMES;
    for (int f = 0; f < frames; f++)
        x[f] = (float)((double)x[f] * (state->dry_from + slope * (offset + f)));
}

/* The key of each of a voice's lanes; a stereo key of a mono processor is summed. */
static void set_keys(const Plan *plan, const PlanVoice *voice, const Run *run, int at, int lane,
                     const float *key[BANK_LANES], int frames)
{
    if (voice->key < 0)
        return;
    int signal = plan->keys[voice->key].signal, channels = voice->state->channels;
    const float *left = signal_channel(plan, signal, run, 0) + at;
    if (plan->signals[signal].channels == 1) {
        key[lane] = left;
        if (channels == 2)
            key[lane + 1] = left;
        return;
    }
    const float *right = signal_channel(plan, signal, run, 1) + at;
    if (channels == 2) {
        key[lane] = left;
        key[lane + 1] = right;
        return;
    }
    for (int f = 0; f < frames; f++)
        run->space->key[lane][f] = 0.5f * left[f] + 0.5f * right[f];
    key[lane] = run->space->key[lane];
}

/* At a cell's end: who gives no number any more has overflowed (a chain may multiply beyond a float) and would for
 * ever, so it begins anew.  Sums stop what was given meanwhile (kernels.h).  `last` has each lane's last sample of the
 * cell; 0 where nobody was computed. */
static void revive(const Plan *plan, const PlanBank *bank, const float last[BANK_LANES])
{
    int32_t bits[BANK_LANES], any = 0;
    memcpy(bits, last, sizeof bits);
    for (int lane = 0; lane < BANK_LANES; lane++)
        any |= (bits[lane] & INT32_MAX) > FLT_MAX_BITS;
    if (!any)
        return;
    for (int i = 0; i < bank->count; i++) {
        VoiceState *state = plan->voices[bank->voice[i]].state;
        int lane = i * bank->channels;
        bool lost = false;
        for (int c = lane; c < lane + bank->channels; c++)
            lost |= !(fabsf(last[c]) <= FLT_MAX);
        if (lost) {
            bank->kind->reset(bank->state->bank, lane);
            bank->kind->update(bank->state->bank, lane, state->now, state->tempo_bpm, true);
        }
    }
}

static void revive_channels(const Plan *plan, const PlanBank *bank, float *const io[BANK_LANES], int frames)
{
    float last[BANK_LANES];
    for (int lane = 0; lane < BANK_LANES; lane++)
        last[lane] = io[lane] ? io[lane][frames - 1] : 0;
    revive(plan, bank, last);
}

static void run_cell(const Plan *plan, const PlanBank *bank, const Run *run, int at, int offset, int frames)
{
    float *io[BANK_LANES] = {NULL}, *dry[BANK_LANES];
    const float *key[BANK_LANES] = {NULL};
    bool awake = false;
    for (int i = 0; i < bank->count; i++) {
        const PlanVoice *voice = &plan->voices[bank->voice[i]];
        VoiceState *state = voice->state;
        int lane = i * bank->channels;
        float *x[2];
        for (int c = 0; c < bank->channels; c++) {
            x[c] = signal_channel(plan, plan->strips[voice->strip].signal, run, c) + at;
            io[lane + c] = state->asleep ? NULL : x[c];
            dry[lane + c] = run->space->dry[lane + c];
        }
        awake |= !state->asleep;
        if (state->asleep && state->dry)
            delay_line_run(state->dry, x, x, frames);
        else if (!state->asleep && wants_dry(state, run->live) && state->dry)
            delay_line_run(state->dry, x, dry + lane, frames);
        else if (!state->asleep && wants_dry(state, run->live))
            for (int c = 0; c < bank->channels; c++)
                memcpy(dry[lane + c], x[c], (size_t)frames * sizeof(float));
        for (int c = 0; c < bank->channels && state->asleep && !is_plain(state); c++)
            scale_dry(state, x[c], offset, frames);
        if (!state->asleep)
            set_keys(plan, voice, run, at, lane, key, frames);
    }
    bool probed = probes_touch(run, bank);
    ProbeCopy copy;
    if (probed)
        probes_keep(plan, run, bank, at, frames, &copy);
    if (awake)
        bank->kind->process(bank->state->bank, io, key, offset, frames);
    for (int i = 0; i < bank->count; i++)
        for (int lane = i * bank->channels; lane < (i + 1) * bank->channels && io[lane]; lane++)
            blend(plan->voices[bank->voice[i]].state, dry[lane], io[lane], offset, frames);
    if (probed)
        probes_put(plan, run, bank, at, frames, &copy);
    if (offset + frames == CELL_FRAMES)
        revive_channels(plan, bank, io, frames);
}

static bool any_fresh(const Plan *plan, const PlanBank *bank)
{
    for (int i = 0; i < bank->count; i++)
        if (plan->voices[bank->voice[i]].state->fresh)
            return true;
    return false;
}

static float reduction_of(const Plan *plan, const PlanBank *bank, int i)
{
    const VoiceState *state = plan->voices[bank->voice[i]].state;
    return state->asleep ? 0 : bank->kind->gain_reduction_db(bank->state->bank, i * bank->channels);
}

static void note_reduction(const Plan *plan, const PlanBank *bank)
{
    for (int i = 0; i < bank->count; i++)
        plan->voices[bank->voice[i]].state->reduction_db = reduction_of(plan, bank, i);
}

/* The same of every cell, for who asks what a processor does all the time. */
static void note_work(const Plan *plan, const PlanBank *bank, const Run *run, int at, int frames)
{
    if (!plan->setup.work || !bank->kind->gain_reduction_db)
        return;
    for (int i = 0; i < bank->count; i++)
        meters_note_work(plan, bank->voice[i], run, at, frames, reduction_of(plan, bank, i));
}

/* True when a voice has nothing to do for a run but to be computed: no value moves, nothing dry is heard or kept. */
static bool at_rest(const Plan *plan, const PlanVoice *voice, const Run *run)
{
    const VoiceState *state = voice->state;
    double tempo = plan->tempo_count == 1 ? plan->tempo[0].bpm : 120.0;
    bool full = voice->mix_index < 0 || state->now[voice->mix_index] == 100.0;
    return !state->moves && !state->gliding && !state->fresh && !state->asleep && plan->tempo_count <= 1 &&
           tempo == state->tempo_bpm && !control_moves(&state->bypass) && state->bypass.value < 0.5 &&
           state->bypassed == 0 && full && state->wet_from == 1.0 && state->wet_to == 1.0 &&
           !(state->dry && run->live) && voice->key < 0;
}

static bool chain_at_rest(const Plan *plan, int index, const Run *run)
{
    for (int b = index; b >= 0; b = plan->banks[b].next) {
        const PlanBank *bank = &plan->banks[b];
        if ((bank->next >= 0 && !bank->kind->process_lanes) || probes_touch(run, bank))
            return false;
        for (int i = 0; i < bank->count; i++)
            if (!at_rest(plan, &plan->voices[bank->voice[i]], run))
                return false;
    }
    return true;
}

/* Where the channels of a bank's lanes begin. */
static void find_channels(const Plan *plan, const PlanBank *bank, const Run *run, float *channel[BANK_LANES])
{
    for (int lane = 0; lane < bank->count * bank->channels; lane++) {
        const PlanVoice *voice = &plan->voices[bank->voice[lane / bank->channels]];
        channel[lane] = signal_channel(plan, plan->strips[voice->strip].signal, run, lane % bank->channels);
    }
}

/* One cell, or a part of one, of banks at rest: from one to the next without leaving the lanes. */
static void rest_cell(const Plan *plan, int index, float *const channel[BANK_LANES], int at, int offset, int frames)
{
    const PlanBank *first = &plan->banks[index];
    const float *const no_key[BANK_LANES] = {NULL};
    float *io[BANK_LANES] = {NULL};
    F8 x[CELL_FRAMES];
    int level = lanes_level();
    for (int lane = 0; lane < first->count * first->channels; lane++)
        io[lane] = channel[lane] + at;
    if (first->next < 0) {
        first->kind->process(first->state->bank, io, no_key, offset, frames);
        if (offset + frames == CELL_FRAMES)
            revive_channels(plan, first, io, frames);
        return;
    }
    lanes_in[level](x, io, frames);
    for (int b = index; b >= 0; b = plan->banks[b].next) {
        plan->banks[b].kind->process_lanes(plan->banks[b].state->bank, (float *)x, offset, frames);
        if (offset + frames == CELL_FRAMES)
            revive(plan, &plan->banks[b], (const float *)&x[frames - 1]);
    }
    lanes_out[level](x, io, frames);
}

/* A cell of two banks, each by itself where their kind cannot take both at once. */
static void pair_bank(const PlanBank *a, const PlanBank *b, F16 *x)
{
    void *const both[2] = {a->state->bank, b->state->bank};
    if (a->kind->process_pair && a->kind->process_pair(both, (float *)x))
        return;
    F8 left[CELL_FRAMES], right[CELL_FRAMES];
    lanes_pair_part(x, left, right);
    a->kind->process_lanes(both[0], (float *)left, 0, CELL_FRAMES);
    b->kind->process_lanes(both[1], (float *)right, 0, CELL_FRAMES);
    lanes_pair_join(x, left, right);
}

static void pair_cell(const Plan *plan, int a, int b, float *const channel[PAIR_LANES], int at)
{
    float *io[PAIR_LANES];
    F16 x[CELL_FRAMES];
    for (int lane = 0; lane < PAIR_LANES; lane++)
        io[lane] = channel[lane] + at;
    lanes_pair_in(x, io);
    for (; a >= 0; a = plan->banks[a].next, b = plan->banks[b].next) {
        pair_bank(&plan->banks[a], &plan->banks[b], x);
        revive(plan, &plan->banks[a], (const float *)&x[CELL_FRAMES - 1]);
        revive(plan, &plan->banks[b], (const float *)&x[CELL_FRAMES - 1] + BANK_LANES);
    }
    lanes_pair_out(x, io);
}

static void note_chain_work(const Plan *plan, int index, const Run *run, int at, int frames)
{
    for (int b = index; b >= 0; b = plan->banks[b].next)
        note_work(plan, &plan->banks[b], run, at, frames);
}

/* Banks at rest: nothing but their arithmetic. `twin` is done with them, whole cells in pairs; or -1. */
static void run_at_rest(const Plan *plan, int index, int twin, const Run *run)
{
    float *channel[PAIR_LANES] = {NULL};
    find_channels(plan, &plan->banks[index], run, channel);
    if (twin >= 0)
        find_channels(plan, &plan->banks[twin], run, channel + BANK_LANES);
    for (int at = 0, frames; at < run->frames; at += frames) {
        int offset = (int)((uint64_t)(run->frame + at) % CELL_FRAMES);
        frames = CELL_FRAMES - offset < run->frames - at ? CELL_FRAMES - offset : run->frames - at;
        if (twin >= 0 && frames == CELL_FRAMES) {
            pair_cell(plan, index, twin, channel, at);
        } else {
            rest_cell(plan, index, channel, at, offset, frames);
            if (twin >= 0)
                rest_cell(plan, twin, channel + BANK_LANES, at, offset, frames);
        }
        note_chain_work(plan, index, run, at, frames);
        note_chain_work(plan, twin, run, at, frames);
    }
}

/* True where two chains of banks are the same processors all along, in lanes throughout. */
static bool are_alike(const Plan *plan, int a, int b)
{
    for (; a >= 0 && b >= 0; a = plan->banks[a].next, b = plan->banks[b].next)
        if (plan->banks[a].kind != plan->banks[b].kind || plan->banks[a].shape != plan->banks[b].shape ||
            plan->banks[a].channels != plan->banks[b].channels || !plan->banks[a].kind->process_lanes)
            return false;
    return a < 0 && b < 0;
}

static void run_moving(const Plan *plan, const PlanBank *bank, const Run *run)
{
    for (int at = 0; at < run->frames;) {
        int offset = (int)((uint64_t)(run->frame + at) % CELL_FRAMES);
        int frames = CELL_FRAMES - offset < run->frames - at ? CELL_FRAMES - offset : run->frames - at;
        if (offset == 0 || any_fresh(plan, bank))
            begin_cell(plan, bank, run, run->frame + at, offset != 0);
        run_cell(plan, bank, run, at, offset, frames);
        note_work(plan, bank, run, at, frames);
        at += frames;
    }
}

static void run_chain(const Plan *plan, int index, const Run *run)
{
    if (chain_at_rest(plan, index, run))
        run_at_rest(plan, index, -1, run);
    else
        for (int b = index; b >= 0; b = plan->banks[b].next)
            run_moving(plan, &plan->banks[b], run);
}

static void note_reductions(const Plan *plan, int index, const Run *run)
{
    for (int b = index; b >= 0; b = plan->banks[b].next)
        if (plan->meters && run->live && plan->banks[b].kind->gain_reduction_db)
            note_reduction(plan, &plan->banks[b]);
}

void step_bank(const Plan *plan, int index, const Run *run)
{
    int twin = plan->banks[index].twin;
    if (twin >= 0 && lanes_have_pairs() && are_alike(plan, index, twin) && chain_at_rest(plan, index, run) &&
        chain_at_rest(plan, twin, run)) {
        run_at_rest(plan, index, twin, run);
    } else {
        run_chain(plan, index, run);
        if (twin >= 0)
            run_chain(plan, twin, run);
    }
    note_reductions(plan, index, run);
    note_reductions(plan, twin, run);
}
