/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small desk for tests: streams made of arithmetic, a spec that is easy to fill, and processors that only delay. */
#ifndef TTYMIX_TESTS_AUDIO_ENGINE_DESK_H
#define TTYMIX_TESTS_AUDIO_ENGINE_DESK_H

#include "audio/engine/engine.h"

enum { DESK_STRIPS = 640, DESK_CHAIN = 8, DESK_SENDS = 8, DESK_CLIPS = 9 };

typedef struct Tone { /* a Stream whose frame f is a hash or an impulse */
    Stream stream;
    uint32_t seed;
    int64_t impulse; /* >= 0: 1.0 there and 0 elsewhere */
    double constant; /* != 0: that everywhere */
} Tone;

typedef struct Desk {
    MixSpec spec;
    StripSpec strip[DESK_STRIPS];
    ClipSpec clip[DESK_STRIPS][DESK_CLIPS];
    SendSpec send[DESK_STRIPS][DESK_SENDS];
    ProcessorSpec processor[DESK_STRIPS][DESK_CHAIN];
    double value[DESK_STRIPS][DESK_CHAIN][4];
    Tone tone[DESK_STRIPS];
    char name[DESK_STRIPS][16];
} Desk;

/* The sample of a tone, -0.5..0.5. */
float tone_sample(const Tone *tone, int64_t frame, int channel);

/* An empty desk with a master (strip 0). Static memory is fine; desk_free when it was made by desk_new. */
Desk *desk_new(double rate_hz);
void desk_free(Desk *desk);
/* Each returns the index of the new strip, routed to the master. */
int desk_add_track(Desk *desk, int channels, int64_t frames);
int desk_add_bus(Desk *desk, StripKind kind);
int desk_add_send(Desk *desk, int from, int to, Tap tap, double level_db);
/* `kind` of desk_register; value[0] as given. */
ProcessorSpec *desk_add_processor(Desk *desk, int strip, const char *kind, double value);
/* Makes the test processors known: "tlag" (latency of value 0 frames, exact), "tgain" (gain in dB, ramped over the
 * cell), "tkey" (adds its key to its input, latency value 0), "techo" (feedback echo with state). */
void desk_register(void);

/* Renders `frames` frames offline, with `jobs`, in blocks as cut by `block` (0: random cuts). */
void desk_bounce(Desk *desk, int jobs, int block, int frames, float *left, float *right);
/* Plays from the start, the same. */
void desk_play(Desk *desk, int block, int frames, float *left, float *right);
/* Goes on playing, `blocks` of 64 frames: the highest step from one sample of the left channel to the next.  `*last` is
 * the sample before, and then the last one. */
double desk_worst_step(Engine *engine, int blocks, float *last);
uint32_t desk_random(uint32_t *state);

#endif
