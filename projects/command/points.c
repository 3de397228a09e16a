/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Automation over a range: `move-points`, `copy-points`, `shift-points`, `scale-points`, `thin-points`. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/lane_points.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"

typedef struct LaneRange { /* what these commands begin with */
    Address address;
    char exact[256], from_text[TIME_TEXT_MAX], to_text[TIME_TEXT_MAX];
    TimeValue from, to;
    int64_t from_frame, to_frame;
    bool whole; /* no range was given */
    int section;
    PointList points;
} LaneRange;

static Status take_range(Run *run, LaneRange *range)
{
    int token = run->next;
    Status status = run_take_time(run, "from", &range->from, range->from_text);
    if (status == STATUS_OK)
        status = run_take_time(run, "to", &range->to, range->to_text);
    if (status != STATUS_OK)
        return status;
    range->from_frame = model_frame_of_time(run->model, &range->from);
    range->to_frame = model_frame_of_time(run->model, &range->to);
    return range->to_frame < range->from_frame
               ? run_fail(run, STATUS_BAD_VALUE, token, "the range ends before it begins")
               : STATUS_OK;
}

/* `ADDRESS FROM TO`, or `ADDRESS` where `optional`; the word that must follow; and the points. */
static Status take_points(Run *run, LaneRange *range, bool optional, const char *word)
{
    *range = (LaneRange){.from_frame = INT64_MIN, .to_frame = INT64_MAX};
    Status status = run_take_lane(run, &range->address, range->exact);
    range->whole = optional && token_is(&run->line, run->next, word);
    if (status == STATUS_OK && !range->whole)
        status = take_range(run, range);
    if (status == STATUS_OK && !run_take_if(run, word))
        status = run_fail(run, STATUS_BAD_VALUE, run->next, "`%s` is missing", word);
    if (status == STATUS_OK)
        status = run_open_lane(run, range->exact, false, &range->section);
    if (status == STATUS_OK && range->section < 0)
        status = run_refuse_included(run, range->exact, "changed");
    if (status == STATUS_OK)
        status =
            points_take(run, range->section, range->address.param, range->from_frame, range->to_frame, &range->points);
    if (status == STATUS_OK && range->points.count == 0)
        status = range->whole ? run_fail(run, STATUS_NOT_FOUND, 1, "%s has no points", range->exact)
                              : run_fail(run, STATUS_NOT_FOUND, 1, "%s has no points from %s to %s", range->exact,
                                         range->from_text, range->to_text);
    return status;
}

static void resolve_range(Run *run, const LaneRange *range, const char *command, const char *rest)
{
    if (range->whole)
        run_resolve(run, "%s %s %s", command, range->exact, rest);
    else
        run_resolve(run, "%s %s %s %s %s", command, range->exact, range->from_text, range->to_text, rest);
}

static void say_points(Run *run, const LaneRange *range, int count, const char *done)
{
    char words[280];
    run_say(run, "%s: %d point%s %s", address_describe(run->model, &range->address, words, sizeof words), count,
            count == 1 ? "" : "s", done);
}

static Status refuse_wordy(Run *run, const LaneRange *range)
{
    ParamLaw law = range->address.param->law;
    if (law == LAW_CHOICE || law == LAW_SWITCH)
        return run_fail(run, STATUS_REFUSED, 1, "%s has words, not numbers", range->exact);
    return STATUS_OK;
}

/* --- moving and copying --- */

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
    Status status = take_points(run, &range, false, "by");
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
        say_points(run, &range, range.points.count, "moved");
        resolve_range(run, &range, "move-points", rest);
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
    Status status = take_points(run, &range, false, "to");
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
        say_points(run, &range, range.points.count, "copied");
        resolve_range(run, &range, "copy-points", rest);
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

/* --- other values --- */

