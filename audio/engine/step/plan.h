/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A mix worked out, as the steps read it: what is computed in which order, in which buffers, and by how much each path
 * is delayed.
 *
 * Made on the control thread (audio/engine/plan) and not changed afterwards; what moves while it runs lies in the
 * states of state.h, which plans hand on to one another.  A plan is a list of steps in an order in which they can be
 * computed one after another; `Task`s cut the list into pieces that threads may claim.
 *
 * Delays.  D is how many frames a signal lags behind the earliest reading.  A strip's input lies at a D that is a
 * multiple of 64; a track whose chain has a latency that is not reads its stem later by the rest, so that its output is
 * on the grid again.  `ahead` = latency - D is how many frames before the output a signal lies; clocks are engine frame
 * + ahead.
 */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_PLAN_H
#define TTYMIX_AUDIO_ENGINE_STEP_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/engine/meter.h"
#include "audio/engine/spec.h"
#include "audio/engine/step/clips.h"
#include "audio/engine/step/gains.h"
#include "audio/engine/step/state.h"

#define GLIDE_MS 20.0 /* live moves and bypass */

enum { STRIP_LIMIT = 4096, MIX_TERMS = 8, SOURCE_STRIPS = 8, STRIP_PARTS_MAX = 1100, PIPELINE_RUNS = 8 };

typedef struct Signal { /* a planar buffer */
    float *data;        /* slot, then channel, then frame; NULL until buffers are handed out */
    int channels;
    bool ready; /* while scheduling: its writer has a step */
} Signal;

typedef struct PlanVoice {
    VoiceState *state;
    uint64_t shape;
    int strip, key;   /* key: index into keys, or -1 */
    int mix_index;    /* of `mix` among the values where the engine does it; or -1 */
    int listen_index; /* of key listen, which is heard whole whatever the mix; or -1 */
    int64_t before;   /* latency of the chain before it */
    int64_t ahead;
    bool after_fader, scheduled;
    bool parked; /* bypassed for good as far as anybody knows: parked voices share banks that are not computed */
} PlanVoice;

typedef struct PlanDelay { /* a delay line between two signals */
    int from, to;          /* signals */
    int strip;
    Tap tap;
    DelayLine *line;
    bool key, scheduled; /* key: of the signal after the pan */
} PlanDelay;

typedef struct PlanKey {
    int from;  /* strip */
    int voice; /* that it keys */
    Tap tap;
    int64_t delay;
    int signal; /* -1: its own input at no delay */
} PlanKey;

typedef struct PlanEdge {
    int from, to; /* strips */
    int send;     /* index among the sends of `from`, or -1 for its output */
    Tap tap;
    int64_t delay, ahead;
    int signal;
    GainPath path;
    EdgeState *state;
    SendState *send_state; /* or NULL */
    bool opens;            /* new since the plan before, or no longer the same: fades in */
} PlanEdge;

typedef struct PlanPart { /* up to MIX_TERMS edges into one strip, summed */
    int first, count;     /* in inputs */
    int strip;
    double *sum; /* slot, channel, frame; NULL: goes straight into the strip's signal */
    bool scheduled;
} PlanPart;

typedef struct PlanStrip {
    uint32_t uid;
    StripKind kind;
    int channels, out, vca; /* as in the spec */
    StripState *state;
    ClipTable *clips; /* tracks */
    int64_t offset_frames;
    DelayLine *offset;           /* buses and returns: the audible delay */
    int signal;                  /* -1: VCAs and groups */
    int tap_signal[3], post_key; /* signals, -1 = not asked for; post_key: after the pan, for keys */
    int64_t d_in, pad;           /* input at d_in, its first sample through the chain at d_in + pad */
    int64_t pre, total;          /* latency of the chain up to the fader, and whole */
    int first_voice, voice_count, pre_count;
    int first_input, input_count, first_part, part_count;
    int first_edge, edge_count; /* out of it: its output first, then its sends */
    bool feeds_master;          /* its output is a stem of the mix */
    GainPath source, fader;     /* trim and polarity; the fader where processors follow it */
    EdgeState *source_state, *fader_state;
    GainPath post; /* after the pan, unmuted: meters and keys */
    EdgeState *post_state;
    GainPath leaving; /* as it goes out: meters, and the master */
    EdgeState *out_state;
    int64_t ahead_in, ahead_pre, ahead_out;
    bool steady; /* the same in the plan before */
} PlanStrip;

typedef struct PlanBank {
    BankState *state;
    int voice[BANK_LANES], count; /* indexes into voices */
    uint64_t shape;
    const ProcessorKind *kind;
    int channels;
    int twin; /* the first bank of a chain like the one that begins here, computed in the same step; or -1 */
    int next; /* the bank of the same voices' next processors, computed in the same step; or -1 */
} PlanBank;

typedef struct PlanMove { /* at the swap: state that changes its bank */
    BankState *from, *to;
    int from_lane, to_lane;
} PlanMove;

struct Plan;
struct Run;
typedef RT_SAFE void (*StepFunction)(const struct Plan *plan, int index, const struct Run *run);

typedef struct Step {
    StepFunction run;
    int index;
    bool heavy; /* begins a task */
} Step;

typedef struct StepUse { /* what a step reads or writes, to find what waits for what */
    int step, buffer;    /* buffer: a signal, or -1 - part */
    bool writes;
} StepUse;

typedef struct PlanSetup {
    double rate_hz;
    bool live, meters, work;
    int run_frames, slots;
} PlanSetup;

typedef struct Plan {
    PlanSetup setup;
    uint64_t revision;
    int64_t latency;                /* of the master's output; a multiple of 64 */
    int64_t clips_end, tail_frames; /* after this frame, and so many more, nothing sounds any more */
    int64_t gap_frames;             /* once the output has been quiet for so long, nothing is held that could sound, */
    int64_t moves_until;            /* unless automation before this frame brings it forth */
    int master;
    int strip_count, voice_count, bank_count, signal_count, delay_count, key_count, edge_count, part_count, step_count,
        use_count, move_count, tempo_count;
    PlanStrip *strips;
    PlanVoice *voices;
    PlanBank *banks;
    Signal *signals;
    PlanDelay *delays;
    PlanKey *keys;
    PlanEdge *edges;
    int *inputs; /* edges by strip they go into */
    PlanPart *parts;
    Step *steps;
    StepUse *uses;
    PlanMove *moves;
    TempoPoint *tempo;
    int *order; /* strips, sources first */
    DelayLine *output_pad;
    float *buffers;
    double *sums;
    const Control **controls; /* room of all GainPaths */
    StripState **path_strips;
    int control_count, path_strip_count;
    int *closing; /* edges of the plan before that fade out first; closing_count of them */
    int closing_count;
    bool master_opens;  /* the master itself is another: its output fades out and in */
    StripMeter *meters; /* slots * strip_count accumulators; NULL without meters */
    int meter_slots;
    int signal_room, delay_room, step_room, use_room;
} Plan;

/* Frames from one channel to the next in a buffer: a line of the cache more than they take, since channels that lie a
 * power of two apart would all share a few places in the first cache. */
static inline size_t plan_padded(int frames)
{
    return ((size_t)frames + 15) / 16 * 16 + 16;
}

/* Index of the strip with that uid, looked for first at `hint`; -1 if there is none. */
int plan_find_strip(const Plan *plan, uint32_t uid, int hint);
RT_SAFE double plan_tempo_at(const Plan *plan, int64_t position);

#endif
