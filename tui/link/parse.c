/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tui/link/parse.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/link/wire.h"

#define NO_LEVEL (-120.0f)

Status mirror_init(HostMirror *mirror)
{
    *mirror = (HostMirror){0};
    mirror->strips = calloc(HOST_STRIPS_MAX, sizeof *mirror->strips);
    mirror->strip_known = calloc(HOST_STRIPS_MAX, sizeof *mirror->strip_known);
    mirror->waves = waves_new();
    link_image_init(&mirror->image);
    mirror->state.saved = true;
    mirror->state.bounce_percent = mirror->state.overviews_percent = -1;
    mirror->state.momentary_lufs = mirror->state.short_lufs = mirror->state.integrated_lufs = NO_LEVEL;
    mirror->state.range_lu = mirror->state.true_peak_dbtp = mirror->state.correlation = NO_LEVEL;
    return mirror->strips && mirror->strip_known && mirror->waves ? STATUS_OK : STATUS_NO_MEMORY;
}

static void block_clear(HostBlock *block)
{
    buffer_clear(&block->text);
    change_clear(&block->change);
    free(block->path);
    *block = (HostBlock){0};
}

void mirror_clear(HostMirror *mirror)
{
    block_clear(&mirror->block);
    included_clear(&mirror->included);
    if (mirror->document)
        document_free(mirror->document);
    waves_free(mirror->waves);
    free(mirror->strips);
    free(mirror->strip_known);
    free(mirror->renamed_from);
    free(mirror->renamed_to);
    *mirror = (HostMirror){0};
}

static bool tell(HostEvent *event, HostEventKind kind)
{
    event->kind = kind;
    return true;
}

static void take_text(char *rest, char *out, size_t size)
{
    wire_unescape(rest);
    snprintf(out, size, "%s", rest);
}

static bool take_state(HostMirror *mirror, char *rest, HostEvent *event)
{
    char *key = wire_take_word(&rest);
    if (key && strcmp(key, "notice") == 0) {
        take_text(rest, event->text, sizeof event->text);
        return tell(event, HOST_NOTICE);
    }
    if (key && strcmp(key, "cleared") == 0) {
        snprintf(event->text, sizeof event->text, "cleared %s", rest);
        return tell(event, HOST_STATE);
    }
    int ready = mirror->state.overviews_ready;
    if (key && host_fact_take(&mirror->state, key, rest)) {
        if (mirror->state.overviews_ready != ready)
            waves_retry(mirror->waves);
        return tell(event, HOST_STATE);
    }
    mirror->bad_lines++;
    return false;
}

/* ---- the document ---- */

static bool take_text_block(HostMirror *mirror, char *rest, HostEvent *event)
{
    int64_t revision, lines;
    (void)event;
    if (!wire_take_int(&rest, 0, INT64_MAX - 1, &revision) || !wire_take_int(&rest, 0, HOST_TEXT_MAX, &lines)) {
        mirror->bad_lines++;
        return false;
    }
    block_clear(&mirror->block);
    mirror->block.kind = BLOCK_TEXT;
    mirror->block.revision = (uint64_t)revision;
    mirror->block.lines_left = lines;
    return true;
}

static bool take_include_block(HostMirror *mirror, char *rest)
{
    int64_t lines;
    if (!wire_take_int(&rest, 0, HOST_TEXT_MAX, &lines) || !*rest) {
        mirror->bad_lines++;
        return false;
    }
    wire_unescape(rest);
    block_clear(&mirror->block);
    mirror->block.kind = BLOCK_INCLUDE;
    mirror->block.lines_left = lines;
    mirror->block.path = strdup(rest);
    return true;
}

/* Nothing to tell yet: the text that includes it follows. */
static bool finish_include(HostMirror *mirror)
{
    HostBlock *block = &mirror->block;
    const char *text = block->text.bytes ? block->text.bytes : "";
    bool kept = !block->broken && !block->text.failed && block->path &&
                included_add(&mirror->included, block->path, text, block->text.length);
    mirror->bad_lines += !kept;
    block_clear(block);
    return false;
}

