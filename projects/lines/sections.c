/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where sections begin, which of them belong together, and what is wrong with their headers. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/lines/source.h"
#include "projects/model/address.h"
#include "projects/model/facts.h"
#include "projects/model/nametable.h"
#include "projects/text/escape.h"
#include "projects/text/number.h"
#include "projects/text/suggest.h"
#include "projects/text/value.h"

enum { FORMAT_VERSION = 1 };

static void read_version(Source *source, ProblemList *problems)
{
    const LineFile *file = &source->files[0];
    TokenLine tokens = {0};
    double version = 0;
    size_t used = 0;
    source->version = FORMAT_VERSION;
    source->is_newer = false;
    if (file->count)
        token_line_cut(&tokens, file->lines[0]->text, (size_t)file->lines[0]->length);
    bool fine =
        tokens.count == 2 && token_is(&tokens, 0, "ttymix") &&
        number_read(token_text(&tokens, 1), (size_t)token_length(&tokens, 1), 0, &version, &used) == NUMBER_FINE &&
        used == (size_t)token_length(&tokens, 1) && version >= 1 && version <= 1000000 && version == (int)version;
    if (!fine) {
        problems_add(problems, false, file->name, 1, 1, "this is no ttymix project: its first line is not `ttymix 1`");
        source->errors++;
    } else if ((int)version > FORMAT_VERSION) {
        char text[160];
        snprintf(text, sizeof text, "written by a newer ttymix (format %d, this program knows %d): opened to read only",
                 (int)version, FORMAT_VERSION);
        problems_add(problems, true, file->name, 1, 1, text);
        source->version = (int)version;
        source->is_newer = true;
    }
    token_line_clear(&tokens);
}

typedef struct Finder { /* while sections are being found */
    Source *source;
    ProblemList *problems;
    NameTable *lines; /* "file kind name" -> line, to find doubles */
    TokenLine tokens;
    int file, line;
    int strips;
    bool failed;
} Finder;

static void report(Finder *finder, bool warning, int token, const char *text)
{
    const LineFile *file = &finder->source->files[finder->file];
    const TokenLine *tokens = &finder->tokens;
    int offset = token < tokens->count ? tokens->tokens[token].start
                 : tokens->fault >= 0  ? tokens->fault
                                       : tokens->length;
    int errors = finder->problems->errors;
    if (!problems_add(finder->problems, warning, file->name, finder->line + 1,
                      text_column(tokens->text, (size_t)offset), text))
        finder->failed = true;
    finder->source->errors += finder->problems->errors - errors;
}

static Section *add_section(Finder *finder, SectionKind kind, char *name)
{
    Source *source = finder->source;
    if (!array_grow(&source->sections, source->section_count, &source->section_capacity, sizeof(Section))) {
        finder->failed = true;
        free(name);
        return NULL;
    }
    Section *section = &source->sections[source->section_count++];
    *section = (Section){
        .file = finder->file, .first = finder->line, .count = 1, .kind = kind, .name = name, .owner = -1, .next = -1};
    return section;
}

/* A section of that kind and name stood before: an error in one file, an override in another. */
static bool note_double(Finder *finder, const char *kind, const char *name, bool *reopened)
{
    char key[400], text[480], shown[200];
    snprintf(key, sizeof key, "%d %s %.300s", finder->file, kind, name ? name : "");
    int line = name_table_find(finder->lines, key);
    text_escape_for_terminal(shown, sizeof shown, name ? name : kind, strlen(name ? name : kind));
    if (line >= 0) {
        snprintf(text, sizeof text, "`%s` has a section already, in line %d", shown, line + 1);
        report(finder, false, name ? 1 : 0, text);
        return false;
    }
    bool fine = name_table_set(finder->lines, key, finder->line);
    snprintf(key, sizeof key, "%s %.300s", kind, name ? name : "");
    *reopened = name_table_find(finder->lines, key) >= 0;
    if (!fine || !name_table_set(finder->lines, key, finder->line))
        finder->failed = true;
    return true;
}

/* Kinds share one namespace: a bus may not have the name of a track. */
static const char *double_kind(SectionKind kind)
{
    return section_is_strip(kind) ? "strip" : section_word(kind);
}