/* Writes each point's value anew; all must be in range. */
static Status write_values(Run *run, const LaneRange *range, const double *values)
{
    Trouble trouble;
    char text[VALUE_TEXT_MAX];
    Status status = STATUS_OK;
    for (int i = 0; i < range->points.count && status == STATUS_OK; i++) {
        const PointLine *point = &range->points.items[i];
        if (values[i] == point->value)
            continue;
        if (value_check(range->address.param, values[i], &trouble, -1) != STATUS_OK)
            return run_fail(run, STATUS_BAD_VALUE, -1, "%s", trouble.text);
        value_format(range->address.param, values[i], text);
        status = edit_replace_bytes(run->document, point->line, point->value_start, point->value_end, text);
    }
    return status == STATUS_OK ? run_refresh(run) : status;
}

static bool is_number(const LaneRange *range, double value)
{
    const ParamInfo *row = range->address.param;
    return isfinite(value) &&
           !(row->special && value == row->special_value && !(value >= row->min && value <= row->max));
}

/* Adds to every number; -inf and other words stay. */
static Status shift_values(Run *run, const LaneRange *range, double by)
{
    double *values = calloc((size_t)range->points.count + 1, sizeof *values);
    for (int i = 0; values && i < range->points.count; i++) {
        double value = range->points.items[i].value;
        values[i] = is_number(range, value) ? points_round(range->address.param, value + by) : value;
    }
    Status status = values ? write_values(run, range, values) : STATUS_NO_MEMORY;
    free(values);
    return status;
}

/* Around the mean of the numbers, in the parameter's law. */
static Status scale_values(Run *run, const LaneRange *range, double factor)
{
    const ParamInfo *row = range->address.param;
    bool in_log = row->law == LAW_LOG;
    double *values = calloc((size_t)range->points.count + 1, sizeof *values), sum = 0;
    int count = 0;
    for (int i = 0; values && i < range->points.count; i++) {
        double value = range->points.items[i].value;
        if (!is_number(range, value))
            continue;
        sum += in_log ? log(value) : value;
        count++;
    }
    double mean = count ? sum / count : 0;
    for (int i = 0; values && i < range->points.count; i++) {
        double value = range->points.items[i].value;
        double scaled = in_log ? exp(mean + (log(value) - mean) * factor) : mean + (value - mean) * factor;
        values[i] = is_number(range, value) && factor != 1 ? points_round(row, scaled) : value;
    }
    Status status = values ? write_values(run, range, values) : STATUS_NO_MEMORY;
    free(values);
    return status;
}

static Status run_shift_points(Run *run)
{
    LaneRange range;
    Trouble trouble;
    double by = 0;
    char text[VALUE_TEXT_MAX], rest[VALUE_TEXT_MAX + 8];
    Status status = take_points(run, &range, true, "by");
    if (status == STATUS_OK)
        status = refuse_wordy(run, &range);
    if (status == STATUS_OK &&
        value_read_number(range.address.param, &run->line, &run->next, &by, &trouble) != STATUS_OK)
        status = run_fail_trouble(run, &trouble);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK)
        status = shift_values(run, &range, by);
    if (status == STATUS_OK) {
        value_format(range.address.param, by, text);
        snprintf(rest, sizeof rest, "by %s", text);
        say_points(run, &range, range.points.count, "shifted");
        resolve_range(run, &range, "shift-points", rest);
    }
    points_clear(&range.points);
    return status;
}

const Command command_shift_points = {
    .name = "shift-points",
    .by = BY_DOCUMENT,
    .takes = {TAKE(LANE), OPTION(RANGE), WORDS("by"), TAKE(VALUE)},
    .help = "Adds a value to automation, all of it or between two times.",
    .example = "shift-points vox.fader by -1.5 dB",
    .run = run_shift_points,
};

