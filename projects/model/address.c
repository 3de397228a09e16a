/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/model/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "audio/dsp/catalogue.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"
#include "projects/text/suggest.h"
#include "projects/text/timevalue.h"

const char *const clip_row_words[CLIP_ROW_COUNT] = {"at", "offset", "length", "gain", "fade-in", "fade-out", "path"};

typedef struct Part { /* one piece of an address, between dots */
    const char *text;
    size_t length;
} Part;

static bool part_is(Part part, const char *word)
{
    return strlen(word) == part.length && memcmp(part.text, word, part.length) == 0;
}

static Part part_next(const char **rest)
{
    const char *dot = strchr(*rest, '.');
    Part part = {*rest, dot ? (size_t)(dot - *rest) : strlen(*rest)};
    *rest = dot ? dot + 1 : NULL;
    return part;
}

static const char *part_show(Part part, char out[80])
{
    text_escape_for_terminal(out, 60, part.text, part.length);
    return out;
}

static Status refuse(Error *error, const char *whose, Part part, const Suggestion *suggestion)
{
    char shown[80], near[96];
    return error_set(error, STATUS_NOT_FOUND, "%s has no `%s`%s", whose, part_show(part, shown),
                     suggestion_format(suggestion, near, sizeof near));
}

static void offer_rows(Suggestion *suggestion, const ParamInfo *rows, int count)
{
    for (int i = 0; i < count; i++)
        suggestion_offer(suggestion, rows[i].key);
}

static int find_row(const ParamInfo *rows, int count, Part part)
{
    for (int i = 0; i < count; i++)
        if (part_is(part, rows[i].key))
            return i;
    return -1;
}

static Status resolve_band(const Processor *processor, Part part, const char *rest, Address *address, Error *error)
{
    Suggestion suggestion;
    const ProcessorKind *kind = processor->kind;
    int label = 0;
    for (size_t i = 0; i < part.length && label < 10000; i++)
        label = label * 10 + (part.text[i] - '0');
    address->kind = ADDRESS_BAND;
    address->label = label;
    address->slot = processor_band_slot(processor, label);
    suggestion_init(&suggestion, "", 0);
    if (address->slot < 0)
        return refuse(error, processor_address(processor), part, &suggestion);
    if (!rest)
        return STATUS_OK;
    part = part_next(&rest);
    suggestion_init(&suggestion, part.text, part.length);
    offer_rows(&suggestion, kind->band_params, kind->band_param_count);
    address->row = rest ? -1 : find_row(kind->band_params, kind->band_param_count, part);
    if (address->row < 0)
        return refuse(error, kind->kind, part, &suggestion);
    address->kind = ADDRESS_BAND_PARAM;
    address->param = &kind->band_params[address->row];
    return STATUS_OK;
}

static Status resolve_in_processor(const Processor *processor, const char *rest, Address *address, Error *error)
{
    Suggestion suggestion;
    const ProcessorKind *kind = processor->kind;
    Part part = part_next(&rest);
    suggestion_init(&suggestion, part.text, part.length);
    suggestion_offer(&suggestion, "bypass");
    if (part_is(part, "bypass") && !rest) {
        address->kind = ADDRESS_BYPASS;
        address->param = &bypass_row;
        return STATUS_OK;
    }
    if (!kind)
        return error_set(error, STATUS_NOT_FOUND, "`%s` is an unknown processor; its parameters cannot be reached",
                         processor->kind_word);
    if (kind->band_params && part.length && strspn(part.text, "0123456789") >= part.length)
        return resolve_band(processor, part, rest, address, error);
    if ((kind->flags & PROCESSOR_KEYED) && part_is(part, "key")) {
        bool tap = rest && strcmp(rest, "tap") == 0;
        if (rest && !tap)
            return refuse(error, "key", (Part){rest, strlen(rest)}, &suggestion);
        address->kind = tap ? ADDRESS_KEY_TAP : ADDRESS_KEY;
        return STATUS_OK;
    }
    if ((kind->flags & PROCESSOR_FILE) && part_is(part, "file") && !rest) {
        address->kind = ADDRESS_FILE;
        return STATUS_OK;
    }
    address->row = rest ? -1 : find_row(kind->params, kind->param_count, part);
    offer_rows(&suggestion, kind->params, kind->param_count);
    if (address->row < 0)
        return refuse(error, processor_address(processor), part, &suggestion);
    address->kind = ADDRESS_PARAM;
    address->param = &kind->params[address->row];
    return STATUS_OK;
}

