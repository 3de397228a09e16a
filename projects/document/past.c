/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whose the entries of the history are, and what the text was before and after one of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/document/inside.h"

void document_set_author(Document *document, const char *author)
{
    snprintf(document->author, sizeof document->author, "%s", author ? author : "");
}

static const HistoryEntry *entry_at(const Document *document, int index)
{
    const History *history = &document->history;
    return index >= 0 && index < history->done ? &history->entries[history->done - 1 - index] : NULL;
}

static bool is_taken_back(const History *history, int number)
{
    for (int i = number + 1; i < history->done; i++)
        if (history->entries[i].takes_back == number + 1)
            return true;
    return false;
}

int document_find_mine(const Document *document)
{
    const History *history = &document->history;
    for (int i = history->done - 1; i >= 0; i--) {
        const HistoryEntry *entry = &history->entries[i];
        if (strcmp(entry->author ? entry->author : "", document->author) == 0 && !entry->takes_back &&
            !is_taken_back(history, i))
            return history->done - 1 - i;
    }
    return -1;
}

const char *document_find_changer(const Document *document, const char *address, int newer_than)
{
    for (int i = 0; i < newer_than; i++) {
        const HistoryEntry *entry = entry_at(document, i);
        if (entry && entry->address && strcmp(entry->address, address) == 0)
            return entry->author ? entry->author : "";
    }
    return NULL;
}

/* ---- texts of the past ---- */

typedef struct Lines {
    Line **lines; /* of the document or its logs: none is kept */
    int count, room;
} Lines;

/* Takes one splice back, on pointers alone. */
static bool unsplice(Lines *lines, const LineSplice *splice)
{
    int growth = splice->removed_count - splice->added_count;
    while (lines->room < lines->count + (growth > 0 ? growth : 0))
        if (!array_grow(&lines->lines, lines->room, &lines->room, sizeof *lines->lines))
            return false;
    Line **at = lines->lines + splice->at;
    int behind = lines->count - splice->at - splice->added_count;
    memmove(at + splice->removed_count, at + splice->added_count, (size_t)behind * sizeof *at);
    memcpy(at, splice->lines, (size_t)splice->removed_count * sizeof *at);
    lines->count += growth;
    return true;
}

static bool unwind(Lines *lines, const EditLog *log)
{
    bool fine = true;
    for (int i = log->count - 1; fine && i >= 0; i--)
        fine = unsplice(lines, &log->splices[i]);
    return fine;
}

static char *join(const Lines *lines)
{
    Buffer text = {0};
    buffer_append(&text, "", 0);
    for (int i = 0; i < lines->count; i++)
        buffer_append(&text, lines->lines[i]->text, (size_t)lines->lines[i]->length);
    return buffer_take(&text);
}

Status document_texts_around(const Document *document, int index, char **before, char **after)
{
    const LineFile *file = &document->source.files[0];
    Lines lines = {malloc(((size_t)file->count + 1) * sizeof(Line *)), file->count, file->count + 1};
    bool fine = lines.lines != NULL;
    if (fine && file->count)
        memcpy(lines.lines, file->lines, (size_t)file->count * sizeof(Line *));
    for (int i = 0; fine && i < index; i++)
        fine = unwind(&lines, &entry_at(document, i)->log);
    char *later = fine ? join(&lines) : NULL;
    char *sooner = later && unwind(&lines, &entry_at(document, index)->log) ? join(&lines) : NULL;
    free(lines.lines);
    if (!sooner) {
        free(later);
        return STATUS_NO_MEMORY;
    }
    *before = sooner;
    *after = later;
    return STATUS_OK;
}
