/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dynamic bands of the equalizer against a reference that computes every frame in long double: a detector in direct
 * form on what the band acts on (left, right, mid, side or both), the gain computer of audio/dsp/eq/detector.h, and
 * sections as state variables whose coefficients run in straight lines from cell to cell. */
#include "audio/dsp/catalogue.h"
#include "tests/audio/dsp/stage.h"

#include "audio/dsp/eq/bank.h"
#include "audio/dsp/eq/moving.h"

#if defined(__SSE2__)
#include <xmmintrin.h>
#endif

enum { FRAMES = 24000 };

typedef struct Ear { /* a second-order section in transposed direct form */
    long double b0, b1, b2, a1, a2, first, second;
} Ear;

/* The bilinear transform of the band's own width: k s / (s^2 + k s + 1), 1 or s^2 above, Butterworth for shelves. */
static Ear ear_for(const EqBand *band, double rate_hz)
{
    bool low = band->type == EQ_LOWSHELF, high = band->type == EQ_HIGHSHELF;
    long double t = tanl((long double)M_PI * band->freq_hz / rate_hz), k = low || high ? sqrtl(2) : 1.0L / band->q;
    long double over = 1 / (1 + k * t + t * t);
    Ear ear = {.a1 = 2 * (t * t - 1) * over, .a2 = (1 - k * t + t * t) * over};
    ear.b0 = (low ? t * t : high ? 1 : k * t) * over;
    ear.b1 = low ? 2 * ear.b0 : high ? -2 * ear.b0 : 0;
    ear.b2 = low || high ? ear.b0 : -ear.b0;
    return ear;
}

static long double ear_run(Ear *ear, long double in)
{
    long double out = ear->b0 * in + ear->first;
    ear->first = ear->b1 * in - ear->a1 * out + ear->second;
    ear->second = ear->b2 * in - ear->a2 * out;
    return out;
}

typedef struct Section { /* a section on the way from one cell to the next */
    EqTurn from, to;
    long double first, second;
} Section;

/* The part x (0..1) of the way. */
static EqTurn turn_between(const EqTurn *from, const EqTurn *to, double x)
{
    return (EqTurn){
        .g = from->g + (to->g - from->g) * x,
        .k = from->k + (to->k - from->k) * x,
        .high = from->high + (to->high - from->high) * x,
        .band = from->band + (to->band - from->band) * x,
        .low = from->low + (to->low - from->low) * x,
    };
}

static long double section_run(Section *s, long double in, long double x)
{
    EqTurn t = turn_between(&s->from, &s->to, (double)x);
    long double high = (in - (t.k + (long double)t.g) * s->first - s->second) / (1 + t.g * ((long double)t.g + t.k));
    long double band = t.g * high + s->first, low = t.g * band + s->second;
    s->first = 2 * band - s->first;
    s->second = 2 * low - s->second;
    return t.high * high + t.band * band + t.low * low;
}

typedef struct Case {
    EqBandSettings band;
    double rate_hz;
    int channels;
} Case;

typedef struct Reference {
    Case c;
    Ear ear[2];
    Section section[2][2]; /* of a channel: main and correction */
    long double peak, reduction_db;
} Reference;

static void reference_aim(Reference *r, bool at_once)
{
    EqBand band = r->c.band.band;
    EqUnit unit;
    band.gain_db -= (double)r->reduction_db;
    eq_band_design(&band, r->c.rate_hz, &unit);
    for (int c = 0; c < 2; c++)
        for (int k = 0; k < 2; k++) {
            r->section[c][k].from = r->section[c][k].to;
            r->section[c][k].to = eq_turn_from_section(k ? &unit.correction : &unit.main);
            if (at_once)
                r->section[c][k].from = r->section[c][k].to;
        }
}

static void reference_follow(Reference *r)
{
    const EqBandSettings *band = &r->c.band;
    long double over = (r->peak > 0 ? 10 * log10l(r->peak) : -300) - band->threshold_db;
    long double want = over > 0 ? over * (1 - 1 / (long double)band->ratio) : 0;
    long double ms = want > r->reduction_db ? band->attack_ms : band->release_ms;
    want = want > 30 ? 30 : want;
    r->reduction_db += (1 - expl(-CELL_FRAMES / (ms * 0.001L * r->c.rate_hz))) * (want - r->reduction_db);
}

