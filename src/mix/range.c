/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/mix/range.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "projects/text/escape.h"
#include "projects/text/timevalue.h"

static int64_t end_of_project(const Model *model)
{
    int64_t end = 0;
    if (model->has_end)
        return model_frame_of_time(model, &model->end);
    for (int i = 0; i < model->marker_count; i++) {
        int64_t frame = model_frame_of_time(model, &model->markers[i].at);
        end = frame > end ? frame : end;
    }
    return end;
}

static Status marker_parse(const Model *model, const char *text, int64_t *frame, Error *error)
{
    char shown[200];
    int found = 0;
    for (int i = 0; i < model->marker_count; i++)
        if (model->markers[i].label && strcasecmp(model->markers[i].label, text) == 0) {
            *frame = model_frame_of_time(model, &model->markers[i].at);
            found++;
        }
    if (found == 1)
        return STATUS_OK;
    text_escape_for_terminal(shown, sizeof shown, text, strlen(text));
    if (found > 1)
        return error_set(error, STATUS_BAD_VALUE, "%d markers are called \"%s\"; give a time", found, shown);
    return error_set(error, STATUS_NOT_FOUND, "\"%s\" is neither a time (1:02.5, 17|1|0, 48000 frames) nor a marker",
                     shown);
}

Status place_parse(const Model *model, const char *text, int64_t *frame, Error *error)
{
    TokenLine line = {0};
    TimeValue time;
    Trouble trouble = {0};
    int next = 0;
    if (strcmp(text, "start") == 0) {
        *frame = 0;
        return STATUS_OK;
    }
    if (strcmp(text, "end") == 0) {
        *frame = end_of_project(model);
        return STATUS_OK;
    }
    token_line_cut(&line, text, strlen(text));
    bool is_time = line.count > 0 && token_is_time(&line, 0) &&
                   time_read("a place", false, &line, &next, &time, &trouble) == STATUS_OK && next == line.count;
    token_line_clear(&line);
    if (!is_time)
        return marker_parse(model, text, frame, error);
    *frame = model_frame_of_time(model, &time);
    return STATUS_OK;
}

Status range_parse(const Model *model, const char *text, int64_t *from, int64_t *to, Error *error)
{
    const char *comma = strchr(text, ',');
    if (!comma)
        return error_set(error, STATUS_BAD_VALUE, "takes two places with a comma between: 0:31,0:46 or Verse,Chorus");
    char *first = strndup(text, (size_t)(comma - text));
    if (!first)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    int64_t a = 0, b = 0;
    Status status = place_parse(model, first, &a, error);
    free(first);
    if (status == STATUS_OK)
        status = place_parse(model, comma + 1, &b, error);
    if (status != STATUS_OK)
        return status;
    if (b <= a)
        return error_set(error, STATUS_BAD_VALUE, "the second place does not come after the first");
    *from = a;
    *to = b;
    return STATUS_OK;
}

Status range_check_end(int64_t to, int64_t end_frame, int rate_hz, const char *done, Error *error)
{
    double beyond_s = (double)(to - end_frame) / rate_hz, end_s = (double)end_frame / rate_hz;
    if (beyond_s <= RANGE_BEYOND_SECONDS_MAX)
        return STATUS_OK;
    return error_set(error, STATUS_BAD_VALUE,
                     "reaches %.0f s beyond the end of the song at %d:%06.3f; at most %d s of silence are %s", beyond_s,
                     (int)(end_s / 60), end_s - 60 * (int)(end_s / 60), RANGE_BEYOND_SECONDS_MAX, done);
}
