/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/merge/text.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/attributes.h"
#include "projects/merge/diff.h"

/* ---- words
 * -------------------------------------------------------------------------------------------------------------------
 */

bool span_equal(Span a, Span b)
{
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, (size_t)a.length) == 0);
}

static bool span_is(Span span, const char *word)
{
    return (size_t)span.length == strlen(word) && memcmp(span.at, word, (size_t)span.length) == 0;
}

static bool is_gap(char c)
{
    return c == ' ' || c == '\t';
}

static Span skip_gap(Span rest)
{
    while (rest.length > 0 && is_gap(*rest.at))
        rest.at++, rest.length--;
    return rest;
}

static int quoted_length(Span rest)
{
    int i = 1;
    while (i < rest.length && rest.at[i] != '"')
        i += rest.at[i] == '\\' && i + 1 < rest.length ? 2 : 1;
    return i < rest.length ? i + 1 : rest.length;
}

Span span_cut_word(Span *rest)
{
    Span word = skip_gap(*rest);
    int length = 0;
    if (word.length > 0 && *word.at == '#')
        length = word.length;
    else if (word.length > 0 && *word.at == '"')
        length = quoted_length(word);
    else
        while (length < word.length && !is_gap(word.at[length]) && word.at[length] != '"' && word.at[length] != '#')
            length++;
    *rest = (Span){word.at + length, word.length - length};
    return (Span){word.at, length};
}

static bool span_is_blank_or_comment(Span line)
{
    Span rest = skip_gap(line);
    return rest.length == 0 || *rest.at == '#';
}

static uint64_t hash_span(uint64_t hash, Span span)
{
    return diff_hash(diff_hash(hash, span.at, (size_t)span.length), "\n", 1);
}

/* ---- facts
 * -------------------------------------------------------------------------------------------------------------------
 */

/* Sections whose lines are named by the time they begin with. */
static bool is_timed_section(const MergeSection *section)
{
    static const char *const kinds[] = {"automation", "markers", "tempo"};
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++)
        if (section->header >= 0 && span_is(section->kind, kinds[i]))
            return true;
    return false;
}

/* Lines that are named by what they act on, too. */
static bool has_object(Span key, const MergeSection *section)
{
    static const char *const words[] = {"send", "include", "waive"}, *const changes[] = {"mute", "set", "bypass",
                                                                                         "source"};
    bool version = section->header >= 0 && span_is(section->kind, "version");
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (span_is(key, words[i]))
            return true;
    for (size_t i = 0; version && i < ARRAY_LEN(changes); i++)
        if (span_is(key, changes[i]))
            return true;
    return false;
}

/* Names a fact: the key; for a band its number and owner; for a send, an include, a waiver, a change of a version its
 * object; for a point its time. */
static void name_fact(MergeFact *fact, Span line, const MergeSection *section, Span *owner)
{
    Span rest = line;
    fact->key = span_cut_word(&rest);
    bool digit = fact->key.length > 0 && isdigit((unsigned char)*fact->key.at);
    fact->timed = digit && is_timed_section(section);
    if (digit && !fact->timed)
        fact->parent = *owner; /* a band continues the last eq or multiband */
    else
        *owner = fact->key;
    if (has_object(fact->key, section))
        fact->sub = span_cut_word(&rest);
    fact->name = hash_span(hash_span(hash_span(DIFF_HASH, fact->parent), fact->key), fact->sub);
}

static void add_facts(MergeText *parsed, MergeSection *section)
{
    int at = section->header >= 0 ? section->header + 1 : section->first;
    Span owner = {"", 0};
    section->first_fact = parsed->fact_count;
    while (at < section->end) {
        MergeFact *fact = &parsed->facts[parsed->fact_count++];
        *fact = (MergeFact){.first = at, .name = DIFF_HASH};
        while (at < section->end && span_is_blank_or_comment(parsed->lines[at]))
            at++;
        fact->line = at;
        fact->end = at < section->end ? ++at : at;
        if (fact->line < fact->end)
            name_fact(fact, parsed->lines[fact->line], section, &owner);
        fact->content = DIFF_HASH;
        for (int i = fact->first; i < fact->end; i++)
            fact->content = hash_span(fact->content, parsed->lines[i]);
    }
    section->fact_count = parsed->fact_count - section->first_fact;
}

