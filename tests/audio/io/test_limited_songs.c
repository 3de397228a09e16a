/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The limiter on real songs: their stems summed as they are, 8 dB over full scale, its true peaks by a meter of 16
 * values a frame that shares nothing with it (meter16.h).  The demo's stems are always there; the songs of ../shared
 * where it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <math.h>
#include <cmocka.h>

#include "audio/base/attributes.h"
#include "audio/dsp/kinds.h"
#include "audio/io/file/soundfile.h"
#include "tests/audio/dsp/meter16.h"

enum { SECONDS_MAX = 25, STEMS_MAX = 8, BAR = 1 };

typedef struct Song {
    const char *name, *folder;
    bool shipped;
    const char *stems[STEMS_MAX + 1];
} Song;

static const Song songs[] = {
    {"demo",
     "projects/demo/stems",
     true,
     {"end_drums.flac", "kick_hats.flac", "mallet.flac", "microcosm_fx.flac", "minilogue_synth_24k.flac",
      "pad_bass.flac", "snare.flac", "vox_lead.flac"}},
    {"funk",
     "../shared/stems/funk_markboas",
     false,
     {"bassguitar.flac", "clav.flac", "drums.flac", "horns.flac", "leadguitar.flac"}},
    {"jazz", "../shared/stems/master_jazz_vibeace", false, {"vibe_ace.flac"}},
};

typedef struct Sum {
    float *channel[2];
    int frames, rate_hz;
} Sum;

static void sum_stem(Sum *sum, const char *path, bool first)
{
    SoundFile file = {.fd = -1};
    SoundFileTrouble trouble = {0};
    Error error;
    if (soundfile_open(&file, path, &error) != STATUS_OK)
        fail_msg("%s %s", path, error.text);
    if (first) {
        sum->rate_hz = file.info.rate_hz;
        for (int c = 0; c < 2; c++)
            sum->channel[c] = calloc((size_t)sum->rate_hz * SECONDS_MAX, sizeof(float));
    }
    int limit = sum->rate_hz * SECONDS_MAX, frames = file.info.frames < limit ? (int)file.info.frames : limit;
    if (file.info.rate_hz ==
        sum->rate_hz) { /* a stem at another rate is left out: this is about peaks, not about the mix */
        float *part[2] = {malloc((size_t)frames * sizeof(float)), malloc((size_t)frames * sizeof(float))};
        soundfile_read(&file, NULL, 0, frames, part, &trouble);
        for (int c = 0; c < 2; c++)
            for (int i = 0; i < frames; i++)
                sum->channel[c][i] += part[file.info.channels == 2 ? c : 0][i];
        free(part[0]);
        free(part[1]);
        sum->frames = frames > sum->frames ? frames : sum->frames;
    }
    soundfile_close(&file);
}

/* Its highest sample 8 dB over full scale. */
static void sum_raise(Sum *sum)
{
    double top = 1e-9;
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < sum->frames; i++)
            top = fmax(top, fabs(sum->channel[c][i]));
    for (int c = 0; c < 2; c++)
        for (int i = 0; i < sum->frames; i++)
            sum->channel[c][i] *= (float)(pow(10, 0.4) / top);
}

static const struct {
    double lookahead_ms, release_ms, link;
    int character;
} settings[] = {{5, 0, 100, 0}, {0.5, 5, 0, 1}};

