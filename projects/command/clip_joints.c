/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where clips meet: `crossfade`; and what is left of one where it is silent: `keep`. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/clip_lines.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"

/* ---- crossfade ---- */

typedef struct Joint { /* two clips, the second of which begins where the first ends, or before */
    int before, behind;
} Joint;

/* The joint nearest to a frame, at most `reach` away. */
static bool find_joint(const Run *run, int strip, int64_t frame, int64_t reach, Joint *joint)
{
    int64_t nearest = reach;
    bool found = false;
    int count = run->model->strips[strip].clip_count;
    for (int i = 0; i < count; i++)
        for (int k = 0; k < count; k++) {
            ClipFrames before = clip_frames(run, strip, i), behind = clip_frames(run, strip, k);
            int64_t distance = behind.at > frame ? behind.at - frame : frame - behind.at;
            if (i == k || before.length < 0 || before.at >= behind.at || clip_end(&before) < behind.at ||
                clip_end(&before) > clip_end(&behind) || distance > nearest)
                continue;
            nearest = distance;
            *joint = (Joint){i, k};
            found = true;
        }
    return found;
}

static void format_fade(const Run *run, int64_t frames, int shape, char out[2 * TIME_TEXT_MAX])
{
    char length[TIME_TEXT_MAX], word[VALUE_TEXT_MAX];
    TimeValue time = time_from_frame(frames, run->model->rate_hz);
    time_format_length(&time, false, length);
    value_format(&fade_shape_row, shape, word);
    snprintf(out, 2 * TIME_TEXT_MAX, "%.40s %.40s", length, word);
}

/* Both reach half the length over the middle of what they share, and fade there. */
static Status fade_over(Run *run, int strip, const Joint *joint, int64_t length, int shape)
{
    char fade[2 * TIME_TEXT_MAX];
    ClipFrames before = clip_frames(run, strip, joint->before), behind = clip_frames(run, strip, joint->behind);
    int64_t middle = behind.at + (clip_end(&before) - behind.at) / 2, begin = middle - length / 2, end = begin + length,
            earlier = behind.at - begin;
    if (behind.offset < earlier)
        return run_fail(run, STATUS_REFUSED, 2, "the second clip's file has nothing before its beginning");
    if (begin <= before.at || end >= clip_end(&behind))
        return run_fail(run, STATUS_BAD_VALUE, 3, "a clip is shorter than the crossfade");
    before.length = end - before.at;
    behind.at -= earlier;
    behind.offset -= earlier;
    behind.length += behind.length >= 0 ? earlier : 0;
    format_fade(run, length, shape, fade);
    Status status = clip_set_frames(run, strip, joint->before, before, true, true);
    if (status == STATUS_OK)
        status = clip_set_frames(run, strip, joint->behind, behind, true, true);
    if (status == STATUS_OK)
        status = clip_write(run, strip, joint->before, CLIP_ROW_FADE_OUT, fade);
    return status == STATUS_OK ? clip_write(run, strip, joint->behind, CLIP_ROW_FADE_IN, fade) : status;
}

typedef struct Crossing {
    int64_t frame, length;
    char time[TIME_TEXT_MAX], fade[2 * TIME_TEXT_MAX];
    int shape;
} Crossing;

