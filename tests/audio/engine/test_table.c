/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine does around every processor of the table: the dry path of `mix` arrives with the wet one, and a
 * bypass comes and goes without a click. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/dsp/catalogue.h"
#include "tests/audio/engine/desk.h"

enum { FRAMES = 20000, VALUES = 512, IMPULSE = 300, TRIALS = 4 };

static float out[3][2][FRAMES];
static uint32_t chance = 77;

static double chance_unit(void)
{
    return desk_random(&chance) / 4294967296.0;
}

static double chance_value(const ParamInfo *param)
{
    double x = chance_unit();
    if (param->law == LAW_CHOICE || param->law == LAW_SWITCH)
        return floor(param->min + x * (param->max - param->min + 0.999));
    return param->law == LAW_LOG ? param->min * pow(param->max / param->min, x)
                                 : param->min + x * (param->max - param->min);
}

/* Three bands, where there are bands; everything at random, or only what decides the latency. */
static void values_draw(const ProcessorKind *kind, double *values, bool neutral)
{
    processor_values_init(kind, values);
    for (int i = 0; i < processor_value_count(kind); i++) {
        const ParamInfo *param = processor_value_param(kind, i);
        int slot = i < kind->param_count ? -1 : (i - kind->param_count) / kind->band_param_count;
        bool first = slot >= 0 && (i - kind->param_count) % kind->band_param_count == 0;
        if (neutral ? slot < 0 && param->flags & PARAM_STRUCTURAL
                    : slot < 3 && !first && !(param->flags & PARAM_LISTENING))
            values[i] = chance_value(param);
        if (!neutral && slot >= 0 && slot < 3 && first)
            values[i] = 1;
    }
}

/* A track of noise, or of a constant, through the processor (kind NULL: through none). */
static void bounce(const ProcessorKind *kind, const double *values, ControlSpec bypass, double constant,
                   float heard[2][FRAMES])
{
    static float impulse[IMPULSE];
    static const ProcessorFile file = {{impulse, impulse}, IMPULSE};
    Desk *desk = desk_new(48000);
    int s = desk_add_track(desk, 2, FRAMES);
    impulse[0] = 0.5f;
    impulse[IMPULSE - 1] = 0.25f;
    desk->tone[s].constant = constant;
    if (kind) {
        ProcessorSpec *spec = desk_add_processor(desk, s, "tgain", 0);
        spec->kind = kind;
        spec->values = values;
        spec->bypass = bypass;
        spec->file = kind->flags & PROCESSOR_FILE ? &file : NULL;
    }
    desk_bounce(desk, 1, 1000, FRAMES, heard[0], heard[1]);
    desk_free(desk);
}

static bool made_to_be_heard(const ProcessorKind *kind)
{
    return strcmp(kind->kind, "delay") == 0 || strcmp(kind->kind, "reverb") == 0 || strcmp(kind->kind, "convolve") == 0;
}

static double distance_of(const float a[2][FRAMES], const float b[2][FRAMES])
{
    double worst = 0;
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < FRAMES; i++)
            worst = fmax(worst, fabs((double)a[c][i] - (double)b[c][i]));
    return worst;
}

/* Idle, at a mix of one half and any latency, a processor is not there: a dry path one frame off would comb the noise.
 */
static void test_half_a_neutral_mix_nulls(void **state)
{
    (void)state;
    static double values[VALUES];
    double worst = 0;
    bounce(NULL, NULL, (ControlSpec){0}, 0, out[0]);
    for (int k = 0; catalogue_at(k); k++) {
        const ProcessorKind *kind = catalogue_at(k);
        int mix = processor_value_index(kind, -1, "mix");
        if (mix < 0)
            continue;
        for (int trial = 0; trial < TRIALS; trial++) {
            values_draw(kind, values, true);
            values[mix] = made_to_be_heard(kind) ? 0 : 50; /* those are never idle: their dry part alone */
            bounce(kind, values, (ControlSpec){0}, 0, out[1]);
            double off = distance_of(out[0], out[1]);
            if (off > 1e-6)
                fail_msg("%s at a mix of %g %%: %g off its input", kind->kind, values[mix], off);
            worst = fmax(worst, off);
        }
    }
    printf("figure mix.neutral-null %.1f dBFS bar -120\n", 20 * log10(worst + 1e-10));
}

