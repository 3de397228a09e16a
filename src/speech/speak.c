/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/speech/speak.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/units.h"
#include "audio/dsp/catalogue.h"
#include "projects/text/number.h"
#include "projects/text/value.h"
#include "src/speech/words.h"

enum { PIECE_MAX = 100, ANSWER_MAX = 2048 };

typedef struct Speaking {
    const char *begin, *at; /* what is read */
    char *out;
    size_t used, room;
} Speaking;

static void put(Speaking *speaking, const char *text)
{
    size_t length = strlen(text), left = speaking->room - speaking->used - 1;
    length = length < left ? length : left;
    memcpy(speaking->out + speaking->used, text, length);
    speaking->used += length;
    speaking->out[speaking->used] = '\0';
}

static bool is_edge(const Speaking *speaking)
{
    return speaking->at == speaking->begin || strchr(" (", speaking->at[-1]) != NULL;
}

static bool ends_word(const char *at)
{
    return *at == '\0' || *at == ' ' || strchr(",;:)", *at) || (*at == '.' && (at[1] == '\0' || at[1] == ' '));
}

/* Length of `[+-]digits[.digits]` or of `[+-]inf`; 0 if it is none. */
static size_t number_length(const char *at)
{
    size_t sign = *at == '-' || *at == '+', used = sign;
    if (strncmp(at + sign, "inf", 3) == 0 && !isalnum((unsigned char)at[sign + 3]))
        return sign + 3;
    while (isdigit((unsigned char)at[used]))
        used++;
    if (used == sign)
        return 0;
    if (at[used] == '.' && isdigit((unsigned char)at[used + 1]))
        for (used++; isdigit((unsigned char)at[used]);)
            used++;
    return used;
}

static void put_number(Speaking *speaking, const char *at, size_t length)
{
    char digits[PIECE_MAX];
    bool negative = *at == '-', positive = *at == '+';
    snprintf(digits, sizeof digits, "%.*s", (int)(length - (negative || positive)), at + (negative || positive));
    put(speaking, negative ? "minus " : positive ? "plus " : "");
    bool bare = length == 3 && at[3] != ':'; /* `inf` is what is to be typed */
    put(speaking, strcmp(digits, "inf") == 0 && !bare ? "infinity" : digits);
}

/* The unit at `at`, the longest that fits: its length, or 0. */
static size_t unit_length(const char *at, const char **spoken)
{
    static const struct {
        const char *word, *spoken;
    } more[] = {{"kHz", "kilohertz"}, {"s", "seconds"}};
    size_t best = 0;
    for (int i = 1; i < UNIT_COUNT + (int)ARRAY_LEN(more); i++) {
        const char *word = i < UNIT_COUNT ? unit_table[i].word : more[i - UNIT_COUNT].word;
        size_t length = strlen(word);
        if (length > best && strncmp(at, word, length) == 0 && ends_word(at + length)) {
            best = length;
            *spoken = i < UNIT_COUNT ? unit_table[i].spoken : more[i - UNIT_COUNT].spoken;
        }
    }
    return best;
}

/* "1:04.2", "0:01". */
static bool take_time(Speaking *speaking)
{
    char text[PIECE_MAX];
    const char *at = speaking->at, *end;
    size_t minutes = number_length(at);
    if (minutes == 0 || at[minutes] != ':' || memchr(at, '.', minutes) || !isdigit((unsigned char)at[minutes + 1]) ||
        !isdigit((unsigned char)at[minutes + 2]))
        return false;
    double seconds = 60 * strtod(at, NULL) + strtod(at + minutes + 1, NULL);
    end = at + minutes + 1 + number_length(at + minutes + 1);
    if (!ends_word(end) || *at == '-')
        return false;
    put(speaking, words_time(text, sizeof text, SPEECH_WORDS, seconds));
    speaking->at = end;
    return true;
}

/* "17|1|0": bar, beat and ticks. */
static bool take_bars(Speaking *speaking)
{
    int bar, beat, ticks, used = 0;
    char text[PIECE_MAX];
    if (sscanf(speaking->at, "%d|%d|%d%n", &bar, &beat, &ticks, &used) != 3 || used == 0 ||
        !ends_word(speaking->at + used))
        return false;
    if (ticks)
        snprintf(text, sizeof text, "bar %d beat %d tick %d", bar, beat, ticks);
    else
        snprintf(text, sizeof text, "bar %d beat %d", bar, beat);
    put(speaking, text);
    speaking->at += used;
    return true;
}

