/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between frames and columns. */
#include "tui/screen/timeline.h"

int timeline_column(const TimelineState *state, int64_t frame)
{
    int64_t distance = frame - state->left;
    int64_t column = distance >= 0 ? distance / state->step : -((state->step - 1 - distance) / state->step);
    return TIMELINE_LEFT + (column > CANVAS_COLUMNS_MAX    ? CANVAS_COLUMNS_MAX
                            : column < -CANVAS_COLUMNS_MAX ? -CANVAS_COLUMNS_MAX
                                                           : (int)column);
}

int64_t timeline_frame(const TimelineState *state, int column)
{
    return state->left + (column - TIMELINE_LEFT) * state->step;
}

int timeline_text(const TimelineState *state, Canvas *canvas, int row, int column, uint8_t style, const char *text)
{
    int end = TIMELINE_LEFT + state->columns;
    return column >= TIMELINE_LEFT && column < end ? canvas_text(canvas, row, column, end - column, style, text) : 0;
}

StemLengths timeline_lengths(const Scene *scene)
{
    return (StemLengths){.length = waves_length, .context = scene->waves};
}
