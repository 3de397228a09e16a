/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stretches of time on several tracks, with their automation: `erase`, `copy-range`. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/clip_lines.h"
#include "projects/command/execute.h"
#include "projects/command/takes.h"

enum { LANE_END_FRAMES = 1 << 30 }; /* behind the last point of any song: 3 hours at 96 kHz */

typedef struct Stretch {
    int64_t from, to, at; /* at: where a copy goes */
    char from_text[TIME_TEXT_MAX], to_text[TIME_TEXT_MAX], at_text[TIME_TEXT_MAX];
    bool ripple, insert;
} Stretch;

/* ---- clips ---- */

/* From the last to the first: pieces are put behind, and are not looked at again. */
static Status cut_out(Run *run, int strip, int64_t from, int64_t to)
{
    Status status = STATUS_OK;
    for (int i = run->model->strips[strip].clip_count - 1; i >= 0 && status == STATUS_OK; i--)
        status = clip_cut_out(run, strip, i, from, to);
    return status;
}

/* Moves what begins at a frame or behind it. */
static Status shift_behind(Run *run, int strip, int64_t frame, int64_t by)
{
    Status status = STATUS_OK;
    for (int i = 0; i < run->model->strips[strip].clip_count && status == STATUS_OK; i++) {
        ClipFrames clip = clip_frames(run, strip, i);
        if (clip.at < frame)
            continue;
        clip.at += by;
        status = clip_set_frames(run, strip, i, clip, true, true);
    }
    return status;
}

/* Cuts the clips that go on at a frame. */
static Status split_all(Run *run, int strip, int64_t frame)
{
    Status status = STATUS_OK;
    for (int i = run->model->strips[strip].clip_count - 1; i >= 0 && status == STATUS_OK; i--) {
        ClipFrames left = clip_frames(run, strip, i), right = left;
        if (left.at >= frame || clip_end(&left) <= frame)
            continue;
        right.at = frame;
        right.offset += frame - left.at;
        right.length = left.length >= 0 ? clip_end(&left) - frame : -1;
        left.length = frame - left.at;
        status = clip_copy(run, strip, i, right, false, true);
        if (status == STATUS_OK)
            status = clip_set_frames(run, strip, i, left, true, false);
    }
    return status;
}

/* ---- automation ---- */

static void cut_back(Buffer *buffer, size_t length)
{
    if (buffer->length > length) {
        buffer->length = length;
        buffer->bytes[length] = '\0';
    }
}

/* Runs a command on a lane, without a word in the answer or the journal: what the whole resolves says it. */
static Status on_lane(Run *run, const char *line)
{
    size_t said = run->text.length, resolved = run->resolved.length;
    Status status = execute_part(run, line);
    if (status == STATUS_OK) {
        cut_back(&run->text, said);
        cut_back(&run->resolved, resolved);
    }
    return status;
}

static bool lane_is_of(const Lane *lane, const char *strip)
{
    size_t length = strlen(strip);
    return strncmp(lane->address, strip, length) == 0 && lane->address[length] == '.';
}

static int points_between(const Run *run, const Lane *lane, int64_t from, int64_t to)
{
    int count = 0;
    for (int i = 0; i < lane->point_count; i++) {
        int64_t frame = model_frame_of_time(run->model, &lane->points[i].at);
        count += frame >= from && frame < to;
    }
    return count;
}

/* Each lane of a strip that has points in [from, to): `format` takes its address. */
static Status on_lanes(Run *run, int strip, int64_t from, int64_t to, const char *before, const char *behind)
{
    char name[300];
    Status status = STATUS_OK;
    snprintf(name, sizeof name, "%s", run->model->strips[strip].name);
    for (int i = run->model->lane_count - 1; i >= 0 && status == STATUS_OK; i--) { /* one may go with its last point */
        char line[700];
        if (!lane_is_of(&run->model->lanes[i], name) || points_between(run, &run->model->lanes[i], from, to) == 0)
            continue;
        snprintf(line, sizeof line, "%s %s %s", before, run->model->lanes[i].address, behind);
        status = on_lane(run, line);
    }
    return status;
}

