/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a routed plan to its steps: which instances share a bank, which buffers are needed, and what is computed after what.
 *
 * The list is made by pretending to compute: whatever is ready takes a step.  Of the processors that are ready, those of one kind and
 * shape go side by side; a bank that can be filled goes first, and one that cannot waits while others of its kind may yet turn up.
 */
#include <stdlib.h>
#include <string.h>

#include "audio/engine/plan.h"

typedef struct Bucket { /* voices of one kind and shape */
    int first, left;     /* left: without a step */
    int ready, first_ready;
} Bucket;

typedef struct Scheduling {
    Plan *plan;
    int *next_voice;   /* per strip: the next of its chain, absolute */
    bool *begun, *fadered, *done; /* per strip: input, fader and finish have their steps */
    Bucket *bucket;
    int *bucket_of, bucket_count;
    bool no_memory;
} Scheduling;

static void use(Scheduling *work, int buffer, bool writes)
{
    Plan *plan = work->plan;
    if (plan->use_count == plan->use_room) {
        int room = plan->use_room ? plan->use_room * 2 : 256;
        StepUse *more = realloc(plan->uses, (size_t)room * sizeof *more);
        work->no_memory |= !more;
        if (!more)
            return;
        plan->uses = more;
        plan->use_room = room;
    }
    plan->uses[plan->use_count++] = (StepUse){plan->step_count - 1, buffer, writes};
}

static void reads(Scheduling *work, int signal)
{
    if (signal >= 0)
        use(work, signal, false);
}

static void writes(Scheduling *work, int signal)
{
    if (signal >= 0)
        use(work, signal, true);
}

/* Parts are numbered downwards from -1 so that signals may still be added. */
static void use_part(Scheduling *work, int part, bool writes_it)
{
    use(work, -1 - part, writes_it);
}

static void add_step(Scheduling *work, StepFunction run, int index, bool heavy)
{
    Plan *plan = work->plan;
    if (plan->step_count == plan->step_room) {
        int room = plan->step_room ? plan->step_room * 2 : 256;
        Step *more = realloc(plan->steps, (size_t)room * sizeof *more);
        work->no_memory |= !more;
        if (!more)
            return;
        plan->steps = more;
        plan->step_room = room;
    }
    plan->steps[plan->step_count++] = (Step){run, index, heavy};
}

static int new_signal(Scheduling *work, int channels)
{
    int signal = plan_add_signal(work->plan, channels);
    work->no_memory |= signal < 0;
    return signal;
}

static int channels_of(const Plan *plan, int strip)
{
    return plan->signals[plan->strips[strip].signal].channels;
}

/* The signal of a tap: the strip's own buffer where nothing changes it any more, else a copy. */
static int tap_signal(Scheduling *work, int s, Tap tap)
{
    PlanStrip *strip = &work->plan->strips[s];
    if (strip->tap_signal[tap] >= 0)
        return strip->tap_signal[tap];
    bool own = tap == TAP_POST || (tap == TAP_PRE && strip->pre_count == strip->voice_count) || strip->voice_count == 0;
    strip->tap_signal[tap] = own ? strip->signal : new_signal(work, channels_of(work->plan, s));
    return strip->tap_signal[tap];
}

static DelayLine *old_line(const Plan *old, uint32_t uid, Tap tap, bool key, int64_t delay, int channels)
{
    for (int d = 0; old && d < old->delay_count; d++) {
        const PlanDelay *line = &old->delays[d];
        if (old->strips[line->strip].uid == uid && line->tap == tap && line->key == key && line->line->delay == delay &&
            line->line->channels == channels)
            return line->line;
    }
    return NULL;
}

/* The signal `delay` frames later; one line serves all who want the same. */
static int delayed(Scheduling *work, const Plan *old, int s, Tap tap, bool key, int signal, int64_t delay)
{
    Plan *plan = work->plan;
    if (delay == 0 || signal < 0)
        return signal;
    for (int d = 0; d < plan->delay_count; d++)
        if (plan->delays[d].from == signal && plan->delays[d].line->delay == delay)
            return plan->delays[d].to;
    if (plan->delay_count == plan->delay_room) {
        int room = plan->delay_room ? plan->delay_room * 2 : 16;
        PlanDelay *more = realloc(plan->delays, (size_t)room * sizeof *more);
        work->no_memory |= !more;
        if (!more)
            return signal;
        plan->delays = more;
        plan->delay_room = room;
    }
    int channels = plan->signals[signal].channels;
    PlanDelay line = {.from = signal, .strip = s, .tap = tap, .key = key};
    line.line = old_line(old, plan->strips[s].uid, tap, key, delay, channels);
    if (line.line)
        line.line->refs++;
    else
        line.line = delay_line_new(channels, delay, plan->setup.run_frames);
    line.to = new_signal(work, channels);
    if (!line.line || line.to < 0) {
        delay_line_unref(line.line);
        work->no_memory = true;
        return signal;
    }
    plan->delays[plan->delay_count] = line;
    plan->delay_count++;
    return line.to;
}

