/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How one value gets into the text, whatever it belongs to. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/command/run.h"
#include "projects/model/facts.h"

static Status write_head(Run *run, const char *key, const char *text)
{
    static const char *const order[] = {"ttymix", "title", "artist", "stage", "rate", "pan-law", "lineup"};
    Document *document = run->document;
    Buffer buffer = {0};
    int line = edit_find_line(document, document->source.main_section, key, NULL),
        place = document->source.sections[document->source.main_section].first + 1;
    if (line >= 0)
        return edit_set_field(document, line, NULL, "value", text);
    for (unsigned i = 0; i < ARRAY_LEN(order) && strcmp(order[i], key) != 0; i++) {
        int before = edit_find_line(document, document->source.main_section, order[i], NULL);
        place = before >= 0 ? before + 1 : place;
    }
    buffer_append_text(&buffer, key);
    buffer_pad(&buffer, KEYWORD_WIDTH);
    buffer_append_format(&buffer, "%s\n", text);
    Status status = buffer.failed ? STATUS_NO_MEMORY : edit_insert_text(document, place, buffer.bytes);
    buffer_clear(&buffer);
    return status;
}

/* A line `key value` in a strip, in its place; a switch that is on is the bare word. `usual`: the default, which needs
 * no line that it made itself. */
static Status write_strip_line(Run *run, int strip, const char *key, const char *text, bool usual)
{
    int section;
    Buffer buffer = {0};
    Status status = edit_open_strip(run->document, strip, &section);
    if (status != STATUS_OK)
        return status;
    int line = edit_find_line(run->document, section, key, NULL);
    const StripKey *row = strip_key_find(key);
    if (line >= 0 && usual && edit_is_value(run->document, line))
        return edit_remove_lines(run->document, line, 1);
    if (line >= 0 && !text)
        return edit_remove_block(run->document, line, 0);
    if (!text)
        return STATUS_OK;
    if (line >= 0)
        return edit_set_field(run->document, line, NULL, "value", text);
    buffer_append_text(&buffer, key);
    if (strcmp(text, "on") != 0) {
        buffer_pad(&buffer, KEYWORD_WIDTH - 1);
        buffer_append_format(&buffer, " %s", text);
    }
    buffer_append_text(&buffer, "\n");
    int place = edit_place_of_rank(run->document, section, row ? row->rank : RANK_PROCESSOR);
    status = buffer.failed ? STATUS_NO_MEMORY : edit_insert_value(run->document, place, buffer.bytes);
    buffer_clear(&buffer);
    return status;
}

static Status write_field(Run *run, int line, const ProcessorKind *kind, const char *key, const char *text, bool usual)
{
    return usual ? edit_reset_field(run->document, line, kind, key, text)
                 : edit_set_field(run->document, line, kind, key, text);
}

static void format_processor_line(const Model *model, const Address *address, char *out, size_t size)
{
    const Processor *processor = &model->strips[address->strip].processors[address->processor];
    snprintf(out, size, "%s%s%s\n", processor->kind_word, processor->name ? ":" : "",
             processor->name ? processor->name : "");
}

/* The processor's line in the main file, made as an override when it stands in an included one. */
static Status open_processor(Run *run, const Address *address, int *line)
{
    int section;
    char text[200];
    *line = edit_find_processor(run->document, address->strip, address->processor);
    if (*line >= 0)
        return STATUS_OK;
    format_processor_line(run->model, address, text, sizeof text);
    Status status = edit_open_strip(run->document, address->strip, &section);
    if (status == STATUS_OK)
        status = edit_insert_text(run->document, edit_place_of_rank(run->document, section, RANK_PROCESSOR), text);
    if (status == STATUS_OK)
        status = run_refresh(run);
    *line = edit_find_processor(run->document, address->strip, address->processor);
    return status == STATUS_OK && *line < 0 ? STATUS_REFUSED : status;
}

static Status write_band(Run *run, const Address *address, const char *text, bool usual)
{
    int processor_line, line = edit_find_band(run->document, address->strip, address->processor, address->label);
    const ProcessorKind *kind = run->model->strips[address->strip].processors[address->processor].kind;
    if (line < 0) {
        char label[32];
        Status status = open_processor(run, address, &processor_line);
        if (status != STATUS_OK)
            return status;
        snprintf(label, sizeof label, "  %d\n", address->label);
        line = edit_processor_end(run->document, processor_line);
        status = edit_insert_text(run->document, line, label);
        if (status != STATUS_OK)
            return status;
    }
    return write_field(run, line, kind, address->param->key, text, usual);
}

