/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comp, gate, deesser, transient and gain against what dsp.md promises of them; times are counted on signals of
 * constant magnitude (a sample and its opposite by turns), levels on tones. */
#include "tests/audio/dsp/stage.h"

#include "audio/dsp/catalogue.h"
#include "audio/dsp/lanes.h"
#include "audio/dsp/response.h"

static double lin_from(double db)
{
    return pow(10, db / 20);
}

static float alternating(double db, int i)
{
    return (float)((i % 2 ? -1 : 1) * lin_from(db));
}

static void fill_tone(float *x, int frames, double hz, double db, double rate_hz)
{
    for (int i = 0; i < frames; i++)
        x[i] = (float)(lin_from(db) * sin(2 * M_PI * hz * i / rate_hz));
}

static double tone_db(const float *x, int frames)
{
    double sum = 0;
    for (int i = 0; i < frames; i++)
        sum += (double)x[i] * x[i];
    return 10 * log10(2 * sum / frames);
}

/* Level out for a tone of a level in, after it has settled. */
static double comp_out_db(Stage *stage, double hz, double in_db)
{
    enum { FRAMES = 96000, LAST = 48000 };
    float *x = signal_new(FRAMES);
    stage_open(stage);
    fill_tone(x, FRAMES, hz, in_db, stage->rate_hz);
    stage_run(stage, x, NULL, FRAMES);
    double out_db = tone_db(x + FRAMES - LAST, LAST);
    free(x);
    stage_close(stage);
    return out_db;
}

static double curve_error(int detector, double hz)
{
    static const double ratios[] = {1.5, 4, INFINITY}, knees[] = {0, 6, 24},
                        levels[] = {-50, -33, -30, -27, -20, -6, 0};
    double worst = 0;
    for (int r = 0; r < 3; r++)
        for (int k = 0; k < 3; k++)
            for (unsigned l = 0; l < 7; l += 1 + (unsigned)(r + k) % 2) {
                Stage stage;
                stage_init(&stage, catalogue_find("comp"), 48000, 1);
                stage_set(&stage, "threshold", -30);
                stage_set(&stage, "ratio", ratios[r]);
                stage_set(&stage, "knee", knees[k]);
                stage_set(&stage, "detector", detector);
                double over = levels[l] + 30, half = knees[k] / 2, slope = 1 - 1 / ratios[r];
                double less = over >= half ? over : over > -half ? (over + half) * (over + half) / (2 * knees[k]) : 0;
                double want = levels[l] - slope * less;
                worst = fmax(worst, fabs(comp_out_db(&stage, hz, levels[l]) - want));
                assert_true(fabs(stage.kind->transfer_db(stage.values, levels[l]) - want) < 1e-9);
            }
    return worst;
}

static void test_comp_static_curve(void **state)
{
    (void)state;
    double peak = curve_error(0, 997), rms = curve_error(1, 997), low = curve_error(0, 150);
    figure("comp_curve_peak_997_Hz", peak, "dB", 0.05);
    figure("comp_curve_peak_150_Hz", low, "dB", 0.05);
    figure("comp_curve_rms_997_Hz", rms, "dB", 0.05);
    assert_true(peak <= 0.05 && rms <= 0.05 && low <= 0.05);
}