static Status take_crossing(Run *run, Crossing *crossing)
{
    Trouble trouble;
    TimeValue length;
    double shape = FADE_EQUAL_POWER;
    Status status = clips_take_frame(run, "crossfade", &crossing->frame, crossing->time);
    int token = run->next;
    if (status == STATUS_OK && time_read("length", false, &run->line, &run->next, &length, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    if (status == STATUS_OK && run->next < run->line.count &&
        value_read(&fade_shape_row, &run->line, &run->next, &shape, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    if (status != STATUS_OK)
        return status;
    crossing->length = model_frame_of_time(run->model, &length);
    crossing->shape = (int)shape;
    format_fade(run, crossing->length, crossing->shape, crossing->fade);
    return crossing->length > 0 ? run_expect_end(run)
                                : run_fail(run, STATUS_BAD_VALUE, token, "a crossfade has a length");
}

static Status run_crossfade(Run *run)
{
    int *tracks, count, done = 0;
    Crossing crossing;
    Status status = clips_take_tracks(run, &tracks, &count);
    if (status == STATUS_OK)
        status = take_crossing(run, &crossing);
    for (int i = 0; i < count && status == STATUS_OK; i++) {
        Joint joint = {-1, -1};
        if (!find_joint(run, tracks[i], crossing.frame, run->model->rate_hz, &joint))
            continue;
        status = fade_over(run, tracks[i], &joint, crossing.length, crossing.shape);
        if (status != STATUS_OK)
            break;
        run_resolve(run, "crossfade %s %s %s", run->model->strips[tracks[i]].name, crossing.time, crossing.fade);
        done++;
    }
    if (status == STATUS_OK && done == 0)
        status = run_fail(run, STATUS_NOT_FOUND, 2, "no two clips meet within a second of %s", crossing.time);
    if (status == STATUS_OK)
        run_say(run, "%d crossfade%s of %s at %s", done, done == 1 ? "" : "s", crossing.fade, crossing.time);
    free(tracks);
    return status;
}

const Command command_crossfade = {
    .name = "crossfade",
    .by = BY_DOCUMENT,
    .takes = {TAKE(STRIPS), TAKE(TIME), TAKE(LENGTH), OPTION(CALLED_OF("SHAPE", &fade_shape_row))},
    .help = "Lets two clips that meet near a time fade into each other over a length, equal in power; a group's name "
            "means all of its tracks.",
    .example = "crossfade vox 0:12 20 ms",
    .not_done = "crossfaded",
    .run = run_crossfade,
};

/* ---- keep ---- */

typedef struct Span {
    int64_t from, to;
} Span;

/* `FROM TO` a line, in order, within the clip. */
static Status take_spans(Run *run, const char *text, const ClipFrames *clip, Span **spans, int *count)
{
    TokenLine tokens = {0};
    Trouble trouble;
    Status status = STATUS_OK;
    int64_t last = clip->at;
    int room = 0;
    for (const char *at = text; *at && status == STATUS_OK;) {
        size_t length = strcspn(at, "\n");
        TimeValue from, to;
        int next = 0;
        token_line_cut(&tokens, at, length);
        if (tokens.failed || !array_grow(spans, *count, &room, sizeof **spans))
            status = STATUS_NO_MEMORY;
        else if (tokens.count == 0)
            ;
        else if (time_read("from", false, &tokens, &next, &from, &trouble) != STATUS_OK ||
                 time_read("to", false, &tokens, &next, &to, &trouble) != STATUS_OK || next < tokens.count)
            status = run_fail(run, STATUS_BAD_VALUE, -1, "a stretch is `FROM TO`, and nothing more");
        else {
            Span span = {model_frame_of_time(run->model, &from), model_frame_of_time(run->model, &to)};
            if (span.from < last || span.to <= span.from || span.to > clip_end(clip))
                status = run_fail(run, STATUS_BAD_VALUE, -1,
                                  "the stretches are not in order of time, or not within the clip");
            last = span.to;
            (*spans)[(*count)++] = span;
        }
        at += length + (at[length] == '\n');
    }
    token_line_clear(&tokens);
    return status;
}

static ClipFrames part_of(const ClipFrames *clip, const Span *span)
{
    return (ClipFrames){span->from, clip->offset + span->from - clip->at, span->to - span->from};
}

/* The first stretch is the clip itself; the others are copies, put from the last on, so that each stands behind it. */
static Status keep_spans(Run *run, int strip, int clip, const Span *spans, int count)
{
    ClipFrames whole = clip_frames(run, strip, clip);
    Status status = STATUS_OK;
    for (int i = count - 1; i > 0 && status == STATUS_OK; i--)
        status = clip_copy(run, strip, clip, part_of(&whole, &spans[i]), false,
                           i == count - 1 && spans[i].to == clip_end(&whole));
    if (status == STATUS_OK)
        status = clip_set_frames(run, strip, clip, part_of(&whole, &spans[0]), spans[0].from == whole.at,
                                 count == 1 && spans[0].to == clip_end(&whole));
    return status;
}

Status clip_take(Run *run, Address *address, char exact[256])
{
    int token = run->next;
    char *text = run_take_word(run, "the clip");
    Status status = text ? run_resolve_address(run, text, token, address) : run->error.status;
    free(text);
    if (status != STATUS_OK)
        return status;
    address_format(run->model, address, exact, 256);
    return address->kind == ADDRESS_CLIP ? STATUS_OK
                                         : run_fail(run, STATUS_BAD_VALUE, token, "`%s` is not a clip", exact);
}

static Status run_keep(Run *run)
{
    Address address;
    Span *spans = NULL;
    Buffer quoted = {0};
    char exact[256];
    int count = 0;
    Status status = clip_take(run, &address, exact);
    char *text = status == STATUS_OK ? run_take_word(run, "the stretches") : NULL;
    if (status == STATUS_OK)
        status = text ? run_expect_end(run) : run->error.status;
    ClipFrames clip = status == STATUS_OK ? clip_frames(run, address.strip, address.clip) : (ClipFrames){0};
    if (status == STATUS_OK)
        status = take_spans(run, text, &clip, &spans, &count);
    if (status == STATUS_OK && count == 0)
        status = run_fail(run, STATUS_BAD_VALUE, 2, "nothing would be left; delete it");
    if (status == STATUS_OK)
        status = keep_spans(run, address.strip, address.clip, spans, count);
    if (status == STATUS_OK) {
        char title[80];
        text_append_quoted(&quoted, text, strlen(text));
        run_say(run, "%s: clip cut to %d stretch%s", run_title(run->model->strips[address.strip].name, title), count,
                count == 1 ? "" : "es");
        run_resolve(run, "keep %s %s", exact, quoted.bytes ? quoted.bytes : "");
    }
    free(text);
    free(spans);
    buffer_clear(&quoted);
    return status;
}

const Command command_keep = {
    .name = "keep",
    .by = BY_DOCUMENT,
    .takes = {TAKE(CLIP), CALLED(TEXT, "LINES")},
    .help = "Leaves of a clip the stretches of time that are given, a line each; what strip-silence does.",
    .example = "keep vox.clip@0:12 \"0:12 0:14\\n0:16 0:19\"",
    .not_done = "cut",
    .run = run_keep,
};