static void make_signals(Scheduling *work, const MixSpec *spec, const Plan *old)
{
    Plan *plan = work->plan;
    for (int s = 0; s < plan->strip_count && !work->no_memory; s++) {
        StripKind kind = plan->strips[s].kind;
        if (kind != STRIP_VCA && kind != STRIP_GROUP)
            plan->strips[s].signal = new_signal(work, kind == STRIP_TRACK && spec->strips[s].channels == 1 ? 1 : 2);
    }
    for (int e = 0; e < plan->edge_count && !work->no_memory; e++) {
        PlanEdge *edge = &plan->edges[e];
        int signal = tap_signal(work, edge->from, edge->tap);
        edge->signal = delayed(work, old, edge->from, edge->tap, false, signal, edge->delay);
    }
    for (int k = 0; k < plan->key_count && !work->no_memory; k++) {
        PlanKey *key = &plan->keys[k];
        PlanStrip *from = &plan->strips[key->from];
        int signal;
        if (key->tap == TAP_POST) {
            if (from->post_key < 0)
                from->post_key = new_signal(work, 2);
            signal = from->post_key;
        } else {
            signal = tap_signal(work, key->from, key->tap);
        }
        key->signal = delayed(work, old, key->from, key->tap, key->tap == TAP_POST, signal, key->delay);
    }
}

static void cut_parts(Plan *plan)
{
    for (int s = 0; s < plan->strip_count; s++) {
        PlanStrip *strip = &plan->strips[s];
        strip->first_part = plan->part_count;
        for (int at = 0; at < strip->input_count; at += MIX_TERMS) {
            int left = strip->input_count - at;
            plan->parts[plan->part_count++] = (PlanPart){.first = strip->first_input + at, .count = left < MIX_TERMS ? left : MIX_TERMS, .strip = s};
        }
        strip->part_count = plan->part_count - strip->first_part;
    }
}

static void mark_ready(Scheduling *work, int signal)
{
    if (signal >= 0)
        work->plan->signals[signal].ready = true;
}

/* Delay lines whose input has just become ready. */
static void add_delays(Scheduling *work)
{
    Plan *plan = work->plan;
    for (int d = 0; d < plan->delay_count; d++) {
        PlanDelay *line = &plan->delays[d];
        if (line->scheduled || !plan->signals[line->from].ready)
            continue;
        add_step(work, step_delay, d, false);
        reads(work, line->from);
        writes(work, line->to);
        line->scheduled = true;
        mark_ready(work, line->to);
    }
}

static void finish_strip(Scheduling *work, int s)
{
    PlanStrip *strip = &work->plan->strips[s];
    add_step(work, step_finish, s, false);
    reads(work, strip->signal);
    writes(work, strip->post_key);
    mark_ready(work, strip->signal);
    mark_ready(work, strip->post_key);
    work->done[s] = true;
    if (s == work->plan->master) {
        add_step(work, step_output, s, false);
        reads(work, strip->signal);
    }
    add_delays(work);
}

/* Light steps of a strip, as far as they go without a processor. True when one was added. */
static bool advance_strip(Scheduling *work, int s)
{
    Plan *plan = work->plan;
    PlanStrip *strip = &plan->strips[s];
    int fader_at = strip->first_voice + strip->pre_count, end = strip->first_voice + strip->voice_count;
    bool moved = false;
    if (!work->begun[s] || work->done[s])
        return false;
    if (work->next_voice[s] == fader_at && !work->fadered[s]) {
        add_step(work, step_fader, s, false);
        (strip->pre_count < strip->voice_count ? writes : reads)(work, strip->signal);
        if (strip->tap_signal[TAP_PRE] >= 0 && strip->tap_signal[TAP_PRE] != strip->signal) {
            writes(work, strip->tap_signal[TAP_PRE]);
            mark_ready(work, strip->tap_signal[TAP_PRE]);
            add_delays(work);
        }
        work->fadered[s] = moved = true;
    }
    if (work->next_voice[s] == end && work->fadered[s]) {
        finish_strip(work, s);
        moved = true;
    }
    return moved;
}

