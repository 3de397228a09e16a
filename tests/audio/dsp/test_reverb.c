/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Impulse responses of the reverb: decay (M. Schroeder's backward integration, JASA 37, 1965), correlation, modes,
 * level. */
#include "tests/audio/dsp/stage.h"

#include "audio/dsp/fft.h"
#include "audio/dsp/kinds.h"
#include "audio/dsp/lanes.h"

typedef struct Response {
    float *channel[2];
    int frames;
    double rate_hz;
} Response;

static void reverb_stage(Stage *stage, double rate_hz, double decay_s)
{
    stage_init(stage, &reverb_kind, rate_hz, 2);
    stage_set(stage, "decay", decay_s);
}

static Response respond(Stage *stage, double seconds)
{
    Response response = {.rate_hz = stage->rate_hz, .frames = (int)(seconds * stage->rate_hz) / 64 * 64};
    for (int c = 0; c < 2; c++) {
        response.channel[c] = signal_new(response.frames);
        response.channel[c][0] = 1;
    }
    stage_open(stage);
    stage_run(stage, response.channel[0], response.channel[1], response.frames);
    stage_close(stage);
    return response;
}

static void response_free(Response *response)
{
    free(response->channel[0]);
    free(response->channel[1]);
}

/* An octave around `hz`: two band-passes in a row, in double. */
static void octave_band(float *x, int frames, double hz, double rate_hz)
{
    for (int round = 0; round < 2; round++) {
        double w = 2 * M_PI * hz / rate_hz, alpha = sin(w) / 2.2, z1 = 0, z2 = 0;
        for (int i = 0; i < frames; i++) {
            double in = x[i], y = alpha / (1 + alpha) * in + z1;
            z1 = 2 * cos(w) / (1 + alpha) * y + z2;
            z2 = -alpha / (1 + alpha) * in - (1 - alpha) / (1 + alpha) * y;
            x[i] = (float)y;
        }
    }
}

/* Backward-integrated energy in dB re its beginning. */
static double *decay_curve(const float *x, int frames)
{
    double *curve = malloc((size_t)frames * sizeof *curve), sum = 0;
    assert_non_null(curve);
    for (int i = frames - 1; i >= 0; i--) {
        sum += (double)x[i] * x[i];
        curve[i] = sum;
    }
    for (int i = frames - 1; i >= 0; i--)
        curve[i] = 10 * log10(curve[i] / curve[0] + 1e-30);
    return curve;
}

/* Fits a line to the curve between two levels; returns its RT60 and the largest deviation from it. */
static double fit_decay(const double *curve, int frames, double rate_hz, double from_db, double to_db,
                        double *deviation_db)
{
    int a = 0, b;
    while (a < frames && curve[a] > from_db)
        a++;
    for (b = a; b < frames && curve[b] > to_db; b++)
        ;
    double n = b - a, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int i = a; i < b; i++) {
        double x = i - a;
        sx += x;
        sy += curve[i];
        sxx += x * x;
        sxy += x * curve[i];
    }
    double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx), base = (sy - slope * sx) / n;
    *deviation_db = 0;
    for (int i = a; i < b; i++) {
        double deviation = fabs(curve[i] - base - slope * (i - a));
        *deviation_db = deviation > *deviation_db ? deviation : *deviation_db;
    }
    return -60 / slope / rate_hz;
}