static Status write_processor(Run *run, const Address *address, const char *text, bool usual)
{
    int line;
    const ProcessorKind *kind = run->model->strips[address->strip].processors[address->processor].kind;
    const char *key = address->kind == ADDRESS_BYPASS    ? "bypass"
                      : address->kind == ADDRESS_KEY     ? "key"
                      : address->kind == ADDRESS_KEY_TAP ? "tap"
                      : address->kind == ADDRESS_FILE    ? "file"
                                                         : address->param->key;
    if (!kind)
        return run_fail(run, STATUS_REFUSED, -1, "`%s` is an unknown processor",
                        run->model->strips[address->strip].processors[address->processor].kind_word);
    if (address->kind == ADDRESS_KEY_TAP && !run->model->strips[address->strip].processors[address->processor].key)
        return run_fail(run, STATUS_REFUSED, 1, "it has no key; set one first");
    Status status = open_processor(run, address, &line);
    if (status == STATUS_OK && address->kind == ADDRESS_KEY && !text) /* the tap goes with its key */
        status = edit_set_field(run->document, line, kind, "tap", NULL);
    return status == STATUS_OK ? write_field(run, line, kind, key, text, usual) : status;
}

static Status write_send(Run *run, const Address *address, const char *text, bool usual)
{
    const char *key = address->kind == ADDRESS_SEND ? "level" : address->param->key;
    int section, line = edit_find_send(run->document, address->strip, address->send);
    if (line < 0) {
        char fresh[160];
        snprintf(fresh, sizeof fresh, "send     %s\n", run->model->strips[address->strip].sends[address->send].to);
        Status status = edit_open_strip(run->document, address->strip, &section);
        if (status != STATUS_OK)
            return status;
        line = edit_place_of_rank(run->document, section, strip_key_find("send")->rank);
        status = edit_insert_text(run->document, line, fresh);
        if (status != STATUS_OK)
            return status;
    }
    return write_field(run, line, NULL, key, text, usual);
}

static Status write_clip(Run *run, const Address *address, const char *text, bool usual)
{
    int line = edit_find_clip(run->document, address->strip, address->clip);
    if (line < 0)
        return run_refuse_included(run, "the clip", "changed");
    return write_field(run, line, NULL, clip_row_words[address->row], text, usual);
}

/* A value whose absence means the same: a default, of a strip that is written in one place. Not what a send or a band
 * is made of. */
static bool is_usual(const Run *run, const Address *address, const char *text)
{
    char usual[VALUE_TEXT_MAX];
    if (!text || address->strip < 0 || !edit_is_alone(run->document, address->strip))
        return false;
    if (address->kind == ADDRESS_LABEL || address->kind == ADDRESS_NOTE)
        return strcmp(text, "\"\"") == 0;
    if (address->kind == ADDRESS_OUT)
        return strcmp(text, "master") == 0;
    if (address->kind == ADDRESS_FACT && address->row == FACT_OFFSET)
        return text[strspn(text, "+-")] == '0' && !strpbrk(text, "123456789");
    if (address->kind == ADDRESS_BAND_PARAM) {
        const ProcessorKind *kind = run->model->strips[address->strip].processors[address->processor].kind;
        if (address->param == &kind->band_params[0] ||
            (kind->band_edge && strcmp(kind->band_edge, address->param->key) == 0))
            return false;
    }
    bool is_number = address->kind == ADDRESS_FACT || address->kind == ADDRESS_PARAM ||
                     address->kind == ADDRESS_BAND_PARAM || address->kind == ADDRESS_SEND_VALUE ||
                     address->kind == ADDRESS_BYPASS || (address->kind == ADDRESS_CLIP_VALUE && address->param);
    if (!is_number || !address->param)
        return false;
    value_format(address->param, address->param->def, usual);
    return strcmp(text, usual) == 0;
}

