/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `move-points` and `copy-points`: automation at another time, or of another value. */
#include <stdio.h>

#include "projects/command/lane_range.h"
#include "projects/command/takes.h"

/* The line of a point with another time, and the comments above it. */
static void append_moved_line(Buffer *out, const Document *document, const PointLine *point, const char *time)
{
    const LineFile *file = &document->source.files[0];
    for (int i = edit_block_begin(document, point->line); i < point->line; i++) {
        buffer_append(out, file->lines[i]->text,
                      text_length_without_end(file->lines[i]->text, (size_t)file->lines[i]->length));
        buffer_append_text(out, "\n");
    }
    const Line *line = file->lines[point->line];
    buffer_append(out, line->text, (size_t)point->time_start);
    size_t begin = out->length;
    buffer_append_text(out, time);
    buffer_pad(out, begin + (size_t)(point->value_start - point->time_start) - 1);
    buffer_append_text(out, " ");
    size_t length = text_length_without_end(line->text, (size_t)line->length);
    buffer_append(out, line->text + point->value_start, length - (size_t)point->value_start);
    buffer_append_text(out, "\n");
}

static Status check_place(Run *run, int64_t frame)
{
    return frame < 0 ? run_fail(run, STATUS_BAD_VALUE, -1, "points would stand before 0:00") : STATUS_OK;
}

static Status run_move_points(Run *run)
{
    LaneRange range;
    TimeValue by, moved;
    Trouble trouble;
    Buffer lines = {0};
    char by_text[TIME_TEXT_MAX], time_text[TIME_TEXT_MAX], rest[TIME_TEXT_MAX + 8];
    Status status = lane_range_take(run, &range, false, "by");
    if (status == STATUS_OK && time_read("by", true, &run->line, &run->next, &by, &trouble) != STATUS_OK)
        status = run_fail_trouble(run, &trouble);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    int64_t by_frames = status == STATUS_OK ? model_frame_of_time(run->model, &by) : 0;
    if (status == STATUS_OK)
        status = check_place(run, range.points.items[0].frame + by_frames);
    for (int i = 0; i < range.points.count && status == STATUS_OK; i++) {
        moved = points_move_time(run->model, &range.points.items[i].at, &by, by_frames);
        time_format(&moved, run->model->rate_hz, time_text);
        append_moved_line(&lines, run->document, &range.points.items[i], time_text);
    }
    if (status == STATUS_OK)
        status = points_remove(run, &range.points);
    if (status == STATUS_OK)
        status = points_put(run, range.section, range.address.param, range.points.items[0].frame + by_frames,
                            range.points.items[range.points.count - 1].frame + by_frames, &lines);
    if (status == STATUS_OK) {
        time_format_length(&by, true, by_text);
        snprintf(rest, sizeof rest, "by %s", by_text);
        lane_range_say(run, &range, range.points.count, "moved");
        lane_range_resolve(run, &range, "move-points", rest);
    }
    buffer_clear(&lines);
    points_clear(&range.points);
    return status;
}

const Command command_move_points = {
    .name = "move-points",
    .by = BY_DOCUMENT,
    .takes = {TAKE(LANE), RANGE, WORDS("by"), CALLED(LENGTH, "TIME")},
    .help = "Moves automation in time; it takes the place of what was there. Times may be markers.",
    .example = "move-points vox.fader 0:31 0:46 by -20 ms",
    .run = run_move_points,
};

/* Where copies go: another lane, whose numbers must be of the same unit and take these values. */
static Status take_other_lane(Run *run, const LaneRange *range, Address *address, char exact[256])
{
    Trouble trouble;
    int token = run->next;
    *address = range->address;
    snprintf(exact, 256, "%s", range->exact);
    if (run->next >= run->line.count)
        return STATUS_OK;
    Status status = run_take_lane(run, address, exact);
    if (status != STATUS_OK)
        return status;
    const ParamInfo *from = range->address.param, *to = address->param;
    if (from->unit != to->unit || from->law != to->law || from->choices != to->choices)
        return run_fail(run, STATUS_BAD_VALUE, token, "%s and %s have other units", range->exact, exact);
    for (int i = 0; i < range->points.count; i++)
        if (value_check(to, range->points.items[i].value, &trouble, token) != STATUS_OK)
            return run_fail_trouble(run, &trouble);
    return STATUS_OK;
}

static Status run_copy_points(Run *run)
{
    LaneRange range;
    Address other = {0};
    TimeValue to = {0}, by, copied;
    Buffer lines = {0};
    char to_text[TIME_TEXT_MAX], time_text[TIME_TEXT_MAX], exact[256], rest[TIME_TEXT_MAX + 280];
    int section;
    Status status = lane_range_take(run, &range, false, "to");
    if (status == STATUS_OK)
        status = run_take_time(run, "to", &to, to_text);
    if (status == STATUS_OK)
        status = take_other_lane(run, &range, &other, exact);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    int64_t by_frames = status == STATUS_OK ? model_frame_of_time(run->model, &to) - range.from_frame : 0;
    by = to;
    if (status == STATUS_OK && to.unit == TIME_SECONDS && range.from.unit == TIME_SECONDS)
        by.seconds = to.seconds - range.from.seconds;
    else
        by.unit = TIME_FRAMES;
    for (int i = 0; i < range.points.count && status == STATUS_OK; i++) {
        copied = points_move_time(run->model, &range.points.items[i].at, &by, by_frames);
        time_format(&copied, run->model->rate_hz, time_text);
        points_append(&lines, other.param, time_text, &range.points.items[i]);
    }
    if (status == STATUS_OK)
        status = run_open_lane(run, exact, true, &section);
    if (status == STATUS_OK)
        status =
            points_put(run, section, other.param, range.from_frame + by_frames, range.to_frame + by_frames, &lines);
    if (status == STATUS_OK) {
        snprintf(rest, sizeof rest, "to %s %s", to_text, exact);
        lane_range_say(run, &range, range.points.count, "copied");
        lane_range_resolve(run, &range, "copy-points", rest);
    }
    buffer_clear(&lines);
    points_clear(&range.points);
    return status;
}

const Command command_copy_points = {
    .name = "copy-points",
    .by = BY_DOCUMENT,
    .takes = {TAKE(LANE), RANGE, WORDS("to"), TAKE(TIME), OPTION(TAKE(ADDRESS))},
    .help = "Copies automation to another time, and perhaps to another place of the same unit.",
    .example = "copy-points vox.fader Chorus Verse to \"Chorus 2\"",
    .run = run_copy_points,
};
