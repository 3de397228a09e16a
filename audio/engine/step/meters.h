/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Levels of every strip, measured as the audio passes and published as frames of plain numbers without a lock.
 *
 * Steps add to accumulators in the plan, one set for each slot of a run; the engine collects them and publishes a frame
 * for about every METER_FRAMES frames.  Nothing here changes a sample.
 */
#ifndef TTYMIX_AUDIO_ENGINE_STEP_METERS_H
#define TTYMIX_AUDIO_ENGINE_STEP_METERS_H

#include <stdatomic.h>

#include "audio/engine/step/run.h"

enum { METER_FRAMES = 1024 };

/* Adds a run of a strip to a point. No-ops without meters. */
RT_SAFE void meters_measure(const Plan *plan, int strip, const Run *run, MeterPoint point, float *const *x,
                            int channels);
/* After the fader, and after the pan and mute. */
RT_SAFE void meters_measure_output(const Plan *plan, int strip, const Run *run);
/* What a voice did to `frames` frames from `at` on, which lie in one cell and are its strip's signal now. */
RT_SAFE void meters_note_work(const Plan *plan, int voice, const Run *run, int at, int frames, float reduction_db);
RT_SAFE void meters_count_underrun(const Plan *plan, int strip, const Run *run);

typedef struct MeterBoard { /* three frames: one being filled, one waiting, one being read */
    MeterFrame frame[3];
    int room;           /* strips */
    int filling;        /* audio thread */
    int reading;        /* reader */
    atomic_int waiting; /* index, plus 4 when it is new */
} MeterBoard;

NODISCARD Status meter_board_init(MeterBoard *board, int strips);
void meter_board_clear(MeterBoard *board);
/* Takes a slot's accumulators into the frame being filled, and zeroes them. Audio thread. */
RT_SAFE void meters_collect(MeterBoard *board, const Plan *plan, int slot, int frames);
/* Hands the frame being filled to the reader. Audio thread. */
RT_SAFE void meters_publish(MeterBoard *board, const Plan *plan, int64_t position, bool playing);
/* The newest frame, or NULL when there is none since the last call. Reader's thread. */
const MeterFrame *meters_take(MeterBoard *board);

#endif