/* Whatever the processor does: half of it is the mean of nothing and all of it. */
static void test_half_a_mix_is_the_mean_of_dry_and_wet(void **state)
{
    (void)state;
    static double values[VALUES];
    double worst = 0;
    for (int k = 0; catalogue_at(k); k++) {
        const ProcessorKind *kind = catalogue_at(k);
        int mix = processor_value_index(kind, -1, "mix");
        for (int trial = 0; mix >= 0 && trial < TRIALS; trial++) {
            double loudest = 1;
            values_draw(kind, values, false);
            for (int part = 0; part < 3; part++) {
                values[mix] = 50 * part;
                bounce(kind, values, (ControlSpec){0}, 0, out[part]);
            }
            for (int c = 0; c < 2; c++)
                for (int i = 0; i < FRAMES; i++) {
                    loudest = fmax(loudest, fabs((double)out[2][c][i]));
                    out[0][c][i] = 0.5f * (out[0][c][i] + out[2][c][i]);
                }
            double off = distance_of(out[0], out[1]) / loudest;
            if (off > 1e-6)
                fail_msg("%s: half a mix is %g off the mean of dry and wet", kind->kind, off);
            worst = fmax(worst, off);
        }
    }
    printf("figure mix.half %.1f dB bar -120\n", 20 * log10(worst + 1e-10));
}

/* Under a constant, a bypass comes and goes twice: from frame to frame nothing moves by more than the processor does by
 * itself, and a straight line of 20 ms (960 frames) to what passes by; a processor that is woken begins anew, so that
 * line leads to what it is worth then: thirty times as much is allowed, where a bypass that switched would take all. */
static void test_a_bypass_does_not_click(void **state)
{
    (void)state;
    static double values[VALUES];
    static const LanePoint points[] = {
        {0, 0, SHAPE_HOLD, 0},     {4001, 1, SHAPE_HOLD, 0},  {7000, 0, SHAPE_HOLD, 0},
        {10050, 1, SHAPE_HOLD, 0}, {15100, 0, SHAPE_HOLD, 0},
    };
    static const ControlSpec toggled = {0, LANE_READ, points, 5};
    double worst = 0;
    for (int k = 0; catalogue_at(k); k++) {
        const ProcessorKind *kind = catalogue_at(k);
        for (int trial = 0; trial < TRIALS; trial++) {
            values_draw(kind, values, false);
            bounce(NULL, NULL, (ControlSpec){0}, 0.25, out[0]);
            bounce(kind, values, (ControlSpec){0}, 0.25, out[1]);
            bounce(kind, values, toggled, 0.25, out[2]);
            for (int c = 0; c < 2; c++) {
                double level = 0.25, own = 0, step = 0;
                for (int i = 1; i < FRAMES; i++) {
                    level = fmax(level, fmax(fabs((double)out[1][c][i]), fabs((double)out[2][c][i])));
                    own = fmax(own, i > 3000 ? fabs((double)out[1][c][i] - (double)out[1][c][i - 1]) : 0);
                    step = fmax(step, i > 3000 ? fabs((double)out[2][c][i] - (double)out[2][c][i - 1]) : 0);
                }
                if (step > own + level / 32)
                    fail_msg("%s: steps of %g as a bypass comes and goes, %g without, level %g (trial %d)", kind->kind,
                             step, own, level, trial);
                worst = fmax(worst, (step - own) / (level / 32));
            }
        }
    }
    printf("figure bypass.step %.3f of_the_allowed_step bar 1\n", worst);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_half_a_neutral_mix_nulls),
        cmocka_unit_test(test_half_a_mix_is_the_mean_of_dry_and_wet),
        cmocka_unit_test(test_a_bypass_does_not_click),
    };
    desk_register();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
