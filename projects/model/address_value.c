/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands behind an address, as a number and in words. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/address.h"
#include "projects/model/facts.h"
#include "projects/text/escape.h"
#include "projects/text/timevalue.h"

static double head_value(const Model *model, int row)
{
    const double values[HEAD_ROW_COUNT] = {[HEAD_STAGE] = model->stage,
                                           [HEAD_RATE] = model->rate_hz,
                                           [HEAD_PAN_LAW] = model->pan_law_db,
                                           [HEAD_LINEUP] = model->lineup_dbfs};
    return values[row];
}

static double send_value(const Send *send, int row)
{
    const double values[SEND_ROW_COUNT] = {
        [SEND_LEVEL] = send->level_db, [SEND_TAP] = send->tap, [SEND_PAN] = send->pan, [SEND_MUTE] = send->mute};
    return values[row];
}

bool address_value(const Model *model, const Address *address, double *value)
{
    const Strip *strip = address->strip >= 0 ? &model->strips[address->strip] : NULL;
    const Processor *processor = address->processor >= 0 ? &strip->processors[address->processor] : NULL;
    if (!address->param)
        return false;
    switch (address->kind) {
    case ADDRESS_HEAD: *value = head_value(model, address->row); return true;
    case ADDRESS_FACT: *value = strip->fact[address->row]; return true;
    case ADDRESS_PARAM: *value = processor->values[address->row]; return true;
    case ADDRESS_BAND_PARAM:
        *value = processor->values[processor->kind->param_count + address->slot * processor->kind->band_param_count +
                                   address->row];
        return true;
    case ADDRESS_BYPASS: *value = processor->bypass; return true;
    case ADDRESS_SEND: *value = send_value(&strip->sends[address->send], SEND_LEVEL); return true;
    case ADDRESS_SEND_VALUE: *value = send_value(&strip->sends[address->send], address->row); return true;
    case ADDRESS_CLIP_VALUE: *value = strip->clips[address->clip].gain_db; return true;
    default: return false;
    }
}

static void format_clip_address(const Model *model, const Strip *strip, const Address *address, char *out, size_t size)
{
    const Clip *clip = &strip->clips[address->clip];
    char time[TIME_TEXT_MAX];
    TimeValue at = time_from_frame(model_frame_of_time(model, &clip->at), model->rate_hz);
    time_format(&at, model->rate_hz, time);
    snprintf(out, size, "%s.clip%s%s%s%s", strip->name, clip->name ? ":" : "@", clip->name ? clip->name : time,
             address->row >= 0 ? "." : "", address->row >= 0 ? clip_row_words[address->row] : "");
}

static void format_in_processor(const Strip *strip, const Address *address, char *out, size_t size)
{
    const Processor *processor = &strip->processors[address->processor];
    size_t used = (size_t)snprintf(out, size, "%s.%s", strip->name, processor_address(processor));
    if (used >= size)
        return;
    if (address->kind == ADDRESS_PARAM)
        snprintf(out + used, size - used, ".%s", address->param->key);
    else if (address->kind == ADDRESS_BAND)
        snprintf(out + used, size - used, ".%d", address->label);
    else if (address->kind == ADDRESS_BAND_PARAM)
        snprintf(out + used, size - used, ".%d.%s", address->label, address->param->key);
    else if (address->kind != ADDRESS_PROCESSOR)
        snprintf(out + used, size - used, "%s",
                 address->kind == ADDRESS_BYPASS    ? ".bypass"
                 : address->kind == ADDRESS_KEY     ? ".key"
                 : address->kind == ADDRESS_KEY_TAP ? ".key.tap"
                                                    : ".file");
}

static const char *plain_key(const Address *address)
{
    switch (address->kind) {
    case ADDRESS_TITLE: return "title";
    case ADDRESS_ARTIST: return "artist";
    case ADDRESS_LABEL: return "label";
    case ADDRESS_NOTE: return "note";
    case ADDRESS_OUT: return "out";
    case ADDRESS_VCA: return "vca";
    case ADDRESS_MEMBERS: return "members";
    default: return address->param ? address->param->key : "";
    }
}

const char *address_format(const Model *model, const Address *address, char *out, size_t size)
{
    const Strip *strip = address->strip >= 0 ? &model->strips[address->strip] : NULL;
    char time[TIME_TEXT_MAX];
    if (address->kind == ADDRESS_MARKER) {
        TimeValue at = time_from_frame(model_frame_of_time(model, &model->markers[address->marker].at), model->rate_hz);
        time_format(&at, model->rate_hz, time);
        snprintf(out, size, "marker@%s", time);
    } else if (!strip) {
        snprintf(out, size, "%s", plain_key(address));
    } else if (address->kind == ADDRESS_STRIP) {
        snprintf(out, size, "%s", strip->name);
    } else if (address->clip >= 0) {
        format_clip_address(model, strip, address, out, size);
    } else if (address->processor >= 0) {
        format_in_processor(strip, address, out, size);
    } else if (address->send >= 0) {
        snprintf(out, size, "%s.send.%s%s%s", strip->name, strip->sends[address->send].to,
                 address->kind == ADDRESS_SEND ? "" : ".", address->kind == ADDRESS_SEND ? "" : address->param->key);
    } else {
        snprintf(out, size, "%s.%s", strip->name, plain_key(address));
    }
    return out;
}

