/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `shift-points` and `scale-points`: automation with other values. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/lane_range.h"
#include "projects/command/takes.h"

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
    Status status = lane_range_take(run, &range, true, "by");
    if (status == STATUS_OK)
        status = lane_range_refuse_words(run, &range);
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
        lane_range_say(run, &range, range.points.count, "shifted");
        lane_range_resolve(run, &range, "shift-points", rest);
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
    Status status = lane_range_take(run, &range, true, "by");
    if (status == STATUS_OK)
        status = lane_range_refuse_words(run, &range);
    if (status == STATUS_OK && (run->next >= run->line.count || !take_factor(run, &factor)))
        status = run_fail(run, STATUS_BAD_VALUE, run->next,
                          "a factor from 0 to 100 is meant, as 0.5; shift-points adds a value");
    if (status == STATUS_OK)
        status = scale_values(run, &range, factor);
    if (status == STATUS_OK) {
        snprintf(rest, sizeof rest, "by %.17g", factor);
        lane_range_say(run, &range, range.points.count, "scaled");
        lane_range_resolve(run, &range, "scale-points", rest);
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