static Status resolve_send(const Strip *strip, const char *rest, Address *address, Error *error)
{
    Suggestion suggestion;
    if (!rest)
        return error_set(error, STATUS_NOT_FOUND, "a send is named by its destination: %s.send.NAME", strip->name);
    Part part = part_next(&rest);
    suggestion_init(&suggestion, part.text, part.length);
    for (int i = 0; i < strip->send_count; i++) {
        suggestion_offer(&suggestion, strip->sends[i].to);
        if (part_is(part, strip->sends[i].to))
            address->send = i;
    }
    if (address->send < 0) {
        char shown[80], near[96];
        return error_set(error, STATUS_NOT_FOUND, "%s has no send to `%s`%s", strip->name, part_show(part, shown),
                         suggestion_format(&suggestion, near, sizeof near));
    }
    address->kind = ADDRESS_SEND;
    address->param = &send_rows[SEND_LEVEL];
    if (!rest)
        return STATUS_OK;
    part = part_next(&rest);
    address->row = rest ? -1 : find_row(send_rows, SEND_ROW_COUNT, part);
    suggestion_init(&suggestion, part.text, part.length);
    offer_rows(&suggestion, send_rows, SEND_ROW_COUNT);
    if (address->row < 0)
        return refuse(error, "a send", part, &suggestion);
    address->param = &send_rows[address->row];
    if (address->row != SEND_LEVEL)
        address->kind = ADDRESS_SEND_VALUE;
    return STATUS_OK;
}

/* The topmost clip that begins at a frame, or else the topmost that sounds there. */
static int clip_at_frame(const Model *model, const Strip *strip, int64_t frame)
{
    int found = -1;
    int64_t best = -1;
    for (int i = 0; i < strip->clip_count; i++) {
        const Clip *clip = &strip->clips[i];
        int64_t at = model_frame_of_time(model, &clip->at);
        int64_t length = clip->has_length ? model_frame_of_time(model, &clip->length) : INT64_MAX / 2;
        bool exact = at == frame, inside = at <= frame && frame < at + length;
        int64_t rank = exact ? INT64_MAX : clip->has_length ? INT64_MAX - 1 : at;
        if ((exact || inside) && rank >= best) {
            best = rank;
            found = i;
        }
    }
    return found;
}

static int clip_at_text(const Model *model, const Strip *strip, const char *text, size_t length)
{
    TokenLine line = {0};
    TimeValue time;
    Trouble trouble;
    int next = 0, found = -1;
    token_line_cut(&line, text, length);
    if (!line.failed && time_read("clip", false, &line, &next, &time, &trouble) == STATUS_OK && next == line.count)
        found = clip_at_frame(model, strip, model_frame_of_time(model, &time));
    token_line_clear(&line);
    return found;
}

