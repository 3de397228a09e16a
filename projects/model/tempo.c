/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time and tempo: frames, seconds and bars. */
#include <math.h>

#include "projects/model/model.h"

enum { BAR_MAX = 1000000000 };

static double quarters_per_beat(const TempoMark *mark)
{
    return 4.0 / mark->beat_unit;
}

static double quarters_per_bar(const TempoMark *mark)
{
    return mark->beats * quarters_per_beat(mark);
}

/* Seconds of a bar position under a mark. */
static double seconds_of_bars(const TempoMark *mark, const TimeValue *time)
{
    double quarters = (time->bar - mark->bar) * quarters_per_bar(mark) +
                      (time->beat - 1 + time->tick / 960) * quarters_per_beat(mark);
    return mark->seconds + (quarters - mark->into_bar) * 60 / mark->bpm;
}

static double seconds_of_mark(const Model *model, const TempoMark *before, const TimeValue *at)
{
    if (at->unit == TIME_FRAMES)
        return (double)at->frames / model->rate_hz;
    return at->unit == TIME_SECONDS ? at->seconds : seconds_of_bars(before, at);
}

/* Where the next mark begins: a change of tempo inside a bar goes on counting, a new signature begins a bar. */
static void place_mark(const TempoMark *before, TempoMark *mark, double seconds)
{
    double quarters = before->into_bar + (seconds - before->seconds) * before->bpm / 60, bar = quarters_per_bar(before);
    double whole = floor(quarters / bar + 1e-9), rest = quarters - whole * bar;
    bool another = mark->beats != before->beats || mark->beat_unit != before->beat_unit;
    rest = rest < 1e-7 ? 0 : rest;
    whole += another && rest > 0 ? 1 : 0;
    mark->bar = before->bar + whole < BAR_MAX ? before->bar + (int)whole : BAR_MAX;
    mark->into_bar = another ? 0 : rest;
    mark->seconds = seconds;
}

void model_place_tempo(Model *model)
{
    TempoMark *marks = model->tempo;
    marks[0].seconds = marks[0].into_bar = 0;
    marks[0].bar = 1;
    for (model->tempo_in_force = 1; model->tempo_in_force < model->tempo_count; model->tempo_in_force++) {
        TempoMark *mark = &marks[model->tempo_in_force];
        double seconds = seconds_of_mark(model, mark - 1, &mark->at);
        if (seconds < mark[-1].seconds)
            return;
        place_mark(mark - 1, mark, seconds);
    }
}

/* --- the mark in force --- */

/* A mark, from 1 on, begins behind what is looked for: false up to some mark, true from there on. */
typedef bool (*BeginsBehind)(const TempoMark *marks, int index, double seconds, const TimeValue *time);

static bool is_behind_seconds(const TempoMark *marks, int index, double seconds, const TimeValue *time)
{
    (void)time;
    return marks[index].seconds > seconds;
}

static bool is_behind_bar(const TempoMark *marks, int index, double seconds, const TimeValue *time)
{
    (void)seconds;
    return marks[index].bar > time->bar;
}

static bool is_in_or_behind_bar(const TempoMark *marks, int index, double seconds, const TimeValue *time)
{
    (void)seconds;
    return marks[index].bar >= time->bar;
}

/* By the count of the mark before it. */
static bool is_behind_time(const TempoMark *marks, int index, double seconds, const TimeValue *time)
{
    (void)seconds;
    return marks[index].seconds > seconds_of_bars(&marks[index - 1], time);
}

/* The first of [from, to) that is, or `to`. */
static int find_first(const TempoMark *marks, int from, int to, BeginsBehind behind, double seconds,
                      const TimeValue *time)
{
    while (from < to) {
        int middle = from + (to - from) / 2;
        if (behind(marks, middle, seconds, time))
            to = middle;
        else
            from = middle + 1;
    }
    return from;
}

static const TempoMark *mark_at_seconds(const Model *model, double seconds)
{
    return &model->tempo[find_first(model->tempo, 1, model->tempo_in_force, is_behind_seconds, seconds, NULL) - 1];
}

/* No mark that begins in a bar before it is behind it; of those in its bar some are; behind those only a bar that a
 * signature has cut short may still count. */
static const TempoMark *mark_at_bars(const Model *model, const TimeValue *time)
{
    const TempoMark *marks = model->tempo;
    int count = model->tempo_in_force;
    int from = find_first(marks, 1, count, is_in_or_behind_bar, 0, time);
    int to = find_first(marks, from, count, is_behind_bar, 0, time);
    int behind = find_first(marks, from, to, is_behind_time, 0, time);
    while (behind == to && to < count && !is_behind_time(marks, to, 0, time))
        behind = ++to;
    return &marks[behind - 1];
}

int64_t model_frame_of_time(const Model *model, const TimeValue *time)
{
    double seconds = time->seconds;
    if (time->unit == TIME_FRAMES)
        return time->frames;
    if (time->unit == TIME_BARS)
        seconds = seconds_of_bars(mark_at_bars(model, time), time);
    return (int64_t)floor(seconds * model->rate_hz + 0.5);
}

void model_bars_of_frame(const Model *model, int64_t frame, int *bar, int *beat, double *tick)
{
    double seconds = (double)frame / model->rate_hz;
    const TempoMark *mark = mark_at_seconds(model, seconds);
    double quarters = mark->into_bar + (seconds - mark->seconds) * mark->bpm / 60, per_bar = quarters_per_bar(mark);
    double bars = floor(quarters / per_bar + 1e-9), beats = (quarters - bars * per_bar) / quarters_per_beat(mark);
    beats = beats < 0 ? 0 : beats;
    double whole = floor(beats + 1e-9);
    *bar = mark->bar + (int)bars;
    *beat = 1 + (int)whole;
    *tick = beats > whole ? (beats - whole) * 960 : 0;
}

double model_tempo_at(const Model *model, int64_t frame)
{
    return mark_at_seconds(model, (double)frame / model->rate_hz)->bpm;
}
