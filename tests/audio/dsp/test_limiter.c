/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limiter against a meter of 16 phases and 512 taps a phase, in double, that shares nothing with it. */
#include "tests/audio/dsp/stage.h"

#include "audio/base/cpu.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/lanes.h"
#include "audio/dsp/math/peakscan.h"

enum { FRAMES = 64 * 250, METER_HALF = 256, METER_PHASES = 16 };

static double meter_taps[2 * METER_HALF][METER_PHASES]; /* of all phases side by side, which compilers make quick */

/* Blackman-windowed sinc: flat to 0.494 of the rate. */
static int meter_init(void **state)
{
    (void)state;
    for (int p = 0; p < METER_PHASES; p++)
        for (int k = 0; k < 2 * METER_HALF; k++) {
            double t = (double)p / METER_PHASES - (k - (METER_HALF - 1)), x = t / METER_HALF;
            double window = 0.42 + 0.5 * cos(M_PI * x) + 0.08 * cos(2 * M_PI * x);
            meter_taps[k][p] = fabs(x) >= 1 ? 0 : window * (t == 0 ? 1 : sin(M_PI * t) / (M_PI * t));
        }
    return 0;
}

/* Highest value between the samples of a part, `from` at least 256 frames inside the signal. */
static double meter_peak(const float *signal, int from, int to)
{
    double peak = 0;
    for (int i = from; i < to; i++) {
        double near = 0;
        for (int k = -3; k <= 4; k++)
            near = fabs(signal[i + k]) > near ? fabs(signal[i + k]) : near;
        if (near < 0.6 * peak)
            continue; /* eight neighbours that low never carry the highest peak of these signals */
        double sums[METER_PHASES] = {0};
        for (int k = 0; k < 2 * METER_HALF; k++)
            for (int p = 0; p < METER_PHASES; p++)
                sums[p] += meter_taps[k][p] * signal[i + k - (METER_HALF - 1)];
        for (int p = 0; p < METER_PHASES; p++)
            peak = fabs(sums[p]) > peak ? fabs(sums[p]) : peak;
    }
    return peak;
}

typedef void Torture(float *left, float *right, double rate_hz);

static void torture_quarter_rate(float *left, float *right, double rate_hz)
{
    (void)rate_hz;
    for (int i = 0; i < FRAMES; i++) {
        left[i] = (float)(2.0 * sin(M_PI / 2 * i + M_PI / 4));
        right[i] = (float)((i / 3000) % 2 * 1.5 * sin(M_PI / 3 * i + M_PI / 3));
    }
}

static void torture_bursts(float *left, float *right, double rate_hz)
{
    (void)rate_hz;
    for (int i = 0; i < FRAMES; i++) {
        double t = i % 1777 - 888.37, slow = i % 2711 - 1355.61;
        left[i] = (float)(3 * cos(2 * M_PI * 0.41 * t) * exp(-t * t / 900));
        right[i] = (float)(2.2 * cos(2 * M_PI * 0.3 * slow) * exp(-slow * slow / 5000));
    }
}

static void torture_locked_tones(float *left, float *right, double rate_hz)
{
    (void)rate_hz;
    static const double periods[] = {2.5, 7 / 3.0, 20 / 9.0, 8 / 3.0, 12 / 5.0, 3, 10 / 3.0, 16 / 7.0};
    for (int i = 0; i < FRAMES; i++) {
        int part = i / 3200 % 8, within = i % 3200;
        double edge = within < 1600 ? within : 3200 - within,
               fade = edge < 400 ? 0.5 - 0.5 * cos(M_PI * edge / 400) : 1;
        left[i] = (float)(1.6 * fade * sin(2 * M_PI * i / periods[part] + part));
        right[i] = (float)(1.1 * fade * cos(2 * M_PI * i / periods[7 - part]));
    }
}