static bool check_name(Finder *finder, SectionKind kind)
{
    char text[400], shown[64];
    const TokenLine *tokens = &finder->tokens;
    const char *word = section_word(kind);
    bool needs = (section_is_strip(kind) && kind != SECTION_MASTER) || kind >= SECTION_AUTOMATION;
    if (!needs && tokens->count > 1) {
        snprintf(text, sizeof text, "unexpected `%s`; write [%s]", token_show(tokens, 1, shown), word);
        report(finder, false, 1, text);
        return false;
    }
    if (needs && tokens->count != 2) {
        snprintf(text, sizeof text,
                 tokens->count < 2 ? "a name is missing; write [%s NAME]" : "too many words; write [%s NAME]", word);
        report(finder, false, tokens->count < 2 ? 1 : 2, text);
        return false;
    }
    if (!section_is_strip(kind) || kind == SECTION_MASTER)
        return true;
    if (!token_is_name(tokens, 1)) {
        snprintf(text, sizeof text, "`%s` is not a name: letters, digits, _ and -, beginning with a letter or _",
                 token_show(tokens, 1, shown));
        report(finder, false, 1, text);
        return false;
    }
    char name[80];
    snprintf(name, sizeof name, "%.*s", token_length(tokens, 1) > 79 ? 79 : token_length(tokens, 1),
             token_text(tokens, 1));
    if (token_length(tokens, 1) > 64) {
        report(finder, false, 1, "the name is longer than 64 characters");
        return false;
    }
    if (name_is_reserved(name)) {
        snprintf(text, sizeof text, "`%s` is a word of the language; choose another name", name);
        report(finder, false, 1, text);
        return false;
    }
    return true;
}

static SectionKind header_kind(Finder *finder)
{
    char text[400], shown[64], near[80];
    const TokenLine *tokens = &finder->tokens;
    Suggestion suggestion;
    if (tokens->header_end < 0 || tokens->count == 0) {
        report(finder, false, tokens->count,
               tokens->count == 0 ? "an empty section; write [track NAME]" : "`]` is missing");
        return SECTION_UNKNOWN;
    }
    if (tokens->fault >= 0) {
        report(finder, false, tokens->count, "only a comment may stand behind `]`");
        return SECTION_UNKNOWN;
    }
    SectionKind kind = section_of_word(token_text(tokens, 0), (size_t)token_length(tokens, 0));
    if (kind != SECTION_UNKNOWN)
        return kind;
    suggestion_init(&suggestion, token_text(tokens, 0), (size_t)token_length(tokens, 0));
    for (int i = SECTION_TEMPO; i < SECTION_UNKNOWN; i++)
        suggestion_offer(&suggestion, section_word((SectionKind)i));
    snprintf(text, sizeof text, "unknown section `%s`, kept as it is%s", token_show(tokens, 0, shown),
             suggestion_format(&suggestion, near, sizeof near));
    report(finder, true, 0, text);
    return SECTION_UNKNOWN;
}

static void find_header(Finder *finder, const Line *line)
{
    token_line_cut(&finder->tokens, line->text, (size_t)line->length);
    SectionKind kind = header_kind(finder);
    char *name = NULL;
    bool reopened = false;
    if (kind != SECTION_UNKNOWN && check_name(finder, kind)) {
        if (finder->tokens.count > 1)
            name = token_value(&finder->tokens, 1, NULL);
        else if (kind == SECTION_MASTER)
            name = text_copy("master");
        if (name && kind == SECTION_AUTOMATION)
            address_shorten(name);
        if (section_is_strip(kind) && finder->strips++ >= STRIP_MAX) {
            if (finder->strips == STRIP_MAX + 1)
                report(finder, false, 0, "more than 4096 strips; this one and those after it are left out");
            kind = SECTION_UNKNOWN;
        } else if (!note_double(finder, double_kind(kind), name, &reopened)) {
            kind = SECTION_UNKNOWN;
        }
    } else {
        kind = SECTION_UNKNOWN;
    }
    if (kind == SECTION_UNKNOWN) {
        free(name);
        name = NULL;
    }
    Section *section = add_section(finder, kind, name);
    if (section)
        section->reopened = reopened;
}