/* `clip`, `clip:name`, `clip@0:31.75`, each with an optional `.gain`; `text` begins with "clip". */
static Status resolve_clip(const Model *model, const Strip *strip, const char *text, Address *address, Error *error)
{
    size_t length = strlen(text);
    const char *dot = strrchr(text, '.');
    char shown[80];
    for (int row = 0; dot && row < CLIP_ROW_COUNT; row++)
        if (strcmp(dot + 1, clip_row_words[row]) == 0) {
            address->row = row;
            length = (size_t)(dot - text);
        }
    Part which = {text + 5, length > 5 ? length - 5 : 0};
    if (length == 4)
        address->clip = strip->clip_count == 1 ? 0 : -1;
    else if (text[4] == '@')
        address->clip = clip_at_text(model, strip, which.text, which.length);
    else
        for (int i = 0; i < strip->clip_count; i++)
            if (strip->clips[i].name && part_is(which, strip->clips[i].name))
                address->clip = i;
    if (address->clip < 0 && length == 4)
        return error_set(error, STATUS_NOT_FOUND, "%s has %d clips; name one: %s.clip@TIME or %s.clip:NAME",
                         strip->name, strip->clip_count, strip->name, strip->name);
    if (address->clip < 0)
        return error_set(error, STATUS_NOT_FOUND, "%s has no clip `%s`", strip->name, part_show(which, shown));
    address->kind = address->row >= 0 ? ADDRESS_CLIP_VALUE : ADDRESS_CLIP;
    if (address->row == CLIP_ROW_GAIN)
        address->param = &clip_gain_row;
    return STATUS_OK;
}

static bool resolve_key(const Strip *strip, Part part, Address *address)
{
    for (const StripKey *key = strip_keys; key->word; key++) {
        if (!part_is(part, key->word) || !(key->kinds & 1u << strip->kind))
            continue;
        address->row = key->fact;
        address->param = key->id == KEY_FACT ? &strip_facts[key->fact] : NULL;
        switch (key->id) {
        case KEY_FACT: address->kind = ADDRESS_FACT; return true;
        case KEY_LABEL: address->kind = ADDRESS_LABEL; return true;
        case KEY_NOTE: address->kind = ADDRESS_NOTE; return true;
        case KEY_OUT: address->kind = ADDRESS_OUT; return true;
        case KEY_VCA: address->kind = ADDRESS_VCA; return true;
        case KEY_MEMBERS: address->kind = ADDRESS_MEMBERS; return true;
        case KEY_CLIP:
        case KEY_WAIVE:
        case KEY_SEND: return false;
        }
    }
    return false;
}

/* A processor by `name`, `kind` or `kind:name`. */
static int find_processor(const Strip *strip, Part part)
{
    const char *colon = memchr(part.text, ':', part.length);
    for (int i = 0; i < strip->processor_count; i++) {
        const Processor *processor = &strip->processors[i];
        size_t before = colon ? (size_t)(colon - part.text) : 0;
        Part word = colon ? (Part){colon + 1, part.length - before - 1} : part;
        if (part_is(word, processor_address(processor)) &&
            (!colon || (processor->name && part_is((Part){part.text, before}, processor->kind_word))))
            return i;
    }
    return -1;
}

static Status resolve_in_strip(const Model *model, const Strip *strip, const char *rest, Address *address, Error *error)
{
    Suggestion suggestion;
    if (strncmp(rest, "clip", 4) == 0 && strchr(".:@", rest[4]) && strip->kind == SECTION_TRACK)
        return resolve_clip(model, strip, rest, address, error);
    Part part = part_next(&rest);
    if (part_is(part, "send"))
        return resolve_send(strip, rest, address, error);
    if (!rest && resolve_key(strip, part, address))
        return STATUS_OK;
    address->processor = find_processor(strip, part);
    if (address->processor >= 0) {
        address->kind = ADDRESS_PROCESSOR;
        return rest ? resolve_in_processor(&strip->processors[address->processor], rest, address, error) : STATUS_OK;
    }
    suggestion_init(&suggestion, part.text, part.length);
    for (const StripKey *key = strip_keys; key->word; key++)
        if (key->kinds & 1u << strip->kind)
            suggestion_offer(&suggestion, key->word);
    for (int i = 0; i < strip->processor_count; i++)
        suggestion_offer(&suggestion, processor_address(&strip->processors[i]));
    return refuse(error, strip->name, part, &suggestion);
}

