/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/lane_range.h"

Status lane_range_take_times(Run *run, LaneRange *range)
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

Status lane_range_take(Run *run, LaneRange *range, bool optional, const char *word)
{
    *range = (LaneRange){.from_frame = INT64_MIN, .to_frame = INT64_MAX};
    Status status = run_take_lane(run, &range->address, range->exact);
    range->whole = optional && token_is(&run->line, run->next, word);
    if (status == STATUS_OK && !range->whole)
        status = lane_range_take_times(run, range);
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

void lane_range_resolve(Run *run, const LaneRange *range, const char *command, const char *rest)
{
    if (range->whole)
        run_resolve(run, "%s %s %s", command, range->exact, rest);
    else
        run_resolve(run, "%s %s %s %s %s", command, range->exact, range->from_text, range->to_text, rest);
}

void lane_range_say(Run *run, const LaneRange *range, int count, const char *done)
{
    char words[280];
    run_say(run, "%s: %d point%s %s", address_describe(run->model, &range->address, words, sizeof words), count,
            count == 1 ? "" : "s", done);
}

Status lane_range_refuse_words(Run *run, const LaneRange *range)
{
    ParamLaw law = range->address.param->law;
    if (law == LAW_CHOICE || law == LAW_SWITCH)
        return run_fail(run, STATUS_REFUSED, 1, "%s has words, not numbers", range->exact);
    return STATUS_OK;
}
