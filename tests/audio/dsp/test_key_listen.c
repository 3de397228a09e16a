/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Key listen lets hear the key as the detector hears it: through two Butterworth cuts of 12 dB/oct, whose response
 * after the bilinear transform (w the ratio of tan(pi f/fs) to that of the corner) is w^2/sqrt(1 + w^4) for the low cut
 * and 1/sqrt(1 + w^4) for the high cut. The bands of a `multiband`, each soloed, sum to the whole. */
#include "audio/dsp/catalogue.h"
#include "tests/audio/dsp/stage.h"

enum { FRAMES = 96000, LAST = 48000 };

#define LOWCUT_HZ 800.0
#define HIGHCUT_HZ 5000.0

static void fill_tone(float *x, double hz, double rate_hz)
{
    for (int i = 0; i < FRAMES; i++)
        x[i] = (float)(0.5 * sin(2 * M_PI * hz * i / rate_hz));
}

static double level_db(const float *x)
{
    double sum = 0;
    for (int i = FRAMES - LAST; i < FRAMES; i++)
        sum += (double)x[i] * x[i];
    return 10 * log10(sum / LAST);
}

static double heard_db(const ProcessorKind *kind, double hz, double rate_hz)
{
    Stage stage;
    float *x = signal_new(FRAMES);
    stage_init(&stage, kind, rate_hz, 1);
    stage_set(&stage, "threshold", -60);
    stage_set(&stage, "key-lowcut", LOWCUT_HZ);
    stage_set(&stage, "key-highcut", HIGHCUT_HZ);
    stage_set(&stage, "listen", 1);
    stage_open(&stage);
    fill_tone(x, hz, rate_hz);
    double in_db = level_db(x);
    stage_run(&stage, x, NULL, FRAMES);
    double out_db = level_db(x);
    stage_close(&stage);
    free(x);
    return out_db - in_db;
}

static double wanted_db(double hz, double rate_hz)
{
    double low = tan(M_PI * hz / rate_hz) / tan(M_PI * LOWCUT_HZ / rate_hz);
    double high = tan(M_PI * hz / rate_hz) / tan(M_PI * HIGHCUT_HZ / rate_hz);
    return 20 * log10(low * low / sqrt(1 + pow(low, 4)) / sqrt(1 + pow(high, 4)));
}

static void test_the_key_is_heard_filtered(void **state)
{
    (void)state;
    static const double tones[] = {100, 400, 800, 2000, 5000, 9000};
    const ProcessorKind *kinds[] = {catalogue_find("comp"), catalogue_find("gate")};
    double worst = 0;
    for (int k = 0; k < 2; k++)
        for (size_t i = 0; i < ARRAY_LEN(tones); i++) {
            double error = fabs(heard_db(kinds[k], tones[i], 48000) - wanted_db(tones[i], 48000));
            worst = error > worst ? error : worst;
        }
    print_message("key listen: %g dB from the cuts' response\n", worst);
    assert_true(worst < 0.01);
}

/* Of three bands that compress nothing: what each is alone sums to the whole. */
static void test_soloed_bands_sum_to_the_whole(void **state)
{
    (void)state;
    const ProcessorKind *kind = catalogue_find("multiband");
    float *whole = signal_new(FRAMES), *sum = signal_new(FRAMES), *one = signal_new(FRAMES);
    for (int solo = -1; solo < 3; solo++) {
        Stage stage;
        stage_init(&stage, kind, 48000, 1);
        for (int band = 0; band < 3; band++) {
            stage.values[processor_value_index(kind, band, "on")] = 1;
            stage.values[processor_value_index(kind, band, "upto")] = band ? 3000 : 300;
            stage.values[processor_value_index(kind, band, "threshold")] = -1; /* not idle, and nothing reaches it */
            stage.values[processor_value_index(kind, band, "solo")] = band == solo;
        }
        stage_open(&stage);
        for (int i = 0; i < FRAMES; i++)
            one[i] = (float)(0.3 * sin(0.013 * i) + 0.2 * sin(0.13 * i) + 0.1 * sin(1.3 * i));
        stage_run(&stage, one, NULL, FRAMES);
        for (int i = 0; i < FRAMES; i++)
            *(solo < 0 ? &whole[i] : &sum[i]) += one[i];
        stage_close(&stage);
    }
    for (int i = 0; i < FRAMES; i++)
        if (fabs((double)whole[i] - (double)sum[i]) > 1e-6)
            fail_msg("frame %d: the bands sum to %g, the whole is %g", i, (double)sum[i], (double)whole[i]);
    free(whole);
    free(sum);
    free(one);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_key_is_heard_filtered),
        cmocka_unit_test(test_soloed_bands_sum_to_the_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
