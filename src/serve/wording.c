/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/serve/wording.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "audio/base/maths.h"
#include "audio/base/utf8.h"
#include "projects/model/facts.h"

#define SILENCE_DB (-119.9)

json_t *wording_text(const char *bytes, size_t length)
{
    json_t *text = json_stringn(bytes, length);
    if (text)
        return text;
    Buffer clean = {0};
    for (size_t at = 0; at < length;) {
        uint32_t code;
        int taken = utf8_decode(bytes + at, length - at, &code);
        if (taken > 0)
            buffer_append(&clean, bytes + at, (size_t)taken);
        else
            buffer_append_utf8(&clean, 0xFFFD);
        at += taken > 0 ? (size_t)taken : 1;
    }
    text = clean.failed ? NULL : json_stringn(clean.bytes ? clean.bytes : "", clean.length);
    buffer_clear(&clean);
    return text;
}

static json_t *c_text(const char *text)
{
    return wording_text(text, strlen(text));
}

/* A level or a measure, rounded to a hundredth; null for what is below -119.9 (silence) or no number. */
static json_t *wording_level(double value)
{
    return isfinite(value) && value > SILENCE_DB ? json_real(floor(value * 100 + 0.5) / 100) : json_null();
}

static json_t *wording_lin(float lin)
{
    return wording_level(lin > 0 ? maths_db_from_lin((double)lin) : -INFINITY);
}

static json_t *number_of(const char *word, const char **end)
{
    char *behind;
    double value = strtod(word, &behind);
    *end = behind;
    if (behind == word || (*behind != ' ' && *behind != '\0') || !isfinite(value))
        return NULL;
    return fabs(value) < 1e15 && value == floor(value) ? json_integer((json_int_t)value) : json_real(value);
}

/* Numbers with a blank between them, all of them; else NULL. */
static json_t *numbers_of(const char *value)
{
    json_t *numbers = json_array(), *number;
    const char *at = value, *end = value;
    while (numbers && (number = number_of(at, &end)) != NULL) {
        json_array_append_new(numbers, number);
        if (*end == '\0')
            return numbers;
        at = end + 1;
    }
    json_decref(numbers);
    return NULL;
}

json_t *wording_fact(const char *value)
{
    json_t *numbers = numbers_of(value);
    if (!numbers || json_array_size(numbers) > 1)
        return numbers ? numbers : c_text(value);
    json_t *number = json_incref(json_array_get(numbers, 0));
    json_decref(numbers);
    return number;
}

json_t *wording_splices(const Change *change)
{
    json_t *list = json_array();
    for (int i = 0; i < change->splice_count; i++) {
        const Splice *splice = &change->splices[i];
        json_t *added = json_array();
        for (int k = 0; k < splice->added_count; k++)
            json_array_append_new(added, c_text(splice->added[k]));
        json_array_append_new(
            list, json_pack("{s:i,s:i,s:o}", "at", splice->at, "removed", splice->removed_count, "added", added));
    }
    return list;
}

json_t *wording_strips(const Model *model)
{
    json_t *list = json_array();
    for (int i = 0; i < model->strip_count; i++) {
        const Strip *strip = &model->strips[i];
        json_array_append_new(list, json_pack("{s:o,s:s,s:o,s:o}", "name", c_text(strip->name), "kind",
                                              section_word(strip->kind), "label",
                                              strip->label ? c_text(strip->label) : json_null(), "out",
                                              strip->out ? c_text(strip->out) : json_null()));
    }
    return list;
}

static json_t *strip_meter(const Session *session, const Strip *strip, const StripMeter *meter, int frames)
{
    const float *peak = meter->peak[METER_POST], *sum = meter->square_sum[METER_POST];
    double reduction = 0, scale = frames > 0 ? 2.0 / frames : 0; /* AES17: a full-scale sine reads 0 dB */
    for (int i = 0; i < METER_GR_MAX; i++)
        reduction += (double)meter->gain_reduction_db[i];
    const StripTotals *totals = session_totals(session, meter->uid);
    return json_pack("{s:o,s:[oo],s:[oo],s:o,s:I}", "strip", c_text(strip->name), "peak_db", wording_lin(peak[0]),
                     wording_lin(peak[1]), "rms_db", wording_lin((float)sqrt((double)sum[0] * scale)),
                     wording_lin((float)sqrt((double)sum[1] * scale)), "reduction_db", wording_level(reduction),
                     "overs", (json_int_t)(totals ? totals->overs : 0));
}

static json_t *loudness(const MasterReading *reading)
{
    return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o}", "momentary_lufs", wording_level(reading->momentary_lufs),
                     "short_term_lufs", wording_level(reading->short_term_lufs), "integrated_lufs",
                     wording_level(reading->integrated_lufs), "range_lu", wording_level(reading->range_lu),
                     "true_peak_dbtp", wording_level(reading->true_peak_max_db), "correlation",
                     wording_level(reading->correlation));
}

json_t *wording_meters(const Session *session, const MeterFrame *frame)
{
    const Model *model = document_model(session_document(session));
    json_t *strips = json_array();
    for (int i = 0; i < frame->strip_count; i++)
        for (int k = 0; k < model->strip_count; k++)
            if (model->strips[k].uid == frame->strips[i].uid) {
                json_array_append_new(strips,
                                      strip_meter(session, &model->strips[k], &frame->strips[i], frame->frames));
                break;
            }
    return json_pack("{s:s,s:I,s:b,s:o,s:o}", "event", "meters", "frame", (json_int_t)frame->position, "playing",
                     frame->playing, "strips", strips, "loudness", loudness(session_loudness(session)));
}
