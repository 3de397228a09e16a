/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a file, its tempo map and its markers. */
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/facts.h"
#include "projects/read/read.h"
#include "projects/text/suggest.h"

enum { SLOT_TITLE = HEAD_ROW_COUNT, SLOT_ARTIST };

static void take_head_text(Reader *reader, char **fact, const char *key)
{
    int next = 1;
    char *text = reader_take_text(reader, &next, key);
    if (!text)
        return;
    reader_note_field(reader, key, 0, 1, 2);
    free(*fact);
    *fact = text;
    reader_expect_end(reader, next);
}

static void take_head_value(Reader *reader, Model *model, int row)
{
    Trouble trouble;
    double value = 0;
    int next = 1;
    const ParamInfo *param = &head_rows[row];
    if (value_read(param, &reader->tokens, &next, &value, &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return;
    }
    if (row == HEAD_PAN_LAW && !pan_law_is_known(value)) {
        reader_report(reader, false, 1, "pan-law: takes 0, -3, -4.5 or -6 dB");
        return;
    }
    if (row == HEAD_RATE && value != (int)value) {
        reader_report(reader, false, 1, "rate: takes a whole number of Hz");
        return;
    }
    reader_note_field(reader, param->key, 0, 1, next);
    if (row == HEAD_STAGE)
        model->stage = (ProjectStage)(int)value;
    else if (row == HEAD_RATE)
        model->rate_hz = (int)value;
    else if (row == HEAD_PAN_LAW)
        model->pan_law_db = value;
    else
        model->lineup_dbfs = value;
    reader_expect_end(reader, next);
}

static bool check_head_once(Reader *reader, int slot, const char *key)
{
    if (reader->fact_line[slot]) {
        reader_report(reader, false, 0, "%s: given already in line %d", key, reader->fact_line[slot]);
        return false;
    }
    reader->fact_line[slot] = reader->line + 1;
    return true;
}

static void warn_of_head_key(Reader *reader)
{
    char shown[64], near[80];
    Suggestion suggestion;
    suggestion_init(&suggestion, token_text(&reader->tokens, 0), (size_t)token_length(&reader->tokens, 0));
    for (int i = 0; i < HEAD_ROW_COUNT; i++)
        suggestion_offer(&suggestion, head_rows[i].key);
    suggestion_offer(&suggestion, "title");
    suggestion_offer(&suggestion, "artist");
    suggestion_offer(&suggestion, "include");
    suggestion_offer(&suggestion, "waive");
    reader_report(reader, true, 0, "unknown key `%s`, kept as it is%s", token_show(&reader->tokens, 0, shown),
                  suggestion_format(&suggestion, near, sizeof near));
}

void read_head_line(Reader *reader, Model *model)
{
    const TokenLine *line = &reader->tokens;
    if (reader->line == 0 && token_is(line, 0, "ttymix"))
        return; /* read by document.c, before anything else */
    if (token_is(line, 0, "include"))
        return; /* read by includes.c */
    if (token_is(line, 0, "waive")) {
        read_waive_line(reader, &model->waivers, &model->waiver_count);
        return;
    }
    for (int row = 0; row < HEAD_ROW_COUNT; row++)
        if (token_is(line, 0, head_rows[row].key)) {
            if (check_head_once(reader, row, head_rows[row].key))
                take_head_value(reader, model, row);
            return;
        }
    if (token_is(line, 0, "title")) {
        if (check_head_once(reader, SLOT_TITLE, "title"))
            take_head_text(reader, &model->title, "title");
    } else if (token_is(line, 0, "artist")) {
        if (check_head_once(reader, SLOT_ARTIST, "artist"))
            take_head_text(reader, &model->artist, "artist");
    } else {
        warn_of_head_key(reader);
    }
}

/* `4/4` at a token: two small whole numbers, the second a power of two. */
static bool take_signature(const TokenLine *line, int token, int *beats, int *unit)
{
    char text[16], *end;
    int length = token_length(line, token);
    if (length < 3 || length > 5)
        return false;
    memcpy(text, token_text(line, token), (size_t)length);
    text[length] = '\0';
    long above = strtol(text, &end, 10);
    if (end == text || *end != '/' || text[0] < '1' || text[0] > '9' || end[1] < '1' || end[1] > '9')
        return false;
    long below = strtol(end + 1, &end, 10);
    if (*end || above > 64 || below > 32 || (below & (below - 1)) != 0)
        return false;
    *beats = (int)above;
    *unit = (int)below;
    return true;
}

void read_tempo_line(Reader *reader, Model *model)
{
    TempoMark mark = {.line = reader->line + 1, .beats = 4, .beat_unit = 4};
    Trouble trouble;
    int next = 0;
    if (time_read("tempo", false, &reader->tokens, &next, &mark.at, &trouble) != STATUS_OK ||
        value_read(&tempo_row, &reader->tokens, &next, &mark.bpm, &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return;
    }
    if (model->tempo_count > 0) { /* the signature goes on */
        mark.beats = model->tempo[model->tempo_count - 1].beats;
        mark.beat_unit = model->tempo[model->tempo_count - 1].beat_unit;
    }
    if (next < reader->tokens.count) {
        char shown[64];
        if (!take_signature(&reader->tokens, next, &mark.beats, &mark.beat_unit)) {
            reader_report(reader, false, next, "`%s` is not a time signature such as 4/4 or 6/8",
                          token_show(&reader->tokens, next, shown));
            return;
        }
        next++;
    }
    reader_expect_end(reader, next);
    TempoMark *room = array_append(&model->tempo, model->tempo_count, sizeof mark);
    if (!room) {
        reader->failed = true;
        return;
    }
    *room = mark;
    model->tempo_count++;
}

static bool take_time(Reader *reader, int *next, const char *what, TimeValue *time)
{
    Trouble trouble;
    if (time_read(what, false, &reader->tokens, next, time, &trouble) == STATUS_OK)
        return true;
    reader_report_trouble(reader, &trouble);
    return false;
}

static void take_loop(Reader *reader, Model *model)
{
    TimeValue from, to;
    int next = 1;
    if (reader->loop_seen) {
        reader_report(reader, false, 0, "loop: given twice");
        return;
    }
    reader->loop_seen = true;
    if (!take_time(reader, &next, "loop", &from) || !take_time(reader, &next, "loop", &to))
        return;
    reader_expect_end(reader, next);
    model->has_loop = true;
    model->loop_from = from;
    model->loop_to = to;
}

static void take_end(Reader *reader, Model *model)
{
    TimeValue end;
    int next = 1;
    if (reader->end_seen) {
        reader_report(reader, false, 0, "end: given twice");
        return;
    }
    reader->end_seen = true;
    if (!take_time(reader, &next, "end", &end))
        return;
    reader_expect_end(reader, next);
    model->has_end = true;
    model->end = end;
}

void read_marker_line(Reader *reader, Model *model)
{
    int next = 0;
    TimeValue at;
    if (token_is(&reader->tokens, 0, "loop")) {
        take_loop(reader, model);
        return;
    }
    if (token_is(&reader->tokens, 0, "end")) {
        take_end(reader, model);
        return;
    }
    if (!take_time(reader, &next, "marker", &at))
        return;
    char *label = reader_take_text(reader, &next, "marker");
    Marker *marker = label ? array_append(&model->markers, model->marker_count, sizeof *marker) : NULL;
    if (!marker) {
        reader->failed |= label != NULL;
        free(label);
        return;
    }
    *marker = (Marker){at, label, reader->line + 1};
    model->marker_count++;
    reader_expect_end(reader, next);
}
