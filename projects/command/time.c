/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `marker`, `tempo`, `loop` and `end-marker`: lines that begin with a time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"

Status run_put_timed_line(Run *run, int section, int64_t frame, const char *line)
{
    Document *document = run->document;
    int place = document->source.sections[section].first + 1,
        end = document->source.sections[section].first + document->source.sections[section].count;
    int mode = edit_find_line(document, section, "mode", NULL);
    TokenLine tokens = {0};
    place = mode >= place ? mode + 1 : place;
    for (int i = place; i < end; i++) {
        Trouble trouble;
        TimeValue time;
        int next = 0;
        token_line_cut(&tokens, document->source.files[0].lines[i]->text,
                       (size_t)document->source.files[0].lines[i]->length);
        if (tokens.count && time_read("time", false, &tokens, &next, &time, &trouble) == STATUS_OK &&
            model_frame_of_time(run->model, &time) <= frame)
            place = i + 1;
    }
    token_line_clear(&tokens);
    if (frame == INT64_MAX)
        place = edit_section_end(document, section);
    Status status = edit_insert_text(document, place, line);
    return status == STATUS_OK ? run_refresh(run) : status;
}

/* The same in the only section of a kind, which is made if need be. */
static Status put_timed_line(Run *run, SectionKind kind, int64_t frame, const char *line)
{
    int section = edit_find_section_of_kind(run->document, kind);
    if (section >= 0)
        return run_put_timed_line(run, section, frame, line);
    Status status = edit_add_section(run->document, kind, NULL, line, -1);
    return status == STATUS_OK ? run_refresh(run) : status;
}

/* The time of the marker that the next word names, if it names one; false after run_fail where it names several. */
static bool take_marker(Run *run, TimeValue *time, bool *found)
{
    char shown[64];
    int count = 0;
    char *label = run->next < run->line.count && !token_is_time(&run->line, run->next)
                      ? token_value(&run->line, run->next, NULL)
                      : NULL;
    for (int i = 0; label && i < run->model->marker_count; i++)
        if (run->model->markers[i].label && strcmp(run->model->markers[i].label, label) == 0 && ++count == 1)
            *time = run->model->markers[i].at;
    free(label);
    *found = count == 1;
    if (count > 1)
        run_fail(run, STATUS_BAD_VALUE, run->next, "there are %d markers %s; say the time", count,
                 token_show(&run->line, run->next, shown));
    return count <= 1;
}