/* Noise below 0.45 of the rate, gated hard: 255 taps of a Blackman window. */
static void torture_noise(float *left, float *right, double rate_hz)
{
    (void)rate_hz;
    static float raw[FRAMES + 256];
    uint64_t seed = 17;
    for (int c = 0; c < 2; c++) {
        for (int i = 0; i < FRAMES + 256; i++)
            raw[i] = (float)(1.3 * noise_next(&seed) * (i / 2000 % 3 == c ? 0.15 : 1));
        for (int i = 0; i < FRAMES; i++) {
            double sum = 0;
            for (int k = -127; k <= 127; k++) {
                double window = 0.42 + 0.5 * cos(M_PI * k / 128) + 0.08 * cos(2 * M_PI * k / 128);
                sum += raw[i + 127 + k] * window * (k ? sin(M_PI * 2 * 0.44 * k) / (M_PI * k) : 2 * 0.44);
            }
            (c ? right : left)[i] = (float)sum;
        }
    }
}

static void torture_full_band(float *left, float *right, double rate_hz)
{
    (void)rate_hz;
    uint64_t seed = 23;
    for (int i = 0; i < FRAMES; i++) {
        left[i] = (float)(1.5 * noise_next(&seed));
        right[i] = (float)(i / 4000 % 2 * 2.0 * noise_next(&seed));
    }
}

/* A low tone with a click on top and square-like overs, as a mix has them. */
static void torture_music(float *left, float *right, double rate_hz)
{
    uint64_t seed = 31;
    for (int i = 0; i < FRAMES; i++) {
        double t = i / rate_hz, since = fmod(t, 0.11);
        double hit = exp(-since * 60) * (since < 1e-3 ? 0.5 - 0.5 * cos(M_PI * since * 1e3) : 1);
        double body =
            0.9 * sin(2 * M_PI * 55 * t) + 0.7 * hit * sin(2 * M_PI * 180 * t) + 0.5 * hit * sin(2 * M_PI * 1900 * t);
        left[i] = (float)(1.6 * body);
        right[i] = (float)(1.4 * tanh(3 * body) + 0.05 * sin(2 * M_PI * 11000 * t + noise_next(&seed) * 0.01));
    }
}

static double overshoot_db(Torture *torture, double rate_hz, double lookahead_ms, double link, int character)
{
    float *left = signal_new(FRAMES), *right = signal_new(FRAMES);
    Stage stage;
    torture(left, right, rate_hz);
    stage_init(&stage, &limiter_kind, rate_hz, 2);
    stage_set(&stage, "lookahead", lookahead_ms);
    stage_set(&stage, "link", link);
    stage_set(&stage, "character", character);
    stage_open(&stage);
    stage_run(&stage, left, right, FRAMES);
    stage_close(&stage);
    double peak_left = meter_peak(left, METER_HALF, FRAMES - METER_HALF);
    double peak_right = meter_peak(right, METER_HALF, FRAMES - METER_HALF);
    free(left);
    free(right);
    double over = db_from(peak_left > peak_right ? peak_left : peak_right) + 1;
    assert_true(over > -1.5); /* it is not simply turned down */
    return over;
}

static void test_no_true_peak_above_the_ceiling(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        Torture *torture;
        double bar;
    } tortures[] = {
        {"quarter-rate", torture_quarter_rate, 0.05},
        {"bursts", torture_bursts, 0.05},
        {"locked-tones", torture_locked_tones, 0.05},
        {"noise", torture_noise, 0.05},
        {"music", torture_music, 0.05},
        {"full-band", torture_full_band, 0.2},
    };
    static const struct {
        double rate_hz, lookahead_ms, link;
        int character;
    } settings[] = {
        {48000, 5, 100, 0},
        {44100, 1, 0, 1},
        {48000, 0.1, 50, 1},
        {96000, 10, 100, 2},
    };
    bool failed = false;
    for (size_t t = 0; t < ARRAY_LEN(tortures); t++) {
        double worst = -99;
        for (size_t s = 0; s < ARRAY_LEN(settings); s++) {
            double over = overshoot_db(tortures[t].torture, settings[s].rate_hz, settings[s].lookahead_ms,
                                       settings[s].link, settings[s].character);
            worst = over > worst ? over : worst;
            if (getenv("LIMITER_VERBOSE"))
                printf("%s lookahead %g: %.4f\n", tortures[t].name, settings[s].lookahead_ms, over);
        }
        char name[64];
        snprintf(name, sizeof name, "limiter.overshoot.%s", tortures[t].name);
        figure(name, worst, "dB", tortures[t].bar);
        failed = failed || worst > tortures[t].bar;
    }
    assert_false(failed);
}