static bool finish_text(HostMirror *mirror, HostEvent *event)
{
    HostBlock *block = &mirror->block;
    Document *document = NULL;
    ProblemList problems = {0};
    const char *text = block->text.bytes ? block->text.bytes : "";
    Status status = block->broken || block->text.failed
                        ? STATUS_NO_MEMORY
                        : document_parse(&document, mirror->name, text, block->text.length, included_read,
                                         &mirror->included, &problems);
    problems_clear(&problems);
    included_clear(&mirror->included);
    block_clear(block);
    if (!document) { /* the replica that there is stays: better old than none */
        snprintf(event->text, sizeof event->text, "the session's document cannot be shown: %s", status_name(status));
        event->level = 2;
        return tell(event, HOST_NOTICE);
    }
    if (mirror->document)
        document_free(mirror->document);
    mirror->document = document;
    mirror->wants_text = false;
    return tell(event, HOST_TEXT);
}

static bool take_change_block(HostMirror *mirror, char *rest, HostEvent *event)
{
    int64_t revision, splices;
    (void)event;
    if (!wire_take_int(&rest, 0, INT64_MAX - 1, &revision) ||
        !wire_take_int(&rest, 0, HOST_SPLICE_LINES_MAX, &splices)) {
        mirror->bad_lines++;
        return false;
    }
    block_clear(&mirror->block);
    HostBlock *block = &mirror->block;
    block->kind = BLOCK_CHANGE;
    block->revision = block->change.revision = (uint64_t)revision;
    block->splices_left = (int)splices;
    block->change.renamed_from = mirror->renamed_from;
    block->change.renamed_to = mirror->renamed_to;
    mirror->renamed_from = mirror->renamed_to = NULL;
    return true;
}

static bool finish_change(HostMirror *mirror, HostEvent *event)
{
    HostBlock *block = &mirror->block;
    bool applied =
        mirror->document && !block->broken && document_apply_change(mirror->document, &block->change) == STATUS_OK;
    block_clear(block);
    mirror->wants_text = !applied;
    return applied && tell(event, HOST_CHANGE);
}

/* Makes room for one more splice and its lines; the lines come one by one. */
static bool begin_splice(HostBlock *block, char *rest)
{
    int64_t at, removed, added;
    if (!wire_take_int(&rest, 0, INT32_MAX, &at) || !wire_take_int(&rest, 0, HOST_SPLICE_LINES_MAX, &removed) ||
        !wire_take_int(&rest, 0, HOST_SPLICE_LINES_MAX, &added))
        return false;
    Splice *splices = realloc(block->change.splices, (size_t)(block->change.splice_count + 1) * sizeof *splices);
    if (!splices)
        return false;
    block->change.splices = splices;
    splices[block->change.splice_count++] = (Splice){.at = (int)at};
    block->removed_left = (int)removed;
    block->added_left = (int)added;
    block->splices_left--;
    return true;
}

static bool append_line(char ***lines, int *count, const char *line)
{
    if ((*count & (*count - 1)) == 0) { /* a full power of two: double it */
        char **more = realloc(*lines, (size_t)(*count ? *count * 2 : 1) * sizeof *more);
        if (!more)
            return false;
        *lines = more;
    }
    (*lines)[*count] = strdup(line);
    return (*lines)[*count] && ++*count;
}

static bool add_splice_line(HostBlock *block, char *line)
{
    Splice *splice = &block->change.splices[block->change.splice_count - 1];
    bool removed = block->removed_left > 0;
    if (line[0] != (removed ? '-' : '+'))
        return false;
    wire_unescape(line + 1);
    if (removed)
        return append_line(&splice->removed, &splice->removed_count, line + 1) && block->removed_left-- > 0;
    return append_line(&splice->added, &splice->added_count, line + 1) && block->added_left-- > 0;
}

static bool change_is_complete(const HostBlock *block)
{
    return block->splices_left == 0 && block->removed_left == 0 && block->added_left == 0;
}

/* A line of a change; false if it is none: the change is given up, and the line read as what it is. */
static bool take_change_line(HostMirror *mirror, char *line)
{
    HostBlock *block = &mirror->block;
    if (block->removed_left > 0 || block->added_left > 0)
        return add_splice_line(block, line);
    return strncmp(line, "splice ", 7) == 0 && begin_splice(block, line + 7);
}

static bool take_text_line(HostMirror *mirror, char *line)
{
    HostBlock *block = &mirror->block;
    if (line[0] != '=')
        return false;
    size_t length = wire_unescape(line + 1);
    if (block->text.length + length > HOST_TEXT_MAX)
        block->broken = true;
    else
        buffer_append(&block->text, line + 1, length);
    block->lines_left--;
    return true;
}

