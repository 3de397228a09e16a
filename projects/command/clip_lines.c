/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/command/clip_lines.h"

#include <stdlib.h>
#include <string.h>

#include "projects/model/facts.h"

static int64_t frame_of(const Run *run, const TimeValue *time)
{
    return model_frame_of_time(run->model, time);
}

void clip_format_frame(const Run *run, int64_t frame, char out[TIME_TEXT_MAX])
{
    TimeValue time = time_from_frame(frame, run->model->rate_hz);
    time_format(&time, run->model->rate_hz, out);
}

ClipFrames clip_frames(const Run *run, int strip, int clip)
{
    const Clip *one = &run->model->strips[strip].clips[clip];
    return (ClipFrames){frame_of(run, &one->at), frame_of(run, &one->offset),
                        one->has_length ? frame_of(run, &one->length) : -1};
}

int64_t clip_end(const ClipFrames *clip)
{
    return clip->length >= 0 ? clip->at + clip->length : INT64_MAX;
}

int clip_at(const Run *run, int strip, int64_t frame)
{
    for (int i = run->model->strips[strip].clip_count - 1; i >= 0; i--) {
        ClipFrames clip = clip_frames(run, strip, i);
        if (frame >= clip.at && frame < clip_end(&clip))
            return i;
    }
    return -1;
}

/* ---- words ---- */

static void add_track(const Model *model, int strip, int *tracks, int *count)
{
    if (strip < 0 || model->strips[strip].kind != SECTION_TRACK)
        return;
    for (int i = 0; i < *count; i++)
        if (tracks[i] == strip)
            return;
    tracks[(*count)++] = strip;
}

Status clips_take_tracks(Run *run, int **tracks, int *count)
{
    int *strips = NULL, found = 0, token = run->next;
    *tracks = NULL;
    *count = 0;
    Status status = run_take_strips(run, &strips, &found);
    if (status == STATUS_OK && !(*tracks = calloc((size_t)run->model->strip_count, sizeof **tracks)))
        status = STATUS_NO_MEMORY;
    for (int i = 0; i < found && status == STATUS_OK; i++) {
        const Strip *strip = &run->model->strips[strips[i]];
        add_track(run->model, strips[i], *tracks, count);
        for (int k = 0; strip->kind == SECTION_GROUP && k < strip->member_count; k++)
            add_track(run->model, model_strip_index(run->model, strip->members[k]), *tracks, count);
    }
    free(strips);
    if (status == STATUS_OK && *count == 0)
        status = run_fail(run, STATUS_REFUSED, token, "only tracks have clips");
    return status;
}

Status clips_take_frame(Run *run, const char *what, int64_t *frame, char text[TIME_TEXT_MAX])
{
    TimeValue time;
    Status status = run_take_time(run, what, &time, text);
    *frame = status == STATUS_OK ? frame_of(run, &time) : 0;
    return status;
}

/* ---- lines ---- */

static Status find_line(Run *run, int strip, int clip, int *line)
{
    *line = edit_find_clip(run->document, strip, clip);
    return *line >= 0 ? STATUS_OK : run_refuse_included(run, run->model->strips[strip].name, "cut or moved");
}

static Status write_row(Run *run, int line, int row, const char *text)
{
    return edit_set_field(run->document, line, NULL, clip_row_words[row], text);
}

static Status write_frame(Run *run, int line, int row, int64_t frame)
{
    char text[TIME_TEXT_MAX];
    clip_format_frame(run, frame, text);
    return write_row(run, line, row, text);
}

Status clip_write(Run *run, int strip, int clip, int row, const char *text)
{
    int line;
    Status status = find_line(run, strip, clip, &line);
    if (status == STATUS_OK)
        status = write_row(run, line, row, text);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status write_frames(Run *run, int line, ClipFrames old, ClipFrames frames, bool fade_in, bool fade_out)
{
    Status status = STATUS_OK;
    if (frames.at != old.at)
        status = write_frame(run, line, CLIP_ROW_AT, frames.at);
    if (status == STATUS_OK && frames.offset != old.offset)
        status = write_frame(run, line, CLIP_ROW_OFFSET, frames.offset);
    if (status == STATUS_OK && frames.length != old.length && frames.length >= 0)
        status = write_frame(run, line, CLIP_ROW_LENGTH, frames.length);
    if (status == STATUS_OK && !fade_in)
        status = write_row(run, line, CLIP_ROW_FADE_IN, NULL);
    if (status == STATUS_OK && !fade_out)
        status = write_row(run, line, CLIP_ROW_FADE_OUT, NULL);
    return status == STATUS_OK ? run_refresh(run) : status;
}

Status clip_set_frames(Run *run, int strip, int clip, ClipFrames frames, bool fade_in, bool fade_out)
{
    int line;
    ClipFrames old = clip_frames(run, strip, clip);
    Status status = find_line(run, strip, clip, &line);
    return status == STATUS_OK ? write_frames(run, line, old, frames, fade_in, fade_out) : status;
}

Status clip_copy(Run *run, int strip, int clip, ClipFrames frames, bool fade_in, bool fade_out)
{
    int line;
    ClipFrames old = clip_frames(run, strip, clip);
    Status status = find_line(run, strip, clip, &line);
    if (status != STATUS_OK)
        return status;
    const Line *from = run->document->source.files[0].lines[line];
    Buffer copy = {0};
    TokenLine tokens = {0};
    token_line_cut(&tokens, from->text, (size_t)from->length);
    buffer_append(&copy, from->text, (size_t)tokens.tokens[0].start);
    buffer_append_text(&copy, "clip"); /* a name stays with the first */
    buffer_pad(&copy, (size_t)tokens.tokens[1].start);
    buffer_append(&copy, from->text + tokens.tokens[1].start,
                  (size_t)(tokens.tokens[tokens.count - 1].end - tokens.tokens[1].start));
    buffer_append_text(&copy, "\n");
    token_line_clear(&tokens);
    status = copy.failed ? STATUS_NO_MEMORY : edit_insert_text(run->document, line + 1, copy.bytes);
    buffer_clear(&copy);
    return status == STATUS_OK ? write_frames(run, line + 1, old, frames, fade_in, fade_out) : status;
}

Status clip_delete(Run *run, int strip, int clip)
{
    int line;
    Status status = find_line(run, strip, clip, &line);
    if (status == STATUS_OK)
        status = edit_remove_block(run->document, line, 0);
    return status == STATUS_OK ? run_refresh(run) : status;
}

Status clip_cut_out(Run *run, int strip, int clip, int64_t from, int64_t to)
{
    ClipFrames whole = clip_frames(run, strip, clip), left = whole, right = whole;
    int64_t end = clip_end(&whole);
    if (whole.at >= to || end <= from)
        return STATUS_OK;
    left.length = from - whole.at;
    right.at = to;
    right.offset = whole.offset + (to - whole.at);
    right.length = whole.length >= 0 ? end - to : -1;
    if (whole.at >= from && end <= to)
        return clip_delete(run, strip, clip);
    if (whole.at >= from)
        return clip_set_frames(run, strip, clip, right, false, true);
    Status status = end > to ? clip_copy(run, strip, clip, right, false, true) : STATUS_OK;
    return status == STATUS_OK ? clip_set_frames(run, strip, clip, left, true, false) : status;
}
