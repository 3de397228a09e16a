/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The timeline in words: tempo, markers, loop, what tracks have; the clips and lanes of a strip; the points of a lane.
 */
#include <stdlib.h>
#include <string.h>

#include "projects/model/address.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"
#include "projects/text/title.h"
#include "src/speech/describe_words.h"
#include "src/speech/speak.h"

static const char *const modes[] = {"read", "trim", "off"};

/* "1 minute 4, bar 25" or, within a bar, "bar 25 beat 3". */
static char *say_place(const Describer *describer, int64_t frame, char *out, size_t size)
{
    const Model *model = describe_model(describer);
    char time[100], beats[24] = "";
    int bar, beat;
    double tick;
    words_time(time, sizeof time, describer->speech, (double)frame / model->rate_hz);
    model_bars_of_frame(model, frame, &bar, &beat, &tick);
    if (beat > 1 || tick >= 1)
        snprintf(beats, sizeof beats, " beat %d", beat);
    snprintf(out, size, "%s, bar %d%s", time, bar, beats);
    return out;
}

/* ---- the song ---- */

static void say_tempo(const Describer *describer)
{
    const Model *model = describe_model(describer);
    for (int i = 0; i < model->tempo_in_force; i++) {
        const TempoMark *mark = &model->tempo[i];
        char place[WORD];
        if (mark->line <= 0)
            continue;
        say_place(describer, model_frame_of_time(model, &mark->at), place, sizeof place);
        fprintf(describer->out, "Tempo %g, %d/%d, from %s.\n", mark->bpm, mark->beats, mark->beat_unit, place);
    }
}

static void say_marks(const Describer *describer)
{
    const Model *model = describe_model(describer);
    char place[WORD], other[WORD], label[WORD];
    for (int i = 0; i < model->marker_count; i++) {
        const Marker *marker = &model->markers[i];
        text_escape_for_terminal(label, sizeof label, marker->label ? marker->label : "",
                                 marker->label ? strlen(marker->label) : 0);
        say_place(describer, model_frame_of_time(model, &marker->at), place, sizeof place);
        fprintf(describer->out, "Marker %s, %s.\n", label, place);
    }
    if (model->has_loop) {
        say_place(describer, model_frame_of_time(model, &model->loop_from), place, sizeof place);
        say_place(describer, model_frame_of_time(model, &model->loop_to), other, sizeof other);
        fprintf(describer->out, "Loop from %s, to %s.\n", place, other);
    }
    if (model->has_end) {
        say_place(describer, model_frame_of_time(model, &model->end), place, sizeof place);
        fprintf(describer->out, "End, %s.\n", place);
    }
}

static bool lane_is_of(const Lane *lane, const Strip *strip)
{
    size_t length = strlen(strip->name);
    return strncmp(lane->address, strip->name, length) == 0 && lane->address[length] == '.';
}

static int count_lanes(const Model *model, const Strip *strip)
{
    int count = 0;
    for (int i = 0; i < model->lane_count; i++)
        count += lane_is_of(&model->lanes[i], strip);
    return count;
}

static void say_tracks(const Describer *describer)
{
    const Model *model = describe_model(describer);
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        char name[WORD];
        int lanes = count_lanes(model, strip);
        if (strip->clip_count == 0 && lanes == 0)
            continue;
        fprintf(describer->out, "%s, %d clip%s", title_of_name(name, sizeof name, strip->name), strip->clip_count,
                words_plural(strip->clip_count));
        if (lanes > 0)
            fprintf(describer->out, ", %d lane%s", lanes, words_plural(lanes));
        fputs(".\n", describer->out);
    }
}

void describe_timeline(const Describer *describer)
{
    say_tempo(describer);
    say_marks(describer);
    say_tracks(describer);
}

/* ---- a strip ---- */

/* Where a clip ends; -1: not known. */
static int64_t end_of_clip(const Describer *describer, const Clip *clip)
{
    const Model *model = describe_model(describer);
    int64_t at = model_frame_of_time(model, &clip->at), offset = model_frame_of_time(model, &clip->offset);
    if (clip->has_length)
        return at + model_frame_of_time(model, &clip->length);
    const StemTable *stems = describer->session ? &session_project(describer->session)->stems : NULL;
    const Stem *stem = stems ? stems_look(stems, clip->path) : NULL;
    if (!stem || !stem->stream)
        return -1;
    int64_t length = (int64_t)((double)stem->info.frames * stems->rate_hz / stem->info.rate_hz + 0.5);
    return at + (length > offset ? length - offset : 0);
}

