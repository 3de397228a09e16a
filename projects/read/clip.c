/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of clips and of sends. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/facts.h"
#include "projects/read/read.h"
#include "projects/text/suggest.h"

enum { SENDS_MAX = 256, CLIPS_MAX = 100000 };

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
            fade->shape = (FadeShape)shape;
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
    case CLIP_AT: return take_clip_time(reader, next, "at", &clip->at);
    case CLIP_OFFSET: return take_clip_time(reader, next, "offset", &clip->offset);
    case CLIP_LENGTH: clip->has_length = true; return take_clip_time(reader, next, "length", &clip->length);
    case CLIP_FADE_IN: return take_fade(reader, next, "fade-in", &clip->fade_in);
    case CLIP_FADE_OUT: return take_fade(reader, next, "fade-out", &clip->fade_out);
    default: break;
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
        if (!reader_check_once(reader, &seen, key, clip_keys[key], key_token) ||
            !take_clip_value(reader, key, &next, clip))
            return false;
        reader_note_field(reader, clip_keys[key], key_token, key_token + 1, next);
    }
    return true;
}

char *reader_take_suffix(Reader *reader, const char *what, bool *fine)
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
        reader_report(reader, false, 0, "%s: the name in `%s` is not a name", what,
                      token_show(&reader->tokens, 0, shown));
        *fine = false;
        return NULL;
    }
    char *name = bytes_copy(colon + 1, name_length);
    reader->failed |= !name;
    *fine = name != NULL;
    return name;
}

void read_clip_line(Reader *reader, Strip *strip)
{
    bool fine;
    Clip clip = {.name = reader_take_suffix(reader, "clip", &fine)};
    for (int i = 0; clip.name && i < strip->clip_count && fine; i++)
        if (strip->clips[i].name && strcmp(strip->clips[i].name, clip.name) == 0) {
            reader_report(reader, false, 0, "clip: `%s` stands already in line %d", clip.name, strip->clips[i].line);
            fine = false;
        }
    if (strip->clip_count >= CLIPS_MAX) {
        reader_report(reader, false, 0, "clip: more than %d on one track", CLIPS_MAX);
        fine = false;
    }
    Clip *room =
        fine && read_clip(reader, 1, &clip) ? array_append(&strip->clips, strip->clip_count, sizeof clip) : NULL;
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
            reader_report(reader, false, next, "send: unknown word `%s`; there are tap, pan and mute",
                          token_show(line, next, shown));
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
            send->tap = (Tap)value;
        else if (row == SEND_PAN)
            send->pan = value;
        else
            send->mute = value != 0;
    }
    return true;
}

/* A send of the same destination in this section is an error; in a reopened one it is overridden. */
void read_send_line(Reader *reader, Strip *strip)
{
    int next = 1;
    Send send = {
        .tap = TAP_POST, .file = reader->file, .line = reader->line + 1, .to = reader_take_name(reader, &next, "send")};
    if (!send.to)
        return;
    int before = strip_send_index(strip, send.to);
    if (before >= reader->section_sends) {
        reader_report(reader, false, 1, "send: `%s` has a send already, in line %d", send.to,
                      strip->sends[before].line);
        send_clear(&send);
        return;
    }
    if (before >= 0) {
        strip->sends[before].file = send.file;
        strip->sends[before].line = send.line;
        read_send(reader, next, &strip->sends[before]);
        send_clear(&send);
        return;
    }
    if (strip->send_count >= SENDS_MAX)
        reader_report(reader, false, 0, "send: more than %d on one strip", SENDS_MAX);
    Send *room = strip->send_count < SENDS_MAX && read_send(reader, next, &send)
                     ? array_append(&strip->sends, strip->send_count, sizeof send)
                     : NULL;
    if (!room) {
        send_clear(&send);
        return;
    }
    *room = send;
    strip->send_count++;
}
