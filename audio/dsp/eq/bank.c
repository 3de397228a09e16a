/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq/bank.h"

#include <stdlib.h>

#include "audio/dsp/eq/detector.h"
#include "audio/dsp/eq/lane.h"
#include "audio/dsp/glide.h"

typedef enum EqMotion { EQ_STANDING, EQ_UNDERWAY, EQ_ARRIVED } EqMotion;

typedef struct EqInstance { /* at its first lane */
    EqSettings settings;
    EqMotion motion;
    int position; /* frames of the cell done while under way */
    bool dynamic;
    double reduction_db[EQ_BAND_MAX]; /* taken away by dynamic bands now */
    EqWarp warp[EQ_BAND_MAX];         /* of the settings */
} EqInstance;

struct EqBank {
    EqBankLayout layout;
    int unit_count;
    double fall; /* of what dynamic bands hear */
    F8 output_from, output_to;
    Glide glide;
    EqVector *units;
    EqTurns *turns; /* [2 * unit + correction] */
    EqEars *ears;   /* of the bands */
    EqUnit *target; /* [lane * unit_count + unit] */
    EqInstance instance[BANK_LANES];
};

static EqUnit *target_at(const EqBank *bank, int lane, int unit)
{
    return &bank->target[lane * bank->unit_count + unit];
}

static size_t round_up(size_t bytes)
{
    return (bytes + 63) & ~(size_t)63;
}

EqBank *eq_bank_new(const EqBankLayout *layout)
{
    int count = 0;
    for (int i = 0; i < layout->band_count; i++)
        count += layout->units[i];
    size_t head = round_up(sizeof(EqBank)), units = round_up((size_t)count * sizeof(EqVector));
    size_t turns = round_up((size_t)count * 2 * sizeof(EqTurns)),
           ears = round_up((size_t)layout->band_count * sizeof(EqEars));
    unsigned char *memory = lanes_alloc(head + units + turns + ears + (size_t)count * BANK_LANES * sizeof(EqUnit));
    if (!memory)
        return NULL;
    EqBank *bank = (EqBank *)memory;
    bank->layout = *layout;
    bank->unit_count = count;
    bank->fall = eq_ears_fall(layout->rate_hz);
    bank->units = (EqVector *)(memory + head);
    bank->turns = (EqTurns *)(memory + head + units);
    bank->ears = (EqEars *)(memory + head + units + turns);
    bank->target = (EqUnit *)(memory + head + units + turns + ears);
    glide_init(&bank->glide, &bank->output_from, &bank->output_to, 1);
    for (int band = 0, unit = 0; band < layout->band_count; band++)
        for (int k = 0; k < layout->units[band]; k++, unit++) {
            bank->units[unit].mid_side = layout->mid_side[band];
            bank->units[unit].turns = &bank->turns[2 * unit];
        }
    for (int lane = 0; lane < BANK_LANES; lane += layout->channels)
        eq_bank_reset(bank, lane);
    return bank;
}

void eq_bank_free(EqBank *bank)
{
    free(bank);
}

void eq_bank_reset(EqBank *bank, int lane)
{
    for (int c = lane; c < lane + bank->layout.channels; c++) {
        for (int k = 0; k < bank->unit_count; k++) {
            *target_at(bank, c, k) = eq_unit_identity();
            eq_lane_idle(&bank->units[k], c);
        }
        for (int b = 0; b < bank->layout.band_count; b++)
            eq_ears_clear(&bank->ears[b], c, 1);
        glide_set(&bank->glide, 0, c, 1, true);
    }
    memset(&bank->instance[lane], 0, sizeof bank->instance[lane]);
}

/* Passes everything with the poles of `section`, so that switching a band turns only its zeros. */
static EqSection disarmed(const EqSection *section)
{
    return (EqSection){1, section->d1, section->d2, section->d1, section->d2};
}

static bool acts_on(const EqBandSettings *band, int channel, int channels)
{
    if (!band->on)
        return false;
    switch (band->channel) {
    case EQ_LEFT:
    case EQ_MID: return channel == 0;
    case EQ_RIGHT:
    case EQ_SIDE: return channels == 2 && channel == 1;
    default: return true;
    }
}

/* What a unit of a band shall be in channel c. */
static EqUnit unit_for(const EqBandSettings *band, const EqUnit *unit, int c, int channels)
{
    return acts_on(band, c, channels) ? *unit : (EqUnit){disarmed(&unit->main), disarmed(&unit->correction)};
}