Status run_take_time(Run *run, const char *what, TimeValue *time, char text[TIME_TEXT_MAX])
{
    Trouble trouble;
    bool is_marker;
    if (!take_marker(run, time, &is_marker))
        return run->error.status;
    if (is_marker)
        run->next++;
    else if (time_read(what, false, &run->line, &run->next, time, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    time_format(time, run->model->rate_hz, text);
    return STATUS_OK;
}

static Status replace_line(Run *run, int line, const char *text)
{
    TokenLine tokens = {0};
    const Line *old = run->document->source.files[0].lines[line];
    token_line_cut(&tokens, old->text, (size_t)old->length);
    int start = tokens.count ? tokens.tokens[0].start : 0,
        end = tokens.count ? tokens.tokens[tokens.count - 1].end : tokens.length;
    token_line_clear(&tokens);
    Status status = edit_replace_bytes(run->document, line, start, end, text);
    return status == STATUS_OK ? run_refresh(run) : status;
}

static Status run_marker(Run *run)
{
    TimeValue time;
    char text[TIME_TEXT_MAX];
    Buffer line = {0};
    Status status = run_take_time(run, "marker", &time, text);
    char *label = status == STATUS_OK ? run_take_word(run, "the marker's text") : NULL;
    if (status == STATUS_OK)
        status = label ? run_expect_end(run) : run->error.status;
    if (status == STATUS_OK) {
        int64_t frame = model_frame_of_time(run->model, &time);
        int found = -1;
        for (int i = 0; i < run->model->marker_count; i++)
            if (model_frame_of_time(run->model, &run->model->markers[i].at) == frame)
                found = run->model->markers[i].line - 1;
        buffer_append_text(&line, text);
        buffer_pad(&line, TIME_WIDTH - 1);
        buffer_append_text(&line, " ");
        text_append_quoted(&line, label, strlen(label));
        if (found >= 0) {
            status = line.failed ? STATUS_NO_MEMORY : replace_line(run, found, line.bytes);
        } else {
            buffer_append_text(&line, "\n");
            status = line.failed ? STATUS_NO_MEMORY : put_timed_line(run, SECTION_MARKERS, frame, line.bytes);
        }
    }
    if (status == STATUS_OK) {
        Buffer quoted = {0};
        text_append_quoted(&quoted, label, strlen(label));
        run_say(run, "Marker %s at %s", quoted.bytes ? quoted.bytes : "", text);
        run_resolve(run, "marker %s %s", text, quoted.bytes ? quoted.bytes : "\"\"");
        buffer_clear(&quoted);
    }
    buffer_clear(&line);
    free(label);
    return status;
}

const Command command_marker = {
    .name = "marker",
    .by = BY_DOCUMENT,
    .takes = {TAKE(TIME), TAKE(TEXT)},
    .help = "Puts a marker, or renames the one at that time.",
    .example = "marker 0:31.75 \"Chorus\"",
    .run = run_marker,
};

static Status run_add_marker(Run *run)
{
    run->next = 2;
    return run_marker(run);
}

const Command command_add_marker = {
    .name = "add",
    .by = BY_DOCUMENT,
    .takes = {WORDS("marker"), TAKE(TIME), TAKE(TEXT)},
    .help = "Puts a marker, as marker does.",
    .example = "add marker 0:31.75 \"Chorus\"",
    .not_done = "added",
    .run = run_add_marker,
};

typedef struct NewTempo {
    TimeValue at;
    char at_text[TIME_TEXT_MAX], bpm[VALUE_TEXT_MAX], signature[16]; /* "" = as it was, or 4/4 */
} NewTempo;

/* `[TIME] BPM [BEATS/UNIT]` */
static Status take_tempo(Run *run, NewTempo *tempo)
{
    Trouble trouble;
    double bpm;
    *tempo = (NewTempo){.at = time_from_seconds(0), .at_text = "0:00"};
    if (token_is_time(&run->line, run->next)) {
        Status status = run_take_time(run, "tempo", &tempo->at, tempo->at_text);
        if (status != STATUS_OK)
            return status;
    }
    if (value_read(&tempo_row, &run->line, &run->next, &bpm, &trouble) != STATUS_OK)
        return run_fail_trouble(run, &trouble);
    value_format(&tempo_row, bpm, tempo->bpm);
    if (run->next < run->line.count) {
        int length = token_length(&run->line, run->next);
        snprintf(tempo->signature, sizeof tempo->signature, "%.*s", length > 14 ? 14 : length,
                 token_text(&run->line, run->next));
        run->next++;
    }
    return run_expect_end(run);
}

/* The line of the tempo at a frame, whose signature stays if none is given; -1 without one. */
static int find_tempo(const Run *run, int64_t frame, NewTempo *tempo)
{
    int found = -1;
    for (int i = 0; i < run->model->tempo_count; i++) {
        const TempoMark *mark = &run->model->tempo[i];
        if (mark->line <= 0 || model_frame_of_time(run->model, &mark->at) != frame)
            continue;
        found = mark->line - 1;
        if (!tempo->signature[0])
            snprintf(tempo->signature, sizeof tempo->signature, "%d/%d", mark->beats, mark->beat_unit);
    }
    return found;
}

static Status run_tempo(Run *run)
{
    NewTempo tempo;
    char line[200];
    Status status = take_tempo(run, &tempo);
    if (status != STATUS_OK)
        return status;
    int64_t frame = model_frame_of_time(run->model, &tempo.at);
    int found = find_tempo(run, frame, &tempo);
    const char *signature = tempo.signature, *gap = signature[0] ? " " : "";
    snprintf(line, sizeof line, "%-10s %s%s%s%s%s", tempo.at_text, tempo.bpm, gap, gap, signature,
             found >= 0 ? "" : "\n");
    status = found >= 0 ? replace_line(run, found, line) : put_timed_line(run, SECTION_TEMPO, frame, line);
    if (status == STATUS_OK) {
        run_say(run, "Tempo %s%s%s from %s", tempo.bpm, gap, signature, tempo.at_text);
        run_resolve(run, "tempo %s %s%s%s", tempo.at_text, tempo.bpm, gap, signature);
    }
    return status;
}

const Command command_tempo = {
    .name = "tempo",
    .by = BY_DOCUMENT,
    .takes = {OPTION(TAKE(TIME)), CALLED_OF("BPM", &tempo_row), OPTION(CALLED(NAME, "BEATS/UNIT"))},
    .help = "Sets the tempo, and the time signature, from a time on.",
    .example = "tempo 0:00 120 bpm 4/4",
    .run = run_tempo,
};

/* A line of [markers] with a word of its own: `loop`, `end`. */
static Status put_word_line(Run *run, const char *word, const char *values)
{
    char line[200];
    int section = edit_find_section_of_kind(run->document, SECTION_MARKERS);
    int found = section >= 0 ? edit_find_line(run->document, section, word, NULL) : -1;
    if (!values) {
        Status status = found >= 0 ? edit_remove_block(run->document, found, 0) : STATUS_OK;
        return status == STATUS_OK ? run_refresh(run) : status;
    }
    snprintf(line, sizeof line, "%-10s %s", word, values);
    if (found >= 0)
        return replace_line(run, found, line);
    snprintf(line + strlen(line), sizeof line - strlen(line), "\n");
    return put_timed_line(run, SECTION_MARKERS, INT64_MAX, line);
}

static Status run_loop_fact(Run *run)
{
    TimeValue from, to;
    char from_text[TIME_TEXT_MAX], to_text[TIME_TEXT_MAX], values[160];
    bool none = run_take_if(run, "none");
    if (token_is(&run->line, run->next, "on") || token_is(&run->line, run->next, "off"))
        return run_fail(run, STATUS_UNSUPPORTED, run->next,
                        "switching the loop acts on the session, not on the project");
    int token = run->next;
    Status status = none ? STATUS_OK : run_take_time(run, "loop", &from, from_text);
    if (status == STATUS_OK && !none)
        status = run_take_time(run, "loop", &to, to_text);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK && !none && model_frame_of_time(run->model, &from) >= model_frame_of_time(run->model, &to))
        status = run_fail(run, STATUS_BAD_VALUE, token, "the loop would end before it begins");
    if (status != STATUS_OK)
        return status;
    snprintf(values, sizeof values, "%s  %s", none ? "" : from_text, none ? "" : to_text);
    status = put_word_line(run, "loop", none ? NULL : values);
    if (status == STATUS_OK) {
        if (none)
            run_say(run, "Loop removed");
        else
            run_say(run, "Loop %s to %s", from_text, to_text);
        run_resolve(run, "loop %s", none ? "none" : values);
    }
    return status;
}

const Command command_loop = {
    .name = "loop",
    .by = BY_DOCUMENT,
    .takes = {RANGE, OR, WORDS("none")},
    .help = "Sets the loop; `loop on` and `loop off` switch it.",
    .example = "loop 0:31 0:46",
    .run = run_loop_fact,
};

static Status run_end_fact(Run *run)
{
    TimeValue at;
    char text[TIME_TEXT_MAX];
    bool none = run_take_if(run, "none");
    Status status = none ? STATUS_OK : run_take_time(run, "end", &at, text);
    if (status == STATUS_OK)
        status = run_expect_end(run);
    if (status == STATUS_OK)
        status = put_word_line(run, "end", none ? NULL : text);
    if (status == STATUS_OK) {
        run_say(run, "End %s", none ? "of the last clip" : text);
        run_resolve(run, "end-marker %s", none ? "none" : text);
    }
    return status;
}

const Command command_end_marker = {
    .name = "end-marker",
    .by = BY_DOCUMENT,
    .takes = {TAKE(TIME), OR, WORDS("none")},
    .help = "Sets where a bounce ends.",
    .example = "end-marker 3:20",
    .run = run_end_fact,
};
