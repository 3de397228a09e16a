/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The clips that sound at a time, on several tracks at once: `crop`, `move-clips`, `copy-clips`, `delete-clips`,
 * `fade-clips`, `crossfade`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/clip_lines.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"

typedef struct ClipEdit ClipEdit;
/* Does it to one clip. */
typedef Status (*OnClip)(Run *run, const ClipEdit *edit, int strip, int clip);
struct ClipEdit { /* what is done to each clip */
    const char *command, *done;
    OnClip act;
    bool start;                    /* crop, fade-clips: at the beginning */
    int64_t frame, to_frame, by;   /* where it is looked for; where it goes; by how much */
    char time[TIME_TEXT_MAX];      /* of `frame` */
    char rest[2 * TIME_TEXT_MAX];  /* what the command has behind the time, as it is journalled */
    char value[2 * TIME_TEXT_MAX]; /* of a fade */
};

static bool is_edged(const ClipEdit *edit)
{
    return strcmp(edit->command, "crop") == 0 || strcmp(edit->command, "fade-clips") == 0;
}

/* What is done to ends of clips is done to the one that ends at the time, where another begins. */
static int find_clip(const Run *run, const ClipEdit *edit, int strip)
{
    int clip = is_edged(edit) && !edit->start && edit->frame > 0 ? clip_at(run, strip, edit->frame - 1) : -1;
    return clip < 0 ? clip_at(run, strip, edit->frame) : clip;
}

static void resolve(Run *run, const ClipEdit *edit, const char *name)
{
    run_resolve(run, "%s %s%s %s%s%s", edit->command, name,
                !is_edged(edit) ? ""
                : edit->start   ? " start"
                                : " end",
                edit->time, *edit->rest ? " " : "", edit->rest);
}

static Status edit_one(Run *run, const ClipEdit *edit, int strip, int *done)
{
    char name[300];
    int clip = find_clip(run, edit, strip);
    if (clip < 0)
        return STATUS_OK;
    snprintf(name, sizeof name, "%s", run->model->strips[strip].name);
    Status status = edit->act(run, edit, strip, clip);
    if (status != STATUS_OK)
        return status;
    resolve(run, edit, name);
    ++*done;
    return STATUS_OK;
}

static Status edit_all(Run *run, ClipEdit *edit, const int *tracks, int count)
{
    char title[80];
    int done = 0, last = -1;
    Status status = run_expect_end(run);
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        int before = done;
        status = edit_one(run, edit, tracks[i], &done);
        last = done > before ? tracks[i] : last;
    }
    if (status == STATUS_OK && done == 0)
        status = run_fail(run, STATUS_NOT_FOUND, 2, "no clip sounds at %s", edit->time);
    if (status == STATUS_OK && done == 1)
        run_say(run, "%s: clip %s %s", run_title(run->model->strips[last].name, title), edit->done, edit->value);
    else if (status == STATUS_OK)
        run_say(run, "%d clips %s %s", done, edit->done, edit->value);
    return status;
}

/* STRIPS [start|end] TIME, then what `more` takes. */
static Status run_clips(Run *run, ClipEdit *edit, bool edged, Status (*more)(Run *run, ClipEdit *edit))
{
    int *tracks, count;
    Status status = clips_take_tracks(run, &tracks, &count);
    if (status == STATUS_OK && edged) {
        edit->start = run_take_if(run, "start");
        if (!edit->start && !run_take_if(run, "end"))
            status = run_fail(run, STATUS_BAD_VALUE, run->next, "say which end: start or end");
    }
    if (status == STATUS_OK)
        status = clips_take_frame(run, edit->command, &edit->frame, edit->time);
    if (status == STATUS_OK && more)
        status = more(run, edit);
    if (status == STATUS_OK)
        status = edit_all(run, edit, tracks, count);
    free(tracks);
    return status;
}

/* ---- crop ---- */

static Status crop_clip(Run *run, const ClipEdit *edit, int strip, int clip)
{
    ClipFrames frames = clip_frames(run, strip, clip);
    int64_t end = clip_end(&frames), frame = edit->frame;
    if (edit->start ? frame >= end : frame <= frames.at)
        return run_fail(run, STATUS_BAD_VALUE, 3, "the clip would end before it begins");
    if (edit->start) {
        frames.offset += frame - frames.at;
        frames.length = frames.length >= 0 ? end - frame : -1;
        frames.at = frame;
    } else
        frames.length = frame - frames.at;
    return clip_set_frames(run, strip, clip, frames, true, true);
}

static Status run_crop(Run *run)
{
    ClipEdit edit = {.command = "crop", .act = crop_clip, .done = "cropped"};
    return run_clips(run, &edit, true, NULL);
}

const Command command_crop = {
    .name = "crop",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), WORDS("start|end"), TAKE(TIME)},
    .help = "Lets the clips that sound there begin or end there; a group's name means all of its tracks.",
    .example = "crop vox start 0:12",
    .not_done = "cropped",
    .run = run_crop,
};

/* ---- move, copy, delete ---- */

static Status move_clip(Run *run, const ClipEdit *edit, int strip, int clip)
{
    ClipFrames frames = clip_frames(run, strip, clip);
    frames.at += edit->by;
    if (frames.at < 0)
        return run_fail(run, STATUS_BAD_VALUE, 4, "the clip would begin before 0:00");
    return clip_set_frames(run, strip, clip, frames, true, true);
}

