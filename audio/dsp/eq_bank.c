/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/eq_bank.h"

#include <math.h>
#include <stdlib.h>

#include "audio/base/maths.h"
#include "audio/dsp/eq_detector.h"
#include "audio/dsp/glide.h"

#define DOUBLE_BELOW (1.0 / 200.0) /* of the sample rate: below it the main section runs in double */

typedef enum EqMotion { EQ_STANDING, EQ_UNDERWAY, EQ_ARRIVED } EqMotion;

typedef struct EqInstance { /* at its first lane */
    EqSettings settings;
    EqMotion motion;
    int position; /* frames of the cell done while under way */
    bool dynamic;
    EqDetector detector[EQ_BAND_MAX];
} EqInstance;

struct EqBank {
    EqBankLayout layout;
    int unit_count;
    F8 output_from, output_to;
    Glide glide;
    EqVector *units;
    EqUnit *target;   /* [lane * unit_count + unit] */
    EqMoving *moving; /* [(lane * unit_count + unit) * 2 + correction] */
    EqInstance instance[BANK_LANES];
};

static EqUnit *target_at(const EqBank *bank, int lane, int unit)
{
    return &bank->target[lane * bank->unit_count + unit];
}

static EqMoving *moving_at(const EqBank *bank, int lane, int unit, int correction)
{
    return &bank->moving[(lane * bank->unit_count + unit) * 2 + correction];
}

EqBank *eq_bank_new(const EqBankLayout *layout)
{
    int count = 0;
    for (int i = 0; i < layout->band_count; i++)
        count += layout->units[i];
    size_t head = (sizeof(EqBank) + 63) & ~(size_t)63, units = (size_t)count * sizeof(EqVector);
    size_t target = ((size_t)count * BANK_LANES * sizeof(EqUnit) + 63) & ~(size_t)63;
    size_t moving = (size_t)count * BANK_LANES * 2 * sizeof(EqMoving);
    unsigned char *memory = lanes_alloc(head + units + target + moving);
    if (!memory)
        return NULL;
    EqBank *bank = (EqBank *)memory;
    bank->layout = *layout;
    bank->unit_count = count;
    bank->units = (EqVector *)(memory + head);
    bank->target = (EqUnit *)(memory + head + units);
    bank->moving = (EqMoving *)(memory + head + units + target);
    glide_init(&bank->glide, &bank->output_from, &bank->output_to, 1);
    for (int band = 0, unit = 0; band < layout->band_count; band++)
        for (int k = 0; k < layout->units[band]; k++)
            bank->units[unit++].mid_side = layout->mid_side[band];
    for (int lane = 0; lane < BANK_LANES; lane += layout->channels)
        eq_bank_reset(bank, lane);
    return bank;
}

void eq_bank_free(EqBank *bank)
{
    free(bank);
}

static void set_f(F8 *v, int lane, double value)
{
    ((float *)v)[lane] = (float)value;
}

static void set_d(D8 *v, int lane, double value)
{
    ((double *)v)[lane] = value;
}

static double get_f(const F8 *v, int lane)
{
    return ((const float *)v)[lane];
}

static double get_d(const D8 *v, int lane)
{
    return ((const double *)v)[lane];
}

/* Makes the lane's section pass every bit. */
static void idle_float(EqFloat *section, int lane)
{
    set_f(&section->b0, lane, 1);
    for (int i = 1; i < EQ_FLOAT_VECTORS; i++)
        set_f(&section->b0 + i, lane, 0);
    section->busy &= (unsigned char)~(1u << lane);
}

static void idle_double(EqVector *u, int lane)
{
    set_d(&u->db0, lane, 1);
    D8 *const rest[] = {&u->db1, &u->db2, &u->da1, &u->da2, &u->w1, &u->w2};
    for (unsigned i = 0; i < ARRAY_LEN(rest); i++)
        set_d(rest[i], lane, 0);
    u->in_double &= (unsigned char)~(1u << lane);
}

/* Sets a standing lane's coefficients, without its states. */
static void stand_float(EqFloat *section, int lane, const EqSection *s)
{
    set_f(&section->b0, lane, s->b0);
    set_f(&section->b1, lane, s->b0 * s->n1);
    set_f(&section->b2, lane, s->b0 * s->n2);
    set_f(&section->a1, lane, s->d1);
    set_f(&section->a2, lane, s->d2);
    section->busy |= (unsigned char)(1u << lane);
}

