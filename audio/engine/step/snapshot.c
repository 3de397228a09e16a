/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/engine/step/snapshot.h"

void state_board_publish(StateBoard *board, const EngineState *state, bool running, int frames)
{
    unsigned sequence = atomic_load_explicit(&board->sequence, memory_order_relaxed);
    uint64_t processed = atomic_load_explicit(&board->processed, memory_order_relaxed);
    atomic_store_explicit(&board->sequence, sequence + 1, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    atomic_store_explicit(&board->position, state->position, memory_order_relaxed);
    atomic_store_explicit(&board->playing, state->playing, memory_order_relaxed);
    atomic_store_explicit(&board->latency, state->latency_frames, memory_order_relaxed);
    atomic_store_explicit(&board->processed, processed + (uint64_t)frames, memory_order_relaxed);
    atomic_store_explicit(&board->sequence, sequence + 2, memory_order_release);
    atomic_store_explicit(&board->running, running, memory_order_release);
}

void state_board_read(const StateBoard *board, EngineState *state)
{
    unsigned before, after;
    do {
        before = atomic_load_explicit(&board->sequence, memory_order_acquire);
        state->position = atomic_load_explicit(&board->position, memory_order_relaxed);
        state->playing = atomic_load_explicit(&board->playing, memory_order_relaxed);
        state->latency_frames = atomic_load_explicit(&board->latency, memory_order_relaxed);
        state->processed = atomic_load_explicit(&board->processed, memory_order_relaxed);
        atomic_thread_fence(memory_order_acquire);
        after = atomic_load_explicit(&board->sequence, memory_order_relaxed);
    } while (before != after || before % 2 != 0);
    state->underruns = atomic_load_explicit(&board->underruns, memory_order_relaxed);
}
