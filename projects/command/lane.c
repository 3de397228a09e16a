/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Automation: `point`, `unpoint`, `clear`, `mode`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"

Status run_take_lane(Run *run, Address *address, char exact[256])
{
    int token = run->next;
    char *text = run_take_word(run, "the address");
    Status status = text ? run_resolve_address(run, text, token, address) : run->error.status;
    free(text);
    if (status != STATUS_OK)
        return status;
    address_format(run->model, address, exact, 256);
    if (!address->param || address->strip < 0 || (address->param->flags & (PARAM_STRUCTURAL | PARAM_FIXED)))
        return run_fail(run, STATUS_REFUSED, token, "`%s` cannot be automated", exact);
    return STATUS_OK;
}

static int section_of_lane(const Run *run, const char *exact)
{
    const Lane *lane = model_lane(run->model, exact);
    return lane ? edit_find_section(run->document, true, (int)(lane - run->model->lanes)) : -1;
}

Status run_open_lane(Run *run, const char *exact, bool make, int *section)
{
    Status status = STATUS_OK;
    *section = section_of_lane(run, exact);
    if (*section >= 0 || !make)
        return make || model_lane(run->model, exact)
                   ? STATUS_OK
                   : run_fail(run, STATUS_NOT_FOUND, 1, "%s has no automation", exact);
    status = edit_add_section(run->document, SECTION_AUTOMATION, exact, "mode     read\n", -1);
    if (status == STATUS_OK)
        status = run_refresh(run);
    *section = section_of_lane(run, exact);
    return status == STATUS_OK && *section < 0 ? STATUS_REFUSED : status;
}

/* The frame a line of a lane begins with; false if it begins with no time. `*next` = the token behind. */
static bool frame_of_line(const Run *run, int line, TokenLine *tokens, int64_t *frame, int *next)
{
    Trouble trouble;
    TimeValue time;
    const Line *text = run->document->source.files[0].lines[line];
    *next = 0;
    token_line_cut(tokens, text->text, (size_t)text->length);
    if (tokens->count == 0 || time_read("point", false, tokens, next, &time, &trouble) != STATUS_OK)
        return false;
    *frame = model_frame_of_time(run->model, &time);
    return true;
}

/* Line of the last point at a frame, -1 without one; `*value` and `*shape` are bytes where these begin, `*end` where
 * they end. */
static int find_point(const Run *run, const ParamInfo *param, int section, int64_t frame, int *value, int *shape,
                      int *end)
{
    const Section *at = &run->document->source.sections[section];
    TokenLine tokens = {0};
    int found = -1, next;
    for (int i = at->first + 1; i < at->first + at->count; i++) {
        int64_t line_frame;
        Trouble trouble;
        double number;
        if (!frame_of_line(run, i, &tokens, &line_frame, &next) || line_frame != frame || next >= tokens.count)
            continue;
        found = i;
        *value = tokens.tokens[next].start;
        *end = tokens.tokens[tokens.count - 1].end;
        bool fine = value_read(param, &tokens, &next, &number, &trouble) == STATUS_OK;
        *shape = fine && next > 0 ? tokens.tokens[next - 1].end : *end;
    }
    token_line_clear(&tokens);
    return found;
}