/* A bare number; false if it has a sign or anything behind it. */
static bool take_factor(Run *run, double *factor)
{
    char text[32], *end;
    int length = token_length(&run->line, run->next);
    if (length >= (int)sizeof text || run->next + 1 != run->line.count)
        return false;
    memcpy(text, token_text(&run->line, run->next), (size_t)length);
    text[length] = '\0';
    if (strspn(text, "0123456789.") != (size_t)length)
        return false;
    *factor = strtod(text, &end);
    run->next++;
    return *end == '\0' && *factor <= 100;
}

static Status run_scale_points(Run *run)
{
    LaneRange range;
    double factor = 1;
    char rest[64];
    Status status = take_points(run, &range, true, "by");
    if (status == STATUS_OK)
        status = refuse_wordy(run, &range);
    if (status == STATUS_OK && (run->next >= run->line.count || !take_factor(run, &factor)))
        status = run_fail(run, STATUS_BAD_VALUE, run->next,
                          "a factor from 0 to 100 is meant, as 0.5; shift-points adds a value");
    if (status == STATUS_OK)
        status = scale_values(run, &range, factor);
    if (status == STATUS_OK) {
        snprintf(rest, sizeof rest, "by %.17g", factor);
        say_points(run, &range, range.points.count, "scaled");
        resolve_range(run, &range, "scale-points", rest);
    }
    points_clear(&range.points);
    return status;
}

const Command command_scale_points = {
    .name = "scale-points",
    .by = BY_DOCUMENT,
    .takes = {TAKE(LANE), OPTION(RANGE), WORDS("by"), CALLED(NUMBER, "FACTOR")},
    .help = "Makes the moves of automation smaller or larger, around the mean of its points.",
    .example = "scale-points vox.fader 0:31 0:46 by 0.5",
    .run = run_scale_points,
};

/* --- fewer points --- */

static Status thin(Run *run, LaneRange *range, double step, int *removed)
{
    bool *keep = calloc((size_t)range->points.count + 1, sizeof *keep);
    Status status = keep ? points_thin(range->address.param, &range->points, step, keep) : STATUS_NO_MEMORY;
    PointList gone = {.items = calloc((size_t)range->points.count + 1, sizeof *gone.items)};
    status = gone.items ? status : STATUS_NO_MEMORY;
    for (int i = 0; i < range->points.count && status == STATUS_OK; i++)
        if (!keep[i])
            gone.items[gone.count++] = range->points.items[i];
    *removed = gone.count;
    if (status == STATUS_OK)
        status = points_remove(run, &gone);
    points_clear(&gone);
    free(keep);
    return status;
}

static Status run_thin_points(Run *run)
{
    LaneRange range;
    Trouble trouble;
    double step = 0;
    int removed = 0;
    char text[VALUE_TEXT_MAX], rest[VALUE_TEXT_MAX + 8];
    Status status = take_points(run, &range, true, "by");
    if (status == STATUS_OK)
        status = refuse_wordy(run, &range);
    int token = run->next;
    if (status == STATUS_OK &&
        value_read_number(range.address.param, &run->line, &run->next, &step, &trouble) != STATUS_OK)
        status = run_fail_trouble(run, &trouble);
    if (status == STATUS_OK && !(step >= 0 && isfinite(step)))
        status = run_fail(run, STATUS_BAD_VALUE, token, "a value of at least 0 is meant");
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK)
        status = thin(run, &range, step, &removed);
    if (status == STATUS_OK) {
        value_format(range.address.param, step, text);
        snprintf(rest, sizeof rest, "by %s", text);
        say_points(run, &range, removed, "taken away");
        resolve_range(run, &range, "thin-points", rest);
    }
    points_clear(&range.points);
    return status;
}

const Command command_thin_points = {
    .name = "thin-points",
    .by = BY_DOCUMENT,
    .takes = {TAKE(LANE), OPTION(RANGE), WORDS("by"), TAKE(VALUE)},
    .help = "Takes away points without which automation changes by at most a value; commented ones stay.",
    .example = "thin-points vox.fader by 0.1 dB",
    .run = run_thin_points,
};
