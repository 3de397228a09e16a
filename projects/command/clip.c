/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clips: `split`, `trim-clip`, `move-clip`, `fade`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/clip_lines.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"

static int64_t frame_of(const Run *run, const TimeValue *time)
{
    return model_frame_of_time(run->model, time);
}

static Status take_clip(Run *run, Address *address, char exact[256])
{
    Status status = clip_take(run, address, exact);
    if (status != STATUS_OK)
        return status;
    if (edit_find_clip(run->document, address->strip, address->clip) < 0)
        return run_refuse_included(run, exact, "changed");
    return STATUS_OK;
}

/* Writes one value of a clip's line; the address need not be found again. */
static Status write_clip(Run *run, int line, int row, const char *text)
{
    return edit_set_field(run->document, line, NULL, clip_row_words[row], text);
}

/* --- split --- */

static Status split_clip(Run *run, const Address *address, int64_t frame)
{
    ClipFrames left = clip_frames(run, address->strip, address->clip), right = left;
    right.at = frame;
    right.offset += frame - left.at;
    right.length = left.length >= 0 ? clip_end(&left) - frame : -1;
    left.length = frame - left.at;
    Status status = clip_copy(run, address->strip, address->clip, right, false, true);
    return status == STATUS_OK ? clip_set_frames(run, address->strip, address->clip, left, true, false) : status;
}

static Status split_strip(Run *run, int index, int64_t frame, const char *time, bool *done)
{
    Address address;
    Error error;
    char at[200], title[80];
    snprintf(at, sizeof at, "%s.clip@%s", run->model->strips[index].name, time);
    *done = false;
    if (run->model->strips[index].clip_count == 0 || address_resolve(run->model, at, &address, &error) != STATUS_OK)
        return STATUS_OK;
    if (clip_frames(run, address.strip, address.clip).at == frame)
        return STATUS_OK; /* it begins there already */
    if (edit_find_clip(run->document, index, address.clip) < 0)
        return run_refuse_included(run, at, "split");
    Status status = split_clip(run, &address, frame);
    if (status == STATUS_OK) {
        *done = true;
        run_say(run, "%s split at %s", run_title(run->model->strips[index].name, title), time);
        run_resolve(run, "split %s %s", run->model->strips[index].name, time);
    }
    return status;
}

static Status run_split(Run *run)
{
    TimeValue time;
    char text[TIME_TEXT_MAX];
    int *strips = NULL, count = 0, done = 0;
    Status status = clips_take_tracks(run, &strips, &count);
    int token = run->next;
    if (status == STATUS_OK)
        status = run_take_time(run, "split", &time, text);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    int64_t frame = status == STATUS_OK ? frame_of(run, &time) : 0;
    clip_format_frame(run, frame, text);
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        bool one;
        status = split_strip(run, strips[i], frame, text, &one);
        done += one;
    }
    free(strips);
    if (status == STATUS_OK && done == 0)
        status = run_fail(run, STATUS_NOT_FOUND, token, "no clip goes on at %s", text);
    return status;
}

const Command command_split_clip = {
    .name = "split",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), TAKE(TIME)},
    .help = "Cuts the clip that sounds there in two.",
    .example = "split vox 0:12",
    .not_done = "split",
    .run = run_split,
};

/* --- edges and places --- */

static Status run_trim_clip(Run *run)
{
    Address address;
    TimeValue time;
    char exact[256], text[TIME_TEXT_MAX], words[280], value[TIME_TEXT_MAX];
    Status status = take_clip(run, &address, exact);
    bool start = status == STATUS_OK && run_take_if(run, "start");
    if (status == STATUS_OK && !start && !run_take_if(run, "end"))
        status = run_fail(run, STATUS_BAD_VALUE, run->next, "say which edge: start or end");
    int token = run->next;
    if (status == STATUS_OK)
        status = run_take_time(run, "trim-clip", &time, text);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status != STATUS_OK)
        return status;
    ClipFrames clip = clip_frames(run, address.strip, address.clip);
    int line = edit_find_clip(run->document, address.strip, address.clip);
    int64_t frame = frame_of(run, &time), end = clip.length >= 0 ? clip.at + clip.length : INT64_MAX;
    if (start ? frame >= end : frame <= clip.at)
        return run_fail(run, STATUS_BAD_VALUE, token, "the clip would end before it begins");
    if (start && clip.offset + frame - clip.at < 0)
        return run_fail(run, STATUS_BAD_VALUE, token, "the file has nothing before its beginning");
    clip_format_frame(run, start ? end - frame : frame - clip.at, value);
    if (!start || clip.length >= 0)
        status = write_clip(run, line, CLIP_ROW_LENGTH, value);
    clip_format_frame(run, clip.offset + frame - clip.at, value);
    if (status == STATUS_OK && start)
        status = write_clip(run, line, CLIP_ROW_OFFSET, value);
    if (status == STATUS_OK && start)
        status = write_clip(run, line, CLIP_ROW_AT, text);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status == STATUS_OK) {
        run_say(run, "%s %s at %s", address_describe(run->model, &address, words, sizeof words),
                start ? "begins" : "ends", text);
        run_resolve(run, "trim-clip %s %s %s", exact, start ? "start" : "end", text);
    }
    return status;
}

const Command command_trim_clip = {
    .name = "trim-clip",
    .by = BY_DOCUMENT,
    .takes = {TAKE(CLIP), WORDS("start|end"), TAKE(TIME)},
    .help = "Moves one edge of a clip; its sound stays in place.",
    .example = "trim-clip vox.clip@0:12 start 0:12.5",
    .run = run_trim_clip,
};

static Status run_move_clip(Run *run)
{
    Address address;
    TimeValue time;
    char exact[256], text[TIME_TEXT_MAX];
    Status status = take_clip(run, &address, exact);
    if (status == STATUS_OK)
        status = run_take_time(run, "move-clip", &time, text);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK)
        status = write_clip(run, edit_find_clip(run->document, address.strip, address.clip), CLIP_ROW_AT, text);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status == STATUS_OK) {
        run_say(run, "Clip moved to %s", text);
        run_resolve(run, "move-clip %s %s", exact, text);
    }
    return status;
}

const Command command_move_clip = {
    .name = "move-clip",
    .by = BY_DOCUMENT,
    .takes = {TAKE(CLIP), TAKE(TIME)},
    .help = "Moves a clip in time.",
    .example = "move-clip vox.clip@0:12 0:14",
    .not_done = "moved",
    .run = run_move_clip,
};

static Status run_fade(Run *run)
{
    Address address;
    char exact[256];
    Status status = take_clip(run, &address, exact);
    bool in = status == STATUS_OK && run_take_if(run, "in");
    if (status == STATUS_OK && !in && !run_take_if(run, "out"))
        status = run_fail(run, STATUS_BAD_VALUE, run->next, "say which fade: in or out");
    if (status != STATUS_OK)
        return status;
    address.kind = ADDRESS_CLIP_VALUE;
    address.row = in ? CLIP_ROW_FADE_IN : CLIP_ROW_FADE_OUT;
    status = run_set_one(run, &address, NULL);
    return status == STATUS_OK ? run_expect_end(run) : status;
}

const Command command_fade = {
    .name = "fade",
    .by = BY_DOCUMENT,
    .takes = {TAKE(CLIP), WORDS("in|out"), TAKE(LENGTH), OPTION(CALLED_OF("SHAPE", &fade_shape_row))},
    .help = "Fades a clip in or out.",
    .example = "fade vox.clip in 10 ms",
    .run = run_fade,
};