/* ---- everything else ---- */

static bool take_hello(HostMirror *mirror, char *rest, HostEvent *event)
{
    int64_t protocol;
    (void)event;
    if (!wire_take_int(&rest, 0, INT32_MAX, &protocol)) {
        mirror->bad_lines++;
        return false;
    }
    mirror->wrong_protocol = protocol != HOST_PROTOCOL;
    take_text(rest, mirror->name, sizeof mirror->name);
    waves_forget(mirror->waves);
    link_image_init(&mirror->image);
    return false;
}

static bool take_renamed(HostMirror *mirror, char *rest, HostEvent *event)
{
    char *from = wire_take_word(&rest), *to = wire_take_word(&rest);
    (void)event;
    free(mirror->renamed_from);
    free(mirror->renamed_to);
    mirror->renamed_from = from && to ? strdup(from) : NULL;
    mirror->renamed_to = from && to ? strdup(to) : NULL;
    mirror->bad_lines += !(from && to);
    return false;
}

static bool take_answer(HostMirror *mirror, char *rest, HostEvent *event)
{
    int64_t sequence, status;
    if (!wire_take_int(&rest, 0, INT64_MAX - 1, &sequence) || !wire_take_int(&rest, 0, 255, &status)) {
        mirror->bad_lines++;
        return false;
    }
    event->sequence = (uint64_t)sequence;
    event->status = (Status)status;
    take_text(rest, event->text, sizeof event->text);
    return tell(event, HOST_ANSWER);
}

/* ID:PKL:PKR:RMSL:RMSR:GR:OVERS */
static bool take_strip_meter(HostMirror *mirror, const char *word)
{
    long long number[7];
    char *end;
    for (int i = 0; i < 7; i++) {
        number[i] = strtoll(word, &end, 10);
        if (end == word || *end != (i < 6 ? ':' : '\0'))
            return false;
        word = end + 1;
    }
    if (number[0] < 0 || number[0] >= HOST_STRIPS_MAX)
        return false;
    for (int i = 1; i < 6; i++)
        if (number[i] < -30000 || number[i] > 30000)
            return false;
    mirror->strips[number[0]] = (HostStrip){.peak_db = {(float)number[1] / 10, (float)number[2] / 10},
                                            .rms_db = {(float)number[3] / 10, (float)number[4] / 10},
                                            .gain_reduction_db = (float)number[5] / 10,
                                            .overs = number[6] < 0            ? 0
                                                     : number[6] > UINT32_MAX ? UINT32_MAX
                                                                              : (uint32_t)number[6],
                                            .serial = mirror->meters_serial};
    mirror->strip_known[number[0]] = true;
    return true;
}

static bool take_meters(HostMirror *mirror, char *rest, HostEvent *event)
{
    int64_t revision, position;
    if (!wire_take_int(&rest, 0, INT64_MAX - 1, &revision) ||
        !wire_take_int(&rest, INT64_MIN / 4, INT64_MAX / 4, &position)) {
        mirror->bad_lines++;
        return false;
    }
    mirror->state.position = position;
    mirror->meters_serial++;
    for (char *word; (word = wire_take_word(&rest));)
        mirror->bad_lines += !take_strip_meter(mirror, word);
    return tell(event, HOST_METERS);
}

static bool take_loud(HostMirror *mirror, char *rest, HostEvent *event)
{
    HostState *state = &mirror->state;
    float *const fields[] = {&state->momentary_lufs, &state->short_lufs,     &state->integrated_lufs,
                             &state->range_lu,       &state->true_peak_dbtp, &state->correlation};
    int64_t number[ARRAY_LEN(fields)];
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (!wire_take_int(&rest, -30000, 30000, &number[i])) {
            mirror->bad_lines++;
            return false;
        }
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        *fields[i] = number[i] <= -1200 ? NO_LEVEL : (float)number[i] / (fields[i] == &state->correlation ? 100 : 10);
    return tell(event, HOST_LOUDNESS);
}

static bool take_look(HostMirror *mirror, bool taken, HostEvent *event)
{
    mirror->bad_lines += !taken;
    return taken && tell(event, HOST_LOOK);
}

static bool take_parts(HostMirror *mirror, char *rest, HostEvent *event)
{
    return take_look(mirror, look_take_parts(&mirror->look, rest), event);
}

static bool take_sides(HostMirror *mirror, char *rest, HostEvent *event)
{
    return take_look(mirror, look_take_sides(&mirror->look, rest), event);
}

