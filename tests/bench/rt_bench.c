/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a block of 64 frames costs the audio thread on W2: stereo tracks of equalizer, compressor, gate and three
 * sends, four buses, two reverbs, a delay and the master with its limiter, at 48 kHz, from memory.  The thread's CPU
 * time of each engine_process(64), in per cent of the block. Not part of `make check`: it judges nothing.
 *
 *   rt_bench [BLOCKS [TRACKS]]     100000, 32
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "audio/dsp/catalogue.h"
#include "audio/engine/engine.h"

enum { STEM = 1 << 16, BLOCK = 64, TRACKS_MAX = 1024, GROUPS = 4, EFFECTS = 3 };
enum { EQ_TRACK, EQ_BUS, COMP_TRACK, COMP_BUS, GATE, REVERB_ROOM, REVERB_PLATE, ECHO, LIMITER, SETS };

typedef struct Setting {
    const char *key;
    double value;
} Setting;

typedef struct Set {
    const char *kind;
    Setting own[5];    /* NULL-ended */
    double band[5][3]; /* eq: Hz, dB, Q; 0 Hz = none */
    bool low_cut;      /* the first band is one */
} Set;

static const Set sets[SETS] = {
    [EQ_TRACK] = {"eq", {{NULL, 0}}, {{80, 0, 0}, {120, 2, 0.7}, {400, -3, 1}, {2500, 2, 1.2}, {8000, 3, 0.8}}, true},
    [EQ_BUS] = {"eq", {{NULL, 0}}, {{100, 1, 0.7}, {300, -1.5, 1}, {3000, 1, 1}, {9000, 1.5, 0.7}}, false},
    [COMP_TRACK] = {"comp",
                    {{"threshold", -24}, {"ratio", 3}, {"attack", 10}, {"release", 120}, {"makeup", 2}},
                    {{0}},
                    false},
    [COMP_BUS] = {"comp",
                  {{"threshold", -18}, {"ratio", 2}, {"attack", 20}, {"release", 200}, {"makeup", 1}},
                  {{0}},
                  false},
    [GATE] = {"gate", {{"threshold", -55}, {"attack", 1}, {"hold", 50}, {"release", 150}}, {{0}}, false},
    [REVERB_ROOM] = {"reverb", {{"decay", 1.2}, {"predelay", 10}}, {{0}}, false},
    [REVERB_PLATE] = {"reverb", {{"decay", 2}, {"predelay", 20}}, {{0}}, false},
    [ECHO] = {"delay", {{"time", 375}, {"feedback", 40}}, {{0}}, false},
    [LIMITER] = {"limiter", {{"ceiling", -1}}, {{0}}, false},
};

static int tracks = 32; /* then the groups, the effects, the master */
static float stem[2][STEM];

static bool read_memory(Stream *stream, int64_t from, int frames, float *const *out, bool wait)
{
    (void)wait;
    for (int c = 0; c < stream->channels; c++)
        for (int done = 0; done < frames;) {
            int at = (int)((from + done) & (STEM - 1)), count = STEM - at < frames - done ? STEM - at : frames - done;
            memcpy(out[c] + done, stem[c] + at, (size_t)count * sizeof(float));
            done += count;
        }
    return true;
}

static double thread_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void put(const ProcessorKind *kind, double *values, int slot, const char *key, double value)
{
    int index = processor_value_index(kind, slot, key);
    if (index < 0) {
        fprintf(stderr, "rt_bench: %s has no %s\n", kind->kind, key);
        exit(1);
    }
    values[index] = value;
}

static ProcessorSpec processor_of(const Set *set, uint32_t uid)
{
    const ProcessorKind *kind = catalogue_find(set->kind);
    double *values = calloc((size_t)processor_value_count(kind), sizeof *values);
    if (!values)
        exit(1);
    processor_values_init(kind, values);
    for (int i = 0; i < 5 && set->own[i].key; i++)
        put(kind, values, -1, set->own[i].key, set->own[i].value);
    for (int b = 0; b < 5 && set->band[b][0] > 0; b++) {
        bool cut = b == 0 && set->low_cut;
        put(kind, values, b, "type", param_choice_index(&kind->band_params[0], cut ? "lowcut" : "bell"));
        put(kind, values, b, "freq", set->band[b][0]);
        if (cut)
            continue;
        put(kind, values, b, "gain", set->band[b][1]);
        put(kind, values, b, "q", set->band[b][2]);
    }
    return (ProcessorSpec){.uid = uid, .kind = kind, .values = values, .key = -1, .key_tap = TAP_PRE};
}

static void add_chain(StripSpec *strip, const int *chain, int count)
{
    ProcessorSpec *processors = calloc((size_t)count, sizeof *processors);
    if (!processors)
        exit(1);
    for (int i = 0; i < count; i++)
        processors[i] = processor_of(&sets[chain[i]], strip->uid * 16 + (uint32_t)i + 1000);
    processors[count - 1].after_fader = chain[count - 1] == LIMITER;
    strip->processors = processors;
    strip->processor_count = count;
}