/* "R 5 %" */
static bool take_place(Speaking *speaking)
{
    const char *at = speaking->at;
    size_t length = (at[0] == 'L' || at[0] == 'R') && at[1] == ' ' ? number_length(at + 2) : 0;
    if (length == 0 || strncmp(at + 2 + length, " %", 2) != 0)
        return false;
    put(speaking, at[0] == 'L' ? "left " : "right ");
    put_number(speaking, at + 2, length);
    put(speaking, " percent");
    speaking->at = at + length + 4;
    return true;
}

static bool take_ratio(Speaking *speaking)
{
    const char *at = speaking->at;
    size_t length = number_length(at);
    if (length == 0 || strncmp(at + length, ":1", 2) != 0 || !ends_word(at + length + 2))
        return false;
    put_number(speaking, at, length);
    at += length + 2;
    if (strncmp(at, " to ", 4) != 0) /* "1:1 to 100:1" is a range: "1 to 100" */
        put(speaking, " to 1");
    else if ((length = number_length(at + 4)) != 0 && strncmp(at + 4 + length, ":1", 2) == 0) {
        put(speaking, " to ");
        put_number(speaking, at + 4, length);
        at += 6 + length;
    }
    speaking->at = at;
    return true;
}

/* A number with its unit; the first unit of a range that has it twice is left out. */
static bool take_quantity(Speaking *speaking)
{
    const char *at = speaking->at, *spoken = "", *again = "";
    size_t length = number_length(at);
    if (length == 0)
        return false;
    const char *unit = at + length + (at[length] == ' ');
    size_t unit_size = unit_length(unit, &spoken);
    if (unit_size == 0 && !ends_word(at + length))
        return false;
    put_number(speaking, at, length);
    speaking->at = at + length;
    if (unit_size == 0)
        return true;
    const char *next = unit + unit_size + (strncmp(unit + unit_size, " to ", 4) == 0 ? 4 : 0);
    size_t other = next > unit + unit_size ? number_length(next) : 0;
    bool twice = other && next[other] == ' ' && unit_length(next + other + 1, &again) && again == spoken;
    bool one = length == 1 && *at == '1' && strlen(spoken) > 1 && strcmp(spoken, "hertz") != 0 &&
               spoken[strlen(spoken) - 1] == 's';
    if (!twice && strstr(at, "inf") != at + 1) { /* "minus infinity" needs no unit */
        put(speaking, " ");
        put(speaking, spoken);
        speaking->used -= one;
        speaking->out[speaking->used] = '\0';
    }
    speaking->at = unit + unit_size;
    return true;
}

static bool take_as(Speaking *speaking, const char *written, const char *spoken)
{
    size_t length = strlen(written);
    if (strncmp(speaking->at, written, length) != 0 || !ends_word(speaking->at + length))
        return false;
    put(speaking, spoken);
    speaking->at += length;
    return true;
}

/* "deesser" amid a sentence: "de-esser"; a name, as deesser:NAME, is said as it is typed. */
static bool take_kind(Speaking *speaking)
{
    char spoken[PIECE_MAX];
    size_t word = strcspn(speaking->at, ":");
    if (speaking->at[word] == ':' && strcspn(speaking->at, " ") > word + 1)
        return false;
    for (int i = 0; catalogue_at(i); i++) {
        if (!catalogue_at(i)->spoken)
            continue;
        snprintf(spoken, sizeof spoken, "%s", catalogue_at(i)->spoken);
        words_lower_first(spoken);
        if (take_as(speaking, catalogue_at(i)->kind, spoken))
            return true;
    }
    return false;
}

static bool take_word(Speaking *speaking)
{
    static const struct {
        const char *written, *spoken;
    } words[] = {
        {"q", "Q"},
        {"freq", "frequency"},
        {"lowcut", "low cut"},
        {"highcut", "high cut"},
        {"lowshelf", "low shelf"},
        {"highshelf", "high shelf"},
        {"bandpass", "band pass"},
        {"allpass", "all pass"},
        {"C", "centre"},
    };
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (take_as(speaking, words[i].written, words[i].spoken))
            return true;
    return take_kind(speaking);
}

/* A name or text of a person, as it is; the quotes are silent. */
static bool take_quoted(Speaking *speaking)
{
    char mark = *speaking->at, one[2] = {0};
    const char *end = mark == '"' || mark == '`' ? strchr(speaking->at + 1, mark) : NULL;
    if (!end || !is_edge(speaking))
        return false;
    for (const char *c = speaking->at + 1; c < end; c++) {
        one[0] = *c;
        put(speaking, one);
    }
    speaking->at = end + 1;
    return true;
}

