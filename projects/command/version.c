/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands `version` and `unversion`: other prints of the song, as lines of what differs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "projects/command/run.h"
#include "projects/command/takes.h"
#include "projects/text/escape.h"

enum { LINE_WORDS_MAX = 400, NAME_MAX_BYTES = 64 };

/* The main file's section of a version; -1 without one. */
static int find_section(const Document *document, const char *name)
{
    const Source *source = &document->source;
    for (int i = source->main_section; i < source->section_count; i++)
        if (source->sections[i].kind == SECTION_VERSION && source->sections[i].name &&
            strcmp(source->sections[i].name, name) == 0)
            return i;
    return -1;
}

static char *take_version_name(Run *run)
{
    int token = run->next;
    char *name = run_take_word(run, "the version's name");
    if (name && name[0] && strlen(name) <= NAME_MAX_BYTES)
        return name;
    if (name)
        (void)run_fail(run, STATUS_BAD_VALUE, token, "a version's name has 1 to %d bytes", NAME_MAX_BYTES);
    free(name);
    return NULL;
}

/* A bare word, or a text in quotes. */
static char *quote_name(const char *name)
{
    Buffer quoted = {0};
    if (name_is_valid(name, strlen(name)))
        return text_copy(name);
    text_append_quoted(&quoted, name, strlen(name));
    return buffer_take(&quoted);
}

static bool names_an_object(const TokenLine *line, int token)
{
    return !token_is(line, token, "title") && !token_is(line, token, "isrc");
}

/* The line of the section that says the same fact; -1 without one. */
static int find_line(Run *run, int section, int token)
{
    char word[40], object[200];
    snprintf(word, sizeof word, "%.*s", token_length(&run->line, token) > 30 ? 30 : token_length(&run->line, token),
             token_text(&run->line, token));
    bool has_object = names_an_object(&run->line, token);
    if (has_object && token + 1 >= run->line.count)
        return -1;
    if (has_object)
        snprintf(object, sizeof object, "%.*s",
                 token_length(&run->line, token + 1) > 190 ? 190 : token_length(&run->line, token + 1),
                 token_text(&run->line, token + 1));
    return edit_find_line(run->document, section, word, has_object ? object : NULL);
}

static Status put_line(Run *run, const char *name, int token, const char *text)
{
    char line[LINE_WORDS_MAX + 8];
    int section = find_section(run->document, name);
    snprintf(line, sizeof line, "%s\n", text);
    if (section < 0) {
        char *quoted = quote_name(name);
        Status status = quoted ? edit_add_section(run->document, SECTION_VERSION, quoted, line, -1) : STATUS_NO_MEMORY;
        free(quoted);
        return status;
    }
    int old = find_line(run, section, token), place = old >= 0 ? old : edit_section_end(run->document, section);
    if (old < 0)
        return edit_insert_text(run->document, place, line);
    const Line *there = run->document->source.files[0].lines[old];
    TokenLine tokens = {0};
    token_line_cut(&tokens, there->text, (size_t)there->length);
    Status status = tokens.failed ? STATUS_NO_MEMORY
                                  : edit_replace_bytes(run->document, old, tokens.tokens[0].start,
                                                       tokens.tokens[tokens.count - 1].end, text);
    token_line_clear(&tokens);
    return status;
}

/* Why the line that was just written does not apply; NULL where it does. */
static const char *problem_of(const Model *model, const char *name, const char *text)
{
    const Version *version = model_version(model, name);
    for (int i = 0; version && i < version->line_count; i++)
        if (strcmp(version->lines[i].text, text) == 0)
            return version->lines[i].problem;
    return NULL;
}

static bool is_word_of_a_version(const TokenLine *line, int token)
{
    static const char *const words[] = {"title", "isrc", "source", "mute", "set", "bypass"};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (token_is(line, token, words[i]))
            return true;
    return false;
}

/* The words from `token` to the end, as they are typed. */
static Status take_text(Run *run, int token, char text[LINE_WORDS_MAX])
{
    if (token >= run->line.count || !is_word_of_a_version(&run->line, token))
        return run_fail(run, STATUS_BAD_VALUE, token, "say what differs: title, isrc, source, mute, set or bypass");
    if (token + 1 >= run->line.count)
        return run_fail(run, STATUS_BAD_VALUE, token + 1, "more is missing behind `%.*s`",
                        token_length(&run->line, token), token_text(&run->line, token));
    int begin = run->line.tokens[token].start, end = run->line.tokens[run->line.count - 1].end;
    if (end - begin >= LINE_WORDS_MAX)
        return run_fail(run, STATUS_FULL, token, "the line is too long");
    snprintf(text, LINE_WORDS_MAX, "%.*s", end - begin, run->line.text + begin);
    return STATUS_OK;
}

