/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/audio/engine/desk.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "audio/base/maths.h"
#include "audio/dsp/catalogue.h"

uint32_t desk_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

float tone_sample(const Tone *tone, int64_t frame, int channel)
{
    if (frame < 0 || frame >= tone->stream.frames)
        return 0;
    if (tone->impulse >= 0)
        return frame == tone->impulse ? 1.0f : 0.0f;
    if (tone->constant != 0)
        return (float)tone->constant;
    uint32_t hash = (uint32_t)frame * 2654435761u + tone->seed * 40503u + (uint32_t)channel * 977u;
    hash ^= hash >> 15;
    hash *= 2246822519u;
    hash ^= hash >> 13;
    return (float)((double)(hash >> 8) / 16777216.0 - 0.5);
}

static bool read_tone(Stream *stream, int64_t from, int frames, float *const *out, bool wait)
{
    const Tone *tone = (const Tone *)stream;
    (void)wait;
    for (int c = 0; c < stream->channels; c++)
        for (int i = 0; i < frames; i++)
            out[c][i] = tone_sample(tone, from + i, c);
    return true;
}

static const StreamOps tone_ops = {read_tone};

static ControlSpec fixed(double value)
{
    return (ControlSpec){.value = value};
}

static int add_strip(Desk *desk, StripKind kind, int channels)
{
    int s = desk->spec.strip_count++;
    StripSpec *strip = &desk->strip[s];
    snprintf(desk->name[s], sizeof desk->name[s], "strip%d", s);
    *strip = (StripSpec){.uid = (uint32_t)s + 1,
                         .kind = kind,
                         .name = desk->name[s],
                         .channels = channels,
                         .trim_db = fixed(0),
                         .fader_db = fixed(0),
                         .pan = fixed(0),
                         .pan_left = fixed(-100),
                         .pan_right = fixed(100),
                         .width = fixed(100),
                         .mute = fixed(0),
                         .pan_law_db = -3,
                         .out = s == 0 ? -1 : 0,
                         .vca = -1,
                         .clips = desk->clip[s],
                         .processors = desk->processor[s],
                         .sends = desk->send[s]};
    return s;
}

Desk *desk_new(double rate_hz)
{
    Desk *desk = calloc(1, sizeof *desk);
    assert_non_null(desk);
    desk->spec = (MixSpec){.rate_hz = rate_hz, .revision = 1, .strips = desk->strip};
    add_strip(desk, STRIP_MASTER, 2);
    return desk;
}

void desk_free(Desk *desk)
{
    free(desk);
}

int desk_add_track(Desk *desk, int channels, int64_t frames)
{
    int s = add_strip(desk, STRIP_TRACK, channels);
    desk->tone[s] = (Tone){.stream = {&tone_ops, channels, frames}, .seed = (uint32_t)s, .impulse = -1};
    desk->clip[s][0] = (ClipSpec){.stream = &desk->tone[s].stream, .length = frames};
    desk->strip[s].clip_count = 1;
    return s;
}

int desk_add_bus(Desk *desk, StripKind kind)
{
    int s = add_strip(desk, kind, 2);
    if (kind == STRIP_VCA)
        desk->strip[s].out = -1;
    return s;
}

int desk_add_send(Desk *desk, int from, int to, Tap tap, double level_db)
{
    int i = desk->strip[from].send_count++;
    desk->send[from][i] =
        (SendSpec){.to = to, .tap = tap, .level_db = fixed(level_db), .pan = fixed(0), .mute = fixed(0)};
    return i;
}

ProcessorSpec *desk_add_processor(Desk *desk, int strip, const char *kind, double value)
{
    int i = desk->strip[strip].processor_count++;
    ProcessorSpec *processor = &desk->processor[strip][i];
    *processor = (ProcessorSpec){.uid = (uint32_t)(strip * 100 + i + 1),
                                 .kind = catalogue_find(kind),
                                 .values = desk->value[strip][i],
                                 .key = -1,
                                 .key_tap = TAP_PRE};
    assert_non_null(processor->kind);
    processor_values_init(processor->kind, desk->value[strip][i]);
    desk->value[strip][i][0] = value;
    return processor;
}

static void run(Engine *engine, int block, int frames, float *left, float *right)
{
    uint32_t random = 12345;
    for (int at = 0; at < frames;) {
        int count = block > 0 ? block : 1 + (int)(desk_random(&random) % 700);
        count = count < frames - at ? count : frames - at;
        engine_process(engine, (float *[2]){left + at, right + at}, count);
        at += count;
    }
}

void desk_bounce(Desk *desk, int jobs, int block, int frames, float *left, float *right)
{
    Engine *engine;
    Error error;
    EngineSetup setup = {.rate_hz = desk->spec.rate_hz, .offline = true, .jobs = jobs};
    assert_int_equal(engine_new(&engine, &setup, &desk->spec, &error), STATUS_OK);
    run(engine, block, frames, left, right);
    engine_free(engine);
}

void desk_play(Desk *desk, int block, int frames, float *left, float *right)
{
    Engine *engine;
    Error error;
    EngineSetup setup = {.rate_hz = desk->spec.rate_hz, .jobs = 1, .meters = true};
    assert_int_equal(engine_new(&engine, &setup, &desk->spec, &error), STATUS_OK);
    engine_play(engine);
    /* the plan's delays fill behind silence, a bounded piece a call; position 0 is the first frame that counts */
    EngineState state;
    float scrap[2];
    for (;;) {
        engine_process(engine, (float *[2]){&scrap[0], &scrap[1]}, 0);
        engine_state(engine, &state);
        if (state.playing && engine_is_running(engine))
            break;
    }
    run(engine, block, frames, left, right);
    engine_free(engine);
}

double desk_worst_step(Engine *engine, int blocks, float *last)
{
    enum { BLOCK = 64 };
    float out[2][BLOCK];
    double worst = 0;
    for (int b = 0; b < blocks; b++) {
        engine_process(engine, (float *[2]){out[0], out[1]}, BLOCK);
        engine_poll(engine);
        for (int i = 0; i < BLOCK; i++) {
            double step = fabs((double)out[0][i] - (double)*last);
            worst = step > worst ? step : worst;
            *last = out[0][i];
        }
    }
    return worst;
}