static void stand_main(EqVector *u, int lane, const EqSection *s)
{
    bool slow = s->d2 < (2 * MATHS_PI * DOUBLE_BELOW) * (2 * MATHS_PI * DOUBLE_BELOW); /* |1 - pole|^2 */
    if (slow) {
        idle_float(&u->main, lane);
        set_d(&u->db0, lane, s->b0);
        set_d(&u->db1, lane, s->b0 * (s->n1 - 2));
        set_d(&u->db2, lane, s->b0 * (1 - s->n1 + s->n2));
        set_d(&u->da1, lane, s->d1 - 2);
        set_d(&u->da2, lane, 1 - s->d1 + s->d2);
        u->in_double |= (unsigned char)(1u << lane);
    } else {
        idle_double(u, lane);
        stand_float(&u->main, lane, s);
    }
}

/* One that corrects nothing has no poles but at z = 0, and what rings in it passes. */
static void stand_correction(EqVector *u, int lane, const EqSection *s)
{
    if (s->b0 == 1 && s->n1 == s->d1 && s->n2 == s->d2 && s->d1 == 2 && s->d2 == 1)
        idle_float(&u->correction, lane);
    else
        stand_float(&u->correction, lane, s);
}

static bool lane_in_double(const EqVector *u, int lane)
{
    return u->in_double >> lane & 1;
}

static EqRinging float_ringing(const EqFloat *section, int lane)
{
    double now = get_f(&section->s1, lane);
    return (EqRinging){now, now + get_f(&section->s2, lane) - get_f(&section->a1, lane) * now};
}

static EqRinging main_ringing(const EqVector *u, int lane)
{
    if (!lane_in_double(u, lane))
        return float_ringing(&u->main, lane);
    double now = get_d(&u->w1, lane);
    return (EqRinging){now, get_d(&u->w2, lane) - get_d(&u->da1, lane) * now};
}

static void ring_float(EqFloat *section, int lane, EqRinging ringing)
{
    if (!(section->busy >> lane & 1))
        return;
    set_f(&section->s1, lane, ringing.now);
    set_f(&section->s2, lane, ringing.next - ringing.now + get_f(&section->a1, lane) * ringing.now);
}

static void ring_main(EqVector *u, int lane, EqRinging ringing)
{
    if (lane_in_double(u, lane)) {
        set_d(&u->w1, lane, ringing.now);
        set_d(&u->w2, lane, ringing.next + get_d(&u->da1, lane) * ringing.now);
    } else {
        ring_float(&u->main, lane, ringing);
    }
}

/* From standing to moving: same sections, same ringing. */
static void depart(EqBank *bank, int lane)
{
    for (int k = 0; k < bank->unit_count; k++) {
        EqMoving *main = moving_at(bank, lane, k, 0), *correction = moving_at(bank, lane, k, 1);
        main->to = eq_turn_from_section(&target_at(bank, lane, k)->main);
        correction->to = eq_turn_from_section(&target_at(bank, lane, k)->correction);
        eq_moving_excite(main, &main->to, main_ringing(&bank->units[k], lane));
        eq_moving_excite(correction, &correction->to, float_ringing(&bank->units[k].correction, lane));
    }
}

static void settle(EqBank *bank, int lane)
{
    for (int k = 0; k < bank->unit_count; k++) {
        EqVector *u = &bank->units[k];
        const EqMoving *main = moving_at(bank, lane, k, 0), *correction = moving_at(bank, lane, k, 1);
        stand_main(u, lane, &target_at(bank, lane, k)->main);
        stand_correction(u, lane, &target_at(bank, lane, k)->correction);
        ring_main(u, lane, eq_moving_ringing(&main->to, main->first, main->second));
        ring_float(&u->correction, lane, eq_moving_ringing(&correction->to, correction->first, correction->second));
    }
}

void eq_bank_reset(EqBank *bank, int lane)
{
    for (int c = lane; c < lane + bank->layout.channels; c++) {
        for (int k = 0; k < bank->unit_count; k++) {
            EqVector *u = &bank->units[k];
            *target_at(bank, c, k) = eq_unit_identity();
            *moving_at(bank, c, k, 0) = *moving_at(bank, c, k, 1) = (EqMoving){.first = 0};
            idle_float(&u->main, c);
            idle_float(&u->correction, c);
            idle_double(u, c);
        }
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
    case EQ_MID:
        return channel == 0;
    case EQ_RIGHT:
    case EQ_SIDE:
        return channels == 2 && channel == 1;
    default:
        return true;
    }
}

