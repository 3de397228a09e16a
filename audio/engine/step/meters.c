/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/meters.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/engine/step/path.h"

enum { NEW_FRAME = 4, TAKEN_BACK = 8 /* by the writer, for a moment */ };

static StripMeter *meter_of(const Plan *plan, int strip, const Run *run)
{
    return plan->meters ? &plan->meters[run->meter_slot * plan->strip_count + strip] : NULL;
}

void meters_measure(const Plan *plan, int strip, const Run *run, MeterPoint point, float *const *x, int channels)
{
    StripMeter *meter = meter_of(plan, strip, run);
    if (!meter)
        return;
    for (int c = 0; c < channels; c++)
        run->kernels->measure(x[c], run->frames, &meter->peak[point][c], &meter->square_sum[point][c]);
    if (channels == 1) {
        meter->peak[point][1] = meter->peak[point][0];
        meter->square_sum[point][1] = meter->square_sum[point][0];
    }
}

static void count_overs(const float *x, int frames, uint32_t *overs)
{
    for (int i = 0; i < frames; i++)
        *overs += fabsf(x[i]) > 1.0f;
}

typedef struct Level { /* of one run */
    float peak[2], square[2];
} Level;

static void add_level(StripMeter *meter, MeterPoint point, const Level *level, const double gain[2])
{
    for (int c = 0; c < 2; c++) {
        float g = (float)fabs(gain[c]), peak = level->peak[c] * g;
        meter->peak[point][c] = peak > meter->peak[point][c] ? peak : meter->peak[point][c];
        meter->square_sum[point][c] += level->square[c] * g * g;
    }
}

static Level level_of(const Run *run, float *const *x, int channels)
{
    Level level = {{0}, {0}};
    for (int c = 0; c < channels; c++)
        run->kernels->measure(x[c], run->frames, &level.peak[c], &level.square[c]);
    if (channels == 1) {
        level.peak[1] = level.peak[0];
        level.square[1] = level.square[0];
    }
    return level;
}

/* The signal after one of the strip's paths, measured: scaled where the gains stand still and do not cross, else made.
 */
static void measure_path(StripMeter *meter, MeterPoint point, const Plan *plan, const PlanStrip *strip, const Run *run,
                         const Level *level, const GainPath *path, EdgeState *state)
{
    static const double as_is[2] = {1.0, 1.0};
    float *out[2] = {run->space->clip[0], run->space->clip[1]};
    double steady[PAN_GAINS];
    bool mono = plan->signals[strip->signal].channels == 1;
    GainKind kind = path_gains(path, state, strip->ahead_out, run, steady);
    if (kind == GAIN_STEADY && (mono || (steady[PAN_RL] == 0 && steady[PAN_LR] == 0))) {
        double gain[2] = {steady[PAN_LL],
                          mono && !path->plain ? steady[PAN_LR] : (mono ? steady[PAN_LL] : steady[PAN_RR])};
        add_level(meter, point, level, gain);
        if (point != METER_OUTPUT || (level->peak[0] * fabs(gain[0]) <= 1.0 && level->peak[1] * fabs(gain[1]) <= 1.0))
            return;
    }
    path_signal(plan, strip, run, kind, steady, out);
    if (kind == GAIN_VARYING || !(mono || (steady[PAN_RL] == 0 && steady[PAN_LR] == 0))) {
        Level made = level_of(run, out, path->plain && mono ? 1 : 2);
        add_level(meter, point, &made, as_is);
    }
    for (int c = 0; c < 2 && point == METER_OUTPUT; c++)
        count_overs(out[c], run->frames, &meter->overs[c]);
}

void meters_measure_output(const Plan *plan, int index, const Run *run)
{
    static const double as_is[2] = {1.0, 1.0};
    const PlanStrip *strip = &plan->strips[index];
    StripMeter *meter = meter_of(plan, index, run);
    bool split = strip->pre_count < strip->voice_count;
    float *x[2];
    int channels = plan->signals[strip->signal].channels;
    if (!meter)
        return;
    for (int c = 0; c < channels; c++)
        x[c] = signal_channel(plan, strip->signal, run, c);
    Level level = level_of(run, x, channels);
    if (strip->voice_count == 0)
        add_level(meter, METER_INPUT, &level, as_is);
    if (split) {
        add_level(meter, METER_POST, &level, as_is);
    } else {
        add_level(meter, METER_PRE, &level, as_is);
        measure_path(meter, METER_POST, plan, strip, run, &level, &strip->fader, strip->fader_state);
    }
    measure_path(meter, METER_OUTPUT, plan, strip, run, &level, &strip->leaving, strip->out_state);
    for (int v = 0; v < strip->voice_count && v < METER_GR_MAX && run->live; v++) {
        float now = plan->voices[strip->first_voice + v].state->reduction_db;
        meter->gain_reduction_db[v] = now > meter->gain_reduction_db[v] ? now : meter->gain_reduction_db[v];
    }
}

static bool has_sound(const Run *run, const float *x, int frames)
{
    float peak = 0, square = 0;
    run->kernels->measure(x, frames, &peak, &square);
    return peak > 1e-3f;
}

