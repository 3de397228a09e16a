/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the facts of a strip stand in the main file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/edit/edit.h"
#include "projects/model/facts.h"

static bool word_is(const char *word, size_t length, const char *text)
{
    return strlen(text) == length && memcmp(word, text, length) == 0;
}

/* The word at `*text`, which moves behind it; strings count with their quotes. */
static size_t next_word(const char **text, const char **word)
{
    const char *at = *text;
    while (*at == ' ' || *at == '\t')
        at++;
    *word = at;
    at += strcspn(at, " \t\r\n#\"");
    *text = at;
    return (size_t)(at - *word);
}

int edit_find_line(const Document *document, int section, const char *word, const char *name)
{
    const Section *at = &document->source.sections[section];
    for (int i = at->first + (at->kind != SECTION_HEAD); i < at->first + at->count; i++) {
        const char *text = document->source.files[0].lines[i]->text, *found;
        size_t length = next_word(&text, &found);
        if (!word_is(found, length, word))
            continue;
        length = next_word(&text, &found);
        if (!name || word_is(found, length, name))
            return i;
    }
    return -1;
}

int edit_find_processor(const Document *document, int strip, int processor)
{
    char word[160];
    const Processor *wanted = &document->model.strips[strip].processors[processor];
    int section = edit_find_section(document, false, strip);
    int length = snprintf(word, sizeof word, "%s%s%s", wanted->kind_word, wanted->name ? ":" : "",
                          wanted->name ? wanted->name : "");
    if (section < 0 || length >= (int)sizeof word)
        return -1;
    return edit_find_line(document, section, word, NULL);
}

/* The label that a line begins with; 0 if it is no band line. */
static int band_label(const Line *line)
{
    const char *text = line->text, *word;
    size_t length = next_word(&text, &word);
    int label = 0;
    for (size_t i = 0; i < length; i++) {
        if (word[i] < '0' || word[i] > '9' || label > 100000)
            return 0;
        label = label * 10 + (word[i] - '0');
    }
    return label;
}

static bool is_quiet(const Line *line)
{
    return text_is_blank(line->text, (size_t)line->length) || text_is_comment(line->text, (size_t)line->length);
}

int edit_processor_end(const Document *document, int line)
{
    const LineFile *file = &document->source.files[0];
    int end = line + 1;
    for (int i = end; i < file->count; i++) {
        if (band_label(file->lines[i]))
            end = i + 1;
        else if (!is_quiet(file->lines[i]))
            break;
    }
    return end;
}

int edit_find_band(const Document *document, int strip, int processor, int label)
{
    int line = edit_find_processor(document, strip, processor);
    for (int i = line + 1; line >= 0 && i < edit_processor_end(document, line); i++)
        if (band_label(document->source.files[0].lines[i]) == label)
            return i;
    return -1;
}

int edit_find_send(const Document *document, int strip, int send)
{
    int section = edit_find_section(document, false, strip);
    return section < 0 ? -1 : edit_find_line(document, section, "send", document->model.strips[strip].sends[send].to);
}

int edit_find_clip(const Document *document, int strip, int clip)
{
    const Clip *wanted = &document->model.strips[strip].clips[clip];
    return wanted->file == document->source.files[0].name ? wanted->line - 1 : -1;
}

/* --- places --- */

/* Rank of a line in its strip, -1 for what says nothing; bands go with their processor. */
static int rank_of_line(const Line *line, bool fader_seen)
{
    char word[80];
    const char *text = line->text, *found;
    size_t length = next_word(&text, &found);
    if (length == 0 || length >= sizeof word)
        return -1;
    memcpy(word, found, length);
    word[length] = '\0';
    word[strcspn(word, ":")] = '\0';
    const StripKey *key = strip_key_find(word);
    if (key)
        return key->rank;
    return fader_seen ? RANK_PROCESSOR_AFTER : RANK_PROCESSOR;
}

int edit_place_of_rank(const Document *document, int section, int rank)
{
    const Section *at = &document->source.sections[section];
    int place = at->first + 1;
    bool fader_seen = false;
    for (int i = at->first + 1; i < at->first + at->count; i++) {
        int line_rank = rank_of_line(document->source.files[0].lines[i], fader_seen);
        if (line_rank < 0)
            continue;
        fader_seen |= line_rank == RANK_FADER;
        if (line_rank <= rank)
            place = i + 1;
    }
    return place;
}

Status edit_remove_block(Document *document, int line, int more)
{
    int begin = edit_block_begin(document, line);
    return edit_remove_lines(document, begin, line + 1 + more - begin);
}