/* Highest true peak in dB, and how much was taken off at most. */
static double limited_peak_db(const Sum *sum, int setting, double *reduction_db)
{
    static Meter16 meter[2];
    double values[64];
    float block[2][CELL_FRAMES];
    processor_values_init(&limiter_kind, values);
    values[processor_value_index(&limiter_kind, -1, "lookahead")] = settings[setting].lookahead_ms;
    values[processor_value_index(&limiter_kind, -1, "release")] = settings[setting].release_ms;
    values[processor_value_index(&limiter_kind, -1, "link")] = settings[setting].link;
    values[processor_value_index(&limiter_kind, -1, "character")] = settings[setting].character;
    values[processor_value_index(&limiter_kind, -1, "ceiling")] = -BAR;
    ProcessorSetup setup = {sum->rate_hz, 120, 2, values, NULL};
    void *bank = limiter_kind.bank_new(&setup);
    assert_non_null(bank);
    limiter_kind.update(bank, 0, values, 120, true);
    meter16_init(&meter[0]);
    meter16_init(&meter[1]);
    *reduction_db = 0;
    for (int at = 0; at + CELL_FRAMES <= sum->frames; at += CELL_FRAMES) {
        float *io[BANK_LANES] = {block[0], block[1]};
        const float *key[BANK_LANES] = {NULL};
        for (int c = 0; c < 2; c++)
            memcpy(block[c], sum->channel[c] + at, sizeof block[c]);
        limiter_kind.process(bank, io, key, 0, CELL_FRAMES);
        *reduction_db = fmax(*reduction_db, limiter_kind.gain_reduction_db(bank, 0));
        for (int c = 0; c < 2; c++)
            meter16_take(&meter[c], block[c], CELL_FRAMES);
    }
    limiter_kind.bank_free(bank);
    return 20 * log10(fmax(meter[0].peak, meter[1].peak));
}

static void check_song(const Song *song, const char *top)
{
    Sum sum = {0};
    char path[4096], name[64];
    for (int s = 0; song->stems[s]; s++) {
        snprintf(path, sizeof path, "%s/%s/%s", top, song->folder, song->stems[s]);
        sum_stem(&sum, path, s == 0);
    }
    sum_raise(&sum);
    double worst = -99, reduction_db;
    for (size_t i = 0; i < ARRAY_LEN(settings); i++) {
        worst = fmax(worst, limited_peak_db(&sum, (int)i, &reduction_db) + BAR);
        assert_true(reduction_db > 8.5); /* it had work to do */
    }
    free(sum.channel[0]);
    free(sum.channel[1]);
    snprintf(name, sizeof name, "limiter.song.%s", song->name);
    printf("figure %s %.6g dB bar 0.05\n", name, worst);
    assert_true(worst < 0.05 && worst > -0.5);
}

static bool is_quick(void)
{
    const char *quick = getenv("TTYMIX_QUICK"); /* the makefile sets it empty where nobody asked for it */
    return quick && *quick;
}

static void test_no_true_peak_of_a_song_passes_the_ceiling(void **state)
{
    (void)state;
    const char *top = getenv("TTYMIX_SOURCE");
    top = top ? top : ".";
    for (size_t i = 0; i < ARRAY_LEN(songs); i++) {
        char path[4096];
        SoundFileInfo info;
        Error error;
        snprintf(path, sizeof path, "%s/%s/%s", top, songs[i].folder, songs[i].stems[0]);
        if (!songs[i].shipped && (is_quick() || soundfile_inspect(path, &info, &error) != STATUS_OK))
            printf("%s: left out, %s\n", songs[i].name,
                   is_quick() ? "TTYMIX_QUICK is set" : "../shared/stems is not here");
        else
            check_song(&songs[i], top);
    }
}

static float wave[48000];

/* The meter itself: tones whose peaks lie anywhere between samples, and one at a quarter of the rate whose samples are
 * 3 dB below. */
static void test_the_meter_reads_what_lies_between_samples(void **state)
{
    (void)state;
    static const double share[] = {0.01, 0.1, 0.2371, 0.25, 0.3333, 0.4321, 0.45};
    static Meter16 meter;
    double lowest = 0, highest = -9;
    for (size_t t = 0; t < ARRAY_LEN(share); t++) {
        for (int i = 0; i < 48000; i++)
            wave[i] = (float)(sin(2 * M_PI * share[t] * i + M_PI / 4) * fmin(1, fmin(i, 47999 - i) / 5000.0));
        meter16_init(&meter);
        meter16_take(&meter, wave, 48000);
        lowest = fmin(lowest, 20 * log10(meter.peak));
        highest = fmax(highest, 20 * log10(meter.peak));
    }
    assert_true(lowest > -0.035 && highest < 0.002);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_meter_reads_what_lies_between_samples),
        cmocka_unit_test(test_no_true_peak_of_a_song_passes_the_ceiling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
