/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of tracks, buses, returns, VCAs, groups and the master. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/buffer.h"
#include "projects/facts.h"
#include "projects/read.h"
#include "projects/suggest.h"

enum { BAND_LABEL_MAX = 999, MEMBERS_MAX = 4096, SENDS_MAX = 256, CLIPS_MAX = 100000 };

/* --- facts --- */

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
    reader_expect_end(reader, next);
}

/* --- clips --- */

static bool take_clip_time(Reader *reader, int *next, const char *what, TimeValue *time)
{
    Trouble trouble;
    if (time_read(what, false, &reader->tokens, next, time, &trouble) == STATUS_OK)
        return true;
    reader_report_trouble(reader, &trouble);
    return false;
}

static bool take_fade(Reader *reader, int *next, const char *what, Fade *fade)
{
    const TokenLine *line = &reader->tokens;
    if (!take_clip_time(reader, next, what, &fade->length))
        return false;
    for (int shape = 0; fade_shape_row.choices[shape]; shape++)
        if (token_is(line, *next, fade_shape_row.choices[shape])) {
            fade->shape = shape;
            ++*next;
            break;
        }
    return true;
}

enum { CLIP_AT, CLIP_OFFSET, CLIP_LENGTH, CLIP_GAIN, CLIP_FADE_IN, CLIP_FADE_OUT, CLIP_KEY_COUNT };
static const char *const clip_keys[CLIP_KEY_COUNT] = {"at", "offset", "length", "gain", "fade-in", "fade-out"};

static bool take_clip_value(Reader *reader, int key, int *next, Clip *clip)
{
    Trouble trouble;
    switch (key) {
    case CLIP_AT:
        return take_clip_time(reader, next, "at", &clip->at);
    case CLIP_OFFSET:
        return take_clip_time(reader, next, "offset", &clip->offset);
    case CLIP_LENGTH:
        clip->has_length = true;
        return take_clip_time(reader, next, "length", &clip->length);
    case CLIP_FADE_IN:
        return take_fade(reader, next, "fade-in", &clip->fade_in);
    case CLIP_FADE_OUT:
        return take_fade(reader, next, "fade-out", &clip->fade_out);
    default:
        break;
    }
    if (value_read(&clip_gain_row, &reader->tokens, next, &clip->gain_db, &trouble) == STATUS_OK)
        return true;
    reader_report_trouble(reader, &trouble);
    return false;
}

static void refuse_clip_word(Reader *reader, int token)
{
    char shown[64], near[80];
    Suggestion suggestion;
    suggestion_init(&suggestion, token_text(&reader->tokens, token), (size_t)token_length(&reader->tokens, token));
    for (int i = 0; i < CLIP_KEY_COUNT; i++)
        suggestion_offer(&suggestion, clip_keys[i]);
    reader_report(reader, false, token, "clip: unknown word `%s`%s", token_show(&reader->tokens, token, shown),
                  suggestion_format(&suggestion, near, sizeof near));
}

bool read_clip(Reader *reader, int next, Clip *clip)
{
    unsigned seen = 0;
    int first = next;
    clip->line = reader->line + 1;
    clip->file = reader->file;
    clip->path = reader_take_text(reader, &next, "clip");
    if (!clip->path)
        return false;
    if (!clip->path[0]) {
        reader_report(reader, false, first, "clip: the file's name is empty");
        return false;
    }
    reader_note_field(reader, "path", -1, first, next);
    while (next < reader->tokens.count) {
        int key = 0, key_token = next;
        while (key < CLIP_KEY_COUNT && !token_is(&reader->tokens, next, clip_keys[key]))
            key++;
        if (key == CLIP_KEY_COUNT) {
            refuse_clip_word(reader, next);
            return false;
        }
        next++;
        if (!reader_check_once(reader, &seen, key, clip_keys[key], key_token) || !take_clip_value(reader, key, &next, clip))
            return false;
        reader_note_field(reader, clip_keys[key], key_token, key_token + 1, next);
    }
    return true;
}

void clip_clear(Clip *clip)
{
    free(clip->name);
    free(clip->path);
    *clip = (Clip){0};
}

