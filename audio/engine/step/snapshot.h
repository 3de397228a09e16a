/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the engine stands, written by one thread and read by any without a lock: a sequence that is odd while the
 * numbers change. */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_SNAPSHOT_H
#define TTYMIX_AUDIO_ENGINE_STEP_SNAPSHOT_H

#include <stdatomic.h>

#include "audio/engine/engine.h"

typedef struct StateBoard {
    atomic_uint sequence;
    _Atomic int64_t position;
    _Atomic uint64_t processed;
    atomic_int latency;
    atomic_bool playing, running;
    atomic_uint underruns; /* counted by whoever computes */
} StateBoard;

/* `frames` more have been given out. `running`: as engine_is_running. The thread that gives them. */
RT_SAFE void state_board_publish(StateBoard *board, const EngineState *state, bool running, int frames);
/* All of one moment, but for the underruns. Any thread. */
void state_board_read(const StateBoard *board, EngineState *state);

#endif