/* `marker@TIME`, or `marker@LABEL` where the label is unique. */
static Status resolve_marker(const Model *model, const char *text, Address *address, Error *error)
{
    TokenLine line = {0};
    TimeValue time;
    Trouble trouble;
    char shown[80];
    int next = 0, named = 0;
    address->kind = ADDRESS_MARKER;
    token_line_cut(&line, text, strlen(text));
    bool is_time =
        !line.failed && time_read("marker", false, &line, &next, &time, &trouble) == STATUS_OK && next == line.count;
    token_line_clear(&line);
    for (int i = 0; i < model->marker_count; i++) {
        bool hit = is_time ? model_frame_of_time(model, &model->markers[i].at) == model_frame_of_time(model, &time)
                           : strcmp(model->markers[i].label, text) == 0;
        if (hit) {
            address->marker = i;
            named++;
        }
    }
    if (named == 1 || (named > 0 && is_time))
        return STATUS_OK;
    part_show((Part){text, strlen(text)}, shown);
    return named ? error_set(error, STATUS_NOT_FOUND, "%d markers are called `%s`; name one by its time", named, shown)
                 : error_set(error, STATUS_NOT_FOUND, "there is no marker `%s`", shown);
}

static Status resolve_strip(const Model *model, Part part, Address *address, Error *error)
{
    Suggestion suggestion;
    char name[80], shown[80], near[96];
    snprintf(name, sizeof name, "%.*s", part.length > 79 ? 79 : (int)part.length, part.text);
    address->kind = ADDRESS_STRIP;
    address->strip = part.length < sizeof name ? model_strip_index(model, name) : -1;
    if (address->strip >= 0)
        return STATUS_OK;
    if (part_is(part, "selected"))
        return error_set(error, STATUS_NOT_FOUND, "`selected` is known to a desk only; name the strips");
    suggestion_init(&suggestion, part.text, part.length);
    for (int i = 0; i < model->strip_count; i++)
        suggestion_offer(&suggestion, model->strips[i].name);
    return error_set(error, STATUS_NOT_FOUND, "there is no strip `%s`%s", part_show(part, shown),
                     suggestion_format(&suggestion, near, sizeof near));
}

void address_shorten(char *text)
{
    char kind[32], *part = strchr(text, '.');
    size_t length = part ? strcspn(part + 1, ".") : 0, before = part ? strcspn(part + 1, ":") : 0;
    if (!part || before >= length || before >= sizeof kind)
        return;
    memcpy(kind, part + 1, before);
    kind[before] = '\0';
    if (catalogue_find(kind))
        memmove(part + 1, part + 1 + before + 1, strlen(part + 1 + before + 1) + 1);
}

Status address_resolve(const Model *model, const char *text, Address *address, Error *error)
{
    const char *rest = text;
    Address found = {ADDRESS_STRIP, -1, -1, -1, 0, -1, -1, -1, -1, NULL};
    if (strncmp(text, "marker@", 7) == 0) {
        Status status = resolve_marker(model, text + 7, &found, error);
        *address = found;
        return status;
    }
    Part part = part_next(&rest);
    int row = rest ? -1 : find_row(head_rows, HEAD_ROW_COUNT, part);
    if (row >= 0 || (!rest && (part_is(part, "title") || part_is(part, "artist")))) {
        found.kind = row >= 0 ? ADDRESS_HEAD : part_is(part, "title") ? ADDRESS_TITLE : ADDRESS_ARTIST;
        found.row = row;
        found.param = row >= 0 ? &head_rows[row] : NULL;
        *address = found;
        return STATUS_OK;
    }
    Status status = resolve_strip(model, part, &found, error);
    if (status == STATUS_OK && rest)
        status = resolve_in_strip(model, &model->strips[found.strip], rest, &found, error);
    if (status == STATUS_OK)
        *address = found;
    return status;
}
