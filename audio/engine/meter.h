/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of plain numbers that the engine publishes for eyes and ears elsewhere. */
#ifndef TTYMIX_AUDIO_ENGINE_METER_H
#define TTYMIX_AUDIO_ENGINE_METER_H

#include <stdbool.h>
#include <stdint.h>

typedef enum MeterPoint { METER_INPUT, METER_PRE, METER_POST, METER_OUTPUT, METER_POINT_COUNT } MeterPoint;

enum { METER_GR_MAX = 8, METER_BUSY_DB = 1, ENGINE_PROBES = 4 };

/* One strip, since the frame before.  Amplitudes are linear, 1.0 = full scale; a mono strip repeats its value. */
typedef struct StripMeter {
    uint32_t uid;
    float peak[METER_POINT_COUNT][2];
    float square_sum[METER_POINT_COUNT][2]; /* sum of squares over MeterFrame.frames */
    uint32_t overs[2];                      /* samples above 1.0 at METER_OUTPUT; a reader adds them up */
    float gain_reduction_db[METER_GR_MAX];  /* per processor, in chain order; the highest */
    /* Of a bounce that asks for it (EngineSetup.work): cells of 64 frames with sound (a sample above -60 dBFS behind
     * the processor), and those of them in which it took off more than METER_BUSY_DB. */
    uint32_t cells[METER_GR_MAX], busy[METER_GR_MAX];
    uint32_t underruns; /* runs that played silence for want of disk */
} StripMeter;

typedef struct MeterFrame {
    uint64_t revision; /* of the plan that made it */
    int64_t position;  /* project frame heard at its end */
    int32_t frames;    /* how many it covers */
    bool playing;
    int strip_count;    /* order of the plan's strips */
    StripMeter *strips; /* owned by the reader's buffer */
} MeterFrame;

#endif