/* One frame: what the band acts on is heard and turned, the rest passes. */
static void reference_frame(Reference *r, long double left, long double right, long double x, long double out[2])
{
    EqChannel channel = r->c.band.channel;
    bool turned = channel >= EQ_MID && r->c.channels == 2;
    long double v[2] = {turned ? (left + right) / 2 : left, turned ? (left - right) / 2 : right}, loudest = 0;
    bool hears[2] = {channel == EQ_STEREO || channel == EQ_LEFT || channel == EQ_MID,
                     (channel == EQ_STEREO || channel == EQ_RIGHT || channel == EQ_SIDE) && r->c.channels == 2};
    for (int c = 0; c < 2; c++) {
        if (!hears[c])
            continue;
        long double heard = ear_run(&r->ear[c], v[c]);
        loudest = fmaxl(loudest, heard * heard);
        v[c] = section_run(&r->section[c][1], section_run(&r->section[c][0], v[c], x), x);
    }
    r->peak = fmaxl(loudest, r->peak * expl(-1 / (0.010L * r->c.rate_hz)));
    out[0] = turned ? v[0] + v[1] : v[0];
    out[1] = turned ? v[0] - v[1] : v[1];
}

/* Noise and a tone at the band that come and go at different times left and right. */
static void make_signal(const Case *c, float *left, float *right)
{
    uint64_t seed = 77;
    for (int i = 0; i < FRAMES; i++) {
        double t = i / c->rate_hz, tone = sin(2 * M_PI * c->band.band.freq_hz * t);
        double loud_left = i % 8000 < 3000 ? 0.5 : 0.01, loud_right = i % 6100 > 3900 ? 0.4 : 0.02;
        left[i] = (float)(loud_left * tone + 0.02 * noise_next(&seed));
        right[i] = (float)(-loud_right * tone + 0.02 * noise_next(&seed));
    }
}

static void open_case(Stage *stage, const Case *c)
{
    const EqBandSettings *b = &c->band;
    const struct {
        const char *key;
        double value;
    } rows[] = {{"type", b->band.type}, {"freq", b->band.freq_hz}, {"gain", b->band.gain_db},
                {"q", b->band.q},       {"channel", b->channel},   {"threshold", b->threshold_db},
                {"ratio", b->ratio},    {"attack", b->attack_ms},  {"release", b->release_ms}};
    stage_init(stage, catalogue_find("eq"), c->rate_hz, c->channels);
    for (unsigned i = 0; i < sizeof rows / sizeof *rows; i++)
        stage->values[processor_value_index(stage->kind, 0, rows[i].key)] = rows[i].value;
    stage_open(stage);
}

/* The greatest difference of a sample, linear; `most_db` becomes the deepest reduction that the reference saw. */
static double worst_difference(const Case *c, double *most_db)
{
    float *left = signal_new(FRAMES), *right = signal_new(FRAMES), *was_left = signal_new(FRAMES),
          *was_right = signal_new(FRAMES);
    Reference r = {.c = *c, .ear = {ear_for(&c->band.band, c->rate_hz), ear_for(&c->band.band, c->rate_hz)}};
    Stage stage;
    double worst = 0;
    make_signal(c, left, right);
    memcpy(was_left, left, FRAMES * sizeof *left);
    memcpy(was_right, right, FRAMES * sizeof *right);
    open_case(&stage, c);
    stage_run(&stage, left, right, FRAMES);
    reference_aim(&r, true);
    for (int i = 0; i < FRAMES; i++) {
        long double out[2];
        if (i % CELL_FRAMES == 0) {
            reference_follow(&r);
            reference_aim(&r, false);
            *most_db = fmax(*most_db, (double)r.reduction_db);
        }
        reference_frame(&r, was_left[i], was_right[i], (i % CELL_FRAMES + 1) / (long double)CELL_FRAMES, out);
        worst = fmax(worst, fabs((double)(left[i] - out[0])));
        if (c->channels == 2)
            worst = fmax(worst, fabs((double)(right[i] - out[1])));
    }
    stage_close(&stage);
    free(left);
    free(right);
    free(was_left);
    free(was_right);
    return worst;
}

static void test_bands_equal_the_reference_on_every_channel(void **state)
{
    static const EqType types[] = {EQ_BELL, EQ_LOWSHELF, EQ_HIGHSHELF};
    static const double freqs[] = {900, 150, 5000}, rates[] = {48000, 192000};
    double worst[2] = {0, 0};
    (void)state;
    for (int channels = 1; channels <= 2; channels++)
        for (int channel = EQ_STEREO; channel <= EQ_SIDE; channel++)
            for (int t = 0; t < 3; t++)
                for (int rate = 0; rate < 2; rate++) {
                    Case c = {.band = {.band = {types[t], freqs[t], 3, 0.8, 12},
                                       .channel = (EqChannel)channel,
                                       .on = true,
                                       .threshold_db = -30,
                                       .ratio = 3,
                                       .attack_ms = 4,
                                       .release_ms = 30},
                              .rate_hz = rates[rate],
                              .channels = channels};
                    bool deaf = channels == 1 && (channel == EQ_RIGHT || channel == EQ_SIDE);
                    double most_db = 0;
                    worst[rate] = fmax(worst[rate], worst_difference(&c, &most_db));
                    assert_true(deaf ? most_db == 0 : most_db > 6); /* the band did work */
                }
    /* At 48 kHz corrections come and go with the gain, and begin at rest. */
    figure("eq_dynamic_reference_48000", db_from(worst[0]), "dBFS", -100);
    figure("eq_dynamic_reference_192000", db_from(worst[1]), "dBFS", -135);
    assert_true(db_from(worst[0]) < -100 && db_from(worst[1]) < -135);
}

