/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every value of every processor that may change while it sounds changes without a click.
 *
 * A low tone plays; one value at a time goes to and fro between two places: switches and choices at a cell's start, the
 * rest over 20 ms, as the engine moves them.  Nothing may jump: the greatest step from frame to frame is that of the
 * tone under either setting, and a sixteenth of the greatest level of what goes in and comes out (over a cell of 64
 * frames a straight line takes a sixty-fourth; filters that swing, and phases that are met, make it more; a switch
 * without a ramp takes all).  Attack, release and hold are 10 ms at least, since a gate that opens in 0.05 ms is meant
 * to.
 */
#include "audio/dsp/catalogue.h"
#include "tests/audio/dsp/stage.h"

#define LEVEL 0.25 /* of the tone */

enum {
    CELLS = 260,
    FRAMES = CELLS * CELL_FRAMES,
    SETTLE = 100 * CELL_FRAMES,
    TURN = 20,
    MOVE = 15,
    IMPULSE = 400,
    TRIALS = 4
};

static uint64_t chance_state;

static double chance_unit(void)
{
    return 0.5 + 0.5 * noise_next(&chance_state);
}

static int chance_below(int limit)
{
    return (int)(chance_unit() * limit * 0.9999999);
}

static double chance_value(const ParamInfo *param)
{
    double x = chance_unit();
    int pick = chance_below(6);
    if (pick == 0 && param->special)
        return param->special_value;
    if (pick < 3)
        return pick == 1 ? param->min : param->max;
    if (param->law == LAW_CHOICE || param->law == LAW_SWITCH)
        return floor(param->min + x * (param->max - param->min + 0.999));
    return param->law == LAW_LOG ? param->min * pow(param->max / param->min, x)
                                 : param->min + x * (param->max - param->min);
}

static bool is_a_time(const ParamInfo *param)
{
    static const char *const times[] = {"attack", "release", "hold"};
    for (size_t i = 0; i < ARRAY_LEN(times); i++)
        if (strcmp(times[i], param->key) == 0)
            return true;
    return false;
}

static void values_draw(const ProcessorKind *kind, double *values)
{
    processor_values_init(kind, values);
    for (int i = 0; i < processor_value_count(kind); i++) {
        const ParamInfo *param = processor_value_param(kind, i);
        int slot = i < kind->param_count ? -1 : (i - kind->param_count) / kind->band_param_count;
        bool first = slot >= 0 && (i - kind->param_count) % kind->band_param_count == 0;
        if (first && slot < 3) /* three bands of any type but `off` */
            values[i] = 1 + chance_below((int)param->max);
        else if (slot < 3 && is_a_time(param))
            values[i] = fmax(param->def, param->unit == UNIT_MS ? 10 : 0);
        else if (slot < 3 && !first && strcmp(kind->kind, "eq") == 0 && param->unit == UNIT_DB && param->max == 30)
            values[i] = 0.4 * chance_value(param); /* or another band makes 30 dB of every kink */
        else if (slot < 3 && !first && !(param->flags & PARAM_LISTENING))
            values[i] = chance_value(param);
    }
}

typedef struct Sound {
    double step, level; /* greatest, once it has settled */
} Sound;

/* One move in TURN cells: switches and choices at once, the rest in the row's law over MOVE cells, as live moves go. */
static void move(const ProcessorKind *kind, void *bank, const double *a, const double *b, int cell)
{
    double now[STAGE_VALUES], part = fmin(1, (cell % TURN + 1.0) / MOVE);
    if (cell % TURN >= MOVE)
        return;
    for (int i = 0; i < processor_value_count(kind); i++) {
        const ParamInfo *param = processor_value_param(kind, i);
        double from = cell / TURN % 2 ? a[i] : b[i], to = cell / TURN % 2 ? b[i] : a[i];
        bool at_once = param->law == LAW_CHOICE || (param->law == LAW_SWITCH && !(param->flags & PARAM_LISTENING));
        now[i] = at_once || from == to ? to : param_interpolate(param, from, to, part);
    }
    kind->update(bank, 0, now, 120, false);
}