/* Frames until 63 % of a step of the reduction in dB, upwards or downwards. */
static int comp_frames_to_63(double attack_ms, double release_ms, double rate_hz, bool upwards)
{
    int lead = (int)(rate_hz * (upwards ? 0.02 : attack_ms * 0.012 + 0.02)) & ~1;
    int frames = lead + (int)(rate_hz * 0.0015 * (upwards ? attack_ms : release_ms)) + 1000;
    double lead_db = upwards ? -40 : -10, then_db = upwards ? -10 : -40,
           full = 7.5; /* 10 dB over a threshold of -20 at 4:1 */
    Stage stage;
    float *x = signal_new(frames);
    stage_init(&stage, catalogue_find("comp"), rate_hz, 1);
    stage_set(&stage, "threshold", -20);
    stage_set(&stage, "ratio", 4);
    stage_set(&stage, "knee", 0);
    stage_set(&stage, "attack", attack_ms);
    stage_set(&stage, "release", release_ms);
    stage_open(&stage);
    for (int i = 0; i < frames; i++)
        x[i] = alternating(i < lead ? lead_db : then_db, i);
    stage_run(&stage, x, NULL, frames);
    stage_close(&stage);
    int count = -1;
    for (int i = lead; i < frames && count < 0; i++) {
        double less = then_db - db_from(fabs((double)x[i]));
        double part = upwards ? less / full : 1 - less / full;
        if (part >= 1 - exp(-1))
            count = i - lead + 1;
    }
    free(x);
    return count;
}

static void test_comp_times(void **state)
{
    static const double rates[] = {44100, 96000, 192000}, attacks[] = {0.01, 0.1, 1, 10, 300},
                        releases[] = {5, 20, 100, 2000};
    (void)state;
    for (int r = 0; r < 3; r++) {
        double worst = 0;
        for (int i = 0; i < 9; i++) {
            bool up = i < 5;
            double ms = up ? attacks[i] : releases[i - 5], want = ms * 0.001 * rates[r];
            int got = comp_frames_to_63(up ? ms : 0.5, up ? 100 : ms, rates[r], up);
            double allowed = fmax(1, 0.05 * want);
            worst = fmax(worst, fabs(got - want) / allowed);
            if (fabs(got - want) > allowed)
                fail_msg("%s of %g ms at %g Hz: %d frames, not %g", up ? "attack" : "release", ms, rates[r], got, want);
        }
        char name[60];
        snprintf(name, sizeof name, "comp_times_%.0f", rates[r]);
        figure(name, worst, "of_5_%_or_a_frame", 1);
    }
}

static void test_comp_range_hold_and_link(void **state)
{
    (void)state;
    Stage stage;
    stage_init(&stage, catalogue_find("comp"), 48000, 1);
    stage_set(&stage, "threshold", -40);
    stage_set(&stage, "ratio", INFINITY);
    stage_set(&stage, "range", 12);
    assert_true(fabs(comp_out_db(&stage, 997, -10) + 22) < 0.05);
    stage_init(&stage, catalogue_find("comp"), 48000, 2);
    stage_set(&stage, "threshold", -30);
    stage_set(&stage, "ratio", 3);
    stage_open(&stage);
    float *left = signal_new(48000), *right = signal_new(48000);
    fill_tone(left, 48000, 997, -10, 48000);
    fill_tone(right, 48000, 997, -50, 48000);
    stage_run(&stage, left, right, 48000);
    double a = -10 - tone_db(left + 24000, 24000), b = -50 - tone_db(right + 24000, 24000);
    assert_true(fabs(a - b) < 1e-4 && a > 13); /* the quiet channel follows the loud one */
    stage_close(&stage);
    free(left);
    free(right);
}

/* ---- feedback ---- */

typedef float Wave(double phase); /* phase in cycles; peak 1, at its peak at 0 */

static float wave_sine(double phase)
{
    return (float)cos(2 * M_PI * phase);
}

static float wave_square(double phase)
{
    return phase - floor(phase + 0.25) < 0.25 ? 1.0f : -1.0f;
}

static float wave_noise(double phase)
{
    uint64_t seed = (uint64_t)(phase * 65536) * 0x9e3779b97f4a7c15u + 1;
    noise_next(&seed);
    return (float)noise_next(&seed);
}

static void open_feedback(Stage *stage, double rate_hz, double ratio)
{
    stage_init(stage, catalogue_find("comp"), rate_hz, 1);
    stage_set(stage, "threshold", -20);
    stage_set(stage, "ratio", ratio);
    stage_set(stage, "knee", 0);
    stage_set(stage, "topology", 1);
}

