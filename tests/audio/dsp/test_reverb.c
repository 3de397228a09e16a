/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Impulse responses of the reverb: straight decay, correlation, modes, level; test_reverb_decay.c has the times. */
#include "tests/audio/dsp/hall.h"

#include "audio/base/cpu.h"
#include "audio/dsp/lanes.h"
#include "audio/dsp/math/fft.h"

static void test_the_decay_is_a_straight_line(void **state)
{
    (void)state;
    static const double decays_s[] = {0.1, 0.4, 1.8, 4, 10};
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

/* In a fifth of the decay, at eight moments of the turning together: a short window has too few of its own. */
static double correlation_in(const Response *response, int fifth, int side)
{
    double ll = 0, rr = 0, lr = 0;
    int frames = response->frames;
    for (int place = side; place < PLACES; place += 2)
        for (int n = frames * fifth / 5; n < frames * (fifth + 1) / 5; n++) {
            double left = response[place].channel[0][n], right = response[place].channel[1][n];
            ll += left * left;
            rr += right * right;
            lr += left * right;
        }
    return fabs(lr) / sqrt(ll * rr);
}

/* A sound in the middle (and one at the sides); windows of a fifth of the decay from its first fifth on. */
static void test_late_sound_is_uncorrelated(void **state)
{
    (void)state;
    static const double decays_s[] = {0.3, 1, 3, 20};
    double worst = 0;
    for (int i = 0; i < 12; i += is_quick() ? 5 : 1) {
        Room room = {decays_s[i / 3], 50 * (i % 3), 100, 45, i > 8 ? 8000 : 48000};
        Response response[PLACES];
        room_respond(&room, 25, PLACES, response);
        for (int place = 0; place < PLACES; place++)
            response[place].frames = (int)(room.decay_s * room.rate_hz);
        for (int fifth = 1; fifth < 5; fifth++)
            for (int side = 0; side < 2; side++) {
                double correlation = correlation_in(response, fifth, side);
                if (getenv("REVERB_VERBOSE"))
                    printf("decay %g size %g side %d fifth %d: correlation %.3f\n", room.decay_s, room.size, side,
                           fifth, correlation);
                worst = correlation > worst ? correlation : worst;
            }
        for (int place = 0; place < PLACES; place++)
            response_free(&response[place]);
    }
    figure("reverb.late-correlation", worst, "", 0.15);
    assert_true(worst < 0.15);
}

/* Power of the 1/24-octave bands of the responses from half their decay on, both channels. */
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
    for (int one = 0; one < 2 * PLACES; one++) {
        for (int i = 0; i < count; i++)
            in[i] = (float)(response[one / 2].channel[one % 2][from + i] * (0.5 - 0.5 * cos(2 * M_PI * i / count)));
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

/* From 200 Hz, or where a band holds three modes (as many a Hz as the lines are long in seconds): below, a band without
 * one is no fault of its neighbour. */
static void test_no_mode_rings(void **state)
{
    (void)state;
    static const double decays_s[] = {0.5, 1.8, 4, 8};
    double worst = -99;
    for (int i = 0; i < 12; i += is_quick() ? 5 : 1) {
        Room room = {decays_s[i / 3], 50 * (i % 3), 100, 45, 48000};
        double powers[256], lines_s = 0.8092 * (0.2 + 0.016 * room.size) * fmin(1, room.decay_s);
        double from_hz = fmax(200, 3 / (lines_s * (pow(2, 1 / 48.0) - pow(2, -1 / 48.0))));
        Response response[PLACES];
        room_respond(&room, 25, PLACES, response);
        int bands = band_powers(response, room.decay_s, powers, from_hz, 10000);
        for (int b = 2; b < bands - 2; b++) {
            double mean = 10 * log10((pow(10, powers[b - 2] / 10) + pow(10, powers[b - 1] / 10) +
                                      pow(10, powers[b + 1] / 10) + pow(10, powers[b + 2] / 10)) /
                                     4);
            worst = powers[b] - mean > worst ? powers[b] - mean : worst;
            if (getenv("REVERB_VERBOSE") && powers[b] - mean > 4)
                printf("decay %g size %g: band %.0f Hz %.1f dB above\n", room.decay_s, room.size,
                       from_hz * pow(2, b / 24.0), powers[b] - mean);
        }
        for (int place = 0; place < PLACES; place++)
            response_free(&response[place]);
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
        cpu_use_extensions(pass == 3 ? CPU_PLAIN : pass == 2 ? CPU_AVX2 : CPU_ALL);
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
    cpu_use_extensions(CPU_ALL);
    free(first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_decay_is_a_straight_line),
        cmocka_unit_test(test_late_sound_is_uncorrelated),
        cmocka_unit_test(test_no_mode_rings),
        cmocka_unit_test(test_noise_comes_out_as_strong_as_it_went_in),
        cmocka_unit_test(test_predelay_and_width),
        cmocka_unit_test(test_runs_and_simd_levels_give_the_same_bits_and_moves_do_not_click),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
