/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The points of a lane of automation, edited by keys: all of it in commands of the document. */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/model/address.h"
#include "projects/model/facts.h"
#include "projects/model/lane_value.h"
#include "tui/action/action.h"
#include "tui/action/timeline.h"
#include "tui/widget/reading.h"

typedef struct OpenLane { /* the one whose points the keys edit */
    const char *address;
    const Lane *lane; /* NULL: no points yet */
    const ParamInfo *param;
    double document;
    int point; /* index of the selected one; -1 */
} OpenLane;

static bool find_lane(Desk *desk, OpenLane *open)
{
    const Model *model = desk_model(desk);
    const Strip *strip = model ? view_strip(&desk->view, model) : NULL;
    int at = strip ? edit_open_lane(&desk->view.edit, strip) : -1;
    Address address;
    Error error;
    if (at < 0)
        return false;
    *open = (OpenLane){.address = desk->view.edit.lanes[at], .point = -1};
    open->lane = model_lane(model, open->address);
    if (address_resolve(model, open->address, &address, &error) != STATUS_OK || !address.param ||
        !address_value(model, &address, &open->document))
        return false;
    open->param = address.param;
    if (open->lane && desk->view.edit.point >= 0)
        open->point = lane_find_point(model, open->lane, desk->view.edit.point);
    return true;
}

/* The open lane, or a sentence why not. */
static bool need_lane(Desk *desk, OpenLane *open)
{
    if (!lane_is_entered(desk)) {
        desk_say(desk, 0, "No lane is edited; a opens that of the focused value");
        return false;
    }
    if (find_lane(desk, open))
        return true;
    desk_say(desk, 0, "What this lane was of is not there");
    return false;
}

static bool need_point(Desk *desk, OpenLane *open)
{
    if (!need_lane(desk, open))
        return false;
    if (open->point < 0)
        desk_say(desk, 0, "No point is selected; ( and ) select, i inserts one at the cursor");
    return open->point >= 0;
}

static int64_t frame_of_point(const Desk *desk, const OpenLane *open, int index)
{
    return model_frame_of_time(desk_model(desk), &open->lane->points[index].at);
}

static void select_point(Desk *desk, const OpenLane *open, int index)
{
    desk->view.edit.point = index >= 0 ? frame_of_point(desk, open, index) : -1;
    if (index >= 0)
        desk_move_cursor(desk, desk->view.edit.point);
}

/* ---- opening ---- */

/* The n-th of what is automated of a strip. */
static bool find_automated(const Model *model, const Strip *strip, int number, char *address)
{
    size_t length = strlen(strip->name);
    for (int i = 0; i < model->lane_count; i++)
        if (strncmp(model->lanes[i].address, strip->name, length) == 0 && model->lanes[i].address[length] == '.' &&
            --number == 0) {
            snprintf(address, ADDRESS_MAX, "%s", model->lanes[i].address);
            return true;
        }
    return false;
}

static bool choose_lane(Desk *desk, const Strip *strip, const KeyPress *press, char *address)
{
    FocusValue focus;
    char why[256];
    if (press->counted && !find_automated(desk_model(desk), strip, press->count, address)) {
        desk_say(desk, 0, "%s has no lane %d", strip_title(strip), press->count);
        return false;
    }
    if (!press->counted && !view_focus_value(&desk->view, desk_model(desk), strip, &focus, why, sizeof why)) {
        desk_say(desk, 0, "%s", why);
        return false;
    }
    if (!press->counted)
        snprintf(address, ADDRESS_MAX, "%s", focus.address);
    return true;
}

static void enter(Desk *desk)
{
    EditView *edit = &desk->view.edit;
    OpenLane open;
    edit->in_lane = true;
    edit->point = -1;
    if (!find_lane(desk, &open))
        return;
    int at = open.lane ? lane_find_point(desk_model(desk), open.lane, edit->cursor) : -1;
    if (at < 0 && open.lane && open.lane->point_count > 0)
        at = 0;
    edit->point = at >= 0 ? frame_of_point(desk, &open, at) : -1;
}

/* Opens and enters; of a lane that is open, leaves it and closes it. */
void action_lane(Desk *desk, const KeyPress *press)
{
    EditView *edit = &desk->view.edit;
    const Strip *strip = desk_selected_strip(desk);
    char address[ADDRESS_MAX];
    if (!strip || !choose_lane(desk, strip, press, address))
        return;
    int open = edit_open_lane(edit, strip);
    bool same = open >= 0 && strcmp(edit->lanes[open], address) == 0;
    if (same && edit->in_lane) {
        edit->in_lane = false;
        edit_hide_lane(edit, open);
    } else if (!edit_show_lane(edit, strip, address))
        desk_say(desk, 0, "%d lanes are open, the most there can be", EDIT_LANES_MAX);
    else
        enter(desk);
}