/* Output against input in dB over the last second of two, the wave's peak at `in_db`. */
static double feedback_gain_db(Stage *stage, Wave *wave, double in_db)
{
    enum { FRAMES = 96000, LAST = 48000 };
    float *x = signal_new(FRAMES), *y = signal_new(FRAMES);
    for (int i = 0; i < FRAMES; i++)
        y[i] = x[i] = (float)(lin_from(in_db) * (double)wave(i * 1000.0 / 48000));
    stage_open(stage);
    stage_run(stage, y, NULL, FRAMES);
    stage_close(stage);
    double gain_db = tone_db(y + FRAMES - LAST, LAST) - tone_db(x + FRAMES - LAST, LAST);
    free(x);
    free(y);
    return gain_db;
}

/* A full-scale sine of 1 kHz over -20 dB comes out at -15 dB at 4:1, at -19 at 20:1: the dial is the static ratio. Of
 * noise, whose peaks move, 10 dB more in are 10/ratio dB more out. */
static void test_comp_feedback_reaches_the_dial(void **state)
{
    static const double ratios[] = {1.5, 4, 20};
    double worst = 0, noise = 0, rms = 0;
    (void)state;
    for (int r = 0; r < 3; r++) {
        Stage stage;
        open_feedback(&stage, 48000, ratios[r]);
        double want = -20 * (1 - 1 / ratios[r]);
        worst = fmax(worst, fabs(feedback_gain_db(&stage, wave_sine, 0) - want));
        worst = fmax(worst, fabs(feedback_gain_db(&stage, wave_square, 0) - want));
        double more = feedback_gain_db(&stage, wave_noise, 0) - feedback_gain_db(&stage, wave_noise, -10);
        noise = fmax(noise, fabs(more + 10 * (1 - 1 / ratios[r])));
        stage_set(&stage, "detector", 1);
        rms = fmax(rms, fabs(feedback_gain_db(&stage, wave_sine, 0) - want));
    }
    figure("comp_feedback_static_error", worst, "dB", 0.05);
    figure("comp_feedback_noise_static_error", noise, "dB", 0.05);
    figure("comp_feedback_rms_static_error", rms, "dB", 0.05);
    assert_true(worst <= 0.05 && noise <= 0.05 && rms <= 0.05);
}

/* The curve acts on the output: what it takes off is what it asks for at the level that it leaves. */
static void test_comp_feedback_knee_is_on_the_output(void **state)
{
    static const double levels[] = {-40, -28, -24, -20, -15, -8, 0};
    double worst = 0;
    (void)state;
    for (int l = 0; l < 7; l++) {
        Stage stage;
        open_feedback(&stage, 48000, 4);
        stage_set(&stage, "knee", 12);
        double taken = -feedback_gain_db(&stage, wave_sine, levels[l]), left = levels[l] - taken, over = left + 20;
        double asked = over >= 6 ? 3 * over : over > -6 ? 3 * (over + 6) * (over + 6) / 24 : 0;
        worst = fmax(worst, fabs(taken - asked));
        assert_true(fabs(stage.kind->transfer_db(stage.values, levels[l]) - left) < 0.05);
    }
    figure("comp_feedback_knee_error", worst, "dB", 0.05);
    assert_true(worst <= 0.05);
}

/* Frames until 63 % of a step of the reduction in dB.  A wave that has its peak at the step; the gain is read where the
 * wave is above a tenth of it. */
static int feedback_frames_to_63(Wave *wave, double hz, double attack_ms, double rate_hz)
{
    int lead = (int)(rate_hz * 0.1), frames = lead + (int)(rate_hz * 0.0015 * attack_ms) + 1000, count = -1;
    Stage stage;
    float *x = signal_new(frames), *y = signal_new(frames);
    open_feedback(&stage, rate_hz, 4);
    stage_set(&stage, "attack", attack_ms);
    for (int i = 0; i < frames; i++)
        y[i] = x[i] = (float)(lin_from(i < lead ? -40 : 0) * (double)wave((i - lead) * hz / rate_hz));
    stage_open(&stage);
    stage_run(&stage, y, NULL, frames);
    stage_close(&stage);
    for (int i = lead; i < frames && count < 0; i++)
        if (fabsf(x[i]) > 0.1f && db_from(fabs((double)x[i] / y[i])) >= 15 * (1 - exp(-1)))
            count = i - lead + 1;
    free(x);
    free(y);
    return count;
}