/* Designs a band and sends its units on their way, or has them stand at once. */
static void aim_band(EqBank *bank, int lane, int b, bool at_once)
{
    EqInstance *instance = &bank->instance[lane];
    EqBandSettings settings = instance->settings.band[b];
    EqUnit units[EQ_UNIT_MAX];
    int first = 0, channels = bank->layout.channels;
    for (int before = 0; before < b; before++)
        first += bank->layout.units[before];
    settings.band.gain_db -= instance->reduction_db[b];
    if (eq_warp_needs_gain(settings.band.type))
        instance->warp[b] = eq_band_warp(&settings.band, bank->layout.rate_hz);
    eq_band_design_warped(&settings.band, bank->layout.rate_hz, &instance->warp[b], units);
    for (int c = 0; c < channels; c++)
        for (int k = 0; k < bank->layout.units[b]; k++) {
            EqUnit unit = unit_for(&settings, &units[k], c, channels);
            EqUnit *target = target_at(bank, lane + c, first + k);
            if (at_once) {
                *target = unit;
                eq_lane_stand(&bank->units[first + k], lane + c, target);
            } else {
                eq_lane_aim(&bank->units[first + k], lane + c, target, &unit);
            }
        }
}

/* What moves sets out for its target from where it is. */
static void begin_move(EqBank *bank, int lane)
{
    EqInstance *instance = &bank->instance[lane];
    double done = instance->motion == EQ_UNDERWAY ? instance->position * (1.0 / CELL_FRAMES) : 1;
    for (int c = lane; instance->motion != EQ_STANDING && c < lane + bank->layout.channels; c++)
        for (int k = 0; k < bank->unit_count; k++)
            eq_lane_rebase(&bank->units[k], c, target_at(bank, c, k), done);
    instance->motion = EQ_UNDERWAY;
    instance->position = 0;
}

/* What has no way left stands again. */
static void end_move(EqBank *bank, int lane)
{
    bool goes_on = false;
    for (int c = lane; c < lane + bank->layout.channels; c++)
        for (int k = 0; k < bank->unit_count; k++)
            goes_on |= eq_lane_settle(&bank->units[k], c, target_at(bank, c, k));
    if (!goes_on)
        bank->instance[lane].motion = EQ_STANDING;
}

bool eq_same_settings(const EqBandSettings *a, const EqBandSettings *b)
{
    return a->band.type == b->band.type && a->band.freq_hz == b->band.freq_hz && a->band.gain_db == b->band.gain_db &&
           a->band.q == b->band.q && a->band.slope_db == b->band.slope_db && a->channel == b->channel &&
           a->on == b->on && a->threshold_db == b->threshold_db && a->ratio == b->ratio &&
           a->attack_ms == b->attack_ms && a->release_ms == b->release_ms;
}

static void update_band(EqBank *bank, int lane, int b, bool at_once)
{
    EqInstance *instance = &bank->instance[lane];
    const EqBandSettings *band = &instance->settings.band[b];
    if (eq_band_is_dynamic(band)) {
        eq_ears_set(&bank->ears[b], lane, bank->layout.channels, band, bank->layout.rate_hz);
    } else {
        eq_ears_clear(&bank->ears[b], lane, bank->layout.channels);
        instance->reduction_db[b] = 0;
    }
    instance->warp[b] = eq_band_warp(&band->band, bank->layout.rate_hz);
    aim_band(bank, lane, b, at_once);
}

void eq_bank_update(EqBank *bank, int lane, const EqSettings *settings, bool jump)
{
    EqInstance *instance = &bank->instance[lane];
    int channels = bank->layout.channels;
    instance->dynamic = false;
    if (!jump)
        begin_move(bank, lane);
    for (int b = 0; b < bank->layout.band_count; b++) {
        bool same = eq_same_settings(&instance->settings.band[b], &settings->band[b]);
        instance->dynamic = instance->dynamic || eq_band_is_dynamic(&settings->band[b]);
        instance->settings.band[b] = settings->band[b];
        if (jump || !same)
            update_band(bank, lane, b, jump);
    }
    glide_begin(&bank->glide, jump);
    for (int c = lane; c < lane + channels; c++)
        glide_set(&bank->glide, 0, c, settings->output_lin, jump);
    if (jump)
        instance->motion = EQ_STANDING;
    else
        end_move(bank, lane);
}