static void say_fade(const Describer *describer, const Fade *fade, const char *which)
{
    char time[100];
    double seconds =
        (double)model_frame_of_time(describe_model(describer), &fade->length) / describe_model(describer)->rate_hz;
    if (seconds <= 0)
        return;
    if (seconds < 1)
        snprintf(time, sizeof time, "%.0f %s", seconds * 1000,
                 describer->speech == SPEECH_WORDS ? "milliseconds" : "ms");
    else
        words_time(time, sizeof time, describer->speech, seconds);
    fprintf(describer->out, ", fade %s %s", which, time);
}

static void say_clip(const Describer *describer, const Strip *strip, int index)
{
    const Clip *clip = &strip->clips[index];
    const char *base = strrchr(clip->path, '/');
    char name[WORD], from[WORD], to[WORD] = "the end of its file", gain[WORD];
    const char *title = clip->name ? clip->name : base ? base + 1 : clip->path;
    int64_t end = end_of_clip(describer, clip);
    text_escape_for_terminal(name, sizeof name, title, strlen(title));
    say_place(describer, model_frame_of_time(describe_model(describer), &clip->at), from, sizeof from);
    if (end >= 0)
        say_place(describer, end, to, sizeof to);
    fprintf(describer->out, "Clip %d, %s, from %s, to %s", index + 1, name, from, to);
    if (clip->gain_db != 0)
        fprintf(describer->out, ", gain %s",
                speak_param(gain, sizeof gain, describer->speech, &clip_gain_row, clip->gain_db));
    say_fade(describer, &clip->fade_in, "in");
    say_fade(describer, &clip->fade_out, "out");
    fputs(".\n", describer->out);
}

static void say_lane(const Describer *describer, const Lane *lane)
{
    const Model *model = describe_model(describer);
    char words[300], from[WORD], to[WORD];
    Address address;
    Error error;
    const char *title = lane->address;
    if (address_resolve(model, lane->address, &address, &error) == STATUS_OK)
        title = address_describe(model, &address, words, sizeof words);
    fprintf(describer->out, "%s, automation %s, %d point%s", title, modes[lane->mode], lane->point_count,
            words_plural(lane->point_count));
    if (lane->point_count > 0) {
        say_place(describer, model_frame_of_time(model, &lane->points[0].at), from, sizeof from);
        say_place(describer, model_frame_of_time(model, &lane->points[lane->point_count - 1].at), to, sizeof to);
        fprintf(describer->out, ", from %s, to %s", from, to);
    }
    fputs(".\n", describer->out);
}

void describe_timeline_of_strip(const Describer *describer, const Strip *strip)
{
    const Model *model = describe_model(describer);
    char name[WORD];
    fprintf(describer->out, "%s, %d clip%s.\n", title_of_name(name, sizeof name, strip->name), strip->clip_count,
            words_plural(strip->clip_count));
    for (int i = 0; i < model->strip_count; i++)
        for (int k = 0; model->strips[i].kind == SECTION_GROUP && k < model->strips[i].member_count; k++)
            if (strcmp(model->strips[i].members[k], strip->name) == 0)
                fprintf(describer->out, "Edited together with the group %s.\n", model->strips[i].name);
    for (int i = 0; i < strip->clip_count; i++)
        say_clip(describer, strip, i);
    for (int i = 0; i < model->lane_count; i++)
        if (lane_is_of(&model->lanes[i], strip))
            say_lane(describer, &model->lanes[i]);
}

/* ---- a lane ---- */

static const char *say_shape(const Describer *describer, const LaneModelPoint *point, char *out, size_t size)
{
    bool spoken = point->curve < 0 && describer->speech == SPEECH_WORDS;
    if (point->shape == SHAPE_CURVE)
        snprintf(out, size, "curve %s%g", spoken ? "minus " : "", spoken ? -point->curve : point->curve);
    else
        snprintf(out, size, point->shape == SHAPE_LINEAR ? "linear" : "at once");
    return out;
}

bool describe_lane(const Describer *describer, const char *text)
{
    const Model *model = describe_model(describer);
    Address address;
    Error error;
    char exact[300];
    if (address_resolve(model, text, &address, &error) != STATUS_OK || !address.param)
        return false;
    const Lane *lane = model_lane(model, address_format(model, &address, exact, sizeof exact));
    if (!lane)
        return false;
    say_lane(describer, lane);
    for (int i = 0; i < lane->point_count; i++) {
        const LaneModelPoint *point = &lane->points[i];
        char place[WORD], value[WORD], shape[48];
        say_place(describer, model_frame_of_time(model, &point->at), place, sizeof place);
        fprintf(describer->out, "Point %d, %s, %s, %s.\n", i + 1, place,
                speak_param(value, sizeof value, describer->speech, address.param, point->value),
                say_shape(describer, point, shape, sizeof shape));
    }
    return true;
}
