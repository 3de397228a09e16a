/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of an [automation ADDRESS]. */
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/facts.h"
#include "projects/read/read.h"

/* Any number with any unit or a word: for lanes of what is not known. */
static const ParamInfo any_row = {
    .key = "value", .label = "Value", .help = "", .min = -1e300, .max = 1e300, .step = 1, .fine = 1, .coarse = 1};

static bool take_shape(Reader *reader, int *next, LaneModelPoint *point)
{
    Trouble trouble;
    double shape = 0;
    int first = *next;
    if (value_read(&lane_shape_row, &reader->tokens, next, &shape, &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return false;
    }
    point->shape = (LaneShape)shape;
    if (point->shape == SHAPE_CURVE &&
        value_read(&curve_row, &reader->tokens, next, &point->curve, &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return false;
    }
    reader_note_field(reader, "shape", -1, first, *next);
    return true;
}

static void add_point(Reader *reader, Lane *lane, const LaneModelPoint *point)
{
    LaneModelPoint *room = array_append(&lane->points, lane->point_count, sizeof *point);
    if (!room) {
        reader->failed = true;
        return;
    }
    *room = *point;
    lane->point_count++;
}

static void take_point(Reader *reader, Lane *lane)
{
    LaneModelPoint point = {.line = reader->line + 1};
    Trouble trouble;
    int next = 0;
    if (time_read("point", false, &reader->tokens, &next, &point.at, &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return;
    }
    reader_note_field(reader, "at", -1, 0, next);
    if (!lane->param) { /* kept unread */
        if (value_read(&any_row, &reader->tokens, &next, &point.value, &trouble) == STATUS_OK)
            add_point(reader, lane, &point);
        return;
    }
    int first = next;
    if (value_read(lane->param, &reader->tokens, &next, &point.value, &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return;
    }
    reader_note_field(reader, "value", -1, first, next);
    if (next < reader->tokens.count && !take_shape(reader, &next, &point))
        return;
    reader_expect_end(reader, next);
    add_point(reader, lane, &point);
}

void read_lane_line(Reader *reader, Lane *lane)
{
    Trouble trouble;
    double mode;
    int next = 1;
    if (!token_is(&reader->tokens, 0, "mode")) {
        take_point(reader, lane);
        return;
    }
    if (reader->fact_line[0]) {
        reader_report(reader, false, 0, "mode: given already in line %d", reader->fact_line[0]);
        return;
    }
    reader->fact_line[0] = reader->line + 1;
    if (value_read(&lane_mode_row, &reader->tokens, &next, &mode, &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return;
    }
    reader_note_field(reader, "mode", 0, 1, next);
    lane->mode = (LaneMode)mode;
    reader_expect_end(reader, next);
}

/* Points are nearly always in order; equal times keep the order of the file. */
void lane_sort(const Model *model, Lane *lane)
{
    int64_t before = INT64_MIN;
    bool sorted = true;
    for (int i = 0; i < lane->point_count && sorted; i++) {
        int64_t frame = model_frame_of_time(model, &lane->points[i].at);
        sorted = frame >= before;
        before = frame;
    }
    if (sorted)
        return;
    for (int width = 1; width < lane->point_count; width *= 2) { /* merge sort, bottom up */
        LaneModelPoint *merged = malloc((size_t)lane->point_count * sizeof *merged);
        if (!merged)
            return;
        for (int start = 0; start < lane->point_count; start += 2 * width) {
            int middle = start + width < lane->point_count ? start + width : lane->point_count;
            int end = start + 2 * width < lane->point_count ? start + 2 * width : lane->point_count;
            int a = start, b = middle;
            for (int i = start; i < end; i++) {
                bool first = a < middle && (b >= end || model_frame_of_time(model, &lane->points[a].at) <=
                                                            model_frame_of_time(model, &lane->points[b].at));
                merged[i] = lane->points[first ? a++ : b++];
            }
        }
        memcpy(lane->points, merged, (size_t)lane->point_count * sizeof *merged);
        free(merged);
    }
}
