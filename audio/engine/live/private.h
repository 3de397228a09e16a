/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's inside: what belongs to which thread, and what passes between them. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_PRIVATE_H
#define TTYMIX_AUDIO_ENGINE_LIVE_PRIVATE_H

#include "audio/base/ring.h"
#include "audio/engine/engine.h"
#include "audio/engine/live/apply.h"
#include "audio/engine/live/monitor.h"
#include "audio/engine/live/tell.h"
#include "audio/engine/offline/pipeline.h"
#include "audio/engine/plan/plan.h"
#include "audio/engine/step/meters.h"

enum {
    LIVE_RUN_FRAMES = CELL_FRAMES,
    MESSAGE_ROOM = 1024,
    TAP_FRAMES = 1 << 17, /* of the master, waiting to be measured: 2.7 s at 48 kHz */
    CATCH_UP_FRAMES = 512 /* silent frames that one call may compute besides its own, to fill the plan's delays */
};
#define FADE_MS 5.0
#define IDLE_LEVEL                                                                                                     \
    1e-6f /* -120 dBFS: below it for the plan's gap_frames while stopped, nothing is computed any more                 \
           */

typedef enum MessageKind {
    MESSAGE_PLAN,
    MESSAGE_VALUES,
    MESSAGE_PLAY,
    MESSAGE_STOP,
    MESSAGE_LOCATE,
    MESSAGE_LOOP,
    MESSAGE_MONITOR
} MessageKind;
enum { MESSAGE_KINDS = MESSAGE_MONITOR + 1 };

typedef struct Message { /* to the audio thread */
    MessageKind kind;
    union {
        Plan *plan;
        Batch *batch;
        int64_t frame;
        struct {
            int64_t from, to;
            bool on;
        } loop;
        MonitorSpec monitor;
    };
} Message;

typedef struct Returned { /* from the audio thread, to be freed */
    Plan *plan;
    Batch *batch;
} Returned;

typedef enum Phase {
    PHASE_IDLE,    /* stopped and silent: nothing is computed */
    PHASE_FILLING, /* a start: frames are computed and thrown away until the plan's delays are full */
    PHASE_RUNNING, /* playing, or stopped while tails ring out */
    PHASE_LEAVING  /* the output fades out before a jump */
} Phase;

/* What the audio thread owns while the engine plays. */
typedef struct Player {
    Plan *plan, *pending; /* pending: taken when those it concerns have faded out */
    Timeline timeline;
    Workspace space;
    Phase phase;
    int64_t next;      /* engine frame of the next frame out; engine frame 0 is project frame 0 at the first start */
    int64_t filled_at; /* PHASE_FILLING: engine frame where the output begins */
    int64_t swap_at;   /* pending: engine frame of the swap */
    int64_t leave_at;  /* PHASE_LEAVING: engine frame of the first frame of the fade */
    int64_t jump_to;   /* PHASE_LEAVING: project frame to go on from */
    bool jump_plays;   /* and whether it plays there */
    bool playing;
    int64_t position;     /* while idle */
    int64_t quiet_frames; /* while stopped: silent for so long */
    int meter_frames;
    Monitor monitor;
    float listen[2][LIVE_RUN_FRAMES];
} Player;

struct Engine {
    EngineSetup setup;
    const Kernels *kernels;
    int fade_frames, glide_frames;

    /* control thread */
    long under_way; /* plans and batches sent and not given back */
    Plan *told;     /* the plan last handed over; owned by the audio thread's side until it comes back */
    Message waiting[MESSAGE_KINDS]; /* transport and monitor, for which there was no room; a stop at MESSAGE_PLAY */
    bool waits[MESSAGE_KINDS], any_waits;

    /* audio thread */
    Player player;
    Pipeline *pipeline; /* offline */

    /* between them */
    Ring messages, returned, tap;
    MeterBoard board;
    bool board_ready;
    atomic_uint underruns;
    atomic_uint state_sequence; /* odd while the snapshot changes */
    _Atomic int64_t state_position;
    _Atomic uint64_t state_processed;
    atomic_int state_latency;
    atomic_bool state_playing, running;
};

/* Control thread. */
PlanSetup engine_plan_setup(const Engine *engine, const MixSpec *spec);

/* Audio thread (player.c). */
Status player_init(Engine *engine, Plan *plan);
void player_clear(Engine *engine);
RT_SAFE void player_process(Engine *engine, float *const out[2], int frames);
RT_SAFE void engine_publish_state(Engine *engine, int64_t position, bool playing, int latency, int frames);

#endif