static Status take_shape(Run *run, char out[64])
{
    Trouble trouble;
    double shape, curve;
    char number[VALUE_TEXT_MAX];
    out[0] = '\0';
    if (run->next >= run->line.count)
        return STATUS_OK;
    if (value_read(&lane_shape_row, &run->line, &run->next, &shape, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    snprintf(out, 64, "%s", lane_shape_row.choices[(int)shape]);
    if (shape != 2)
        return STATUS_OK;
    if (value_read(&curve_row, &run->line, &run->next, &curve, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    value_format(&curve_row, curve, number);
    snprintf(out, 64, "curve %.40s", number);
    return STATUS_OK;
}

static Status write_point(Run *run, const Address *address, int section, int64_t frame, const char *time,
                          const char *value, const char *shape)
{
    char text[320];
    int from = 0, kept = 0, end = 0, line = find_point(run, address->param, section, frame, &from, &kept, &end);
    const char *gap = shape[0] && strcmp(shape, "hold") != 0 ? "  " : "", *said = gap[0] ? shape : "";
    if (line >= 0) { /* a shape that is not given stays */
        snprintf(text, sizeof text, "%s%s%s", value, gap, said);
        Status status = edit_replace_bytes(run->document, line, from, shape[0] ? end : kept, text);
        return status == STATUS_OK ? run_refresh(run) : status;
    }
    snprintf(text, sizeof text, "%-*s %s%s%s\n", TIME_WIDTH - 1, time, value, gap, said);
    return run_put_timed_line(run, section, frame, text);
}

static Status run_point(Run *run)
{
    Address address;
    TimeValue time;
    Trouble trouble;
    char exact[256], time_text[TIME_TEXT_MAX], value_text[VALUE_TEXT_MAX], shape[64], words[280];
    double value;
    int section;
    Status status = run_take_lane(run, &address, exact);
    if (status == STATUS_OK)
        status = run_take_time(run, "point", &time, time_text);
    if (status == STATUS_OK && address.param->law == LAW_SWITCH && run->next >= run->line.count)
        status = run_fail(run, STATUS_BAD_VALUE, run->next, "%s takes on or off", address.param->key);
    if (status == STATUS_OK && value_read(address.param, &run->line, &run->next, &value, &trouble) != STATUS_OK)
        status = run_fail_trouble(run, &trouble);
    if (status == STATUS_OK)
        status = take_shape(run, shape);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK)
        status = run_open_lane(run, exact, true, &section);
    if (status != STATUS_OK)
        return status;
    value_format(address.param, value, value_text);
    status = write_point(run, &address, section, model_frame_of_time(run->model, &time), time_text, value_text, shape);
    if (status == STATUS_OK) {
        run_say(run, "%s %s at %s", address_describe(run->model, &address, words, sizeof words), value_text, time_text);
        run_resolve(run, "point %s %s %s%s%s", exact, time_text, value_text, shape[0] ? " " : "", shape);
    }
    return status;
}

const Command command_point = {
    .name = "point",
    .by = BY_DOCUMENT,
    .takes = {TAKE(ADDRESS), TAKE(TIME), TAKE(VALUE),
              OPTION(WORDS("linear"), OR, WORDS("curve"), CALLED_OF("C", &curve_row), OR, WORDS("hold"))},
    .help = "Puts a point of automation, or changes the one at that time.",
    .example = "point vox.fader 0:31.75 -1.5 dB linear",
    .run = run_point,
};

/* Takes the points between two frames away; their number. */
static Status remove_points(Run *run, int section, int64_t from, int64_t to, int *removed)
{
    TokenLine tokens = {0};
    Status status = STATUS_OK;
    int next;
    *removed = 0;
    int first = run->document->source.sections[section].first,
        last = first + run->document->source.sections[section].count - 1;
    for (int i = last; i > first && status == STATUS_OK; i--) { /* from below: lines above stay where they are */
        int64_t frame;
        if (!frame_of_line(run, i, &tokens, &frame, &next) || frame < from || frame > to)
            continue;
        status = edit_remove_block(run->document, i, 0);
        i = edit_block_begin(run->document, i);
        ++*removed;
    }
    token_line_clear(&tokens);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status run_unpoint(Run *run)
{
    Address address;
    TimeValue time;
    char exact[256], text[TIME_TEXT_MAX], words[280];
    int section, removed = 0;
    Status status = run_take_lane(run, &address, exact);
    int token = run->next;
    if (status == STATUS_OK)
        status = run_take_time(run, "point", &time, text);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK)
        status = run_open_lane(run, exact, false, &section);
    int64_t frame = status == STATUS_OK ? model_frame_of_time(run->model, &time) : 0;
    if (status == STATUS_OK && section >= 0)
        status = remove_points(run, section, frame, frame, &removed);
    if (status == STATUS_OK && removed == 0)
        status = run_fail(run, STATUS_NOT_FOUND, token, "%s has no point at %s", exact, text);
    if (status == STATUS_OK) {
        run_say(run, "%s: point at %s deleted", address_describe(run->model, &address, words, sizeof words), text);
        run_resolve(run, "unpoint %s %s", exact, text);
    }
    return status;
}

const Command command_unpoint = {
    .name = "unpoint",
    .by = BY_DOCUMENT,
    .takes = {TAKE(LANE), TAKE(TIME)},
    .help = "Takes a point of automation away.",
    .example = "unpoint vox.fader 0:31.75",
    .run = run_unpoint,
};

static Status clear_range(Run *run, const char *exact, int section)
{
    TimeValue from, to;
    char from_text[TIME_TEXT_MAX], to_text[TIME_TEXT_MAX];
    int removed = 0;
    Status status = run_take_time(run, "clear", &from, from_text);
    if (status == STATUS_OK)
        status = run_take_time(run, "clear", &to, to_text);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK && section >= 0)
        status = remove_points(run, section, model_frame_of_time(run->model, &from),
                               model_frame_of_time(run->model, &to), &removed);
    if (status == STATUS_OK) {
        run_say(run, "%d point%s deleted", removed, removed == 1 ? "" : "s");
        run_resolve(run, "clear %s %s %s", exact, from_text, to_text);
    }
    return status;
}

static Status run_clear(Run *run)
{
    char words[280], exact[256];
    Address address;
    int section;
    Status status = run_take_lane(run, &address, exact);
    if (status == STATUS_OK)
        status = run_open_lane(run, exact, false, &section);
    if (status != STATUS_OK)
        return status;
    if (section < 0)
        return run_refuse_included(run, exact, "cleared");
    if (run->next < run->line.count)
        return clear_range(run, exact, section);
    status = edit_remove_section(run->document, section);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status == STATUS_OK) {
        run_say(run, "%s automation deleted", address_describe(run->model, &address, words, sizeof words));
        run_resolve(run, "clear %s", exact);
    }
    return status;
}

const Command command_clear = {
    .name = "clear",
    .by = BY_DOCUMENT,
    .takes = {TAKE(LANE), OPTION(RANGE)},
    .help = "Takes automation away, all of it or between two times.",
    .example = "clear vox.fader 0:31 0:46",
    .run = run_clear,
};

static Status run_mode(Run *run)
{
    Address address;
    Trouble trouble;
    char exact[256], words[280], text[64];
    double mode;
    int section;
    Status status = run_take_lane(run, &address, exact);
    if (status == STATUS_OK && value_read(&lane_mode_row, &run->line, &run->next, &mode, &trouble) != STATUS_OK)
        status = run_fail_trouble(run, &trouble);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK && !model_lane(run->model, exact))
        status = run_fail(run, STATUS_NOT_FOUND, 1, "%s has no automation", exact);
    if (status == STATUS_OK)
        status = run_open_lane(run, exact, true, &section);
    if (status != STATUS_OK)
        return status;
    const char *word = lane_mode_row.choices[(int)mode];
    int line = edit_find_line(run->document, section, "mode", NULL);
    snprintf(text, sizeof text, "mode     %s\n", word);
    if (line >= 0)
        status = edit_set_field(run->document, line, NULL, "value", word);
    else
        status = edit_insert_text(run->document, run->document->source.sections[section].first + 1, text);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status == STATUS_OK) {
        run_say(run, "%s automation %s", address_describe(run->model, &address, words, sizeof words), word);
        run_resolve(run, "mode %s %s", exact, word);
    }
    return status;
}

const Command command_mode = {
    .name = "mode",
    .by = BY_DOCUMENT,
    .takes = {TAKE(LANE), OF(&lane_mode_row)},
    .help = "Says how automation acts: it replaces the value, adds to it, or is ignored.",
    .example = "mode vox.fader trim",
    .run = run_mode,
};
