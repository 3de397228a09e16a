/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/plan/banks.h"

#include "audio/dsp/lanes_pair.h"
#include "audio/engine/step/step.h"

static bool voice_is_ready(const Work *work, int v)
{
    const Plan *plan = work->plan;
    const PlanVoice *voice = &plan->voices[v];
    if (voice->scheduled || !work->begun[voice->strip] || work->next_voice[voice->strip] != v ||
        (voice->after_fader && !work->fadered[voice->strip]))
        return false;
    return voice->key < 0 || plan->signals[plan->keys[voice->key].signal].ready ||
           (plan->keys[voice->key].signal == plan->strips[voice->strip].signal);
}

static bool same_bank(const PlanVoice *a, const PlanVoice *b)
{
    return a->state->kind == b->state->kind && a->shape == b->shape && a->state->channels == b->state->channels &&
           a->state->file == b->state->file &&
           a->parked == b->parked; /* a bank has one file, and its shape does not know it */
}

void banks_sort_voices(Work *work)
{
    Plan *plan = work->plan;
    for (int v = 0; v < plan->voice_count; v++) {
        int b = 0;
        while (b < work->bucket_count && !same_bank(&plan->voices[work->bucket[b].first], &plan->voices[v]))
            b++;
        if (b == work->bucket_count)
            work->bucket[work->bucket_count++] = (Bucket){.first = v};
        work->bucket_of[v] = b;
        work->bucket[b].left++;
    }
}

/* Which ready voice's bank comes next: the first that fills one, else the one with the fewest of its like still to
 * come. */
static int choose_voice(const Work *work)
{
    const Plan *plan = work->plan;
    int best = -1, best_missing = 0;
    for (int b = 0; b < work->bucket_count; b++) {
        work->bucket[b].ready = 0;
        work->bucket[b].first_ready = -1;
    }
    for (int s = 0; s < plan->strip_count; s++) {
        int v = work->next_voice[s];
        if (plan->strips[s].signal < 0 || v >= plan->strips[s].first_voice + plan->strips[s].voice_count ||
            !voice_is_ready(work, v))
            continue;
        Bucket *bucket = &work->bucket[work->bucket_of[v]];
        if (bucket->ready++ == 0)
            bucket->first_ready = v;
    }
    for (int b = 0; b < work->bucket_count; b++) {
        const Bucket *bucket = &work->bucket[b];
        if (bucket->ready == 0)
            continue;
        const VoiceState *state = plan->voices[bucket->first_ready].state;
        if (bucket->ready * state->channels >= state->kind->lanes)
            return bucket->first_ready;
        if (best < 0 || bucket->left - bucket->ready < best_missing) {
            best = bucket->first_ready;
            best_missing = bucket->left - bucket->ready;
        }
    }
    return best;
}

static BankState *old_bank(const Plan *plan, const Plan *old, const PlanBank *bank)
{
    for (int b = 0; old && b < old->bank_count; b++) {
        const PlanBank *same = &old->banks[b];
        if (same->kind != bank->kind || same->shape != bank->shape || same->channels != bank->channels ||
            same->count != bank->count)
            continue;
        bool equal = true;
        for (int i = 0; i < bank->count && equal; i++)
            equal = old->voices[same->voice[i]].state == plan->voices[bank->voice[i]].state;
        if (equal)
            return same->state;
    }
    return NULL;
}

static void move_in(Plan *plan, const Plan *old, const PlanBank *bank, BankState *to, int i)
{
    const VoiceState *state = plan->voices[bank->voice[i]].state;
    for (int b = 0; old && b < old->bank_count; b++)
        for (int j = 0; j < old->banks[b].count; j++)
            if (old->voices[old->banks[b].voice[j]].state == state && old->banks[b].shape == bank->shape)
                plan->moves[plan->move_count++] =
                    (PlanMove){old->banks[b].state, to, j * bank->channels, i * bank->channels};
}

static const ProcessorSpec *spec_of(const MixSpec *spec, const Plan *plan, int v)
{
    const StripSpec *strip = &spec->strips[plan->voices[v].strip];
    int nth = v - plan->strips[plan->voices[v].strip].first_voice;
    for (int i = 0; i < strip->processor_count; i++)
        if (strip->processors[i].kind && nth-- == 0)
            return &strip->processors[i];
    return NULL;
}

/* As many of the first voice's like as are ready and fit. */
static void gather_voices(const Work *work, PlanBank *bank, int first)
{
    const Plan *plan = work->plan;
    int room = bank->kind->lanes / bank->channels;
    for (int s = plan->voices[first].strip; s < plan->strip_count && bank->count < room; s++) {
        int v = work->next_voice[s];
        if (v < plan->strips[s].first_voice + plan->strips[s].voice_count &&
            work->bucket_of[v] == work->bucket_of[first] && voice_is_ready(work, v))
            bank->voice[bank->count++] = v;
    }
}