Status run_write(Run *run, const Address *address, const char *text)
{
    bool usual = is_usual(run, address, text);
    switch (address->kind) {
    case ADDRESS_HEAD: return write_head(run, address->param->key, text);
    case ADDRESS_TITLE: return write_head(run, "title", text);
    case ADDRESS_ARTIST: return write_head(run, "artist", text);
    case ADDRESS_FACT: return write_strip_line(run, address->strip, address->param->key, text, usual);
    case ADDRESS_LABEL: return write_strip_line(run, address->strip, "label", text, usual);
    case ADDRESS_NOTE: return write_strip_line(run, address->strip, "note", text, usual);
    case ADDRESS_OUT: return write_strip_line(run, address->strip, "out", text, usual);
    case ADDRESS_VCA: return write_strip_line(run, address->strip, "vca", text, usual);
    case ADDRESS_MEMBERS: return write_strip_line(run, address->strip, "members", text, usual);
    case ADDRESS_PARAM:
    case ADDRESS_BYPASS:
    case ADDRESS_KEY:
    case ADDRESS_KEY_TAP:
    case ADDRESS_FILE: return write_processor(run, address, text, usual);
    case ADDRESS_BAND_PARAM: return write_band(run, address, text, usual);
    case ADDRESS_SEND:
    case ADDRESS_SEND_VALUE: return write_send(run, address, text, usual);
    case ADDRESS_CLIP_VALUE: return write_clip(run, address, text, usual);
    case ADDRESS_STRIP:
    case ADDRESS_PROCESSOR:
    case ADDRESS_BAND:
    case ADDRESS_CLIP:
    case ADDRESS_MARKER: break;
    }
    return run_fail(run, STATUS_BAD_VALUE, 1, "this has no value of its own");
}

Status run_write_and_say(Run *run, const char *exact, const char *text)
{
    Address address;
    char words[280], value[1100];
    Status status = run_resolve_address(run, exact, 1, &address);
    if (status != STATUS_OK)
        return status;
    bool is_equal = address_format_text(run->model, &address, value, sizeof value) && text && strcmp(value, text) == 0;
    bool none = !text && strcmp(value, "none") == 0;
    if (!is_equal && !none)
        status = run_write(run, &address, text);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status != STATUS_OK)
        return status;
    run->done++;
    run_say(run, "%s %s", address_describe(run->model, &address, words, sizeof words), text ? text : "none");
    run_resolve(run, "set %s %s", exact, text ? text : "none");
    return STATUS_OK;
}

static bool can_be_ridden(const Address *address)
{
    return address->strip >= 0 && !(address->param->flags & (PARAM_STRUCTURAL | PARAM_FIXED));
}

void run_present_value(Run *run, const Address *address, double *value)
{
    char exact[256];
    const DocumentRider *rider = &run->document->rider;
    address_value(run->model, address, value);
    address_format(run->model, address, exact, sizeof exact);
    if (rider->move && can_be_ridden(address))
        rider->present(rider->context, exact, value);
}

void run_tell_written(Run *run, const Address *address)
{
    char exact[256];
    const DocumentRider *rider = &run->document->rider;
    address_format(run->model, address, exact, sizeof exact);
    if (rider->move && can_be_ridden(address))
        rider->wrote(rider->context, exact);
}

bool run_glide(Run *run, const Address *address, const char *exact, double from, double to, double seconds)
{
    char text[VALUE_TEXT_MAX], words[280];
    const DocumentGlider *glider = &run->document->glider;
    if (!glider->glide || !can_be_ridden(address) ||
        !glider->glide(glider->context, exact, address->param, from, to, seconds))
        return false;
    value_format(address->param, to, text);
    run->done++;
    run_say(run, "%s %s in %g s", address_describe(run->model, address, words, sizeof words), text, seconds);
    return true;
}

Status run_write_value(Run *run, const Address *address, double value)
{
    char exact[256], text[VALUE_TEXT_MAX], words[280];
    const DocumentRider *rider = &run->document->rider;
    value_format(address->param, value, text);
    address_format(run->model, address, exact, sizeof exact);
    if (rider->move && can_be_ridden(address) && rider->move(rider->context, exact, address->param, value)) {
        run->done++;
        run_say(run, "%s %s", address_describe(run->model, address, words, sizeof words), text);
        return STATUS_OK;
    }
    return run_write_and_say(run, exact, text);
}