static void test_rt60_at_1_khz_is_the_dial(void **state)
{
    (void)state;
    static const struct {
        double decay_s, size, rate_hz, low, high, modulation;
    } cases[] = {
        {0.1, 50, 48000, 100, 45, 25},  {0.1, 100, 48000, 100, 100, 0}, {0.3, 20, 44100, 100, 45, 25},
        {0.6, 100, 48000, 50, 45, 25},  {1.8, 50, 48000, 100, 45, 25},  {1.8, 0, 48000, 150, 30, 100},
        {1.8, 100, 96000, 100, 45, 25}, {5, 50, 16000, 200, 20, 50},    {20, 100, 8000, 100, 60, 25},
    };
    double worst = 0;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Stage stage;
        reverb_stage(&stage, cases[i].rate_hz, cases[i].decay_s);
        stage_set(&stage, "size", cases[i].size);
        stage_set(&stage, "lowdecay", cases[i].low);
        stage_set(&stage, "highdecay", cases[i].high);
        stage_set(&stage, "modulation", cases[i].modulation);
        Response response = respond(&stage, cases[i].decay_s * 1.2 + 0.3);
        for (int c = 0; c < 2; c++) {
            double deviation;
            octave_band(response.channel[c], response.frames, 1000, cases[i].rate_hz);
            double *curve = decay_curve(response.channel[c], response.frames);
            double rt60 = fit_decay(curve, response.frames, cases[i].rate_hz, -5, -45, &deviation);
            double error = 100 * fabs(rt60 / cases[i].decay_s - 1);
            worst = error > worst ? error : worst;
            if (getenv("REVERB_VERBOSE"))
                printf("decay %g size %g rate %g: %.3f s (%.1f %%) deviation %.2f\n", cases[i].decay_s, cases[i].size,
                       cases[i].rate_hz, rt60, error, deviation);
            free(curve);
        }
        response_free(&response);
    }
    figure("reverb.rt60-error.1khz", worst, "%", 5);
    assert_true(worst < 5);
}

static void test_low_and_high_decay_are_what_they_say(void **state)
{
    (void)state;
    static const struct {
        double hz;
        const char *key;
        double part;
    } cases[] = {{63, "lowdecay", 150}, {63, "lowdecay", 50}, {12000, "highdecay", 40}};
    double worst = 0;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        Stage stage;
        double deviation;
        reverb_stage(&stage, 48000, 1.5);
        stage_set(&stage, "lowdecay", 100);
        stage_set(&stage, "highdecay", 100);
        stage_set(&stage, cases[i].key, cases[i].part);
        Response response = respond(&stage, 3.5);
        octave_band(response.channel[0], response.frames, cases[i].hz, 48000);
        double *curve = decay_curve(response.channel[0], response.frames);
        double rt60 = fit_decay(curve, response.frames, 48000, -5, -35, &deviation), wanted = 1.5 * cases[i].part / 100;
        worst = fabs(rt60 / wanted - 1) * 100 > worst ? fabs(rt60 / wanted - 1) * 100 : worst;
        free(curve);
        response_free(&response);
    }
    figure("reverb.rt60-error.ends", worst, "%", 20);
    assert_true(worst < 20); /* shelves of first order reach their ends slowly */
}

static void test_the_decay_is_a_straight_line(void **state)
{
    (void)state;
    static const double decays_s[] = {0.1, 0.4, 1.8, 4};
    double worst = 0;
    for (size_t i = 0; i < ARRAY_LEN(decays_s); i++)
        for (int size = 0; size <= 100; size += 50) {
            Stage stage;
            reverb_stage(&stage, 48000, decays_s[i]);
            stage_set(&stage, "size", size);
            stage_set(&stage, "highdecay", 100);
            Response response = respond(&stage, decays_s[i] * 1.7 + 0.3);
            for (int c = 0; c < 2; c++) {
                double deviation;
                double *curve = decay_curve(response.channel[c], response.frames);
                double rt60 = fit_decay(curve, response.frames, 48000, -5, -60, &deviation);
                worst = deviation > worst ? deviation : worst;
                if (getenv("REVERB_VERBOSE"))
                    printf("decay %g size %d: rt60 %.3f deviation %.2f dB\n", decays_s[i], size, rt60, deviation);
                free(curve);
            }
            response_free(&response);
        }
    figure("reverb.decay-deviation", worst, "dB", 1);
    assert_true(worst < 1);
}