/* At every attack time and rate within 5 % or one frame: of a square wave, and of a sine (the frames next to whose
 * zeros are not read: another part of a period). */
static void test_comp_feedback_attack(void **state)
{
    static const double rates[] = {8000, 44100, 96000, 192000}, attacks[] = {0.01, 0.1, 1, 10, 100, 300};
    double worst = 0;
    (void)state;
    for (int r = 0; r < 4; r++)
        for (int a = 0; a < 6; a++) {
            double want = attacks[a] * 0.001 * rates[r], blind = 0.064 * rates[r] / 997 + 1;
            int square = feedback_frames_to_63(wave_square, 997, attacks[a], rates[r]);
            int sine = feedback_frames_to_63(wave_sine, 997, attacks[a], rates[r]);
            worst = fmax(worst, fabs(square - want) / fmax(1, 0.05 * want));
            worst = fmax(worst, (fabs(sine - want) - blind) / fmax(1, 0.05 * want));
            if (worst > 1)
                fail_msg("%g ms at %g Hz: %d and %d frames, not %g", attacks[a], rates[r], square, sine, want);
        }
    figure("comp_feedback_attack", worst, "of_5_%_or_a_frame", 1);
}

/* A step down to where the curve still acts: 63 % of the way from 15 dB to 7.5 dB, at the release's time. */
static void test_comp_feedback_release(void **state)
{
    static const double rates[] = {44100, 192000}, releases[] = {5, 20, 100, 2000};
    double worst = 0;
    (void)state;
    for (int r = 0; r < 2; r++)
        for (int k = 0; k < 4; k++) {
            double want = releases[k] * 0.001 * rates[r];
            int lead = (int)(rates[r] * 0.05) & ~1, frames = lead + (int)(1.5 * want) + 1000, count = -1;
            Stage stage;
            float *x = signal_new(frames);
            open_feedback(&stage, rates[r], 4);
            stage_set(&stage, "attack", 0.5);
            stage_set(&stage, "release", releases[k]);
            for (int i = 0; i < frames; i++)
                x[i] = alternating(i < lead ? 0 : -10, i);
            stage_open(&stage);
            stage_run(&stage, x, NULL, frames);
            stage_close(&stage);
            for (int i = lead; i < frames && count < 0; i++)
                if (-10 - db_from(fabs((double)x[i])) <= 7.5 + 7.5 * exp(-1))
                    count = i - lead + 1;
            worst = fmax(worst, fabs(count - want) / fmax(1, 0.05 * want));
            free(x);
        }
    figure("comp_feedback_release", worst, "of_5_%_or_a_frame", 1);
    assert_true(worst <= 1);
}

typedef struct GateTimes {
    int attack, release;
} GateTimes;