/* The part of a first word behind its colon, malloc'd; NULL without one, or after an error. */
static char *take_suffix(Reader *reader, const char *what, bool *fine)
{
    const char *text = token_text(&reader->tokens, 0);
    size_t length = (size_t)token_length(&reader->tokens, 0);
    const char *colon = memchr(text, ':', length);
    char shown[64];
    *fine = true;
    if (!colon)
        return NULL;
    size_t name_length = length - (size_t)(colon + 1 - text);
    if (!name_is_valid(colon + 1, name_length) || name_length > 64) {
        reader_report(reader, false, 0, "%s: the name in `%s` is not a name", what, token_show(&reader->tokens, 0, shown));
        *fine = false;
        return NULL;
    }
    char *name = bytes_copy(colon + 1, name_length);
    reader->failed |= !name;
    *fine = name != NULL;
    return name;
}

static void take_clip(Reader *reader, Strip *strip)
{
    bool fine;
    Clip clip = {.name = take_suffix(reader, "clip", &fine)};
    for (int i = 0; clip.name && i < strip->clip_count && fine; i++)
        if (strip->clips[i].name && strcmp(strip->clips[i].name, clip.name) == 0) {
            reader_report(reader, false, 0, "clip: `%s` stands already in line %d", clip.name, strip->clips[i].line);
            fine = false;
        }
    if (strip->clip_count >= CLIPS_MAX) {
        reader_report(reader, false, 0, "clip: more than %d on one track", CLIPS_MAX);
        fine = false;
    }
    Clip *room = fine && read_clip(reader, 1, &clip) ? array_append(&strip->clips, strip->clip_count, sizeof clip) : NULL;
    if (!room) {
        clip_clear(&clip);
        return;
    }
    *room = clip;
    strip->clip_count++;
}

/* --- sends --- */

bool read_send(Reader *reader, int next, Send *send)
{
    const TokenLine *line = &reader->tokens;
    Trouble trouble;
    unsigned seen = 0;
    double value;
    int first = next;
    bool is_key = token_is(line, next, "tap") || token_is(line, next, "pan") || token_is(line, next, "mute");
    if (next < line->count && !is_key) {
        if (value_read(&send_rows[SEND_LEVEL], line, &next, &send->level_db, &trouble) != STATUS_OK) {
            reader_report_trouble(reader, &trouble);
            return false;
        }
        reader_note_field(reader, "level", -1, first, next);
    }
    while (next < line->count) {
        int row = SEND_TAP, key = next;
        char shown[64];
        while (row < SEND_ROW_COUNT && !token_is(line, next, send_rows[row].key))
            row++;
        if (row == SEND_ROW_COUNT) {
            reader_report(reader, false, next, "send: unknown word `%s`; there are tap, pan and mute", token_show(line, next, shown));
            return false;
        }
        next++;
        if (!reader_check_once(reader, &seen, row, send_rows[row].key, key))
            return false;
        if (value_read(&send_rows[row], line, &next, &value, &trouble) != STATUS_OK) {
            reader_report_trouble(reader, &trouble);
            return false;
        }
        reader_note_field(reader, send_rows[row].key, key, key + 1, next);
        if (row == SEND_TAP)
            send->tap = (int)value;
        else if (row == SEND_PAN)
            send->pan = value;
        else
            send->mute = value != 0;
    }
    return true;
}

void send_clear(Send *send)
{
    free(send->to);
    *send = (Send){0};
}

int strip_send_index(const Strip *strip, const char *to)
{
    for (int i = 0; i < strip->send_count; i++)
        if (strcmp(strip->sends[i].to, to) == 0)
            return i;
    return -1;
}