/* One last section, of no kind, holds everything from here. */
static void find_too_many(Finder *finder)
{
    char text[96];
    snprintf(text, sizeof text, "more than %d sections; this one and those after it are left out", SECTION_MAX);
    finder->tokens.count = finder->tokens.length = 0;
    finder->tokens.fault = -1;
    report(finder, false, 0, text);
    add_section(finder, SECTION_UNKNOWN, NULL);
}

static void find_in_file(Finder *finder)
{
    const LineFile *file = &finder->source->files[finder->file];
    finder->line = 0;
    Section *section = add_section(finder, SECTION_HEAD, NULL);
    if (section)
        section->count = 0;
    for (; finder->line < file->count && !finder->failed; finder->line++) {
        const Line *line = file->lines[finder->line];
        bool header = text_is_header(line->text, (size_t)line->length);
        if (header && finder->source->section_count == SECTION_MAX)
            find_too_many(finder);
        else if (header && finder->source->section_count < SECTION_MAX)
            find_header(finder, line);
        else
            finder->source->sections[finder->source->section_count - 1].count++;
    }
}

/* Puts a section behind the others of its owner; a new owner (`*count`) is counted. */
static bool chain_section(Source *source, int **firsts, int *count, int index)
{
    Section *section = &source->sections[index];
    if (section->owner == *count) {
        int *room = array_append(firsts, *count, sizeof(int));
        if (!room)
            return false;
        *room = index;
        ++*count;
        return true;
    }
    int last = (*firsts)[section->owner];
    while (source->sections[last].next >= 0)
        last = source->sections[last].next;
    source->sections[last].next = index;
    return true;
}

/* Gives a section the number of its name, or the next one. */
static bool number_section(Source *source, NameTable *names, int **firsts, int *count, int index)
{
    Section *section = &source->sections[index];
    int known = name_table_find(names, section->name);
    section->owner = known >= 0 ? known : *count;
    if (known < 0 && !name_table_set(names, section->name, *count))
        return false;
    return chain_section(source, firsts, count, index);
}

static bool number_strips(Source *source, NameTable *names)
{
    for (int pass = 0; pass < 2; pass++) /* strips, then the master */
        for (int i = 0; i < source->section_count; i++) {
            SectionKind kind = source->sections[i].kind;
            if (section_is_strip(kind) && (kind == SECTION_MASTER) == (pass == 1) &&
                !number_section(source, names, &source->strip_first, &source->strip_count, i))
                return false;
        }
    if (name_table_find(names, "master") >= 0)
        return true;
    int *first = array_append(&source->strip_first, source->strip_count, sizeof(int));
    if (!first)
        return false;
    *first = -1;
    source->strip_count++;
    return true;
}

static bool number_lanes(Source *source, NameTable *names)
{
    for (int i = 0; i < source->section_count; i++)
        if (source->sections[i].kind == SECTION_AUTOMATION &&
            !number_section(source, names, &source->lane_first, &source->lane_count, i))
            return false;
    return true;
}

static bool number_owners(Source *source)
{
    NameTable *strips = name_table_new(), *lanes = name_table_new();
    bool fine = strips && lanes && number_strips(source, strips) && number_lanes(source, lanes);
    name_table_free(strips);
    name_table_free(lanes);
    return fine;
}

Status source_find_sections(Source *source, ProblemList *problems)
{
    Finder finder = {.source = source, .problems = problems, .lines = name_table_new()};
    if (!finder.lines)
        return STATUS_NO_MEMORY;
    source_clear_sections(source);
    source->errors = 0;
    read_version(source, problems);
    for (int i = 0; i < source->file_order_count && !finder.failed; i++) {
        finder.file = source->file_order[i];
        if (finder.file == 0)
            source->main_section = source->section_count;
        find_in_file(&finder);
    }
    name_table_free(finder.lines);
    token_line_clear(&finder.tokens);
    return finder.failed || !number_owners(source) ? STATUS_NO_MEMORY : STATUS_OK;
}