static void begin_strip(Scheduling *work, int s, bool heavy)
{
    Plan *plan = work->plan;
    PlanStrip *strip = &plan->strips[s];
    add_step(work, strip->kind == STRIP_TRACK ? step_source : step_bus, s, heavy);
    writes(work, strip->signal);
    if (strip->part_count == 1)
        for (int i = 0; i < strip->input_count; i++)
            reads(work, plan->edges[plan->inputs[strip->first_input + i]].signal);
    for (int p = 0; p < strip->part_count && strip->part_count > 1; p++)
        use_part(work, strip->first_part + p, false);
    work->begun[s] = true;
    int copy = strip->tap_signal[TAP_INPUT];
    if (copy >= 0 && copy != strip->signal) {
        add_step(work, step_copy_input, s, false);
        reads(work, strip->signal);
        writes(work, copy);
        mark_ready(work, copy);
        add_delays(work);
    }
    advance_strip(work, s);
}

static bool part_is_ready(const Plan *plan, const PlanPart *part)
{
    for (int i = 0; i < part->count; i++)
        if (!plan->signals[plan->edges[plan->inputs[part->first + i]].signal].ready)
            return false;
    return true;
}

static bool begin_bus(Scheduling *work, int s)
{
    Plan *plan = work->plan;
    PlanStrip *strip = &plan->strips[s];
    bool moved = false, ready = true;
    for (int p = 0; p < strip->part_count; p++) {
        PlanPart *part = &plan->parts[strip->first_part + p];
        if (part->scheduled || !part_is_ready(plan, part)) {
            ready &= part->scheduled;
            continue;
        }
        part->scheduled = moved = true;
        if (strip->part_count == 1)
            continue;
        add_step(work, step_part, strip->first_part + p, true);
        use_part(work, strip->first_part + p, true);
        for (int i = 0; i < part->count; i++)
            reads(work, plan->edges[plan->inputs[part->first + i]].signal);
    }
    if (ready)
        begin_strip(work, s, true);
    return moved || ready;
}

/* Everything that is not a processor, as far as it goes. */
static void advance_all(Scheduling *work)
{
    Plan *plan = work->plan;
    bool moved = true;
    while (moved && !work->no_memory) {
        moved = false;
        for (int i = 0; i < plan->strip_count; i++) {
            int s = plan->order[i];
            if (plan->strips[s].signal < 0 || work->done[s])
                continue;
            if (!work->begun[s] && plan->strips[s].kind != STRIP_TRACK)
                moved |= begin_bus(work, s);
            else
                moved |= advance_strip(work, s);
        }
    }
}

static bool voice_is_ready(const Scheduling *work, int v)
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
           a->parked == b->parked;
}

/* Gives voices that may share a bank the same number. */
static void sort_into_buckets(Scheduling *work)
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

/* Which ready voice's bank comes next: the first that fills one, else the one with the fewest of its like still to come. */
static int choose_voice(const Scheduling *work)
{
    const Plan *plan = work->plan;
    int best = -1, best_missing = 0;
    for (int b = 0; b < work->bucket_count; b++) {
        work->bucket[b].ready = 0;
        work->bucket[b].first_ready = -1;
    }
    for (int s = 0; s < plan->strip_count; s++) {
        int v = work->next_voice[s];
        if (plan->strips[s].signal < 0 || v >= plan->strips[s].first_voice + plan->strips[s].voice_count || !voice_is_ready(work, v))
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
        if (same->kind != bank->kind || same->shape != bank->shape || same->channels != bank->channels || same->count != bank->count)
            continue;
        bool equal = true;
        for (int i = 0; i < bank->count && equal; i++)
            equal = old->voices[same->voice[i]].state == plan->voices[bank->voice[i]].state;
        if (equal)
            return same->state;
    }
    return NULL;
}

