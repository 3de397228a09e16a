/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command `thin-points`: automation with fewer points. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "projects/command/lane_range.h"
#include "projects/command/takes.h"

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
    Status status = lane_range_take(run, &range, true, "by");
    if (status == STATUS_OK)
        status = lane_range_refuse_words(run, &range);
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
        lane_range_say(run, &range, removed, "taken away");
        lane_range_resolve(run, &range, "thin-points", rest);
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