static void test_late_sound_is_uncorrelated(void **state)
{
    (void)state;
    static const double decays_s[] = {0.3, 1, 3};
    double worst = 0;
    for (size_t i = 0; i < ARRAY_LEN(decays_s); i++) {
        Stage stage;
        reverb_stage(&stage, 48000, decays_s[i]);
        Response response = respond(&stage, decays_s[i]);
        /* mono in; windows of a fifth of the decay from its first fifth on */
        for (int w = 1; w < 5; w++) {
            double ll = 0, rr = 0, lr = 0;
            for (int n = response.frames * w / 5; n < response.frames * (w + 1) / 5; n++) {
                ll += (double)response.channel[0][n] * response.channel[0][n];
                rr += (double)response.channel[1][n] * response.channel[1][n];
                lr += (double)response.channel[0][n] * response.channel[1][n];
            }
            double correlation = fabs(lr) / sqrt(ll * rr);
            if (getenv("REVERB_VERBOSE"))
                printf("decay %g window %d: correlation %.3f\n", decays_s[i], w, correlation);
            worst = correlation > worst ? correlation : worst;
        }
        response_free(&response);
    }
    figure("reverb.late-correlation", worst, "", 0.15);
    assert_true(worst < 0.15);
}

/* Power of the 1/24-octave bands of the response from half its decay on, both channels. */
static int band_powers(const Response *response, double decay_s, double *powers, double from_hz, double to_hz)
{
    enum { SIZE = 1 << 17 };
    Fft *fft = fft_new(SIZE);
    float *in = signal_new(SIZE), *re = signal_new(SIZE), *im = signal_new(SIZE),
          *scratch = aligned_alloc(64, 8 * SIZE);
    int from = (int)(decay_s / 2 * response->rate_hz),
        count = response->frames - from < SIZE ? response->frames - from : SIZE, bands = 0;
    assert_true(fft && scratch);
    double *spectrum = calloc(SIZE / 2 + 1, sizeof *spectrum);
    for (int c = 0; c < 2; c++) {
        for (int i = 0; i < count; i++)
            in[i] = (float)(response->channel[c][from + i] * (0.5 - 0.5 * cos(2 * M_PI * i / count)));
        fft_forward(fft, in, re, im, scratch);
        for (int k = 0; k <= SIZE / 2; k++)
            spectrum[k] += (double)re[k] * re[k] + (double)im[k] * im[k];
    }
    for (double hz = from_hz; hz < to_hz; hz *= pow(2, 1 / 24.0)) {
        int a = (int)ceil(hz * pow(2, -1 / 48.0) * SIZE / response->rate_hz),
            b = (int)ceil(hz * pow(2, 1 / 48.0) * SIZE / response->rate_hz);
        double sum = 0;
        for (int k = a; k < b; k++)
            sum += spectrum[k];
        powers[bands++] = 10 * log10(sum / (b - a));
    }
    free(spectrum);
    free(in);
    free(re);
    free(im);
    free(scratch);
    fft_free(fft);
    return bands;
}

static void test_no_mode_rings(void **state)
{
    (void)state;
    static const double decays_s[] = {1.8, 4};
    double worst = -99;
    for (size_t i = 0; i < ARRAY_LEN(decays_s); i++)
        for (int size = 50; size <= 100; size += 50) {
            Stage stage;
            double powers[256];
            reverb_stage(&stage, 48000, decays_s[i]);
            stage_set(&stage, "size", size);
            Response response = respond(&stage, decays_s[i] * 1.1);
            int bands = band_powers(&response, decays_s[i], powers, 200, 10000);
            for (int b = 2; b < bands - 2; b++) {
                double mean = 10 * log10((pow(10, powers[b - 2] / 10) + pow(10, powers[b - 1] / 10) +
                                          pow(10, powers[b + 1] / 10) + pow(10, powers[b + 2] / 10)) /
                                         4);
                worst = powers[b] - mean > worst ? powers[b] - mean : worst;
                if (getenv("REVERB_VERBOSE") && powers[b] - mean > 4)
                    printf("decay %g size %d: band %.0f Hz %.1f dB above\n", decays_s[i], size, 200 * pow(2, b / 24.0),
                           powers[b] - mean);
            }
            response_free(&response);
        }
    figure("reverb.mode-over-neighbours", worst, "dB", 6);
    assert_true(worst < 6);
}