static void test_below_the_ceiling_it_is_a_delay_to_the_bit(void **state)
{
    (void)state;
    static const double lookaheads_ms[] = {0.1, 1, 5, 10};
    for (size_t l = 0; l < ARRAY_LEN(lookaheads_ms); l++)
        for (int channels = 1; channels <= 2; channels++) {
            float *left = signal_new(FRAMES), *right = signal_new(FRAMES), *before = signal_new(FRAMES);
            Stage stage;
            torture_music(left, right, 48000);
            for (int i = 0; i < FRAMES; i++)
                before[i] = left[i] *= 0.25f;
            memset(right, 0, FRAMES * sizeof *right);
            stage_init(&stage, &limiter_kind, 48000, channels);
            stage_set(&stage, "lookahead", lookaheads_ms[l]);
            stage_open(&stage);
            stage_run(&stage, left, right, FRAMES);
            int latency = stage_latency(&stage);
            assert_memory_equal(left + latency, before, (size_t)(FRAMES - latency) * sizeof *left);
            for (int i = 0; i < latency; i++)
                assert_true(left[i] == 0);
            assert_true(limiter_kind.gain_reduction_db(stage.bank, 0) == 0);
            stage_close(&stage);
            free(left);
            free(right);
            free(before);
        }
}

/* 100 Hz at 3 dB reduction, default look-ahead, release 200 ms: everything but the fundamental, by least squares over
 * whole periods. */
static double thd_db(double rate_hz, double release_ms)
{
    int frames = (int)rate_hz * 2;
    float *left = signal_new(frames), *right = signal_new(frames);
    Stage stage;
    for (int i = 0; i < frames; i++)
        left[i] = right[i] = (float)(pow(10, (3.0 - 1) / 20) * sin(2 * M_PI * 100 * i / rate_hz));
    stage_init(&stage, &limiter_kind, rate_hz, 2);
    stage_set(&stage, "release", release_ms);
    stage_open(&stage);
    stage_run(&stage, left, right, frames);
    assert_true(fabs(limiter_kind.gain_reduction_db(stage.bank, 0) - 3) < 0.05);
    stage_close(&stage);
    double s = 0, c = 0, residual = 0, total = 0;
    int from = frames / 2, count = frames / 2;
    for (int i = from; i < frames; i++) {
        s += left[i] * sin(2 * M_PI * 100 * i / rate_hz) * 2 / count;
        c += left[i] * cos(2 * M_PI * 100 * i / rate_hz) * 2 / count;
    }
    for (int i = from; i < frames; i++) {
        double error = left[i] - s * sin(2 * M_PI * 100 * i / rate_hz) - c * cos(2 * M_PI * 100 * i / rate_hz);
        residual += error * error;
        total += (double)left[i] * left[i];
    }
    free(left);
    free(right);
    return 10 * log10(residual / total);
}

static void test_distortion_of_a_low_tone(void **state)
{
    (void)state;
    double worst = -300;
    static const double rates_hz[] = {44100, 48000, 96000};
    for (size_t r = 0; r < ARRAY_LEN(rates_hz); r++)
        for (int is_auto = 0; is_auto < 2; is_auto++) {
            double thd = thd_db(rates_hz[r], is_auto ? 0 : 200);
            worst = thd > worst ? thd : worst;
        }
    figure("limiter.thd-n.100hz", worst, "dB", -90);
    assert_true(worst < -90);
}

static void test_release_returns_with_its_time_constant(void **state)
{
    (void)state;
    int frames = 48000;
    float *left = signal_new(frames), *right = signal_new(frames);
    Stage stage;
    for (int i = 0; i < frames; i++)
        left[i] = right[i] = i < 9600 ? 1.5f : 0.25f;
    stage_init(&stage, &limiter_kind, 48000, 2);
    stage_set(&stage, "release", 100);
    stage_set(&stage, "ceiling", -6);
    stage_open(&stage);
    stage_run(&stage, left, right, frames);
    int at = 9600 + stage_latency(&stage) + 960;
    double first = 1 - left[at] / 0.25, later = 1 - left[at + 4800] / 0.25;
    double time_ms = -100 / log(later / first);
    figure("limiter.release", fabs(time_ms - 100), "%", 1);
    assert_true(fabs(time_ms - 100) < 1);
    stage_close(&stage);
    free(left);
    free(right);
}