void lane_select_point(Desk *desk, int step)
{
    OpenLane open;
    if (!need_lane(desk, &open))
        return;
    int count = open.lane ? open.lane->point_count : 0, at = open.point;
    if (count == 0) {
        desk_say(desk, 0, "The lane has no points; i inserts one at the cursor");
        return;
    }
    at = at < 0 ? lane_find_point(desk_model(desk), open.lane, desk->view.edit.cursor) : at;
    at += step;
    select_point(desk, &open, at < 0 ? 0 : at >= count ? count - 1 : at);
}

/* ---- points ---- */

/* The stretch that keys change: the section, or the selected point alone. */
static bool take_stretch(Desk *desk, OpenLane *open, char from[EXACT_TIME_MAX], char to[EXACT_TIME_MAX])
{
    const EditView *edit = &desk->view.edit;
    bool section = edit_has_section(edit);
    if (section ? !need_lane(desk, open) : !need_point(desk, open))
        return false;
    desk_exact_time(desk, section ? edit->from : frame_of_point(desk, open, open->point), from);
    desk_exact_time(desk, section ? edit->to - 1 : frame_of_point(desk, open, open->point), to);
    return true;
}

void lane_move_points(Desk *desk, int step, int count)
{
    EditView *edit = &desk->view.edit;
    OpenLane open;
    char from[EXACT_TIME_MAX], to[EXACT_TIME_MAX];
    if (!take_stretch(desk, &open, from, to))
        return;
    int64_t start = edit_has_section(edit) ? edit->from : frame_of_point(desk, &open, open.point), frame = start;
    for (int i = 0; i < count && i < 10000; i++)
        frame = edit_next_grid(edit, desk_model(desk), frame, step);
    if (frame == start)
        return;
    desk_gesture(desk, open.address);
    desk_submit_step(desk, "move-points %s %s %s by %" PRId64 " frames", open.address, from, to, frame - start);
    if (edit_has_section(edit)) {
        edit->from += frame - start;
        edit->to += frame - start;
    } else
        edit->point = frame;
    edit->cursor = frame;
}

static void shift_by(Desk *desk, const OpenLane *open, const char *from, const char *to, double step)
{
    char by[READING_MAX];
    reading_step(open->param, step, by);
    desk_gesture(desk, open->address);
    desk_submit_step(desk, "shift-points %s %s %s by %s", open->address, from, to, by[0] == '+' ? by + 1 : by);
}

/* Of what is in log, a step is a factor: what it makes of the selected value. */
static double step_value(const OpenLane *open, double step, int steps)
{
    if (open->param->law != LAW_LOG)
        return step * steps;
    double value = open->point >= 0 ? open->lane->points[open->point].value : open->document;
    return value * pow(step, steps) - value;
}

static void step_points(Desk *desk, double (*size)(const ParamInfo *param), int steps)
{
    OpenLane open;
    char from[EXACT_TIME_MAX], to[EXACT_TIME_MAX];
    if (take_stretch(desk, &open, from, to))
        shift_by(desk, &open, from, to, step_value(&open, size(open.param), steps));
}

static double plain_step(const ParamInfo *param)
{
    return param->step;
}

static double fine_step(const ParamInfo *param)
{
    return param->fine;
}

static double coarse_step(const ParamInfo *param)
{
    return param->coarse;
}

void lane_step_points(Desk *desk, int steps)
{
    step_points(desk, plain_step, steps);
}

bool lane_take_step(Desk *desk, int size, int count)
{
    if (!lane_is_entered(desk))
        return false;
    step_points(desk,
                abs(size) == STEP_FINE     ? fine_step
                : abs(size) == STEP_COARSE ? coarse_step
                                           : plain_step,
                size < 0 ? -count : count);
    return true;
}

void lane_lift_section(Desk *desk, int steps)
{
    const EditView *edit = &desk->view.edit;
    const int *strips;
    char from[EXACT_TIME_MAX], to[EXACT_TIME_MAX], why[256], by[READING_MAX];
    int count = desk_chosen_strips(desk, &strips);
    desk_exact_time(desk, edit->from, from);
    desk_exact_time(desk, edit->to, to);
    desk_gesture(desk, "section");
    for (int i = 0; i < count; i++) {
        FocusValue focus;
        if (!view_focus_value(&desk->view, desk_model(desk), &desk_model(desk)->strips[strips[i]], &focus, why,
                              sizeof why)) {
            desk_say(desk, 0, "%s", why);
            continue;
        }
        reading_step(focus.param, focus.param->step * steps, by);
        desk_submit_step(desk, "lift-points %s %s %s by %s", focus.address, from, to, by[0] == '+' ? by + 1 : by);
    }
}