/* A band of the side `channel` on `own`, with `other` on the other side, which must pass as it is. */
static void run_side(EqChannel channel, const float *own, const float *other, float *out_own)
{
    Case c = {.band = {.band = {EQ_BELL, 1000, 0, 1, 12},
                       .channel = channel,
                       .on = true,
                       .threshold_db = -40,
                       .ratio = 4,
                       .attack_ms = 2,
                       .release_ms = 20},
              .rate_hz = 48000,
              .channels = 2};
    float *pair[2] = {signal_new(FRAMES), signal_new(FRAMES)};
    int mine = channel == EQ_RIGHT ? 1 : 0;
    Stage stage;
    memcpy(pair[mine], own, FRAMES * sizeof *own);
    memcpy(pair[1 - mine], other, FRAMES * sizeof *other);
    open_case(&stage, &c);
    stage_run(&stage, pair[0], pair[1], FRAMES);
    memcpy(out_own, pair[mine], FRAMES * sizeof *out_own);
    assert_memory_equal(pair[1 - mine], other, FRAMES * sizeof *other); /* not its business */
    stage_close(&stage);
    free(pair[0]);
    free(pair[1]);
}

static void test_a_band_of_one_side_does_not_hear_the_other(void **state)
{
    float *own = signal_new(FRAMES), *silence = signal_new(FRAMES), *loud = signal_new(FRAMES);
    float *alone = signal_new(FRAMES), *beside = signal_new(FRAMES);
    (void)state;
    for (int i = 0; i < FRAMES; i++) {
        own[i] = (float)(0.05 * sin(2 * M_PI * 1000 * i / 48000.0));
        loud[i] = (float)(0.9 * sin(2 * M_PI * 1000 * i / 48000.0 + 1));
    }
    for (int channel = EQ_LEFT; channel <= EQ_RIGHT; channel++) {
        run_side((EqChannel)channel, own, silence, alone);
        run_side((EqChannel)channel, own, loud, beside);
        assert_memory_equal(alone, beside, FRAMES * sizeof *alone);
    }
    free(own);
    free(silence);
    free(loud);
    free(alone);
    free(beside);
}

/* A loud mid does not move a side band, and the other way round. */
static void test_mid_and_side_are_heard_apart(void **state)
{
    (void)state;
    for (int channel = EQ_MID; channel <= EQ_SIDE; channel++)
        for (int same = 0; same < 2; same++) {
            Case c = {.band = {.band = {EQ_BELL, 1000, 0, 1, 12},
                               .channel = (EqChannel)channel,
                               .on = true,
                               .threshold_db = -40,
                               .ratio = 4,
                               .attack_ms = 2,
                               .release_ms = 20},
                      .rate_hz = 48000,
                      .channels = 2};
            float *left = signal_new(FRAMES), *right = signal_new(FRAMES);
            Stage stage;
            for (int i = 0; i < FRAMES; i++) {
                left[i] = (float)(0.5 * sin(2 * M_PI * 1000 * i / 48000.0));
                right[i] = same ? left[i] : -left[i];
            }
            open_case(&stage, &c);
            stage_run(&stage, left, right, FRAMES);
            float reduction_db = stage.kind->gain_reduction_db(stage.bank, 0);
            if (same == (channel == EQ_MID))
                assert_true(fabs((double)reduction_db - 0.75 * (40 + db_from(0.5))) < 0.3);
            else
                assert_true(reduction_db == 0);
            stage_close(&stage);
            free(left);
            free(right);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bands_equal_the_reference_on_every_channel),
        cmocka_unit_test(test_a_band_of_one_side_does_not_hear_the_other),
        cmocka_unit_test(test_mid_and_side_are_heard_apart),
    };
#if defined(__SSE2__)
    _mm_setcsr(_mm_getcsr() | 0x8040);
#endif
    return cmocka_run_group_tests(tests, NULL, NULL);
}
