/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `put-points`: gives a range of automation the points of a text. */
#include <stdlib.h>
#include <string.h>

#include "projects/command/lane_range.h"
#include "projects/command/takes.h"
#include "projects/text/escape.h"

/* One line of the text as a point of the range; NOT_FOUND for a blank one. */
static Status take_point_line(Run *run, const LaneRange *range, TokenLine *tokens, PointLine *point)
{
    Trouble trouble;
    int next = 0;
    if (tokens->failed)
        return STATUS_NO_MEMORY;
    if (tokens->count == 0 && !tokens->header)
        return STATUS_NOT_FOUND;
    Status status = points_read(run->model, range->address.param, tokens, &next, point, &trouble);
    if (status != STATUS_OK)
        return run_fail(run, status, -1, "%s", trouble.text);
    if (next < tokens->count)
        return run_fail(run, STATUS_BAD_VALUE, -1, "a point is `TIME VALUE [linear|curve C|hold]`, and nothing more");
    bool inside = point->frame >= range->from_frame && point->frame <= range->to_frame;
    return inside ? STATUS_OK
                  : run_fail(run, STATUS_BAD_VALUE, -1, "a point lies outside of %s to %s", range->from_text,
                             range->to_text);
}

/* The lines as this program writes them, in order of time. */
static Status take_point_lines(Run *run, const LaneRange *range, const char *text, Buffer *lines, int *count)
{
    TokenLine tokens = {0};
    PointLine point;
    char time[TIME_TEXT_MAX];
    int64_t before = INT64_MIN;
    Status status = STATUS_OK;
    *count = 0;
    for (const char *at = text; *at && status == STATUS_OK;) {
        size_t length = strcspn(at, "\n");
        token_line_cut(&tokens, at, length);
        status = take_point_line(run, range, &tokens, &point);
        if (status == STATUS_OK && point.frame < before)
            status = run_fail(run, STATUS_BAD_VALUE, -1, "the points are not in order of time");
        if (status == STATUS_OK) {
            before = point.frame;
            time_format(&point.at, run->model->rate_hz, time);
            points_append(lines, range->address.param, time, &point);
            ++*count;
        }
        status = status == STATUS_NOT_FOUND ? STATUS_OK : status;
        at += length + (at[length] == '\n');
    }
    token_line_clear(&tokens);
    return status;
}

/* Points of an included file stay where they are: then the range does not have the points that it was given. */
static Status check_range(Run *run, const LaneRange *range, int count)
{
    const Lane *lane = model_lane(run->model, range->exact);
    for (int i = 0; lane && i < lane->point_count; i++) {
        int64_t frame = model_frame_of_time(run->model, &lane->points[i].at);
        count -= frame >= range->from_frame && frame <= range->to_frame;
    }
    return count == 0 ? STATUS_OK : run_refuse_included(run, range->exact, "changed");
}

static Status run_put_points(Run *run)
{
    LaneRange range = {.section = -1};
    Buffer lines = {0}, quoted = {0};
    int count = 0;
    char words[280];
    Status status = run_take_lane(run, &range.address, range.exact);
    if (status == STATUS_OK)
        status = lane_range_take_times(run, &range);
    char *text = status == STATUS_OK ? run_take_word(run, "the text of the points") : NULL;
    if (status == STATUS_OK)
        status = text ? run_expect_end(run) : run->error.status;
    if (status == STATUS_OK)
        status = take_point_lines(run, &range, text, &lines, &count);
    if (status == STATUS_OK)
        status = run_open_lane(run, range.exact, true, &range.section);
    if (status == STATUS_OK && count > 0)
        status = points_put(run, range.section, range.address.param, range.from_frame, range.to_frame, &lines);
    else if (status == STATUS_OK)
        status = points_make_room(run, range.section, range.address.param, range.from_frame, range.to_frame);
    if (status == STATUS_OK)
        status = check_range(run, &range, count);
    if (status == STATUS_OK) {
        text_append_quoted(&quoted, text, strlen(text));
        status = quoted.failed ? STATUS_NO_MEMORY : STATUS_OK;
        run_say(run, "%s: %d point%s from %s to %s", address_describe(run->model, &range.address, words, sizeof words),
                count, count == 1 ? "" : "s", range.from_text, range.to_text);
        run_resolve(run, "put-points %s %s %s %s", range.exact, range.from_text, range.to_text,
                    quoted.bytes ? quoted.bytes : "");
    }
    free(text);
    buffer_clear(&lines);
    buffer_clear(&quoted);
    return status;
}

const Command command_put_points = {
    .name = "put-points",
    .by = BY_DOCUMENT,
    .takes = {TAKE(ADDRESS), RANGE, CALLED(TEXT, "LINES")},
    .help = "Gives a range of automation other points, as lines of the file; what a recording of moves does.",
    .example = "put-points vox.fader 0:10 0:12 \"0:10 -3 dB\\n0:11 0 dB linear\"",
    .run = run_put_points,
};