static bool take_bands(HostMirror *mirror, char *rest, HostEvent *event)
{
    return take_look(mirror, look_take_bands(&mirror->look, rest), event);
}

static bool take_notice(HostMirror *mirror, char *rest, HostEvent *event)
{
    static const char *const levels[] = {"info", "warn", "error"};
    char *level = wire_take_word(&rest);
    for (int i = 0; level && i < 3; i++)
        if (strcmp(levels[i], level) == 0) {
            event->level = i;
            take_text(rest, event->text, sizeof event->text);
            return tell(event, HOST_NOTICE);
        }
    mirror->bad_lines++;
    return false;
}

static bool take_wave(HostMirror *mirror, char *rest, HostEvent *event)
{
    if (!waves_take(mirror->waves, rest)) {
        mirror->bad_lines++;
        return false;
    }
    return tell(event, HOST_WAVE);
}

static bool take_history(HostMirror *mirror, char *rest, HostEvent *event)
{
    if (past_take_head(&mirror->past, rest))
        return tell(event, HOST_PAST);
    mirror->bad_lines++;
    return false;
}

static bool take_past(HostMirror *mirror, char *rest, HostEvent *event)
{
    if (past_take_title(&mirror->past, rest))
        return tell(event, HOST_PAST);
    mirror->bad_lines++;
    return false;
}

static bool take_quit(HostMirror *mirror, char *rest, HostEvent *event)
{
    int64_t status = 0;
    if (!wire_take_int(&rest, 0, 255, &status))
        mirror->bad_lines++;
    event->sequence = (uint64_t)status;
    take_text(rest, event->text, sizeof event->text);
    return tell(event, HOST_QUIT);
}

static bool take_refused(HostMirror *mirror, char *rest, HostEvent *event)
{
    (void)event;
    take_text(rest, mirror->refusal, sizeof mirror->refusal);
    return false;
}

static const struct {
    const char *word;
    bool (*take)(HostMirror *mirror, char *rest, HostEvent *event);
} line_rows[] = {
    {"meters", take_meters},   {"state", take_state},     {"answer", take_answer}, {"loud", take_loud},
    {"notice", take_notice},   {"renamed", take_renamed}, {"hello", take_hello},   {"quit", take_quit},
    {"refused", take_refused}, {"wave", take_wave},       {"parts", take_parts},   {"sides", take_sides},
    {"bands", take_bands},     {"history", take_history}, {"past", take_past},
};

static bool take_plain_line(HostMirror *mirror, char *line, HostEvent *event)
{
    char *word = wire_take_word(&line);
    for (size_t i = 0; word && i < ARRAY_LEN(line_rows); i++)
        if (strcmp(line_rows[i].word, word) == 0)
            return line_rows[i].take(mirror, line, event);
    if (word && strcmp(word, "text") == 0)
        return take_text_block(mirror, line, event) && mirror->block.lines_left == 0 && finish_text(mirror, event);
    if (word && strcmp(word, "include") == 0)
        return take_include_block(mirror, line) && mirror->block.lines_left == 0 && finish_include(mirror);
    if (word && strcmp(word, "change") == 0)
        return take_change_block(mirror, line, event) && change_is_complete(&mirror->block) &&
               finish_change(mirror, event);
    if (word && link_image_take(&mirror->image, word, line))
        return tell(event, HOST_IMAGE);
    mirror->bad_lines++;
    return false;
}

bool mirror_take_line(HostMirror *mirror, char *line, HostEvent *event)
{
    HostBlock *block = &mirror->block;
    *event = (HostEvent){0};
    if (block->kind == BLOCK_NONE)
        return take_plain_line(mirror, line, event);
    bool taken = block->kind == BLOCK_CHANGE ? take_change_line(mirror, line) : take_text_line(mirror, line);
    if (!taken) { /* the block is cut short: what was read of it is worth nothing, the replica must be asked for again
                   */
        block_clear(block);
        mirror->bad_lines++;
        mirror->wants_text = true;
        return take_plain_line(mirror, line, event);
    }
    if (block->kind == BLOCK_TEXT)
        return block->lines_left == 0 && finish_text(mirror, event);
    if (block->kind == BLOCK_INCLUDE)
        return block->lines_left == 0 && finish_include(mirror);
    return change_is_complete(block) && finish_change(mirror, event);
}
