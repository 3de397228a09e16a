/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time and tempo: frames, seconds and bars. */
#include <math.h>

#include "projects/model/model.h"

typedef struct TempoPlace { /* where a tempo mark begins */
    double seconds, beats;  /* beats: quarter notes since the last signature's bar line that `bar` names */
    int bar;
    const TempoMark *mark;
} TempoPlace;

static double quarters_per_beat(const TempoMark *mark)
{
    return 4.0 / mark->beat_unit;
}

static double quarters_per_bar(const TempoMark *mark)
{
    return mark->beats * quarters_per_beat(mark);
}

/* Seconds of a bar position under the mark of `place`. */
static double seconds_of_bars(const TempoPlace *place, const TimeValue *time)
{
    const TempoMark *mark = place->mark;
    double quarters = (time->bar - place->bar) * quarters_per_bar(mark) +
                      (time->beat - 1 + time->tick / 960) * quarters_per_beat(mark);
    return place->seconds + (quarters - place->beats) * 60 / mark->bpm;
}

static double seconds_of_mark(const Model *model, const TempoPlace *place, const TimeValue *at)
{
    if (at->unit == TIME_FRAMES)
        return (double)at->frames / model->rate_hz;
    return at->unit == TIME_SECONDS ? at->seconds : seconds_of_bars(place, at);
}

/* Moves to the next mark: a change of tempo inside a bar goes on counting, a new signature begins a bar. */
static void place_advance(TempoPlace *place, const TempoMark *next, double seconds)
{
    const TempoMark *mark = place->mark;
    double beats = place->beats + (seconds - place->seconds) * mark->bpm / 60, bar = quarters_per_bar(mark);
    double whole = floor(beats / bar + 1e-9), rest = beats - whole * bar;
    place->bar += (int)(whole < 1e8 ? whole : 1e8);
    rest = rest < 1e-7 ? 0 : rest;
    if (next->beats != mark->beats || next->beat_unit != mark->beat_unit) {
        place->bar += rest > 0;
        rest = 0;
    }
    *place = (TempoPlace){seconds, rest, place->bar, next};
}

/* The mark in force at a time; `seconds` < 0 = search by the bars of `time`. */
static TempoPlace find_place(const Model *model, double seconds, const TimeValue *time)
{
    TempoPlace place = {0, 0, 1, &model->tempo[0]};
    for (int i = 1; i < model->tempo_count; i++) {
        double at = seconds_of_mark(model, &place, &model->tempo[i].at);
        double wanted = time ? seconds_of_bars(&place, time) : seconds;
        if (at > wanted || at < place.seconds)
            break;
        place_advance(&place, &model->tempo[i], at);
    }
    return place;
}

int64_t model_frame_of_time(const Model *model, const TimeValue *time)
{
    double seconds = time->seconds;
    if (time->unit == TIME_FRAMES)
        return time->frames;
    if (time->unit == TIME_BARS) {
        TempoPlace place = find_place(model, 0, time);
        seconds = seconds_of_bars(&place, time);
    }
    return (int64_t)floor(seconds * model->rate_hz + 0.5);
}

void model_bars_of_frame(const Model *model, int64_t frame, int *bar, int *beat, double *tick)
{
    double seconds = (double)frame / model->rate_hz;
    TempoPlace place = find_place(model, seconds, NULL);
    double quarters = place.beats + (seconds - place.seconds) * place.mark->bpm / 60,
           per_bar = quarters_per_bar(place.mark);
    double bars = floor(quarters / per_bar + 1e-9), beats = (quarters - bars * per_bar) / quarters_per_beat(place.mark);
    beats = beats < 0 ? 0 : beats;
    double whole = floor(beats + 1e-9);
    *bar = place.bar + (int)bars;
    *beat = 1 + (int)whole;
    *tick = beats > whole ? (beats - whole) * 960 : 0;
}

double model_tempo_at(const Model *model, int64_t frame)
{
    return find_place(model, (double)frame / model->rate_hz, NULL).mark->bpm;
}