/* The reductions of dynamic bands at this cell's end; true if any is another than at its beginning. */
static bool follow(EqBank *bank, int lane, bool moved[EQ_BAND_MAX])
{
    EqInstance *instance = &bank->instance[lane];
    bool any = false;
    for (int b = 0; b < bank->layout.band_count; b++) {
        const EqBandSettings *band = &instance->settings.band[b];
        double before = instance->reduction_db[b];
        if (eq_band_is_dynamic(band))
            instance->reduction_db[b] =
                eq_ears_follow(&bank->ears[b], lane, bank->layout.channels, band, bank->layout.rate_hz, before);
        moved[b] = instance->reduction_db[b] != before;
        any = any || moved[b];
    }
    return any;
}

/* A cell begins: dynamic bands move on, what has arrived stands. */
static void begin_cell(EqBank *bank, int lane)
{
    bool moved[EQ_BAND_MAX];
    if (!follow(bank, lane, moved))
        return;
    begin_move(bank, lane);
    for (int b = 0; b < bank->layout.band_count; b++)
        if (moved[b])
            aim_band(bank, lane, b, false);
    end_move(bank, lane);
}

static void enter(EqBank *bank, int offset)
{
    for (int lane = 0; lane < BANK_LANES; lane += bank->layout.channels) {
        EqInstance *instance = &bank->instance[lane];
        if (instance->motion == EQ_UNDERWAY && instance->position > offset)
            instance->motion = EQ_ARRIVED; /* its cell was left early */
        if (offset == 0 && instance->dynamic)
            begin_cell(bank, lane);
        if (instance->motion == EQ_ARRIVED) {
            begin_move(bank, lane);
            end_move(bank, lane);
        }
    }
}

static void leave(EqBank *bank, int offset, int frames)
{
    for (int lane = 0; lane < BANK_LANES; lane += bank->layout.channels) {
        EqInstance *instance = &bank->instance[lane];
        if (instance->motion != EQ_UNDERWAY)
            continue;
        instance->position = offset + frames;
        if (instance->position >= CELL_FRAMES)
            instance->motion = EQ_ARRIVED;
    }
}

void eq_bank_process_lanes(EqBank *bank, F8 *x, int offset, int frames)
{
    int level = lanes_level();
    glide_enter(&bank->glide, offset);
    enter(bank, offset);
    for (int b = 0; b < bank->layout.band_count; b++)
        if (bank->ears[b].lanes)
            eq_listen[level](&bank->ears[b], x, bank->fall, frames);
    eq_run[level](bank->units, bank->unit_count, x, offset, frames);
    leave(bank, offset, frames);
    eq_out[level](x, &bank->output_from, &bank->output_to, offset, frames);
    glide_leave(&bank->glide, offset, frames);
}

#ifdef LANES_HAVE_PAIRS
static bool is_standing(EqBank *bank)
{
    glide_enter(&bank->glide, 0);
    for (int lane = 0; lane < BANK_LANES; lane += bank->layout.channels)
        if (bank->instance[lane].motion != EQ_STANDING || bank->instance[lane].dynamic)
            return false;
    return !bank->glide.moving;
}

bool eq_bank_process_pair(EqBank *a, EqBank *b, F16 *x)
{
    if (!is_standing(a) || !is_standing(b) || !eq_pair_run(a->units, b->units, a->unit_count, x))
        return false;
    eq_pair_out(&a->output_to, &b->output_to, x);
    glide_leave(&a->glide, 0, CELL_FRAMES);
    glide_leave(&b->glide, 0, CELL_FRAMES);
    return true;
}
#endif

void eq_bank_process(EqBank *bank, float *const io[BANK_LANES], int offset, int frames)
{
    F8 x[CELL_FRAMES];
    int level = lanes_level();
    lanes_in[level](x, io, frames);
    eq_bank_process_lanes(bank, x, offset, frames);
    lanes_out[level](x, io, frames);
}

void eq_bank_move(EqBank *to, int to_lane, const EqBank *from, int from_lane)
{
    for (int c = 0; c < from->layout.channels; c++) {
        int a = to_lane + c, b = from_lane + c;
        for (int k = 0; k < from->unit_count; k++) {
            eq_lane_copy(&to->units[k], a, &from->units[k], b);
            *target_at(to, a, k) = *target_at(from, b, k);
        }
        glide_move(&to->glide, a, &from->glide, b);
    }
    for (int b = 0; b < from->layout.band_count; b++)
        eq_ears_copy(&to->ears[b], to_lane, &from->ears[b], from_lane, from->layout.channels);
    to->instance[to_lane] = from->instance[from_lane];
}

float eq_bank_reduction_db(const EqBank *bank, int lane)
{
    double most = 0;
    for (int b = 0; b < bank->layout.band_count; b++)
        most = bank->instance[lane].reduction_db[b] > most ? bank->instance[lane].reduction_db[b] : most;
    return (float)most;
}
