/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/dsp/limiter/line.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GROUP = PEAKSCAN_GROUP, LINE_SPARE = 1024 };

bool limitline_init(LimitLine *line, int keep)
{
    line->keep = keep;
    line->end = keep;
    line->data = calloc((size_t)(keep + LINE_SPARE), sizeof(float));
    return line->data != NULL;
}

void limitline_clear(LimitLine *line)
{
    free(line->data);
    line->data = NULL;
}

void limitline_reset(LimitLine *line)
{
    line->end = line->keep;
    memset(line->data, 0, (size_t)line->keep * sizeof(float));
    memset(line->tops, 0, sizeof line->tops);
    line->top = 0;
}

/* Highest absolute sample of the newest groups that a scan reads, when the one known has passed. */
static void line_find_top(LimitLine *line)
{
    line->top = 0;
    for (unsigned age = LIMITLINE_SCAN_GROUPS; age > 0; age--) {
        float top = line->tops[(line->groups - age) % LIMITLINE_TOPS];
        if (top >= line->top) {
            line->top = top;
            line->top_group = line->groups - age + 1;
        }
    }
}

void limitline_append(LimitLine *line, const float *group)
{
    if (line->end + GROUP > line->keep + LINE_SPARE) {
        memmove(line->data, line->data + line->end - line->keep, (size_t)line->keep * sizeof(float));
        line->end = line->keep;
    }
    memcpy(line->data + line->end, group, GROUP * sizeof(float));
    line->end += GROUP;
    float top = 0;
    for (int i = 0; i < GROUP; i++)
        top = fabsf(group[i]) > top ? fabsf(group[i]) : top;
    line->tops[line->groups++ % LIMITLINE_TOPS] = top;
    if (top >= line->top) {
        line->top = top;
        line->top_group = line->groups;
    } else if (line->groups - line->top_group >= LIMITLINE_SCAN_GROUPS) {
        line_find_top(line);
    }
}

void limitline_copy(LimitLine *to, const LimitLine *from)
{
    to->end = from->end;
    to->groups = from->groups;
    to->top = from->top;
    to->top_group = from->top_group;
    memcpy(to->tops, from->tops, sizeof to->tops);
    memcpy(to->data, from->data, (size_t)from->end * sizeof(float));
}