void meters_note_work(const Plan *plan, int voice, const Run *run, int at, int frames, float reduction_db)
{
    const PlanVoice *one = &plan->voices[voice];
    const PlanStrip *strip = &plan->strips[one->strip];
    StripMeter *meter = meter_of(plan, one->strip, run);
    int place = voice - strip->first_voice;
    if (!meter || place >= METER_GR_MAX)
        return;
    if (reduction_db > meter->gain_reduction_db[place])
        meter->gain_reduction_db[place] = reduction_db;
    bool sounds = has_sound(run, signal_channel(plan, strip->signal, run, 0) + at, frames);
    if (!sounds && plan->signals[strip->signal].channels == 2)
        sounds = has_sound(run, signal_channel(plan, strip->signal, run, 1) + at, frames);
    meter->cells[place] += sounds;
    meter->busy[place] += sounds && reduction_db > METER_BUSY_DB;
}

void meters_count_underrun(const Plan *plan, int strip, const Run *run)
{
    StripMeter *meter = meter_of(plan, strip, run);
    if (meter)
        meter->underruns++;
}

Status meter_board_init(MeterBoard *board, int strips)
{
    memset(board, 0, sizeof *board);
    board->room = strips;
    for (int i = 0; i < 3; i++) {
        board->frame[i].strips = calloc((size_t)strips + 1, sizeof(StripMeter));
        if (!board->frame[i].strips) {
            meter_board_clear(board);
            return STATUS_NO_MEMORY;
        }
    }
    board->filling = 0;
    board->reading = 1;
    atomic_init(&board->waiting, 2);
    return STATUS_OK;
}

void meter_board_clear(MeterBoard *board)
{
    for (int i = 0; i < 3; i++) {
        free(board->frame[i].strips);
        board->frame[i].strips = NULL;
    }
}

static void merge(StripMeter *into, const StripMeter *from)
{
    for (int p = 0; p < METER_POINT_COUNT; p++)
        for (int c = 0; c < 2; c++) {
            into->peak[p][c] = from->peak[p][c] > into->peak[p][c] ? from->peak[p][c] : into->peak[p][c];
            into->square_sum[p][c] += from->square_sum[p][c];
        }
    for (int c = 0; c < 2; c++)
        into->overs[c] += from->overs[c];
    for (int i = 0; i < METER_GR_MAX; i++)
        into->gain_reduction_db[i] = from->gain_reduction_db[i] > into->gain_reduction_db[i]
                                         ? from->gain_reduction_db[i]
                                         : into->gain_reduction_db[i];
    for (int i = 0; i < METER_GR_MAX; i++) {
        into->cells[i] += from->cells[i];
        into->busy[i] += from->busy[i];
    }
    into->underruns += from->underruns;
}

/* A frame of another plan begins anew: its strips are others. */
static void fit(MeterBoard *board, const Plan *plan)
{
    MeterFrame *frame = &board->frame[board->filling];
    if (frame->strip_count == plan->strip_count && frame->revision == plan->revision)
        return;
    memset(frame->strips, 0, (size_t)frame->strip_count * sizeof(StripMeter));
    frame->strip_count = plan->strip_count < board->room ? plan->strip_count : board->room;
    frame->revision = plan->revision;
    frame->frames = 0;
}

void meters_collect(MeterBoard *board, const Plan *plan, int slot, int frames)
{
    if (!plan->meters)
        return;
    fit(board, plan);
    MeterFrame *frame = &board->frame[board->filling];
    StripMeter *from = &plan->meters[slot * plan->strip_count];
    for (int s = 0; s < frame->strip_count; s++)
        merge(&frame->strips[s], &from[s]);
    memset(from, 0, (size_t)plan->strip_count * sizeof *from);
    frame->frames += frames;
}

void meters_publish(MeterBoard *board, const Plan *plan, int64_t position, bool playing)
{
    MeterFrame *frame = &board->frame[board->filling];
    for (int s = 0; s < frame->strip_count; s++)
        frame->strips[s].uid = plan->strips[s].uid;
    frame->position = position;
    frame->playing = playing;
    int waiting = atomic_load_explicit(&board->waiting, memory_order_acquire);
    int back = waiting & 3;
    /* A frame that nobody read is taken back and goes into this one, so that no peak is missed. */
    if ((waiting & NEW_FRAME) && atomic_compare_exchange_strong_explicit(&board->waiting, &waiting, TAKEN_BACK,
                                                                         memory_order_acq_rel, memory_order_acquire)) {
        const MeterFrame *unread = &board->frame[back];
        if (unread->revision == frame->revision && unread->strip_count == frame->strip_count) {
            for (int s = 0; s < frame->strip_count; s++)
                merge(&frame->strips[s], &unread->strips[s]);
            frame->frames += unread->frames;
        }
    } else {
        back = waiting & 3;
    }
    atomic_store_explicit(&board->waiting, board->filling | NEW_FRAME, memory_order_release);
    board->filling = back;
    MeterFrame *next = &board->frame[back];
    memset(next->strips, 0, (size_t)next->strip_count * sizeof(StripMeter));
    next->frames = next->strip_count = 0;
}

const MeterFrame *meters_take(MeterBoard *board)
{
    int waiting = atomic_load_explicit(&board->waiting, memory_order_acquire);
    if (!(waiting & NEW_FRAME) || !atomic_compare_exchange_strong_explicit(&board->waiting, &waiting, board->reading,
                                                                           memory_order_acq_rel, memory_order_acquire))
        return NULL;
    board->reading = waiting & 3;
    return &board->frame[board->reading];
}
