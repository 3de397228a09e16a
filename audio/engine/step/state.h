/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What outlives a plan: the moving parts that strips, sends, processors and delay lines keep when the plan around them
 * is replaced.
 *
 * The control thread makes and frees them, by a count of the plans that hold each (`refs`, touched by that thread
 * alone). From the moment that a plan with them is handed over, everything else in them belongs to the audio thread;
 * the control thread only looks at what never changes (uids, kinds, sizes) and at `told`, its own notes of what the
 * audio thread has been told.
 */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_STATE_H
#define TTYMIX_AUDIO_ENGINE_STEP_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/dsp/pan.h"
#include "audio/engine/spec.h"
#include "audio/engine/step/lane.h"

typedef enum StripControl {
    STRIP_TRIM,
    STRIP_FADER,
    STRIP_PAN,
    STRIP_PAN_LEFT,
    STRIP_PAN_RIGHT,
    STRIP_WIDTH,
    STRIP_MUTE,
    STRIP_CONTROL_COUNT
} StripControl;

typedef enum SendControl { SEND_LEVEL, SEND_PAN, SEND_MUTE, SEND_CONTROL_COUNT } SendControl;

/* Numbers of a strip that have no lane. */
typedef struct StripSettings {
    PanMode pan_mode;
    double pan_law_db;
    bool polarity[2];
    bool silenced, output_silenced;
} StripSettings;

/* A gain matrix on its way from what it was to what it shall be: w goes 0..1 over `frames` frames from engine frame
 * `start`. */
typedef struct Glide {
    double from[PAN_GAINS];
    int64_t start;
    int frames; /* 0: at rest */
} Glide;

typedef struct Told { /* the control thread's copy of a control, with the lane it owns */
    double value;
    LaneMode mode;
    Lane *lane;
} Told;

typedef struct StripState {
    uint32_t uid;
    int refs;
    Told told[STRIP_CONTROL_COUNT];
    StripSettings settings_told;

    Control control[STRIP_CONTROL_COUNT];
    StripSettings settings;
    bool touched; /* a value changed and the gains have not looked yet */
} StripState;

typedef struct SendState {
    int refs;
    Told told[SEND_CONTROL_COUNT];
    Control control[SEND_CONTROL_COUNT];
    bool touched;
} SendState;

/* Planar ring of what went by; also the dry path of a processor. */
typedef struct DelayLine {
    int refs;
    int channels;
    int64_t delay; /* frames */
    int64_t size;  /* of each channel, a power of two */
    int64_t at;    /* frames written */
    float *ring[2];
} DelayLine;

typedef struct VoiceState { /* one processor of one strip */
    uint32_t uid;
    int refs;
    const ProcessorKind *kind;
    int channels, count; /* of values */
    int latency;
    const ProcessorFile *file;
    Told *told;
    Told bypass_told, bypass_db_told;

    Control *value;      /* what they shall be */
    double *now;         /* what the processor was last given */
    double *from;        /* live moves: where each began, */
    int64_t *moved;      /* and at which engine frame; INT64_MIN = at rest */
    bool moves;          /* a lane is read */
    bool gliding, fresh; /* fresh: the next update jumps */
    bool asleep;         /* bypassed and faded out: not computed */
    double tempo_bpm;
    float reduction_db; /* of the run last computed, for meters */
    Control bypass, bypass_db;
    double bypassed;         /* 0..1, at the cell's end */
    int warming;             /* frames until a processor that slept has filled its latency: not heard before */
    double bypass_lin;       /* bypass_db, gliding; 1 = what passes a bypass passes unchanged */
    double wet_from, wet_to; /* share of the processor's output at the cell's ends */
    double dry_from, dry_to; /* of its input: the rest, times bypass_lin where bypassed */
    DelayLine *dry;          /* NULL without latency */
} VoiceState;

typedef struct BankState { /* lanes that are computed side by side */
    int refs;
    const ProcessorKind *kind;
    uint64_t shape;
    int channels, count; /* voices */
    uint32_t uid[BANK_LANES];
    void *bank;
} BankState;

typedef struct EdgeState { /* one way from a strip into another */
    int refs;
    Glide glide;
    double steady[PAN_GAINS]; /* the gains while nothing moves */
    bool steady_known, moves; /* moves: some control of it has a lane */
    bool closing;             /* the glide goes to silence */
} EdgeState;

StripState *strip_state_new(uint32_t uid);
void strip_state_unref(StripState *state);
SendState *send_state_new(void);
void send_state_unref(SendState *state);
/* What a processor's values make of it; they are clamped first. */
uint64_t voice_shape(const ProcessorSpec *spec, int channels, double rate_hz);
int voice_latency(const ProcessorSpec *spec, double rate_hz);
/* ProcessorKind.tail_s and gap_s, each automated value at the highest of its lane. */
double voice_tail_s(const ProcessorSpec *spec, double rate_hz, double slowest_bpm);
double voice_gap_s(const ProcessorSpec *spec, double rate_hz, double slowest_bpm);
VoiceState *voice_state_new(const ProcessorSpec *spec, int channels, double rate_hz);
void voice_state_unref(VoiceState *state);
BankState *bank_state_new(const ProcessorKind *kind, const ProcessorSetup *setup, uint64_t shape);
void bank_state_unref(BankState *state);
EdgeState *edge_state_new(void);
void edge_state_unref(EdgeState *state);
DelayLine *delay_line_new(int channels, int64_t delay, int run_frames);
void delay_line_unref(DelayLine *line);

/* in[c] goes into the line, out[c] is what went in `delay` frames before; in and out may be the same. At most the
 * run_frames of its birth. */
RT_SAFE void delay_line_run(DelayLine *line, float *const *in, float *const *out, int frames);
RT_SAFE void delay_line_reset(DelayLine *line);

#endif