/* From A, or to and fro between A and B. */
static Sound sound_of(const ProcessorKind *kind, const double *a, const double *b, bool turn, double phase)
{
    static float impulse[IMPULSE], left[FRAMES], right[FRAMES];
    ProcessorFile file = {{impulse, impulse}, IMPULSE};
    ProcessorSetup setup = {48000, 120, 2, a, kind->flags & PROCESSOR_FILE ? &file : NULL};
    Sound sound = {0, 0};
    for (int i = 0; i < IMPULSE; i++)
        impulse[i] = (float)(0.01 * cos(0.1 * i) * exp(-i / 100.0));
    for (int i = 0; i < FRAMES; i++) {
        double fade = i < 4800 ? 0.5 - 0.5 * cos(M_PI * i / 4800) : 1;
        left[i] = (float)(LEVEL * fade * sin(2 * M_PI * 60 * i / 48000.0 + phase));
        right[i] = (float)(0.2 * fade * sin(2 * M_PI * 60 * i / 48000.0 + phase + 0.5));
    }
    void *bank = kind->bank_new(&setup);
    assert_non_null(bank);
    kind->update(bank, 0, a, 120, true);
    for (int cell = 0; cell < CELLS; cell++) {
        float *io[BANK_LANES] = {left + cell * CELL_FRAMES, right + cell * CELL_FRAMES};
        const float *key[BANK_LANES] = {NULL};
        if (turn && cell * CELL_FRAMES >= SETTLE)
            move(kind, bank, a, b, cell);
        kind->process(bank, io, key, 0, CELL_FRAMES);
    }
    kind->bank_free(bank);
    for (int i = SETTLE; i < FRAMES; i++) {
        sound.step = fmax(sound.step, fmax(fabs((double)left[i] - (double)left[i - 1]),
                                           fabs((double)right[i] - (double)right[i - 1])));
        sound.level = fmax(sound.level, fmax(fabs((double)left[i]), fabs((double)right[i])));
    }
    return sound;
}

/* The greatest step over what is allowed, of a value that goes to and fro. */
static double click_of(const ProcessorKind *kind, int index, uint64_t seed)
{
    double a[STAGE_VALUES], b[STAGE_VALUES];
    chance_state = seed * 0x9e3779b97f4a7c15u + 1;
    for (int i = 0; i < 8; i++)
        noise_next(&chance_state);
    values_draw(kind, a);
    memcpy(b, a, sizeof b);
    b[index] = chance_value(processor_value_param(kind, index));
    double phase = 2 * M_PI * chance_unit();
    Sound one = sound_of(kind, a, b, false, phase), other = sound_of(kind, b, a, false, phase),
          both = sound_of(kind, a, b, true, phase);
    if (getenv("CLICKS_VERBOSE"))
        printf("%s %s, seed %llu: steps %g %g, levels %g %g; moving %g, %g\n", kind->kind,
               processor_value_param(kind, index)->key, (unsigned long long)seed, one.step, other.step, one.level,
               other.level, both.step, both.level);
    return both.step / (fmax(one.step, other.step) + fmax(fmax(one.level, LEVEL), fmax(other.level, both.level)) / 16);
}

static void test_no_value_clicks(void **state)
{
    (void)state;
    for (int k = 0; catalogue_at(k); k++) {
        const ProcessorKind *kind = catalogue_at(k);
        double worst = 0;
        int last = kind->param_count + kind->band_param_count;
        for (int i = 0; i < last; i++) {
            const ParamInfo *param = processor_value_param(kind, i);
            if (param->flags & PARAM_STRUCTURAL)
                continue;
            for (uint64_t trial = 0; trial < (is_quick() ? 1 : TRIALS); trial++) {
                double click = click_of(kind, i, (uint64_t)(k * 1000 + i) * 10 + trial);
                if (!(click <= 1))
                    fail_msg("%s %s: %.2f of the allowed step (trial %d)", kind->kind, param->key, click, (int)trial);
                worst = fmax(worst, click);
            }
        }
        char name[60];
        snprintf(name, sizeof name, "clicks.%s", kind->kind);
        figure(name, worst, "of_the_allowed_step", 1);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_value_clicks)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