char *speak_values(char *out, size_t size, const char *text)
{
    Speaking speaking = {text, text, out, 0, size};
    out[0] = '\0';
    while (*speaking.at) {
        if (take_quoted(&speaking))
            continue;
        if (is_edge(&speaking) && (take_time(&speaking) || take_bars(&speaking) || take_place(&speaking) ||
                                   take_ratio(&speaking) || take_quantity(&speaking) || take_word(&speaking)))
            continue;
        char one[2] = {*speaking.at++, '\0'};
        put(&speaking, one);
    }
    return out;
}

char *speak_param(char *out, size_t size, Speech speech, const ParamInfo *param, double value)
{
    char text[VALUE_TEXT_MAX];
    value_format(param, speech == SPEECH_WORDS ? number_round(value, 3) : value, text);
    if (speech == SPEECH_WORDS)
        return speak_values(out, size, text);
    snprintf(out, size, "%s", text);
    return out;
}

char *speak_pan(char *out, size_t size, Speech speech, double position)
{
    double shown = number_round(position, 1);
    if (shown != 0)
        return speak_param(out, size, speech, &strip_facts[FACT_PAN], shown);
    snprintf(out, size, "centre");
    return out;
}

/* ---- sentences ---- */

static void replace_end(char *text, const char *end, const char *with)
{
    size_t length = strlen(text), tail = strlen(end);
    if (length > tail && strcmp(text + length - tail, end) == 0)
        memcpy(text + length - tail, with, strlen(with) + 1); /* never longer than what it replaces */
}

/* A first word of letters alone gets a capital: names of files and addresses stay as they are. */
static char first_letter(const char *text)
{
    size_t letters = strspn(text, "abcdefghijklmnopqrstuvwxyz");
    return letters && strchr(" ,:;", text[letters]) ? (char)toupper((unsigned char)text[0]) : text[0];
}

/* "Not changed: ratio takes ... or inf, it is 3:1" becomes three sentences in words, two in symbols. */
static void part_sentences(char *out, size_t size, Speech speech, const char *text)
{
    const char *colon = strncmp(text, "Not ", 4) == 0 ? strstr(text, ": ") : NULL, *value = strstr(text, ", it is ");
    const char *rest = colon ? colon + 2 : text;
    size_t used = 0;
    if (!*rest)
        return;
    if (colon)
        used = (size_t)snprintf(out, size, "%.*s%c ", (int)(colon - text), text, speech == SPEECH_WORDS ? '.' : ':');
    if (used + 2 > size)
        return;
    out[used++] = colon && speech == SPEECH_SYMBOLS ? rest[0] : first_letter(rest);
    rest++;
    if (value && colon && value > rest)
        snprintf(out + used, size - used, "%.*s. It is %s", (int)(value - rest), rest, value + 8);
    else
        snprintf(out + used, size - used, "%s", rest);
}

static void end_sentence(char *out, size_t size)
{
    size_t length = strlen(out);
    if (length && length + 1 < size && !strchr(".!?", out[length - 1]))
        memcpy(out + length, ".", 2);
}

/* Only ", or inf" of a range of values; a suggestion "or ..." keeps its form. */
static void part_alternative(char *text, size_t size)
{
    static const char *const alternatives[] = {" or inf.", " or -inf.", " or auto.", " or off."};
    for (size_t i = 0; i < ARRAY_LEN(alternatives); i++) {
        char *found = strstr(text, alternatives[i]);
        if (!found || strlen(text) + 2 > size || !strstr(text, " takes "))
            continue;
        memmove(found + 1, found, strlen(found) + 1);
        found[0] = ',';
        return;
    }
}

/* Columns are for the eye: four blanks and more are one. */
static void close_gaps(char *out, size_t size, const char *text)
{
    size_t used = 0;
    for (const char *at = text; *at && used + 1 < size;) {
        size_t blanks = strspn(at, " ");
        at += blanks >= 4 ? blanks - 1 : 0;
        out[used++] = *at++;
    }
    out[used] = '\0';
}

char *speak_answer(char *out, size_t size, Speech speech, const char *answer)
{
    char text[ANSWER_MAX];
    close_gaps(text, sizeof text, answer);
    replace_end(text, " mute on", " muted");
    replace_end(text, " mute off", " unmuted");
    replace_end(text, " bypass on", " bypassed");
    out[0] = '\0';
    part_sentences(out, size, speech, text);
    end_sentence(out, size);
    part_alternative(out, size);
    if (speech == SPEECH_WORDS) {
        snprintf(text, sizeof text, "%s", out);
        speak_values(out, size, text);
    }
    return out;
}
