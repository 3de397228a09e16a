/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Impulse responses of the reverb and their decay (M. Schroeder's backward integration, JASA 37, 1965). */
#ifndef TTYMIX_TESTS_AUDIO_DSP_HALL_H
#define TTYMIX_TESTS_AUDIO_DSP_HALL_H

#include "tests/audio/dsp/stage.h"

#include "audio/dsp/kinds.h"

typedef struct Response {
    float *channel[2];
    int frames;
    double rate_hz;
} Response;

static inline void reverb_stage(Stage *stage, double rate_hz, double decay_s)
{
    stage_init(stage, &reverb_kind, rate_hz, 2);
    stage_set(stage, "decay", decay_s);
}

/* To an impulse of one on the left and of `right` on the right, after `silence` cells. */
static inline Response respond_to(Stage *stage, double seconds, double right, int silence)
{
    Response response = {.rate_hz = stage->rate_hz, .frames = (int)(seconds * stage->rate_hz) / 64 * 64};
    for (int c = 0; c < 2; c++) {
        response.channel[c] = signal_new(response.frames);
        response.channel[c][0] = c ? (float)right : 1;
    }
    stage_open(stage);
    for (float zero[2][CELL_FRAMES]; silence > 0; silence--) {
        memset(zero, 0, sizeof zero);
        stage_run(stage, zero[0], zero[1], CELL_FRAMES);
    }
    stage_run(stage, response.channel[0], response.channel[1], response.frames);
    stage_close(stage);
    return response;
}

static inline Response respond(Stage *stage, double seconds)
{
    return respond_to(stage, seconds, 1, 0);
}

static inline void response_free(Response *response)
{
    free(response->channel[0]);
    free(response->channel[1]);
}

/* An octave around `hz`: band-passes in a row, in double. */
static inline void octave_band(float *x, int frames, double hz, double rate_hz, int rounds)
{
    enum { ROUNDS_MAX = 8 };
    double w = 2 * M_PI * hz / rate_hz, alpha = sin(w) / 2.2, z1[ROUNDS_MAX] = {0}, z2[ROUNDS_MAX] = {0};
    double forth = alpha / (1 + alpha), back = 2 * cos(w) / (1 + alpha), last = (1 - alpha) / (1 + alpha);
    assert_in_range(rounds, 1, ROUNDS_MAX);
    for (int i = 0; i < frames; i++)
        for (int round = 0; round < rounds; round++) { /* side by side: each alone waits for its own feedback */
            double in = x[i], y = forth * in + z1[round];
            z1[round] = back * y + z2[round];
            z2[round] = -forth * in - last * y;
            x[i] = (float)y;
        }
}

/* Backward-integrated energy in dB re its beginning. */
static inline double *decay_curve(const float *x, int frames)
{
    double *curve = malloc((size_t)frames * sizeof *curve), sum = 0;
    assert_non_null(curve);
    for (int i = frames - 1; i >= 0; i--) {
        sum += (double)x[i] * x[i];
        curve[i] = sum;
    }
    for (int i = frames - 1; i >= 0; i--)
        curve[i] = 10 * log10(curve[i] / curve[0] + 1e-30);
    return curve;
}

/* Fits a line to the curve between two levels; returns its RT60 and the largest deviation from it. */
static inline double fit_decay(const double *curve, int frames, double rate_hz, double from_db, double to_db,
                               double *deviation_db)
{
    int a = 0, b;
    while (a < frames && curve[a] > from_db)
        a++;
    for (b = a; b < frames && curve[b] > to_db; b++)
        ;
    double n = b - a, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int i = a; i < b; i++) {
        double x = i - a;
        sx += x;
        sy += curve[i];
        sxx += x * x;
        sxy += x * curve[i];
    }
    double slope = (n * sxy - sx * sy) / (n * sxx - sx * sx), base = (sy - slope * sx) / n;
    *deviation_db = 0;
    for (int i = a; i < b; i++) {
        double deviation = fabs(curve[i] - base - slope * (i - a));
        *deviation_db = deviation > *deviation_db ? deviation : *deviation_db;
    }
    return -60 / slope / rate_hz;
}
typedef struct Room {
    double decay_s, size, low, high, rate_hz; /* size, low and high in % */
} Room;

enum { PLACES = 16 };

/* To sounds in the middle and at the sides, at eight moments of the turning. */
static inline void room_respond(const Room *room, double modulation, int places, Response *response)
{
    for (int place = 0; place < places; place++) {
        Stage stage;
        reverb_stage(&stage, room->rate_hz, room->decay_s);
        stage_set(&stage, "size", room->size);
        stage_set(&stage, "lowdecay", room->low);
        stage_set(&stage, "highdecay", room->high);
        stage_set(&stage, "early", -INFINITY);
        stage_set(&stage, "distance", 0);
        stage_set(&stage, "modulation", modulation);
        double longest = fmax(1, fmax(room->low, room->high) / 100);
        response[place] = respond_to(&stage, room->decay_s * longest + 0.3, place % 2 ? -1 : 1, place / 2 * 500);
    }
}
#endif