static void move_in(Plan *plan, const Plan *old, const PlanBank *bank, int i)
{
    const VoiceState *state = plan->voices[bank->voice[i]].state;
    for (int b = 0; old && b < old->bank_count; b++)
        for (int j = 0; j < old->banks[b].count; j++)
            if (old->voices[old->banks[b].voice[j]].state == state && old->banks[b].shape == bank->shape)
                plan->moves[plan->move_count++] =
                    (PlanMove){old->banks[b].state, bank->state, j * bank->channels, i * bank->channels};
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

static void add_bank(Scheduling *work, const MixSpec *spec, const Plan *old, int first)
{
    Plan *plan = work->plan;
    const VoiceState *state = plan->voices[first].state;
    PlanBank *bank = &plan->banks[plan->bank_count];
    *bank = (PlanBank){.kind = state->kind, .shape = plan->voices[first].shape, .channels = state->channels};
    for (int s = plan->voices[first].strip; s < plan->strip_count && bank->count < state->kind->lanes / state->channels; s++) {
        int v = work->next_voice[s];
        if (v < plan->strips[s].first_voice + plan->strips[s].voice_count && work->bucket_of[v] == work->bucket_of[first] &&
            voice_is_ready(work, v))
            bank->voice[bank->count++] = v;
    }
    bank->state = old_bank(plan, old, bank);
    if (bank->state) {
        bank->state->refs++;
    } else {
        const ProcessorSpec *processor = spec_of(spec, plan, first);
        ProcessorSetup setup = {.rate_hz = plan->setup.rate_hz, .tempo_bpm = plan_tempo_at(plan, 0), .channels = state->channels,
                                .values = processor->values, .file = processor->file};
        bank->state = bank_state_new(state->kind, &setup, bank->shape);
        work->no_memory |= !bank->state;
        for (int i = 0; i < bank->count && bank->state; i++)
            move_in(plan, old, bank, i);
    }
    add_step(work, step_bank, plan->bank_count++, true);
    for (int i = 0; i < bank->count; i++) {
        PlanVoice *voice = &plan->voices[bank->voice[i]];
        writes(work, plan->strips[voice->strip].signal);
        if (voice->key >= 0)
            reads(work, plan->keys[voice->key].signal);
        voice->scheduled = true;
        work->bucket[work->bucket_of[bank->voice[i]]].left--;
        work->next_voice[voice->strip]++;
    }
}

static void begin_tracks(Scheduling *work)
{
    Plan *plan = work->plan;
    int count = 0;
    for (int s = 0; s < plan->strip_count; s++)
        if (plan->strips[s].kind == STRIP_TRACK)
            begin_strip(work, s, count++ % SOURCE_STRIPS == 0);
}

static Status prepare_delays(Plan *plan, const Plan *old, Error *error)
{
    if (plan->master < 0)
        return STATUS_OK;
    const PlanStrip *master = &plan->strips[plan->master];
    int64_t pad = plan->latency - (master->d_in + master->total);
    if (pad > 0) {
        if (old && old->output_pad && old->output_pad->delay == pad) {
            plan->output_pad = old->output_pad;
            plan->output_pad->refs++;
        } else {
            plan->output_pad = delay_line_new(2, pad, plan->setup.run_frames);
        }
        if (!plan->output_pad)
            return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    return STATUS_OK;
}

static Status prepare_offsets(Plan *plan, const Plan *old, Error *error)
{
    for (int s = 0; s < plan->strip_count; s++) {
        PlanStrip *strip = &plan->strips[s];
        if (strip->kind == STRIP_TRACK || strip->signal < 0 || strip->offset_frames <= 0)
            continue;
        for (int o = 0; old && o < old->strip_count && !strip->offset; o++)
            if (old->strips[o].uid == strip->uid && old->strips[o].offset && old->strips[o].offset->delay == strip->offset_frames)
                strip->offset = old->strips[o].offset;
        if (strip->offset)
            strip->offset->refs++;
        else
            strip->offset = delay_line_new(2, strip->offset_frames, plan->setup.run_frames);
        if (!strip->offset)
            return error_set(error, STATUS_NO_MEMORY, "out of memory");
    }
    return STATUS_OK;
}

Status plan_schedule(Plan *plan, const MixSpec *spec, const Plan *old, Error *error)
{
    size_t strips = (size_t)plan->strip_count + 1;
    Scheduling work = {.plan = plan, .next_voice = calloc(strips, sizeof(int)), .begun = calloc(strips, 1), .fadered = calloc(strips, 1),
                       .done = calloc(strips, 1), .bucket = calloc((size_t)plan->voice_count + 1, sizeof(Bucket)),
                       .bucket_of = calloc((size_t)plan->voice_count + 1, sizeof(int))};
    work.no_memory = !work.next_voice || !work.begun || !work.fadered || !work.done || !work.bucket || !work.bucket_of;
    if (!work.no_memory) {
        for (int s = 0; s < plan->strip_count; s++)
            work.next_voice[s] = plan->strips[s].first_voice;
        make_signals(&work, spec, old);
    }
    if (!work.no_memory) {
        cut_parts(plan);
        sort_into_buckets(&work);
        begin_tracks(&work);
        advance_all(&work);
        for (int v; !work.no_memory && (v = choose_voice(&work)) >= 0;) {
            add_bank(&work, spec, old, v);
            advance_all(&work);
        }
    }
    free(work.next_voice);
    free(work.begun);
    free(work.fadered);
    free(work.done);
    free(work.bucket);
    free(work.bucket_of);
    if (work.no_memory)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    Status status = prepare_delays(plan, old, error);
    return status == STATUS_OK ? prepare_offsets(plan, old, error) : status;
}
