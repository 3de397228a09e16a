/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of tracks, buses, returns, VCAs, groups and the master. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "audio/dsp/catalogue.h"
#include "projects/model/facts.h"
#include "projects/read/read.h"
#include "projects/text/suggest.h"

enum { BAND_LABEL_MAX = 999, MEMBERS_MAX = 4096 };

/* `offset` keeps the time as typed; its number is milliseconds. */
static bool take_offset(Reader *reader, Strip *strip, int *next, double *value)
{
    Trouble trouble;
    TimeValue time;
    if (time_read("offset", true, &reader->tokens, next, &time, &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return false;
    }
    if (time.unit == TIME_BARS) {
        reader_report(reader, false, 1, "offset: takes ms, s or frames, not bars");
        return false;
    }
    *value = 1000 * (double)model_frame_of_time(reader->model, &time) / reader->model->rate_hz;
    if (time.unit == TIME_SECONDS)
        *value = time.seconds * 1000;
    if (value_check(&strip_facts[FACT_OFFSET], *value, &trouble, 1) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return false;
    }
    strip->offset = time;
    return true;
}

static void take_fact(Reader *reader, Strip *strip, int fact)
{
    const ParamInfo *param = &strip_facts[fact];
    Trouble trouble;
    double value = 0;
    int next = 1;
    if (fact == FACT_OFFSET) {
        if (!take_offset(reader, strip, &next, &value))
            return;
    } else if (value_read(param, &reader->tokens, &next, &value, &trouble) != STATUS_OK) {
        reader_report_trouble(reader, &trouble);
        return;
    }
    if (fact == FACT_PAN_LAW && !pan_law_is_known(value)) {
        reader_report(reader, false, 1, "pan-law: takes 0, -3, -4.5 or -6 dB, or project");
        return;
    }
    reader_note_field(reader, param->key, 0, 1, next);
    reader->fader_seen |= fact == FACT_FADER;
    strip->fact[fact] = value;
    strip->given[fact] = true;
    strip->fact_place[fact] = (TextPlace){reader->file, reader->line + 1};
    reader_expect_end(reader, next);
}

/* --- names and texts --- */

static void take_string(Reader *reader, char **fact, const char *key)
{
    int next = 1;
    char *text = reader_take_text(reader, &next, key);
    if (!text)
        return;
    reader_note_field(reader, key, 0, 1, next);
    free(*fact);
    *fact = text;
    reader_expect_end(reader, next);
}

static void take_reference(Reader *reader, char **fact, const char *key)
{
    int next = 1;
    char *name = reader_take_name(reader, &next, key);
    if (!name)
        return;
    reader_note_field(reader, key, 0, 1, next);
    free(*fact);
    *fact = name;
    reader_expect_end(reader, next);
}

static void take_members(Reader *reader, Strip *strip)
{
    int next = 1;
    while (strip->member_count > 0)
        free(strip->members[--strip->member_count]);
    free(strip->members);
    strip->members = NULL;
    while (next < reader->tokens.count && strip->member_count < MEMBERS_MAX) {
        char *name = reader_take_name(reader, &next, "members");
        char **room = name ? array_append(&strip->members, strip->member_count, sizeof(char *)) : NULL;
        if (!room) {
            free(name);
            return;
        }
        *room = name;
        strip->member_count++;
    }
    reader_note_field(reader, "members", 0, 1, next);
}

/* --- processors --- */

static void take_band(Reader *reader, Strip *strip)
{
    char shown[64];
    const TokenLine *line = &reader->tokens;
    int label = 0;
    if (reader->unknown_banded)
        return;
    Processor *processor =
        reader->banded >= 0 && reader->banded < strip->processor_count ? &strip->processors[reader->banded] : NULL;
    if (!processor || !processor->kind || !processor->kind->band_params) {
        reader_report(reader, false, 0, "a band without a processor: no eq or multiband stands directly above");
        return;
    }
    for (int i = 0; i < token_length(line, 0) && label <= BAND_LABEL_MAX; i++)
        label = label * 10 + (token_text(line, 0)[i] - '0');
    if (label < 1 || label > BAND_LABEL_MAX) {
        reader_report(reader, false, 0, "a band is numbered 1 to %d, not `%s`", BAND_LABEL_MAX,
                      token_show(line, 0, shown));
        return;
    }
    for (int seen = 0; seen < reader->band_count;
         seen++) /* a band of an included file may be given again, one above not */
        if (reader->band_seen[seen] == label) {
            reader_report(reader, false, 0, "%s: band %d stands already above", processor->kind_word, label);
            return;
        }
    int slot = processor_add_band(processor, label);
    if (slot < 0) {
        reader_report(reader, false, 0, "%s: more than %d bands", processor->kind_word, processor->kind->band_max);
        return;
    }
    if (reader->band_count < (int)ARRAY_LEN(reader->band_seen))
        reader->band_seen[reader->band_count++] = label;
    read_band_arguments(reader, 1, processor, slot);
}

/* A word with a name, or followed by nothing, or by words and values in pairs, reads like a processor. */
static bool looks_like_processor(const TokenLine *line)
{
    int colon = memchr(token_text(line, 0), ':', (size_t)token_length(line, 0)) != NULL;
    size_t kind_length = strcspn(token_text(line, 0), ": \t\r\n#\"");
    if (!name_is_valid(token_text(line, 0), kind_length) || (int)kind_length > token_length(line, 0))
        return false;
    if (colon || line->count == 1 || token_is(line, line->count - 1, "bypass"))
        return true;
    return line->count > 2 && token_is_name(line, 1);
}

static void warn_of_unknown(Reader *reader, const char *word, bool processor)
{
    char shown[64], near[80];
    Suggestion suggestion;
    suggestion_init(&suggestion, word, strlen(word));
    for (const StripKey *key = strip_keys; key->word; key++)
        if (key->kinds & 1u << reader->kind)
            suggestion_offer(&suggestion, key->word);
    for (int i = 0; catalogue_at(i); i++)
        suggestion_offer(&suggestion, catalogue_at(i)->kind);
    reader_report(reader, true, 0,
                  processor ? "unknown processor `%s`, kept and bypassed%s" : "unknown key `%s`, kept as it is%s",
                  token_show(&reader->tokens, 0, shown), suggestion_format(&suggestion, near, sizeof near));
}

/* Finds the processor that the line continues to describe (a reopened section), or makes it. */
static Processor *place_processor(Reader *reader, Strip *strip, const char *kind, const char *name, int section_first)
{
    Processor fresh;
    const char *address = name ? name : kind;
    int before = strip_processor_index(strip, address);
    if (before >= section_first) {
        reader_report(reader, false, 0, "`%s` stands already in line %d; give this one a name: %s:NAME", address,
                      strip->processors[before].line, kind);
        return NULL;
    }
    if (before >= 0 && strcmp(strip->processors[before].kind_word, kind) == 0) {
        strip->processors[before].file = reader->file;
        strip->processors[before].line = reader->line + 1;
        reader->banded = before;
        return &strip->processors[before];
    }
    if (before >= 0) {
        reader_report(reader, false, 0, "`%s` is a %s in the included file", address,
                      strip->processors[before].kind_word);
        return NULL;
    }
    if (strip->processor_count >= PROCESSOR_MAX) {
        reader_report(reader, false, 0, "more than %d processors on one strip", PROCESSOR_MAX);
        return NULL;
    }
    if (!processor_init(&fresh, kind, name)) {
        reader->failed = true;
        return NULL;
    }
    Processor *room = array_append(&strip->processors, strip->processor_count, sizeof fresh);
    if (!room) {
        reader->failed = true;
        processor_clear(&fresh);
        return NULL;
    }
    *room = fresh;
    room->file = reader->file;
    room->line = reader->line + 1;
    room->after_fader = reader->fader_seen;
    reader->banded = strip->processor_count++;
    return room;
}

static void take_processor(Reader *reader, Strip *strip, const char *kind)
{
    bool fine;
    reader->band_count = 0;
    if (strip->kind == SECTION_VCA || strip->kind == SECTION_GROUP) {
        reader_report(reader, false, 0, "%s: a %s has no processors", kind, section_word(strip->kind));
        return;
    }
    char *name = reader_take_suffix(reader, kind, &fine);
    if (fine && name && name_is_reserved(name)) {
        reader_report(reader, false, 0, "%s: `%s` is a word of the language; choose another name", kind, name);
        fine = false;
    }
    bool known = catalogue_find(kind) != NULL;
    if (fine && !known)
        warn_of_unknown(reader, kind, true);
    Processor *processor = fine ? place_processor(reader, strip, kind, name, reader->section_processors) : NULL;
    if (processor)
        read_processor_arguments(reader, 1, processor);
    reader->unknown_banded = processor && !known;
    free(name);
}

/* --- the line --- */

static void take_key(Reader *reader, Strip *strip, const StripKey *key)
{
    int row = (int)(key - strip_keys);
    bool many = key->id == KEY_CLIP || key->id == KEY_SEND || key->id == KEY_WAIVE;
    if (!(key->kinds & 1u << strip->kind)) {
        reader_report(reader, false, 0, "%s: a %s has none", key->word, section_word(strip->kind));
        return;
    }
    if (!many && reader->fact_line[row]) {
        reader_report(reader, false, 0, "%s: given already in line %d", key->word, reader->fact_line[row]);
        return;
    }
    reader->fact_line[row] = reader->line + 1;
    switch (key->id) {
    case KEY_FACT: take_fact(reader, strip, key->fact); break;
    case KEY_LABEL: take_string(reader, &strip->label, "label"); break;
    case KEY_NOTE: take_string(reader, &strip->note, "note"); break;
    case KEY_MEMBERS: take_members(reader, strip); break;
    case KEY_CLIP: read_clip_line(reader, strip); break;
    case KEY_SEND: read_send_line(reader, strip); break;
    case KEY_OUT: take_reference(reader, &strip->out, "out"); break;
    case KEY_VCA: take_reference(reader, &strip->vca, "vca"); break;
    case KEY_WAIVE: read_waive_line(reader, &strip->waivers, &strip->waiver_count); break;
    }
}

static bool is_band_line(const TokenLine *line)
{
    for (int i = 0; i < token_length(line, 0); i++)
        if (token_text(line, 0)[i] < '0' || token_text(line, 0)[i] > '9')
            return false;
    return line->tokens[0].kind == TOKEN_WORD;
}

void read_strip_line(Reader *reader, Strip *strip)
{
    const TokenLine *line = &reader->tokens;
    char word[72];
    if (line->tokens[0].kind == TOKEN_STRING) {
        reader_report(reader, false, 0, "a line begins with a key, not with a text");
        return;
    }
    if (is_band_line(line)) {
        take_band(reader, strip);
        return;
    }
    reader->banded = -1;
    reader->unknown_banded = false;
    size_t length = 0;
    while (length < (size_t)token_length(line, 0) && length < sizeof word - 1 && token_text(line, 0)[length] != ':')
        length++;
    memcpy(word, token_text(line, 0), length);
    word[length] = '\0';
    const StripKey *key = strip_key_find(word);
    bool suffix = length < (size_t)token_length(line, 0);
    if (key && (!suffix || key->id == KEY_CLIP))
        take_key(reader, strip, key);
    else if (!key && (catalogue_find(word) || looks_like_processor(line)))
        take_processor(reader, strip, word);
    else
        warn_of_unknown(reader, word, false);
}
