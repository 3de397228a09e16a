/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `eq` at rest against its sections run one after the other in double precision.
 *
 * The sections are those of eq_design.h, whose response test_eq holds to the analogue prototype; this test holds the
 * kernels to the sections: the order of bands, what acts on left, right, mid and side, and the precision of float and
 * delta forms.
 */
#include "tests/audio/dsp/twin.h"

#include "audio/dsp/eq/design.h"
#include "audio/dsp/kinds.h"

enum { SECTIONS = 6 * EQ_UNIT_MAX * 2 };

typedef struct Part { /* y = b0 x + b1 x' + b2 x'' - a1 y' - a2 y'', in two channels */
    int channel;      /* of the table: stereo, left, right, mid, side */
    double b[3], a[2], s[2][2];
} Part;

typedef struct EqTwin {
    double rate_hz, output;
    int channels, count;
    Part part[SECTIONS];
} EqTwin;

static void *eq_begin(const ProcessorSetup *setup)
{
    EqTwin *twin = calloc(1, sizeof *twin);
    twin->rate_hz = setup->rate_hz;
    twin->channels = setup->channels;
    return twin;
}

/* With d = z - 1, d^2 + c1 d + c2 is z^2 + (c1 - 2) z + 1 - c1 + c2. */
static void part_add(EqTwin *twin, const EqSection *section, int channel)
{
    Part *part = &twin->part[twin->count++];
    part->channel = channel;
    part->b[0] = section->b0;
    part->b[1] = section->b0 * (section->n1 - 2);
    part->b[2] = section->b0 * (1 - section->n1 + section->n2);
    part->a[0] = section->d1 - 2;
    part->a[1] = 1 - section->d1 + section->d2;
}

static double band_value(const double *values, int slot, const char *key)
{
    return values[processor_value_index(&eq_kind, slot, key)];
}

static void eq_cell(void *state, const double *values, double tempo_bpm, bool first)
{
    EqTwin *twin = state;
    (void)tempo_bpm;
    if (!values || !first)
        return;
    twin->output = pow(10, values[processor_value_index(&eq_kind, -1, "output")] / 20);
    for (int slot = 0; slot < eq_kind.band_max; slot++) {
        EqBand band = {(EqType)band_value(values, slot, "type"), band_value(values, slot, "freq"),
                       band_value(values, slot, "gain"), band_value(values, slot, "q"),
                       band_value(values, slot, "slope")};
        EqUnit unit[EQ_UNIT_MAX];
        if (band.type == EQ_NONE || band_value(values, slot, "on") < 0.5)
            continue;
        eq_band_design(&band, twin->rate_hz, unit);
        for (int k = 0; k < eq_band_units(band.type, band.slope_db); k++) {
            part_add(twin, &unit[k].main, (int)band_value(values, slot, "channel"));
            part_add(twin, &unit[k].correction, (int)band_value(values, slot, "channel"));
        }
    }
}

static double part_run(Part *part, int c, double x)
{
    double y = part->b[0] * x + part->s[c][0];
    part->s[c][0] = part->b[1] * x - part->a[0] * y + part->s[c][1];
    part->s[c][1] = part->b[2] * x - part->a[1] * y;
    return y;
}

enum { STEREO, LEFT, RIGHT, MID, SIDE };

/* One channel alone is left and middle, and has neither right nor side. */
static void eq_frame(void *state, double io[2], const double key[2], int position)
{
    EqTwin *twin = state;
    (void)key;
    (void)position;
    for (int k = 0; k < twin->count; k++) {
        Part *part = &twin->part[k];
        bool turned = part->channel >= MID && twin->channels == 2;
        double x[2] = {io[0], io[1]};
        if (turned) {
            x[0] = 0.5 * (io[0] + io[1]);
            x[1] = 0.5 * (io[0] - io[1]);
        }
        if (part->channel != RIGHT && part->channel != SIDE)
            x[0] = part_run(part, 0, x[0]);
        if (twin->channels == 2 && part->channel != LEFT && part->channel != MID)
            x[1] = part_run(part, 1, x[1]);
        io[0] = turned ? x[0] + x[1] : x[0];
        io[1] = turned ? x[0] - x[1] : x[1];
    }
    io[0] *= twin->output;
    io[1] *= twin->output;
}

/* Minimum phase, no dynamics, no automatic gain; bands of every type. */
static void eq_tame(double *values, uint64_t *chance)
{
    values[processor_value_index(&eq_kind, -1, "phase")] = 0;
    values[processor_value_index(&eq_kind, -1, "autogain")] = 0;
    for (int slot = 0; slot < eq_kind.band_max; slot++) {
        double *type = &values[processor_value_index(&eq_kind, slot, "type")];
        *type = *type > 0 ? 1 + twin_below(chance, EQ_TYPE_COUNT - 1) : 0;
        values[processor_value_index(&eq_kind, slot, "ratio")] = 1;
    }
}

/* Of six bands at most, each of up to 16 sections: roundings of 2^-24 a section, which a resonance of Q 40 or 30 dB of
 * another band makes greater; and coefficients rounded to floats, which move a pole by as much.  Of 150 seeds the worst
 * is -83 dB. */
static void test_eq_equals_its_sections(void **state)
{
    (void)state;
    static const Twin twin = {&eq_kind, eq_begin, NULL, eq_cell, eq_frame, 80, true, eq_tame};
    twin_check(&twin, 80, -75);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_eq_equals_its_sections)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