static Status take_by(Run *run, ClipEdit *edit)
{
    Trouble trouble;
    TimeValue by;
    if (!run_take_if(run, "by"))
        return run_fail(run, STATUS_BAD_VALUE, run->next, "`by` is missing");
    if (time_read("by", true, &run->line, &run->next, &by, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    edit->by = model_frame_of_time(run->model, &by);
    char length[TIME_TEXT_MAX];
    if (by.unit == TIME_SECONDS)
        time_format_length(&by, true, length);
    else
        snprintf(length, sizeof length, "%lld frames", (long long)edit->by);
    snprintf(edit->rest, sizeof edit->rest, "by %s", length);
    snprintf(edit->value, sizeof edit->value, "by %s", length);
    return STATUS_OK;
}

static Status run_move_clips(Run *run)
{
    ClipEdit edit = {.command = "move-clips", .act = move_clip, .done = "moved"};
    return run_clips(run, &edit, false, take_by);
}

const Command command_move_clips = {
    .name = "move-clips",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), TAKE(TIME), WORDS("by"), CALLED(LENGTH, "BY")},
    .help = "Moves the clips that sound at a time, later or earlier; a group's name means all of its tracks.",
    .example = "move-clips drums 0:12 by -20 ms",
    .not_done = "moved",
    .run = run_move_clips,
};

static Status copy_clip(Run *run, const ClipEdit *edit, int strip, int clip)
{
    ClipFrames frames = clip_frames(run, strip, clip);
    frames.at = edit->to_frame;
    return clip_copy(run, strip, clip, frames, true, true);
}

static Status take_to(Run *run, ClipEdit *edit)
{
    char text[TIME_TEXT_MAX];
    if (!run_take_if(run, "to"))
        return run_fail(run, STATUS_BAD_VALUE, run->next, "`to` is missing");
    Status status = clips_take_frame(run, "copy-clips", &edit->to_frame, text);
    snprintf(edit->rest, sizeof edit->rest, "to %s", text);
    snprintf(edit->value, sizeof edit->value, "to %s", text);
    return status;
}

static Status run_copy_clips(Run *run)
{
    ClipEdit edit = {.command = "copy-clips", .act = copy_clip, .done = "copied"};
    return run_clips(run, &edit, false, take_to);
}

const Command command_copy_clips = {
    .name = "copy-clips",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), TAKE(TIME), WORDS("to"), TAKE(TIME)},
    .help = "Copies the clips that sound at a time, to begin at another; a group's name means all of its tracks.",
    .example = "copy-clips vox 0:12 to 0:40",
    .not_done = "copied",
    .run = run_copy_clips,
};

static Status delete_clip(Run *run, const ClipEdit *edit, int strip, int clip)
{
    (void)edit;
    return clip_delete(run, strip, clip);
}

static Status run_delete_clips(Run *run)
{
    ClipEdit edit = {.command = "delete-clips", .act = delete_clip, .done = "deleted"};
    return run_clips(run, &edit, false, NULL);
}

const Command command_delete_clips = {
    .name = "delete-clips",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), TAKE(TIME)},
    .help = "Takes away the clips that sound at a time; a group's name means all of its tracks.",
    .example = "delete-clips vox 0:12",
    .not_done = "deleted",
    .run = run_delete_clips,
};

/* ---- fades ---- */

/* A fade as long as from the clip's end to the time. */
static Status fade_clip(Run *run, const ClipEdit *edit, int strip, int clip)
{
    char text[4 * TIME_TEXT_MAX], length[TIME_TEXT_MAX];
    ClipFrames frames = clip_frames(run, strip, clip);
    int64_t end = clip_end(&frames), frames_long = edit->start ? edit->frame - frames.at : end - edit->frame;
    if (!edit->start && frames.length < 0)
        return run_fail(run, STATUS_REFUSED, 3, "the clip of `%s` goes to the end of its file: crop its end first",
                        run->model->strips[strip].name);
    TimeValue time = time_from_frame(frames_long, run->model->rate_hz);
    time_format_length(&time, false, length);
    snprintf(text, sizeof text, "%s%s%s", length, *edit->rest ? " " : "", edit->rest);
    return clip_write(run, strip, clip, edit->start ? CLIP_ROW_FADE_IN : CLIP_ROW_FADE_OUT,
                      frames_long > 0 ? text : NULL);
}

static Status take_shape(Run *run, ClipEdit *edit)
{
    Trouble trouble;
    double shape;
    if (run->next >= run->line.count)
        return STATUS_OK;
    if (value_read(&fade_shape_row, &run->line, &run->next, &shape, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    char text[VALUE_TEXT_MAX];
    value_format(&fade_shape_row, shape, text);
    snprintf(edit->rest, sizeof edit->rest, "%s", text);
    return STATUS_OK;
}

static Status run_fade_clips(Run *run)
{
    ClipEdit edit = {.command = "fade-clips", .act = fade_clip, .done = "faded"};
    return run_clips(run, &edit, true, take_shape);
}

const Command command_fade_clips = {
    .name = "fade-clips",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), WORDS("start|end"), TAKE(TIME), OPTION(CALLED_OF("SHAPE", &fade_shape_row))},
    .help = "Fades the clips that sound at a time in up to it, or out from it on; at their ends: without a fade.",
    .example = "fade-clips vox end 0:40",
    .not_done = "faded",
    .run = run_fade_clips,
};