static GateTimes gate_times(double range_db, double attack_ms, double release_ms, double rate_hz)
{
    int lead = 64 * 40, open = lead + (int)(rate_hz * (attack_ms * 0.001 + 0.05)),
        frames = open + (int)(rate_hz * (0.1 + release_ms * 0.0012));
    GateTimes times = {-1, -1};
    Stage stage;
    float *x = signal_new(frames);
    stage_init(&stage, catalogue_find("gate"), rate_hz, 1);
    stage_set(&stage, "threshold", -30);
    stage_set(&stage, "range", range_db);
    stage_set(&stage, "attack", attack_ms);
    stage_set(&stage, "release", release_ms);
    stage_set(&stage, "hold", 20);
    stage_open(&stage);
    for (int i = 0; i < frames; i++)
        x[i] = alternating(i >= lead && i < open ? -10 : -50, i);
    stage_run(&stage, x, NULL, frames);
    stage_close(&stage);
    int began = -1;
    for (int i = lead; i < open && times.attack < 0; i++)
        if (-10 - db_from(fabs((double)x[i])) <= 1.0001)
            times.attack = i - lead + 1;
    for (int i = open; i < frames && times.release < 0; i++) {
        double less = -50 - db_from(fabs((double)x[i]));
        if (began < 0 && less > 1e-3)
            began = i;
        if (less >= range_db - 1.0001)
            times.release = i - began + 1;
    }
    if (abs(began - open - (int)(0.02 * rate_hz)) > 2) /* the hold, from the first quiet frame on */
        fail_msg("the hold of 20 ms lasts %d frames at %g Hz", began - open, rate_hz);
    free(x);
    return times;
}

static void test_gate_times(void **state)
{
    static const double rates[] = {44100, 96000, 192000};
    double worst = 0;
    (void)state;
    for (int r = 0; r < 3; r++)
        for (int i = 0; i < 4; i++) {
            double range = i % 2 ? 60 : 20, attack = i < 2 ? 1 : 20, release = i < 2 ? 150 : 30;
            GateTimes got = gate_times(range, attack, release, rates[r]);
            double a = attack * 0.001 * rates[r], b = release * 0.001 * rates[r];
            worst =
                fmax(worst, fmax(fabs(got.attack - a) / fmax(1, 0.05 * a), fabs(got.release - b) / fmax(1, 0.05 * b)));
        }
    figure("gate_times", worst, "of_5_%_or_a_frame", 1);
    assert_true(worst <= 1);
}

/* A tone that dies away over 80 dB: once the gate begins to close it never opens again. */
static void test_gate_does_not_chatter(void **state)
{
    static const double tones[] = {50, 110, 997, 5000};
    int reversals = 0;
    (void)state;
    for (int t = 0; t < 4; t++) {
        enum { FRAMES = 96000 };
        Stage stage;
        float *x = signal_new(FRAMES);
        double last = 0;
        stage_init(&stage, catalogue_find("gate"), 48000, 1);
        stage_set(&stage, "threshold", -40);
        stage_open(&stage);
        for (int i = 0; i < FRAMES; i++)
            x[i] = (float)(sin(2 * M_PI * tones[t] * i / 48000) * lin_from(-80.0 * i / FRAMES));
        for (int i = 0; i < FRAMES; i += CELL_FRAMES) {
            stage_run(&stage, x + i, NULL, CELL_FRAMES);
            double less = stage.kind->gain_reduction_db(stage.bank, 0);
            reversals += i > 9600 && less < last;
            last = less;
        }
        assert_true(last > 59);
        free(x);
        stage_close(&stage);
    }
    figure("gate_reversals_on_decaying_tones", reversals, "", 0);
    assert_int_equal(reversals, 0);
}

static void test_deesser_takes_its_band_down(void **state)
{
    enum { FRAMES = 48000 };
    Stage stage;
    float *x = signal_new(FRAMES);
    (void)state;
    for (int shape = 0; shape < 2; shape++)
        for (int mode = 0; mode < 2; mode++) {
            stage_init(&stage, catalogue_find("deesser"), 48000, 1);
            stage_set(&stage, "threshold", -40);
            stage_set(&stage, "shape", shape);
            stage_set(&stage, "mode", mode);
            stage_open(&stage);
            double hz = shape ? 15000 : 6500, split_less = shape ? 5.3 : 5.95; /* a shelf is not quite there yet */
            fill_tone(x, FRAMES, hz, -10, 48000);
            stage_run(&stage, x, NULL, FRAMES);
            double less = -10 - tone_db(x + FRAMES / 2, FRAMES / 2);
            if (!(less < 6.05 && less > (mode ? 5.95 : split_less)))
                fail_msg("shape %d, mode %d: %g dB less", shape, mode, less);
            fill_tone(x, FRAMES, 200, -10, 48000);
            stage.kind->reset(stage.bank, 0);
            stage.kind->update(stage.bank, 0, stage.values, 120, true);
            stage_run(&stage, x, NULL, FRAMES);
            assert_true(fabs(tone_db(x + FRAMES / 2, FRAMES / 2) + 10) < (shape ? 0.01 : 0.05));
            stage_close(&stage);
        }
    free(x);
}

