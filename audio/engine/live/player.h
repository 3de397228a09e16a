/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Playback: what the audio thread owns while the engine plays. */
#ifndef TTYMIX_AUDIO_ENGINE_LIVE_PLAYER_H
#define TTYMIX_AUDIO_ENGINE_LIVE_PLAYER_H

#include "audio/engine/live/message.h"
#include "audio/engine/live/monitor.h"
#include "audio/engine/step/link.h"
#include "audio/engine/step/run.h"

typedef enum Phase {
    PHASE_IDLE,    /* stopped and silent: nothing is computed */
    PHASE_FILLING, /* a start: frames are computed and thrown away until the plan's delays are full */
    PHASE_RUNNING, /* playing, or stopped while tails ring out */
    PHASE_LEAVING  /* the output fades out before a jump */
} Phase;

typedef struct Player {
    EngineLink *link;
    Mail *mail;
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
    uint32_t probe_uid[PROBES]; /* 0: none */
    Probe probes[PROBES];
    bool probing;       /* any of them looks at something */
    const Plan *probed; /* the plan that they were looked up in */
} Player;

/* Takes the plan over; link and mail live longer. Control thread, before the audio thread. */
NODISCARD Status player_init(Player *player, EngineLink *link, Mail *mail, Plan *plan);
/* After the audio thread; a player that was never made, all zeros, is fine. */
void player_clear(Player *player);
/* Nothing sounds until a message comes, and none waits. */
RT_SAFE bool player_rests(const Player *player);
/* The next frames. Audio thread. */
RT_SAFE void player_process(Player *player, float *const out[2], int frames);

#endif
