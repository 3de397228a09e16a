/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines of a version: facts of its own, and commands that are checked, not run. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/model/address.h"
#include "projects/model/pattern.h"
#include "projects/read/read.h"

/* Each strip of the pattern that a word begins with, up to its first point, gives an address. */
typedef struct Targets {
    int *strips, count;
    char rest[200]; /* ".comp.ratio", or "" */
} Targets;

enum { WHY_MAX = 600 };

static bool refuse(char why[WHY_MAX], const char *format, ...) PRINTF_LIKE(2, 3);
static bool refuse(char why[WHY_MAX], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(why, WHY_MAX, format, arguments);
    va_end(arguments);
    return false;
}

static bool find_targets(Reader *reader, int token, Targets *targets, char why[WHY_MAX])
{
    Error error = {0};
    const TokenLine *line = &reader->tokens;
    *targets = (Targets){0};
    if (token >= line->count || line->tokens[token].kind != TOKEN_WORD)
        return refuse(why, "%s", "what it changes is missing");
    const char *text = token_text(line, token), *dot = memchr(text, '.', (size_t)token_length(line, token));
    size_t length = dot ? (size_t)(dot - text) : (size_t)token_length(line, token);
    snprintf(targets->rest, sizeof targets->rest, "%.*s", token_length(line, token) - (int)length, text + length);
    targets->count = pattern_find_strips(reader->model, text, length, &targets->strips, &error);
    reader->failed |= targets->count < 0;
    return targets->count > 0 || refuse(why, "%s", error.text);
}

/* The first strip of them that has what the rest names. */
static bool resolve(Reader *reader, const Targets *targets, const char *key, Address *address, char why[WHY_MAX])
{
    Error error = {0};
    for (int i = 0; i < targets->count; i++) {
        char exact[400];
        snprintf(exact, sizeof exact, "%.90s%.200s%s", reader->model->strips[targets->strips[i]].name, targets->rest,
                 key);
        if (address_resolve(reader->model, exact, address, &error) == STATUS_OK)
            return true;
    }
    return refuse(why, "%s", error.text);
}

static bool check_switch(Reader *reader, int token, char why[WHY_MAX])
{
    char shown[64];
    const TokenLine *line = &reader->tokens;
    if (line->count == token)
        return true;
    if (line->count == token + 1 && (token_is(line, token, "on") || token_is(line, token, "off")))
        return true;
    return refuse(why, "expected on or off, not `%s`", token_show(line, token, shown));
}

static bool check_mute(Reader *reader, const Targets *targets, char why[WHY_MAX])
{
    Address address;
    if (targets->rest[0])
        return refuse(why, "mute takes strips, not `%s`", targets->rest);
    return resolve(reader, targets, ".mute", &address, why) && check_switch(reader, 2, why);
}

static bool check_bypass(Reader *reader, const Targets *targets, char why[WHY_MAX])
{
    Address address;
    if (!resolve(reader, targets, "", &address, why))
        return false;
    if (address.kind != ADDRESS_PROCESSOR)
        return refuse(why, "bypass takes a processor, as in vox.comp");
    return check_switch(reader, 2, why);
}

static bool check_set(Reader *reader, const Targets *targets, char why[WHY_MAX])
{
    Address address;
    Trouble trouble;
    char shown[64];
    double value;
    int next = 2;
    const TokenLine *line = &reader->tokens;
    if (!resolve(reader, targets, "", &address, why))
        return false;
    if (!address.param)
        return refuse(why, "set takes a value here, as in set vox.fader -3 dB");
    bool adds = token_is(line, next, "+=") || token_is(line, next, "-=");
    next += adds || token_is(line, next, "=");
    Status status = adds ? value_read_number(address.param, line, &next, &value, &trouble)
                         : value_read(address.param, line, &next, &value, &trouble);
    if (status != STATUS_OK)
        return refuse(why, "%s", trouble.text);
    return next == line->count || refuse(why, "unexpected `%s`", token_show(line, next, shown));
}

static bool check_source(Reader *reader, const Targets *targets, char why[WHY_MAX])
{
    const Strip *strip = &reader->model->strips[targets->strips[0]];
    if (targets->count != 1 || targets->rest[0] || strip->kind != SECTION_TRACK)
        return refuse(why, "source takes one track and a file");
    if (strip->clip_count != 1)
        return refuse(why, "source takes a track with one clip; `%s` has others", strip->name);
    bool file = reader->tokens.count == 3 && reader->tokens.tokens[2].kind == TOKEN_STRING;
    return file || refuse(why, "a file is missing; write source %s \"FILE\"", strip->name);
}

static const struct {
    const char *word;
    bool (*check)(Reader *reader, const Targets *targets, char why[WHY_MAX]);
} kinds[] = {{"mute", check_mute}, {"bypass", check_bypass}, {"set", check_set}, {"source", check_source}};

static void take_change(Reader *reader, Version *version, int kind)
{
    Targets targets;
    char why[WHY_MAX] = "";
    const TokenLine *line = &reader->tokens;
    bool applies = find_targets(reader, 1, &targets, why) && kinds[kind].check(reader, &targets, why);
    free(targets.strips);
    if (!applies && !reader->failed)
        reader_report(reader, true, 1, "version %s: does not apply: %s", version->name, why);
    VersionLine *room = reader->failed ? NULL : array_append(&version->lines, version->line_count, sizeof *room);
    if (!room) {
        reader->failed = true;
        return;
    }
    int begin = line->tokens[0].start, end = line->tokens[line->count - 1].end;
    *room = (VersionLine){bytes_copy(line->text + begin, (size_t)(end - begin)),
                          applies ? NULL : text_copy(why),
                          {reader->file, reader->line + 1}};
    version->line_count++;
    reader->failed |= !room->text || (!applies && !room->problem);
}

static void take_fact(Reader *reader, char **fact, const char *key)
{
    int next = 1;
    char *text = reader_take_text(reader, &next, key);
    if (!text)
        return;
    free(*fact);
    *fact = text;
    reader_expect_end(reader, next);
}

void read_version_line(Reader *reader, Version *version)
{
    char shown[64];
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (token_is(&reader->tokens, 0, kinds[i].word)) {
            take_change(reader, version, (int)i);
            return;
        }
    if (token_is(&reader->tokens, 0, "title"))
        take_fact(reader, &version->title, "title");
    else if (token_is(&reader->tokens, 0, "isrc"))
        take_fact(reader, &version->isrc, "isrc");
    else
        reader_report(reader, true, 0,
                      "unknown word `%s`, kept as it is; a version has title, isrc, source, mute, set and bypass",
                      token_show(&reader->tokens, 0, shown));
}
