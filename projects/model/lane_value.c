/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/model/lane_value.h"

#include "audio/dsp/segment.h"

static LanePoint point_at(const Model *model, const Lane *lane, int index)
{
    const LaneModelPoint *point = &lane->points[index];
    return (LanePoint){.frame = model_frame_of_time(model, &point->at),
                       .value = point->value,
                       .shape = point->shape,
                       .curve = point->curve};
}

int lane_find_point(const Model *model, const Lane *lane, int64_t frame)
{
    int low = -1, high = lane ? lane->point_count : 0;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (model_frame_of_time(model, &lane->points[middle].at) <= frame)
            low = middle;
        else
            high = middle;
    }
    return low;
}

double lane_value_at(const Model *model, const Lane *lane, int64_t frame, double document_value)
{
    if (!lane->param || lane->point_count == 0 || lane->mode == LANE_OFF)
        return document_value;
    int at = lane_find_point(model, lane, frame);
    LanePoint from = point_at(model, lane, at < 0 ? 0 : at);
    double value = from.value;
    if (at >= 0 && at + 1 < lane->point_count) {
        LanePoint to = point_at(model, lane, at + 1);
        value = segment_value(lane->param, &from, &to, frame);
    }
    return lane->mode == LANE_TRIM ? document_value + value : value;
}