/* A send of the same destination in this section is an error; in a reopened one it is overridden. */
static void take_send(Reader *reader, Strip *strip, int section_first)
{
    int next = 1;
    Send send = {.tap = 2, .line = reader->line + 1, .to = reader_take_name(reader, &next, "send")};
    if (!send.to)
        return;
    int before = strip_send_index(strip, send.to);
    if (before >= section_first) {
        reader_report(reader, false, 1, "send: `%s` has a send already, in line %d", send.to, strip->sends[before].line);
        send_clear(&send);
        return;
    }
    if (before >= 0) {
        strip->sends[before].line = send.line;
        read_send(reader, next, &strip->sends[before]);
        send_clear(&send);
        return;
    }
    if (strip->send_count >= SENDS_MAX)
        reader_report(reader, false, 0, "send: more than %d on one strip", SENDS_MAX);
    Send *room = strip->send_count < SENDS_MAX && read_send(reader, next, &send) ? array_append(&strip->sends, strip->send_count, sizeof send) : NULL;
    if (!room) {
        send_clear(&send);
        return;
    }
    *room = send;
    strip->send_count++;
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

const char *processor_address(const Processor *processor)
{
    return processor->name ? processor->name : processor->kind_word;
}

int strip_processor_index(const Strip *strip, const char *word)
{
    for (int i = 0; i < strip->processor_count; i++)
        if (strcmp(processor_address(&strip->processors[i]), word) == 0)
            return i;
    return -1;
}

static void take_band(Reader *reader, Strip *strip)
{
    char shown[64];
    const TokenLine *line = &reader->tokens;
    int label = 0;
    if (reader->unknown_banded)
        return;
    Processor *processor = reader->banded >= 0 && reader->banded < strip->processor_count ? &strip->processors[reader->banded] : NULL;
    if (!processor || !processor->kind || !processor->kind->band_params) {
        reader_report(reader, false, 0, "a band without a processor: no eq or multiband stands directly above");
        return;
    }
    for (int i = 0; i < token_length(line, 0) && label <= BAND_LABEL_MAX; i++)
        label = label * 10 + (token_text(line, 0)[i] - '0');
    if (label < 1 || label > BAND_LABEL_MAX) {
        reader_report(reader, false, 0, "a band is numbered 1 to %d, not `%s`", BAND_LABEL_MAX, token_show(line, 0, shown));
        return;
    }
    for (int seen = 0; seen < reader->band_count; seen++) /* a band of an included file may be given again, one above not */
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
    for (int i = 0; processor_kinds[i]; i++)
        suggestion_offer(&suggestion, processor_kinds[i]->kind);
    reader_report(reader, true, 0, processor ? "unknown processor `%s`, kept and bypassed%s" : "unknown key `%s`, kept as it is%s",
                  token_show(&reader->tokens, 0, shown), suggestion_format(&suggestion, near, sizeof near));
}

/* Finds the processor that the line continues to describe (a reopened section), or makes it. */
static Processor *place_processor(Reader *reader, Strip *strip, const char *kind, const char *name, int section_first)
{
    Processor fresh;
    const char *address = name ? name : kind;
    int before = strip_processor_index(strip, address);
    if (before >= section_first) {
        reader_report(reader, false, 0, "`%s` stands already in line %d; give this one a name: %s:NAME", address, strip->processors[before].line, kind);
        return NULL;
    }
    if (before >= 0 && strcmp(strip->processors[before].kind_word, kind) == 0) {
        strip->processors[before].line = reader->line + 1;
        reader->banded = before;
        return &strip->processors[before];
    }
    if (before >= 0) {
        reader_report(reader, false, 0, "`%s` is a %s in the included file", address, strip->processors[before].kind_word);
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
    char *name = take_suffix(reader, kind, &fine);
    if (fine && name && name_is_reserved(name)) {
        reader_report(reader, false, 0, "%s: `%s` is a word of the language; choose another name", kind, name);
        fine = false;
    }
    bool known = processor_find(kind) != NULL;
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
    bool many = key->id == KEY_CLIP || key->id == KEY_SEND;
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
    case KEY_FACT:
        take_fact(reader, strip, key->fact);
        break;
    case KEY_LABEL:
        take_string(reader, &strip->label, "label");
        break;
    case KEY_NOTE:
        take_string(reader, &strip->note, "note");
        break;
    case KEY_MEMBERS:
        take_members(reader, strip);
        break;
    case KEY_CLIP:
        take_clip(reader, strip);
        break;
    case KEY_SEND:
        take_send(reader, strip, reader->section_sends);
        break;
    case KEY_OUT:
        take_reference(reader, &strip->out, "out");
        break;
    case KEY_VCA:
        take_reference(reader, &strip->vca, "vca");
        break;
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
    else if (!key && (processor_find(word) || looks_like_processor(line)))
        take_processor(reader, strip, word);
    else
        warn_of_unknown(reader, word, false);
}