/* "vox.eq.2.gain" becomes "Vox eq band 2 gain". */
const char *address_describe(const Model *model, const Address *address, char *out, size_t size)
{
    char exact[256];
    Buffer words = {0};
    address_format(model, address, exact, sizeof exact);
    bool in_clip = address->clip >= 0;
    for (const char *c = exact; *c; c++) {
        bool band = c[0] == '.' && (address->kind == ADDRESS_BAND || address->kind == ADDRESS_BAND_PARAM) &&
                    c[1] >= '0' && c[1] <= '9';
        bool in_time = in_clip && c[0] == '.' && c[1] >= '0' && c[1] <= '9';
        if (*c == '.' && !in_time)
            buffer_append_text(&words, band ? " band " : " ");
        else if (*c == '@' || (in_clip && c[0] == ':' && c > exact && c[-1] == 'p' && !strchr(exact, '@')))
            buffer_append_text(&words, *c == '@' ? " at " : " ");
        else
            buffer_append(&words, c, 1);
    }
    snprintf(out, size, "%s", words.bytes ? words.bytes : "");
    out[0] = out[0] >= 'a' && out[0] <= 'z' ? (char)(out[0] - 'a' + 'A') : out[0];
    buffer_clear(&words);
    return out;
}

static void format_quoted(const char *text, char *out, size_t size)
{
    Buffer quoted = {0};
    text_append_quoted(&quoted, text, strlen(text));
    snprintf(out, size, "%s", quoted.bytes ? quoted.bytes : "");
    buffer_clear(&quoted);
}

static void format_fade(const Fade *fade, char *out, size_t size)
{
    char length[TIME_TEXT_MAX];
    time_format_length(&fade->length, false, length);
    snprintf(out, size, "%s%s%s", length, fade->shape ? " " : "",
             fade->shape ? fade_shape_row.choices[fade->shape] : "");
}

static bool format_clip_value(const Model *model, const Clip *clip, int row, char *out, size_t size)
{
    char text[TIME_TEXT_MAX];
    if (row == CLIP_ROW_FADE_IN || row == CLIP_ROW_FADE_OUT) {
        format_fade(row == CLIP_ROW_FADE_IN ? &clip->fade_in : &clip->fade_out, out, size);
    } else if (row == CLIP_ROW_PATH) {
        format_quoted(clip->path, out, size);
    } else if (row == CLIP_ROW_LENGTH && !clip->has_length) {
        snprintf(out, size, "all");
    } else {
        time_format(row == CLIP_ROW_AT       ? &clip->at
                    : row == CLIP_ROW_OFFSET ? &clip->offset
                                             : &clip->length,
                    model->rate_hz, text);
        snprintf(out, size, "%s", text);
    }
    return true;
}

bool address_format_text(const Model *model, const Address *address, char *out, size_t size)
{
    const Strip *strip = address->strip >= 0 ? &model->strips[address->strip] : NULL;
    const Processor *processor = address->processor >= 0 ? &strip->processors[address->processor] : NULL;
    char text[VALUE_TEXT_MAX];
    double value;
    const char *word = NULL;
    if (address->kind == ADDRESS_FACT && address->row == FACT_OFFSET) {
        time_format_length(&strip->offset, true, text);
        word = text;
    } else if (address->kind == ADDRESS_CLIP_VALUE && !address->param) {
        return format_clip_value(model, &strip->clips[address->clip], address->row, out, size);
    } else if (address_value(model, address, &value)) {
        value_format(address->param, value, text);
        word = text;
    } else if (address->kind == ADDRESS_TITLE || address->kind == ADDRESS_ARTIST || address->kind == ADDRESS_LABEL ||
               address->kind == ADDRESS_NOTE || address->kind == ADDRESS_FILE) {
        const char *fact = address->kind == ADDRESS_TITLE    ? model->title
                           : address->kind == ADDRESS_ARTIST ? model->artist
                           : address->kind == ADDRESS_LABEL  ? strip->label
                           : address->kind == ADDRESS_NOTE   ? strip->note
                                                             : processor->file_path;
        format_quoted(fact ? fact : "", out, size);
        return true;
    } else if (address->kind == ADDRESS_OUT || address->kind == ADDRESS_VCA) {
        word = address->kind == ADDRESS_OUT ? strip->out : strip->vca;
    } else if (address->kind == ADDRESS_KEY) {
        word = processor->key;
    } else if (address->kind == ADDRESS_KEY_TAP) {
        word = key_tap_row.choices[processor->key_tap];
    } else {
        return false;
    }
    snprintf(out, size, "%s", word ? word : "none");
    return true;
}