static void test_noise_comes_out_as_strong_as_it_went_in(void **state)
{
    (void)state;
    enum { FRAMES = 48000 * 5 / 64 * 64 };
    static const double decays_s[] = {0.3, 1.8};
    double worst = 0;
    for (size_t i = 0; i < ARRAY_LEN(decays_s); i++) {
        float *left = signal_new(FRAMES), *right = signal_new(FRAMES);
        Stage stage;
        uint64_t seed = 77;
        double in = 0, out = 0;
        for (int n = 0; n < FRAMES; n++) {
            left[n] = (float)(0.3 * noise_next(&seed));
            right[n] = (float)(0.3 * noise_next(&seed));
        }
        for (int n = FRAMES / 2; n < FRAMES; n++)
            in += (double)left[n] * left[n] + (double)right[n] * right[n];
        reverb_stage(&stage, 48000, decays_s[i]);
        stage_set(&stage, "highdecay", 100);
        stage_set(&stage, "early", -INFINITY);
        stage_open(&stage);
        stage_run(&stage, left, right, FRAMES);
        for (int n = FRAMES / 2; n < FRAMES; n++)
            out += (double)left[n] * left[n] + (double)right[n] * right[n];
        double change = 10 * log10(out / in);
        worst = fabs(change) > worst ? fabs(change) : worst;
        stage_close(&stage);
        free(left);
        free(right);
    }
    figure("reverb.level", worst, "dB", 2);
    assert_true(worst < 2);
}

static void test_predelay_and_width(void **state)
{
    (void)state;
    Stage stage;
    reverb_stage(&stage, 48000, 1);
    stage_set(&stage, "predelay", 25);
    stage_set(&stage, "width", 0);
    Response response = respond(&stage, 0.5);
    int first = 0;
    while (first < response.frames && response.channel[0][first] == 0)
        first++;
    assert_int_equal(first, 1200 + (int)floor(4.3e-3 * 48000 + 0.5));
    for (int i = 0; i < response.frames; i++)
        assert_true(response.channel[0][i] == response.channel[1][i]);
    response_free(&response);
}

static void test_runs_and_simd_levels_give_the_same_bits_and_moves_do_not_click(void **state)
{
    (void)state;
    enum { FRAMES = 64 * 600 };
    float *first = NULL;
    static const int cuts[] = {64, 1, 13, 64};
    for (int pass = 0; pass < 4; pass++) {
        float *left = signal_new(FRAMES), *right = signal_new(FRAMES);
        Stage stage;
        for (int i = 0; i < FRAMES; i++)
            left[i] = right[i] = (float)(0.3 * sin(2 * M_PI * 300 * i / 48000.0));
        lanes_force_level(pass == 3 ? LANES_BASE : -1);
        reverb_stage(&stage, 48000, 1.5);
        stage_open(&stage);
        for (int cell = 0; cell < FRAMES / 64; cell++) {
            if (cell >= 400 && cell < 415) {
                stage_set(&stage, "size", 50 + (cell - 400));
                stage_set(&stage, "decay", 1.5 - 0.08 * (cell - 400));
                stage_set(&stage, "predelay", cell - 400);
                reverb_kind.update(stage.bank, 0, stage.values, 120, false);
            }
            stage_run_cut(&stage, left + 64 * cell, right + 64 * cell, 64, cuts[pass]);
        }
        for (int i = 64 * 390; i < FRAMES; i++)
            assert_true(fabs(left[i] - left[i - 1]) < 0.15);
        if (pass == 0)
            first = left;
        else {
            assert_memory_equal(first, left, FRAMES * sizeof *left);
            free(left);
        }
        stage_close(&stage);
        free(right);
    }
    lanes_force_level(-1);
    free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rt60_at_1_khz_is_the_dial),
        cmocka_unit_test(test_low_and_high_decay_are_what_they_say),
        cmocka_unit_test(test_the_decay_is_a_straight_line),
        cmocka_unit_test(test_late_sound_is_uncorrelated),
        cmocka_unit_test(test_no_mode_rings),
        cmocka_unit_test(test_noise_comes_out_as_strong_as_it_went_in),
        cmocka_unit_test(test_predelay_and_width),
        cmocka_unit_test(test_runs_and_simd_levels_give_the_same_bits_and_moves_do_not_click),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