static void test_runs_and_simd_levels_give_the_same_bits(void **state)
{
    (void)state;
    float *left[4], *right[4];
    static const int cuts[] = {64, 1, 7, 64};
    for (int pass = 0; pass < 4; pass++) {
        Stage stage;
        left[pass] = signal_new(FRAMES);
        right[pass] = signal_new(FRAMES);
        torture_music(left[pass], right[pass], 48000);
        stage_init(&stage, &limiter_kind, 48000, 2);
        stage_open(&stage);
        stage_run_cut(&stage, left[pass], right[pass], FRAMES / 2, cuts[pass]);
        stage_set(&stage, "gain", 6);
        stage_set(&stage, "ceiling", -3);
        limiter_kind.update(stage.bank, 0, stage.values, 120, false);
        stage_run_cut(&stage, left[pass] + FRAMES / 2, right[pass] + FRAMES / 2, FRAMES / 2, cuts[pass]);
        stage_close(&stage);
        if (pass) {
            assert_memory_equal(left[0], left[pass], FRAMES * sizeof(float));
            assert_memory_equal(right[0], right[pass], FRAMES * sizeof(float));
        }
    }
    for (int pass = 0; pass < 4; pass++) {
        free(left[pass]);
        free(right[pass]);
    }
    ALIGNED(32) static PeakScan scan;
    peakscan_init(&scan);
    uint64_t seed = 3;
    float from[PEAKSCAN_TAPS + PEAKSCAN_GROUP], fast[PEAKSCAN_GROUP], plain[PEAKSCAN_GROUP];
    for (int round = 0; round < 1000; round++) {
        for (size_t i = 0; i < ARRAY_LEN(from); i++)
            from[i] = (float)noise_next(&seed);
        peakscan_eight(&scan, from, 0.5f, fast);
        cpu_use_extensions(CPU_PLAIN);
        peakscan_eight(&scan, from, 0.5f, plain);
        cpu_use_extensions(CPU_ALL);
        assert_memory_equal(fast, plain, sizeof fast);
        for (int i = 0; i < PEAKSCAN_GROUP; i++)
            assert_true(fast[i] <= scan.bound);
    }
}

static void test_delta_and_output_sum_to_the_input(void **state)
{
    (void)state;
    float *out[2], *right[2], *in = signal_new(FRAMES);
    for (int delta = 0; delta < 2; delta++) {
        Stage stage;
        out[delta] = signal_new(FRAMES);
        right[delta] = signal_new(FRAMES);
        torture_music(out[delta], right[delta], 48000);
        memcpy(in, out[delta], FRAMES * sizeof *in);
        stage_init(&stage, &limiter_kind, 48000, 2);
        stage_set(&stage, "delta", delta);
        stage_open(&stage);
        int latency = stage_latency(&stage);
        stage_run(&stage, out[delta], right[delta], FRAMES);
        stage_close(&stage);
        for (int i = latency; delta && i < FRAMES; i++)
            assert_true(fabs(out[0][i] + out[1][i] - in[i - latency]) < 1e-6);
    }
    for (int i = 0; i < 2; i++) {
        free(out[i]);
        free(right[i]);
    }
    free(in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_true_peak_above_the_ceiling),
        cmocka_unit_test(test_below_the_ceiling_it_is_a_delay_to_the_bit),
        cmocka_unit_test(test_distortion_of_a_low_tone),
        cmocka_unit_test(test_release_returns_with_its_time_constant),
        cmocka_unit_test(test_runs_and_simd_levels_give_the_same_bits),
        cmocka_unit_test(test_delta_and_output_sum_to_the_input),
    };
    return cmocka_run_group_tests(tests, meter_init, NULL);
}