static void put_point(Desk *desk, const OpenLane *open, int64_t frame, const char *value, const char *shape)
{
    char time[EXACT_TIME_MAX];
    desk_exact_time(desk, frame, time);
    desk_submit(desk, "point %s %s %s %s", open->address, time, value, shape);
    desk->view.edit.point = frame;
}

static const char *shape_word(const LaneModelPoint *point, char out[48])
{
    if (point->shape == SHAPE_CURVE)
        snprintf(out, 48, "curve %g", point->curve);
    else
        snprintf(out, 48, point->shape == SHAPE_LINEAR ? "linear" : "hold");
    return out;
}

void lane_insert_point(Desk *desk)
{
    OpenLane open;
    char value[READING_MAX];
    if (!need_lane(desk, &open))
        return;
    double now =
        open.lane ? lane_value_at(desk_model(desk), open.lane, desk->view.edit.cursor, open.document) : open.document;
    if (open.lane && open.lane->mode == LANE_TRIM)
        now -= open.document;
    reading_value(open.param, now, value);
    put_point(desk, &open, desk->view.edit.cursor, value, open.lane && open.lane->point_count ? "linear" : "hold");
}

void action_delete_point(Desk *desk, const KeyPress *press)
{
    OpenLane open;
    char from[EXACT_TIME_MAX], to[EXACT_TIME_MAX];
    (void)press;
    if (!take_stretch(desk, &open, from, to))
        return;
    if (edit_has_section(&desk->view.edit)) {
        desk_submit(desk, "clear %s %s %s", open.address, from, to);
        return;
    }
    desk_submit(desk, "unpoint %s %s", open.address, from);
    desk->view.edit.point = open.point > 0 ? frame_of_point(desk, &open, open.point - 1) : -1;
}

/* at once, linear, curved one way, curved the other. */
void action_point_shape(Desk *desk, const KeyPress *press)
{
    OpenLane open;
    char value[READING_MAX];
    (void)press;
    if (!need_point(desk, &open))
        return;
    const LaneModelPoint *point = &open.lane->points[open.point];
    const char *next = point->shape == SHAPE_HOLD     ? "linear"
                       : point->shape == SHAPE_LINEAR ? "curve 0.5"
                       : point->curve > 0             ? "curve -0.5"
                                                      : "hold";
    reading_value(open.param, point->value, value);
    put_point(desk, &open, frame_of_point(desk, &open, open.point), value, next);
}

bool lane_set_value(Desk *desk, const char *text)
{
    OpenLane open;
    char shape[48];
    if (!lane_is_entered(desk))
        return false;
    if (!find_lane(desk, &open))
        return true;
    if (open.point >= 0)
        put_point(desk, &open, frame_of_point(desk, &open, open.point), text,
                  shape_word(&open.lane->points[open.point], shape));
    else
        put_point(desk, &open, desk->view.edit.cursor, text, "hold");
    return true;
}

/* Of the section, or of the whole lane: `rest` is what the command has behind the range. */
static void run_on_stretch(Desk *desk, const char *command, const OpenLane *open, const char *rest)
{
    const EditView *edit = &desk->view.edit;
    char from[EXACT_TIME_MAX] = "", to[EXACT_TIME_MAX] = "";
    if (edit_has_section(edit)) {
        desk_exact_time(desk, edit->from, from);
        desk_exact_time(desk, edit->to - 1, to);
    }
    desk_submit(desk, "%s %s%s%s%s%s by %s", command, open->address, *from ? " " : "", from, *to ? " " : "", to, rest);
}

void action_scale_points(Desk *desk, const KeyPress *press)
{
    OpenLane open;
    char factor[32];
    if (!need_lane(desk, &open))
        return;
    snprintf(factor, sizeof factor, "%g", press->counted ? press->count / 100.0 : 0.5);
    run_on_stretch(desk, "scale-points", &open, factor);
}

void action_thin_points(Desk *desk, const KeyPress *press)
{
    OpenLane open;
    char step[READING_MAX];
    if (!need_lane(desk, &open))
        return;
    reading_step(open.param, open.param->fine * press->count, step);
    run_on_stretch(desk, "thin-points", &open, step[0] == '+' ? step + 1 : step);
}