/* ---- sections ---- */

/* Reads `[kind name]`; false if the line is none. */
static bool read_header(Span line, Span *kind, Span *name)
{
    Span rest = skip_gap(line);
    if (rest.length == 0 || *rest.at != '[')
        return false;
    int end = 1;
    while (end < rest.length && rest.at[end] != ']')
        end = rest.at[end] == '"' ? end + quoted_length((Span){rest.at + end, rest.length - end}) : end + 1;
    if (end >= rest.length)
        return false;
    Span inside = {rest.at + 1, end - 1};
    *kind = span_cut_word(&inside);
    *name = skip_gap(inside);
    while (name->length > 0 && is_gap(name->at[name->length - 1]))
        name->length--;
    return true;
}

static void end_section(MergeText *parsed, int end)
{
    MergeSection *section = &parsed->sections[parsed->section_count - 1];
    section->end = end;
    add_facts(parsed, section);
    section->content = DIFF_HASH;
    while (end > section->first && skip_gap(parsed->lines[end - 1]).length == 0)
        end--; /* blank lines at the end belong to the neighbours as much */
    for (int i = section->first; i < end; i++)
        section->content = hash_span(section->content, parsed->lines[i]);
}

static void add_sections(MergeText *parsed)
{
    Span kind = {"", 0}, name = {"", 0};
    parsed->sections[0] = (MergeSection){.header = -1, .id = DIFF_HASH};
    parsed->section_count = 1;
    for (int i = 0; i < parsed->line_count; i++) {
        if (!read_header(parsed->lines[i], &kind, &name))
            continue;
        int first = i, least = parsed->sections[parsed->section_count - 1].header + 1;
        while (first > least && skip_gap(parsed->lines[first - 1]).length > 0 &&
               span_is_blank_or_comment(parsed->lines[first - 1]))
            first--;
        end_section(parsed, first);
        parsed->sections[parsed->section_count++] = (MergeSection){
            .first = first, .header = i, .kind = kind, .name = name, .id = hash_span(hash_span(DIFF_HASH, kind), name)};
    }
    end_section(parsed, parsed->line_count);
}

static int cut_lines(MergeText *parsed, const char *text, size_t length)
{
    int count = 0;
    for (const char *at = text, *end = text + length; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at)), *stop = newline ? newline : end;
        bool crlf = newline && stop > at && stop[-1] == '\r';
        if (parsed->lines)
            parsed->lines[count] = (Span){at, (int)(stop - at) - crlf};
        if (count == 0)
            parsed->crlf = crlf;
        parsed->ends_open = !newline;
        count++;
        at = newline ? newline + 1 : end;
    }
    return count;
}

Status merge_text_parse(MergeText *parsed, const char *text, size_t length)
{
    *parsed = (MergeText){0};
    if (length > INT_MAX / 8)
        return STATUS_NO_MEMORY;
    size_t room = (size_t)cut_lines(parsed, text, length) + 2;
    parsed->lines = malloc(room * sizeof *parsed->lines);
    parsed->sections = malloc(room * sizeof *parsed->sections);
    parsed->facts = malloc(2 * room * sizeof *parsed->facts); /* each section may end in a fact without a line */
    if (!parsed->lines || !parsed->sections || !parsed->facts) {
        merge_text_clear(parsed);
        return STATUS_NO_MEMORY;
    }
    parsed->line_count = cut_lines(parsed, text, length);
    add_sections(parsed);
    return STATUS_OK;
}

void merge_text_clear(MergeText *parsed)
{
    free(parsed->lines);
    free(parsed->sections);
    free(parsed->facts);
    *parsed = (MergeText){0};
}