static void fill(StripSpec *strips, ClipSpec *clips, SendSpec (*sends)[3], Stream *stream)
{
    static const int track[] = {EQ_TRACK, COMP_TRACK, GATE}, bus[] = {EQ_BUS, COMP_BUS},
                     master[] = {EQ_BUS, COMP_BUS, LIMITER};
    static const int effect[] = {REVERB_ROOM, REVERB_PLATE, ECHO};
    int room = tracks + GROUPS, last = room + EFFECTS;
    for (int s = 0; s <= last; s++) {
        StripKind kind = s < tracks ? STRIP_TRACK : s < room ? STRIP_BUS : s < last ? STRIP_RETURN : STRIP_MASTER;
        strips[s] = (StripSpec){.uid = (uint32_t)s + 1,
                                .kind = kind,
                                .name = "strip",
                                .channels = 2,
                                .width = {.value = 100},
                                .pan_left = {.value = -100},
                                .pan_right = {.value = 100},
                                .pan_law_db = -3,
                                .out = s == last ? -1 : last,
                                .vca = -1};
        if (s >= tracks) {
            add_chain(&strips[s],
                      s == last  ? master
                      : s < room ? bus
                                 : &effect[s - room],
                      s == last  ? 3
                      : s < room ? 2
                                 : 1);
            continue;
        }
        clips[s] = (ClipSpec){.stream = stream, .offset = 977 * s, .length = stream->frames - 977 * s};
        for (int i = 0; i < 3; i++)
            sends[s][i] = (SendSpec){.to = room + i, .tap = TAP_POST, .level_db = {.value = -12 - 4 * i - s % 4}};
        strips[s].clips = &clips[s];
        strips[s].clip_count = 1;
        strips[s].sends = sends[s];
        strips[s].send_count = 3;
        strips[s].fader_db.value = -13 - s % 4 - (tracks > 32 ? 12 : 0);
        strips[s].pan.value = s * 37 % 180 - 90;
        strips[s].out = tracks + s * GROUPS / tracks;
        add_chain(&strips[s], track, 3);
    }
}

static int compare_times(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void run(const MixSpec *spec, bool meters, int blocks, double *times)
{
    static float out[2][BLOCK];
    EngineSetup setup = {.rate_hz = spec->rate_hz, .jobs = 1, .meters = meters};
    Engine *engine;
    Error error;
    double sum = 0, percent = 100.0 * spec->rate_hz / BLOCK;
    if (engine_new(&engine, &setup, spec, &error) != STATUS_OK) {
        fprintf(stderr, "rt_bench: %s\n", error.text);
        exit(1);
    }
    engine_play(engine);
    for (int i = 0; i < blocks; i++) {
        double begin = thread_s();
        engine_process(engine, (float *[2]){out[0], out[1]}, BLOCK);
        times[i] = (thread_s() - begin) * percent;
        sum += times[i];
    }
    engine_free(engine);
    qsort(times, (size_t)blocks, sizeof *times, compare_times);
    printf("%s: mean %.1f %%, 99.9 %% below %.1f %%, most %.1f %% of a block of 64\n",
           meters ? "with meters" : "no meters", sum / blocks, times[(int)(0.999 * (blocks - 1))], times[blocks - 1]);
}

int main(int argc, char **argv)
{
    static const StreamOps ops = {read_memory};
    static StripSpec strips[TRACKS_MAX + GROUPS + EFFECTS + 1];
    static ClipSpec clips[TRACKS_MAX];
    static SendSpec sends[TRACKS_MAX][3];
    int blocks = argc > 1 && atoi(argv[1]) > 0 ? atoi(argv[1]) : 100000;
    if (argc > 2 && atoi(argv[2]) > 0 && atoi(argv[2]) <= TRACKS_MAX)
        tracks = atoi(argv[2]);
    int count = tracks + GROUPS + EFFECTS + 1;
    Stream stream = {&ops, 2, INT64_MAX / 4};
    double *times = calloc((size_t)blocks, sizeof *times);
    if (!times)
        return 1;
    for (int i = 0; i < STEM; i++)
        stem[0][i] = stem[1][i] = (float)((i * 7919) % 20011) / 20011 - 0.5f;
    fill(strips, clips, sends, &stream);
    MixSpec spec = {.rate_hz = 48000, .strips = strips, .strip_count = count, .master = count - 1};
    run(&spec, false, blocks, times);
    run(&spec, true, blocks, times);
    free(times);
    for (int s = 0; s < count; s++) {
        for (int i = 0; i < strips[s].processor_count; i++)
            free((void *)(uintptr_t)strips[s].processors[i].values);
        free((void *)(uintptr_t)strips[s].processors);
    }
    return 0;
}
