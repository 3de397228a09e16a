/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The player's insides, for player.c and player_output.c. */
#ifndef TTYMIX_SRC_SESSION_PLAYER_PRIVATE_H
#define TTYMIX_SRC_SESSION_PLAYER_PRIVATE_H

#include <stdatomic.h>

#include "src/session/devicekeeper.h"
#include "src/session/player.h"

typedef struct Rig { /* what one song at one rate is played with */
    Mix mix;
    Engine *engine;
    MasterMeter *loudness;
    ImageMeter *image;
    DeviceKeeper *keeper;
} Rig;

typedef struct LayerOf {
    const MixLayer *layer;
    void *part;
} LayerOf;

struct Player {
    PlayerSetup setup;
    Board *board;
    Project *song;
    LayerOf *layers;
    int layer_count, layer_room;
    Rig rig, next;                   /* what plays; what was prepared */
    bool behind;                     /* the engine has not taken rig.mix yet */
    bool has_device;                 /* one was asked for: another thread calls the engine, or will */
    _Atomic int64_t in_memory_until; /* with setup.patient: project frame up to which stems are in memory */
    atomic_bool ending;              /* nobody waits any more */
    int64_t rest_frames;             /* the audio thread's: how long the engine has had nothing to do */

    bool playing, locating;
    int64_t target;    /* of the locate */
    double patience_s; /* when the locate is done without its pages */
    bool loop_on;
    int64_t loop_from, loop_to;

    MonitorSpec monitor;
    bool monitor_given;
    char device_text[256];
    uint32_t told_xruns;
    const MeterFrame *meters;
    uint64_t serial;
    int64_t loud_until; /* the last position at which the master was above -120 dBFS, or where play began */
    MasterReading reading;
    int image_watchers;
    TotalsList totals;
    Probes *probes;
    SoundTap *tap; /* what left for the loudspeakers, behind the monitor */
};

/* player_output.c: what leaves the engine. Below player.c. */
void player_output_tick(Player *player);

#endif