static Status run_version_of(Run *run, const char *name)
{
    char text[LINE_WORDS_MAX], why[320];
    int token = run->next;
    Status status = take_text(run, token, text);
    if (status == STATUS_OK)
        status = put_line(run, name, token, text);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status != STATUS_OK)
        return status;
    const char *problem = problem_of(run->model, name, text);
    if (problem) {
        snprintf(why, sizeof why, "%s", problem);
        return run_fail(run, STATUS_BAD_VALUE, token + 1, "%s", why);
    }
    char *quoted = quote_name(name);
    if (!quoted)
        return STATUS_NO_MEMORY;
    run->done++;
    run_say(run, "Version %s: %s", quoted, text);
    run_resolve(run, "version %s %s", quoted, text);
    free(quoted);
    return STATUS_OK;
}

static Status run_version(Run *run)
{
    char *name = take_version_name(run);
    Status status = name ? run_version_of(run, name) : run->error.status;
    free(name);
    return status;
}

static Status remove_line(Run *run, int section, int token)
{
    int line = find_line(run, section, token);
    int words = names_an_object(&run->line, token) ? 2 : 1;
    if (run->line.count > token + words)
        return run_fail(run, STATUS_BAD_VALUE, token + words, "nothing may follow");
    if (line < 0)
        return run_fail(run, STATUS_NOT_FOUND, token, "it has no such line");
    return edit_remove_block(run->document, line, 0);
}

static Status run_unversion_of(Run *run, const char *name)
{
    int section = find_section(run->document, name), token = run->next;
    if (section < 0 && model_version(run->model, name))
        return run_refuse_included(run, "the version", "deleted");
    if (section < 0)
        return run_fail(run, STATUS_NOT_FOUND, 1, "there is no version `%s`", name);
    Buffer rest = {0};
    if (token < run->line.count)
        buffer_append_format(&rest, " %.*s", run->line.tokens[run->line.count - 1].end - run->line.tokens[token].start,
                             run->line.text + run->line.tokens[token].start);
    char *more = token < run->line.count ? buffer_take(&rest) : text_copy(""), *quoted = quote_name(name);
    Status status = more && quoted ? STATUS_OK : STATUS_NO_MEMORY;
    if (status == STATUS_OK)
        status = more[0] ? remove_line(run, section, token) : edit_remove_section(run->document, section);
    if (status == STATUS_OK)
        status = run_refresh(run);
    if (status == STATUS_OK) {
        run->done++;
        run_say(run, "Version %s%s deleted", quoted, more);
        run_resolve(run, "unversion %s%s", quoted, more);
    }
    free(quoted);
    free(more);
    return status;
}

static Status run_unversion(Run *run)
{
    char *name = take_version_name(run);
    Status status = name ? run_unversion_of(run, name) : run->error.status;
    free(name);
    return status;
}

const Command command_version = {
    .name = "version",
    .by = BY_DOCUMENT,
    .takes = {TAKE(NAME), WORDS("title|isrc"), TAKE(TEXT),      OR,
              TAKE(NAME), WORDS("source"),     TAKE(STRIP),     TAKE(STEM),
              OR,         TAKE(NAME),          WORDS("mute"),   TAKE(STRIPS),
              OR,         TAKE(NAME),          WORDS("bypass"), TAKE(PROCESSOR),
              OR,         TAKE(NAME),          WORDS("set"),    TAKE(ADDRESS),
              TAKE(VALUE)},
    .help = "Says what differs in another print of the song; the first line makes the version.",
    .example = "version instrumental mute vox",
    .run = run_version,
};

const Command command_unversion = {
    .name = "unversion",
    .by = BY_DOCUMENT,
    .takes = {TAKE(NAME), OPTION(WORDS("title|isrc")), OR, TAKE(NAME), WORDS("source|mute|set|bypass"), TAKE(ADDRESS)},
    .help = "Deletes a version, or one of its lines.",
    .example = "unversion instrumental mute vox",
    .not_done = "deleted",
    .run = run_unversion,
};