static void design(EqBank *bank, int lane)
{
    const EqInstance *instance = &bank->instance[lane];
    int channels = bank->layout.channels;
    for (int b = 0, first = 0; b < bank->layout.band_count; first += bank->layout.units[b++]) {
        EqBandSettings settings = instance->settings.band[b];
        EqUnit units[EQ_UNIT_MAX];
        settings.band.gain_db -= instance->detector[b].reduction_db;
        eq_band_design(&settings.band, bank->layout.rate_hz, units);
        for (int c = 0; c < channels; c++)
            for (int k = 0; k < bank->layout.units[b]; k++) {
                EqUnit unit = units[k];
                if (!acts_on(&settings, c, channels))
                    unit = (EqUnit){disarmed(&unit.main), disarmed(&unit.correction)};
                *target_at(bank, lane + c, first + k) = unit;
            }
    }
}

/* Sets out from where the instance is for a new target. */
static void begin_move(EqBank *bank, int lane)
{
    EqInstance *instance = &bank->instance[lane];
    double done = instance->motion == EQ_UNDERWAY ? instance->position * (1.0 / CELL_FRAMES) : 1;
    for (int c = lane; c < lane + bank->layout.channels; c++) {
        if (instance->motion == EQ_STANDING)
            depart(bank, c);
        for (int k = 0; k < 2 * bank->unit_count; k++) {
            EqMoving *moving = moving_at(bank, c, 0, k);
            moving->from = instance->motion == EQ_STANDING ? moving->to : eq_turn_between(&moving->from, &moving->to, done);
        }
    }
    design(bank, lane);
    for (int c = lane; c < lane + bank->layout.channels; c++)
        for (int k = 0; k < bank->unit_count; k++) {
            moving_at(bank, c, k, 0)->to = eq_turn_from_section(&target_at(bank, c, k)->main);
            moving_at(bank, c, k, 1)->to = eq_turn_from_section(&target_at(bank, c, k)->correction);
        }
    instance->motion = EQ_UNDERWAY;
    instance->position = 0;
}

static void stand_at_once(EqBank *bank, int lane)
{
    design(bank, lane);
    for (int c = lane; c < lane + bank->layout.channels; c++)
        for (int k = 0; k < bank->unit_count; k++) {
            stand_main(&bank->units[k], c, &target_at(bank, c, k)->main);
            stand_correction(&bank->units[k], c, &target_at(bank, c, k)->correction);
        }
    bank->instance[lane].motion = EQ_STANDING;
}

void eq_bank_update(EqBank *bank, int lane, const EqSettings *settings, bool jump)
{
    EqInstance *instance = &bank->instance[lane];
    instance->settings = *settings;
    instance->dynamic = false;
    for (int b = 0; b < bank->layout.band_count; b++) {
        if (eq_band_is_dynamic(&settings->band[b])) {
            eq_detector_set(&instance->detector[b], &settings->band[b], bank->layout.rate_hz);
            instance->dynamic = true;
        } else {
            memset(&instance->detector[b], 0, sizeof instance->detector[b]);
        }
    }
    glide_begin(&bank->glide, jump);
    for (int c = lane; c < lane + bank->layout.channels; c++)
        glide_set(&bank->glide, 0, c, settings->output_lin, jump);
    if (jump)
        stand_at_once(bank, lane);
    else
        begin_move(bank, lane);
}

/* A cell begins: what has arrived stands, unless it was sent on its way again; dynamic bands move on. */
static void begin_cell(EqBank *bank, int lane)
{
    EqInstance *instance = &bank->instance[lane];
    bool audible = false;
    for (int b = 0; instance->dynamic && b < bank->layout.band_count; b++)
        if (eq_band_is_dynamic(&instance->settings.band[b])) {
            double before = instance->detector[b].reduction_db;
            eq_detector_follow(&instance->detector[b], &instance->settings.band[b], bank->layout.rate_hz);
            audible = audible || instance->detector[b].reduction_db != before;
        }
    if (audible)
        begin_move(bank, lane);
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
            for (int c = lane; c < lane + bank->layout.channels; c++)
                settle(bank, c);
            instance->motion = EQ_STANDING;
        }
    }
}

/* One frame of an instance under way; v holds its channels. */
static void run_frame(const EqBank *bank, int lane, double v[2], double x)
{
    bool turned = false;
    for (int k = 0; k <= bank->unit_count; k++) {
        bool wanted = k < bank->unit_count && bank->units[k].mid_side;
        if (wanted != turned) {
            double scale = wanted ? 0.5 : 1, sum = scale * (v[0] + v[1]), difference = scale * (v[0] - v[1]);
            v[0] = sum;
            v[1] = difference;
            turned = wanted;
        }
        for (int c = 0; k < bank->unit_count && c < bank->layout.channels; c++) {
            v[c] = eq_moving_run(moving_at(bank, lane + c, k, 0), v[c], x);
            v[c] = eq_moving_run(moving_at(bank, lane + c, k, 1), v[c], x);
        }
    }
}