/* Idle, but with a threshold: quiet noise goes through the split band and comes out as it was. */
static void test_deesser_sums_flat_when_idle(void **state)
{
    Stage stage;
    float x[4096], want[4096];
    uint64_t seed = 6;
    (void)state;
    stage_init(&stage, catalogue_find("deesser"), 48000, 1);
    stage_set(&stage, "threshold", -20);
    stage_open(&stage);
    for (int i = 0; i < 4096; i++)
        x[i] = want[i] = (float)(0.01 * noise_next(&seed));
    stage_run(&stage, x, NULL, 4096);
    assert_memory_equal(x, want, sizeof x);
    figure("deesser_idle_sum", 0, "dB", 0.01);
    stage_close(&stage);
}

/* A drum: noise that begins at once and dies away, four times a second, over a quiet bed. */
static void test_transient_does_not_depend_on_level(void **state)
{
    enum { FRAMES = 96000 };
    static const double attack[] = {100, -100, 0, 0}, sustain[] = {0, 0, 100, -100};
    float *loud = signal_new(FRAMES), *quiet = signal_new(FRAMES);
    double worst = 0, least = INFINITY;
    (void)state;
    for (int c = 0; c < 4; c++) {
        uint64_t seed = 11;
        Stage stage;
        double changed = 0;
        for (int i = 0; i < FRAMES; i++)
            loud[i] = (float)(0.5 * noise_next(&seed) * (exp(-(i % 12000) / 2400.0) + 0.01));
        for (int i = 0; i < FRAMES; i++)
            quiet[i] = loud[i] * 0.01f;
        stage_init(&stage, catalogue_find("transient"), 48000, 1);
        stage_set(&stage, "attack", attack[c]);
        stage_set(&stage, "sustain", sustain[c]);
        stage_open(&stage);
        float before = loud[36100];
        stage_run(&stage, loud, NULL, FRAMES);
        stage.kind->reset(stage.bank, 0);
        stage.kind->update(stage.bank, 0, stage.values, 120, true);
        stage_run(&stage, quiet, NULL, FRAMES);
        for (int i = 24000; i < FRAMES; i++)
            if (loud[i] != 0)
                worst = fmax(worst, fabs(db_from(fabs(quiet[i] / 0.01 / loud[i]))));
        changed = fabs(db_from(fabs((double)loud[attack[c] != 0 ? 36100 : 36100] / before)));
        least = attack[c] != 0 ? fmin(least, changed) : least;
        stage_close(&stage);
    }
    free(loud);
    free(quiet);
    figure("transient_change_over_40_dB_of_level", worst, "dB", 0.5);
    assert_true(worst < 0.5);
    assert_true(least > 2); /* and it does something to the attack */
}

static void test_gain_is_exact(void **state)
{
    Stage stage;
    float left[256], right[256], a[256], b[256];
    uint64_t seed = 21;
    (void)state;
    for (int swap = 0; swap < 2; swap++)
        for (int mono = 0; mono < 2; mono++)
            for (int polarity = 0; polarity < 4; polarity++) {
                stage_init(&stage, catalogue_find("gain"), 48000, 2);
                stage_set(&stage, "level", -6);
                stage_set(&stage, "swap", swap);
                stage_set(&stage, "mono", mono);
                stage_set(&stage, "polarity", polarity);
                stage_open(&stage);
                for (int i = 0; i < 256; i++) {
                    left[i] = a[i] = (float)noise_next(&seed);
                    right[i] = b[i] = (float)noise_next(&seed);
                }
                stage_run(&stage, left, right, 256);
                double g = lin_from(-6);
                for (int i = 0; i < 256; i++) {
                    double l = g * a[i] * (polarity == 1 || polarity == 2 ? -1 : 1),
                           r = g * b[i] * (polarity == 1 || polarity == 3 ? -1 : 1);
                    double want_left = mono   ? 0.5 * (l + r)
                                       : swap ? r
                                              : l,
                           want_right = mono   ? 0.5 * (l + r)
                                        : swap ? l
                                               : r;
                    assert_true(fabs(left[i] - want_left) < 1e-7);
                    assert_true(fabs(right[i] - want_right) < 1e-7);
                }
                stage_close(&stage);
            }
}

