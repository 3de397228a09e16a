/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast the engine alone mixes: N stereo tracks from memory through fader and pan into one sum, in nanoseconds a
 * channel-sample, and the time of an engine_process(64). Not part of `make check`: it judges nothing.
 *
 *   engine_bench [TRACKS [SECONDS [JOBS]]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "audio/engine/engine.h"

enum { STEM = 1 << 16, BLOCK = 4096 };

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

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void fill(StripSpec *strips, ClipSpec *clips, Stream *stream, int tracks)
{
    for (int s = 0; s <= tracks; s++) {
        strips[s] = (StripSpec){.uid = (uint32_t)s + 1,
                                .kind = s < tracks ? STRIP_TRACK : STRIP_MASTER,
                                .name = "strip",
                                .channels = 2,
                                .width = {100},
                                .pan_left = {-100},
                                .pan_right = {100},
                                .fader_db = {-0.37 * s},
                                .pan = {s % 90 - 45},
                                .pan_law_db = -3,
                                .out = s < tracks ? tracks : -1,
                                .vca = -1};
        if (s < tracks) {
            clips[s] = (ClipSpec){.stream = stream, .length = stream->frames};
            strips[s].clips = &clips[s];
            strips[s].clip_count = 1;
        }
    }
}

static void run(const MixSpec *spec, const EngineSetup *setup, int block, double length_s)
{
    static float out[2][BLOCK];
    Engine *engine;
    Error error;
    double begun = seconds(CLOCK_MONOTONIC);
    if (engine_new(&engine, setup, spec, &error) != STATUS_OK) {
        fprintf(stderr, "%s\n", error.text);
        exit(1);
    }
    double made = seconds(CLOCK_MONOTONIC);
    engine_play(engine);
    int64_t frames = (int64_t)(length_s * setup->rate_hz);
    double cpu = seconds(CLOCK_PROCESS_CPUTIME_ID), wall = seconds(CLOCK_MONOTONIC);
    for (int64_t at = 0; at < frames; at += block)
        engine_process(engine, (float *[2]){out[0], out[1]}, block);
    cpu = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    wall = seconds(CLOCK_MONOTONIC) - wall;
    double samples = (double)frames * 2 * (spec->strip_count - 1);
    printf("%-8s jobs %d block %4d: plan %.2f ms, %.3f ns CPU a channel-sample, %.0f x real time a core, %.0f x on the "
           "wall\n",
           setup->offline ? "bounce" : "play", setup->jobs, block, (made - begun) * 1e3, cpu * 1e9 / samples,
           length_s / cpu, length_s / wall);
    engine_free(engine);
}

int main(int argc, char **argv)
{
    static const StreamOps ops = {read_memory};
    int tracks = argc > 1 ? atoi(argv[1]) : 32, jobs = argc > 3 ? atoi(argv[3]) : 2;
    double length_s = argc > 2 ? atof(argv[2]) : 60;
    Stream stream = {&ops, 2, INT64_MAX / 4};
    StripSpec *strips = calloc((size_t)tracks + 1, sizeof *strips);
    ClipSpec *clips = calloc((size_t)tracks + 1, sizeof *clips);
    if (!strips || !clips)
        return 1;
    for (int i = 0; i < STEM; i++)
        stem[0][i] = stem[1][i] = (float)((i * 7919) % 20011) / 20011 - 0.5f;
    fill(strips, clips, &stream, tracks);
    MixSpec spec = {.rate_hz = 48000, .strips = strips, .strip_count = tracks + 1, .master = tracks};
    run(&spec, &(EngineSetup){.rate_hz = 48000, .offline = true, .jobs = 1}, BLOCK, length_s);
    run(&spec, &(EngineSetup){.rate_hz = 48000, .offline = true, .jobs = jobs}, BLOCK, length_s);
    run(&spec, &(EngineSetup){.rate_hz = 48000, .offline = true, .jobs = 1, .meters = true}, BLOCK, length_s);
    run(&spec, &(EngineSetup){.rate_hz = 48000, .jobs = 1, .meters = false}, 64, length_s);
    run(&spec, &(EngineSetup){.rate_hz = 48000, .jobs = 1, .meters = true}, 64, length_s);
    free(strips);
    free(clips);
    return 0;
}