static Status clear_lanes(Run *run, int strip, int64_t from, int64_t to)
{
    char behind[80];
    snprintf(behind, sizeof behind, "%" PRId64 " frames %" PRId64 " frames", from, to - 1);
    return on_lanes(run, strip, from, to, "clear", behind);
}

static Status shift_lanes(Run *run, int strip, int64_t from, int64_t by)
{
    char behind[120];
    snprintf(behind, sizeof behind, "%" PRId64 " frames %" PRId64 " frames by %" PRId64 " frames", from,
             from + LANE_END_FRAMES, by);
    return on_lanes(run, strip, from, from + LANE_END_FRAMES, "move-points", behind);
}

/* ---- erase ---- */

static Status take_stretch(Run *run, Stretch *stretch)
{
    int token = run->next;
    Status status = clips_take_frame(run, "from", &stretch->from, stretch->from_text);
    if (status == STATUS_OK)
        status = clips_take_frame(run, "to", &stretch->to, stretch->to_text);
    if (status == STATUS_OK && stretch->to <= stretch->from)
        status = run_fail(run, STATUS_BAD_VALUE, token, "the range ends before it begins");
    return status;
}

static Status erase_track(Run *run, const Stretch *stretch, int strip)
{
    Status status = cut_out(run, strip, stretch->from, stretch->to);
    if (status == STATUS_OK && stretch->ripple)
        status = shift_behind(run, strip, stretch->to, stretch->from - stretch->to);
    if (status == STATUS_OK)
        status = clear_lanes(run, strip, stretch->from, stretch->to);
    if (status == STATUS_OK && stretch->ripple)
        status = shift_lanes(run, strip, stretch->to, stretch->from - stretch->to);
    return status;
}

static void say_stretch(Run *run, const int *tracks, int count, const char *done, const Stretch *stretch)
{
    char title[80];
    if (count == 1)
        run_say(run, "%s: %s to %s %s", run_title(run->model->strips[tracks[0]].name, title), stretch->from_text,
                stretch->to_text, done);
    else
        run_say(run, "%d tracks: %s to %s %s", count, stretch->from_text, stretch->to_text, done);
}

static Status run_erase(Run *run)
{
    int *tracks, count;
    Stretch stretch = {0};
    Status status = clips_take_tracks(run, &tracks, &count);
    if (status == STATUS_OK)
        status = take_stretch(run, &stretch);
    stretch.ripple = status == STATUS_OK && run_take_if(run, "ripple");
    if (status == STATUS_OK)
        status = run_expect_end(run);
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        status = erase_track(run, &stretch, tracks[i]);
        if (status == STATUS_OK)
            run_resolve(run, "erase %s %s %s%s", run->model->strips[tracks[i]].name, stretch.from_text, stretch.to_text,
                        stretch.ripple ? " ripple" : "");
    }
    if (status == STATUS_OK)
        say_stretch(run, tracks, count, stretch.ripple ? "taken out, the rest moved up" : "erased", &stretch);
    free(tracks);
    return status;
}

const Command command_erase = {
    .name = "erase",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), RANGE, OPTION(WORDS("ripple"))},
    .help = "Takes a stretch of time off tracks, clips and automation; with ripple, what is behind it moves up. A "
            "group's name means all of its tracks.",
    .example = "erase vox 0:10 0:12 ripple",
    .not_done = "erased",
    .run = run_erase,
};

/* ---- copy-range ---- */

/* A copy of a clip's part of the stretch. */
static Status copy_part(Run *run, const Stretch *stretch, int strip, int clip)
{
    ClipFrames whole = clip_frames(run, strip, clip), part = whole;
    int64_t end = clip_end(&whole), begin = whole.at > stretch->from ? whole.at : stretch->from,
            stop = end < stretch->to ? end : stretch->to;
    if (begin >= stop)
        return STATUS_OK;
    part.at = stretch->at + begin - stretch->from;
    part.offset = whole.offset + begin - whole.at;
    part.length = stop - begin;
    return clip_copy(run, strip, clip, part, begin == whole.at, stop == end);
}