static void run_moving(EqBank *bank, int lane, const F8 *in, F8 *out, int offset, int frames)
{
    EqInstance *instance = &bank->instance[lane];
    for (int i = 0; i < frames; i++) {
        double v[2] = {get_f(&in[i], lane), bank->layout.channels == 2 ? get_f(&in[i], lane + 1) : 0};
        run_frame(bank, lane, v, (offset + i + 1) * (1.0 / CELL_FRAMES));
        for (int c = 0; c < bank->layout.channels; c++)
            set_f(&out[i], lane + c, v[c]);
    }
    instance->position = offset + frames;
    if (instance->position >= CELL_FRAMES)
        instance->motion = EQ_ARRIVED;
}

void eq_bank_process_lanes(EqBank *bank, F8 *x, int offset, int frames)
{
    F8 in[CELL_FRAMES];
    int level = lanes_level(), step = bank->layout.channels;
    bool any_moving = false;
    glide_enter(&bank->glide, offset);
    enter(bank, offset);
    for (int lane = 0; lane < BANK_LANES; lane += step) {
        EqInstance *instance = &bank->instance[lane];
        for (int b = 0; instance->dynamic && b < bank->layout.band_count; b++)
            if (eq_band_is_dynamic(&instance->settings.band[b]))
                eq_detector_listen(&instance->detector[b], instance->settings.band[b].channel, bank->layout.rate_hz, x, lane,
                                   bank->layout.channels, frames);
        any_moving = any_moving || instance->motion == EQ_UNDERWAY;
    }
    if (any_moving)
        memcpy(in, x, (size_t)frames * sizeof(F8));
    eq_run[level](bank->units, bank->unit_count, x, frames);
    for (int lane = 0; any_moving && lane < BANK_LANES; lane += step)
        if (bank->instance[lane].motion == EQ_UNDERWAY)
            run_moving(bank, lane, in, x, offset, frames);
    eq_out[level](x, &bank->output_from, &bank->output_to, offset, frames);
    glide_leave(&bank->glide, offset, frames);
}

void eq_bank_process(EqBank *bank, float *const io[BANK_LANES], int offset, int frames)
{
    F8 x[CELL_FRAMES];
    int level = lanes_level();
    lanes_in[level](x, io, frames);
    eq_bank_process_lanes(bank, x, offset, frames);
    lanes_out[level](x, io, frames);
}

static void move_float(EqFloat *to, int to_lane, const EqFloat *from, int from_lane)
{
    lanes_copy(&to->b0, to_lane, &from->b0, from_lane, EQ_FLOAT_VECTORS);
    to->busy = (unsigned char)((to->busy & ~(1u << to_lane)) | (from->busy >> from_lane & 1u) << to_lane);
}

static void move_unit(EqVector *to, int to_lane, const EqVector *from, int from_lane)
{
    move_float(&to->main, to_lane, &from->main, from_lane);
    move_float(&to->correction, to_lane, &from->correction, from_lane);
    for (int i = 0; i < 7; i++)
        set_d(&to->db0 + i, to_lane, get_d(&from->db0 + i, from_lane));
    to->in_double = (unsigned char)((to->in_double & ~(1u << to_lane)) | (unsigned)lane_in_double(from, from_lane) << to_lane);
}

void eq_bank_move(EqBank *to, int to_lane, const EqBank *from, int from_lane)
{
    for (int c = 0; c < from->layout.channels; c++) {
        int a = to_lane + c, b = from_lane + c;
        for (int k = 0; k < from->unit_count; k++) {
            move_unit(&to->units[k], a, &from->units[k], b);
            *target_at(to, a, k) = *target_at(from, b, k);
            *moving_at(to, a, k, 0) = *moving_at(from, b, k, 0);
            *moving_at(to, a, k, 1) = *moving_at(from, b, k, 1);
        }
        glide_move(&to->glide, a, &from->glide, b);
    }
    to->instance[to_lane] = from->instance[from_lane];
}

float eq_bank_reduction_db(const EqBank *bank, int lane)
{
    double most = 0;
    for (int b = 0; b < bank->layout.band_count; b++)
        most = bank->instance[lane].detector[b].reduction_db > most ? bank->instance[lane].detector[b].reduction_db : most;
    return (float)most;
}