/* New lanes, into which the states of the plan before move at the swap. */
static BankState *make_state(Plan *plan, const MixSpec *spec, const Plan *old, const PlanBank *bank, int first)
{
    const ProcessorSpec *processor = spec_of(spec, plan, first);
    double values[PROCESSOR_VALUES_MAX];
    processor_values_clamp(processor->kind, processor->values, values);
    ProcessorSetup setup = {.rate_hz = plan->setup.rate_hz,
                            .tempo_bpm = plan_tempo_at(plan, 0),
                            .channels = bank->channels,
                            .values = values,
                            .file = processor->file};
    BankState *state = bank_state_new(bank->kind, &setup, bank->shape);
    for (int i = 0; i < bank->count && state; i++)
        move_in(plan, old, bank, state, i);
    return state;
}

static void note_uses(Work *work, const PlanBank *bank)
{
    Plan *plan = work->plan;
    for (int i = 0; i < bank->count; i++) {
        PlanVoice *voice = &plan->voices[bank->voice[i]];
        work_writes(work, plan->strips[voice->strip].signal);
        if (voice->key >= 0)
            work_reads(work, plan->keys[voice->key].signal);
        voice->scheduled = true;
        work->bucket[work->bucket_of[bank->voice[i]]].left--;
        work->next_voice[voice->strip]++;
    }
}

/* In the last step. `before`: the bank whose voices the new bank's come right after; or -1. */
static void add_bank(Work *work, const MixSpec *spec, const Plan *old, int first, int before)
{
    Plan *plan = work->plan;
    const VoiceState *state = plan->voices[first].state;
    int index = plan->bank_count;
    PlanBank *bank = &plan->banks[index];
    *bank = (PlanBank){
        .kind = state->kind, .shape = plan->voices[first].shape, .channels = state->channels, .twin = -1, .next = -1};
    if (before >= 0)
        for (int i = 0; i < plan->banks[before].count; i++)
            bank->voice[bank->count++] = plan->banks[before].voice[i] + 1;
    else
        gather_voices(work, bank, first);
    bank->state = old_bank(plan, old, bank);
    if (bank->state)
        bank->state->refs++;
    else
        bank->state = make_state(plan, spec, old, bank, first);
    work->no_memory |= !bank->state;
    plan->bank_count++;
    if (before >= 0)
        plan->banks[before].next = index;
    note_uses(work, bank);
}

/* True when a bank's voices, and they alone, are all ready for one more bank of the same lanes that no others could
 * fill better. */
static bool goes_on(const Work *work, const PlanBank *bank)
{
    const Plan *plan = work->plan;
    int bucket = -1;
    if (!bank->kind->process_lanes || bank->count * bank->channels < BANK_LANES || plan->voices[bank->voice[0]].parked)
        return false;
    for (int i = 0; i < bank->count; i++) {
        int next = bank->voice[i] + 1;
        const PlanStrip *strip = &plan->strips[plan->voices[bank->voice[i]].strip];
        if (next >= strip->first_voice + strip->voice_count || !voice_is_ready(work, next))
            return false;
        const PlanVoice *voice = &plan->voices[next];
        if (i > 0 && work->bucket_of[next] != bucket)
            return false;
        bucket = work->bucket_of[next];
        if (voice->key >= 0 || voice->parked || !voice->state->kind->process_lanes ||
            voice->state->kind->lanes != BANK_LANES)
            return false;
    }
    return true;
}

static void add_chain(Work *work, const MixSpec *spec, const Plan *old, int first)
{
    Plan *plan = work->plan;
    add_bank(work, spec, old, first, -1);
    while (!work->no_memory && goes_on(work, &plan->banks[plan->bank_count - 1])) {
        int before = plan->bank_count - 1;
        add_bank(work, spec, old, plan->banks[before].voice[0] + 1, before);
    }
}

/* The first voice for one more bank like the one that begins a chain, which it fills as that does, where the CPU gains
 * by computing both at once; or -1. */
static int find_twin(const Work *work, int index)
{
    const Plan *plan = work->plan;
    const PlanBank *bank = &plan->banks[index];
    int first = -1, ready = 0;
    bool gains = false;
    for (int b = index; b >= 0; b = plan->banks[b].next)
        gains |= plan->banks[b].kind->process_pair != NULL;
    if (!gains || !lanes_have_pairs() || bank->count * bank->channels < BANK_LANES ||
        plan->voices[bank->voice[0]].parked)
        return -1;
    for (int s = 0; s < plan->strip_count; s++) {
        int v = work->next_voice[s];
        if (plan->strips[s].signal < 0 || v >= plan->strips[s].first_voice + plan->strips[s].voice_count ||
            work->bucket_of[v] != work->bucket_of[bank->voice[0]] || !voice_is_ready(work, v))
            continue;
        first = first < 0 ? v : first;
        ready++;
    }
    return ready * bank->channels < BANK_LANES ? -1 : first;
}

bool banks_add_next(Work *work, const MixSpec *spec, const Plan *old)
{
    int first = choose_voice(work), head = work->plan->bank_count;
    if (first < 0)
        return false;
    work_step(work, step_bank, head, true);
    add_chain(work, spec, old, first);
    int other = work->no_memory ? -1 : find_twin(work, head);
    if (other >= 0) {
        work->plan->banks[head].twin = work->plan->bank_count;
        add_chain(work, spec, old, other);
    }
    return true;
}