/* What lies where the copy goes is taken off, or moves behind it. */
static Status make_room(Run *run, const Stretch *stretch, int strip)
{
    int64_t length = stretch->to - stretch->from;
    if (!stretch->insert) {
        Status status = cut_out(run, strip, stretch->at, stretch->at + length);
        return status == STATUS_OK ? clear_lanes(run, strip, stretch->at, stretch->at + length) : status;
    }
    Status status = split_all(run, strip, stretch->at);
    if (status == STATUS_OK)
        status = shift_behind(run, strip, stretch->at, length);
    return status == STATUS_OK ? shift_lanes(run, strip, stretch->at, length) : status;
}

static Status copy_lanes(Run *run, const Stretch *stretch, int strip)
{
    char behind[160];
    snprintf(behind, sizeof behind, "%" PRId64 " frames %" PRId64 " frames to %s", stretch->from, stretch->to - 1,
             stretch->at_text);
    return on_lanes(run, strip, stretch->from, stretch->to, "copy-points", behind);
}

/* `stretch` as it lies once there is room. */
static Status copy_track(Run *run, const Stretch *stretch, int strip)
{
    Status status = STATUS_OK;
    for (int i = run->model->strips[strip].clip_count - 1; i >= 0 && status == STATUS_OK; i--)
        status = copy_part(run, stretch, strip, i);
    return status == STATUS_OK ? copy_lanes(run, stretch, strip) : status;
}

static Status take_place(Run *run, Stretch *stretch)
{
    int token = run->next + 1;
    if (!run_take_if(run, "to"))
        return run_fail(run, STATUS_BAD_VALUE, run->next, "`to` is missing");
    Status status = clips_take_frame(run, "copy-range", &stretch->at, stretch->at_text);
    if (status != STATUS_OK)
        return status;
    stretch->insert = run_take_if(run, "insert");
    if (stretch->at < stretch->to && stretch->at + (stretch->to - stretch->from) > stretch->from)
        return run_fail(run, STATUS_REFUSED, token, "the copy would lie upon what is copied");
    return run_expect_end(run);
}

static Status run_copy_range(Run *run)
{
    int *tracks, count;
    Stretch stretch = {0};
    char done[TIME_TEXT_MAX + 40];
    Status status = clips_take_tracks(run, &tracks, &count);
    if (status == STATUS_OK)
        status = take_stretch(run, &stretch);
    if (status == STATUS_OK)
        status = take_place(run, &stretch);
    Stretch moved = stretch;
    int64_t length = stretch.to - stretch.from;
    if (stretch.insert && stretch.at <= stretch.from) { /* the original moves behind the copy */
        moved.from += length;
        moved.to += length;
    }
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        status = make_room(run, &stretch, tracks[i]);
        if (status == STATUS_OK)
            status = copy_track(run, &moved, tracks[i]);
        if (status == STATUS_OK)
            run_resolve(run, "copy-range %s %s %s to %s%s", run->model->strips[tracks[i]].name, stretch.from_text,
                        stretch.to_text, stretch.at_text, stretch.insert ? " insert" : "");
    }
    snprintf(done, sizeof done, "copied to %s", stretch.at_text);
    if (status == STATUS_OK)
        say_stretch(run, tracks, count, done, &stretch);
    free(tracks);
    return status;
}

const Command command_copy_range = {
    .name = "copy-range",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), RANGE, WORDS("to"), TAKE(TIME), OPTION(WORDS("insert"))},
    .help =
        "Copies a stretch of time of tracks, clips and automation, in the place of what is there; with insert, that "
        "moves behind it. A group's name means all of its tracks.",
    .example = "copy-range vox Verse Chorus to 2:10",
    .not_done = "copied",
    .run = run_copy_range,
};