static void test_vector_logarithm_and_power(void **state)
{
    double worst_log = 0, worst_exp = 0;
    (void)state;
    for (int i = 0; i < 200000; i++) {
        float x = (float)exp(-60 + i * 0.0004), y = (float)(-100 + i * 0.001);
        F8 l = f8_log2(f8_set(x)), e = f8_exp2(f8_set(y));
        worst_log = fmax(worst_log, fabs(((float *)&l)[3] - log2((double)x)) / fmax(1, fabs(log2((double)x))));
        worst_exp = fmax(worst_exp, fabs(((float *)&e)[5] / exp2((double)y) - 1));
    }
    F8 one = f8_exp2(f8_set(0)), none = f8_log2(f8_set(1));
    assert_true(((float *)&one)[0] == 1 && ((float *)&none)[0] == 0);
    figure("vector_log2", worst_log, "relative", 2e-7);
    figure("vector_exp2", worst_exp, "relative", 2e-7);
    assert_true(worst_log < 2e-7 && worst_exp < 2e-7);
}

static void test_curves_for_the_display(void **state)
{
    Stage comp, eq;
    double db[5];
    (void)state;
    stage_init(&comp, catalogue_find("comp"), 48000, 1);
    stage_set(&comp, "threshold", -20);
    stage_set(&comp, "knee", 0);
    assert_true(response_transfer(comp.kind, comp.values, -40, 0, 5, db));
    assert_true(db[0] == -40 && db[2] == -20 && fabs(db[4] + 10) < 1e-9); /* 2:1 above -20 dB */
    assert_false(response_curve(comp.kind, comp.values, 48000, 20, 20000, 5, db));
    stage_init(&eq, catalogue_find("eq"), 48000, 1);
    eq.values[processor_value_index(eq.kind, 0, "type")] = 1;
    eq.values[processor_value_index(eq.kind, 0, "gain")] = 6;
    assert_true(response_curve(eq.kind, eq.values, 48000, 10, 100000, 5, db));
    assert_true(fabs(db[2] - 6) < 0.001 && fabs(db[0]) < 0.01); /* a bell at 1 kHz */
    assert_false(response_transfer(eq.kind, eq.values, -40, 0, 5, db));
    assert_false(response_curve(eq.kind, eq.values, 48000, 10, 100000, 1, db));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vector_logarithm_and_power),
        cmocka_unit_test(test_comp_static_curve),
        cmocka_unit_test(test_comp_times),
        cmocka_unit_test(test_comp_range_hold_and_link),
        cmocka_unit_test(test_comp_feedback_attack),
        cmocka_unit_test(test_comp_feedback_knee_is_on_the_output),
        cmocka_unit_test(test_comp_feedback_reaches_the_dial),
        cmocka_unit_test(test_comp_feedback_release),
        cmocka_unit_test(test_gate_times),
        cmocka_unit_test(test_gate_does_not_chatter),
        cmocka_unit_test(test_deesser_takes_its_band_down),
        cmocka_unit_test(test_deesser_sums_flat_when_idle),
        cmocka_unit_test(test_transient_does_not_depend_on_level),
        cmocka_unit_test(test_gain_is_exact),
        cmocka_unit_test(test_curves_for_the_display),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
