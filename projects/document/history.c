/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Undo, redo, gestures, and what differs from the last save. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/document/inside.h"
#include "projects/model/address.h"

static void entry_clear(HistoryEntry *entry)
{
    free(entry->title);
    free(entry->address);
    free(entry->author);
    edit_log_clear(&entry->log);
}

void undo_history_clear(History *history)
{
    for (int i = 0; i < history->count; i++)
        entry_clear(&history->entries[i]);
    free(history->entries);
    *history = (History){0};
}

static void forget_redo(History *history)
{
    if (history->saved > history->done)
        history->saved = -1;
    while (history->count > history->done)
        entry_clear(&history->entries[--history->count]);
}

/* The address of `set ADDRESS VALUE`; NULL for any other command, for several, and without memory. */
static char *address_of(const char *resolved)
{
    if (strncmp(resolved, "set ", 4) != 0 || strchr(resolved, ';'))
        return NULL;
    return bytes_copy(resolved + 4, strcspn(resolved + 4, " "));
}

static void join_addresses(HistoryEntry *entry, const char *address)
{
    if (entry->address && address && strcmp(entry->address, address) == 0)
        return;
    free(entry->address);
    entry->address = NULL;
}

static Status join_open_log(Document *document, HistoryEntry *entry, const char *resolved)
{
    char *address = address_of(resolved);
    join_addresses(entry, address);
    free(address);
    return edit_log_join(&entry->log, &document->open_log);
}

/* Puts the open log on the history: an entry of its own, or the end of the gesture's. */
Status document_commit(Document *document, const char *title, const char *resolved)
{
    History *history = &document->history;
    forget_redo(history);
    if (document->gesture_depth > 0 && document->gesture_entry) {
        if (history->saved == history->done)
            history->saved = -1; /* the middle of an entry */
        return join_open_log(document, &history->entries[history->count - 1], resolved);
    }
    HistoryEntry entry = {
        .title = text_copy(document->gesture_depth > 0 && document->gesture_title ? document->gesture_title : title)};
    if (!entry.title || !array_grow(&history->entries, history->count, &history->capacity, sizeof entry)) {
        free(entry.title);
        return STATUS_NO_MEMORY;
    }
    entry.address = address_of(resolved);
    entry.author = document->author[0] ? text_copy(document->author) : NULL;
    entry.takes_back = document->open_takes_back;
    entry.log = document->open_log;
    document->open_log = (EditLog){0};
    history->entries[history->count++] = entry;
    history->done = history->count;
    document->gesture_entry = document->gesture_depth > 0;
    return STATUS_OK;
}

/* A gesture inside another one names it, if it has no name and nothing was done in it yet. */
void document_begin(Document *document, const char *title)
{
    bool inside = document->gesture_depth++ > 0;
    if (inside && (document->gesture_title || document->gesture_entry))
        return;
    document->gesture_entry = false;
    free(document->gesture_title);
    document->gesture_title = title && title[0] ? text_copy(title) : NULL;
}

void document_end(Document *document)
{
    if (document->gesture_depth > 0 && --document->gesture_depth == 0)
        document->gesture_entry = false;
}

/* The value that an entry's address has now; false for a switch, and for an entry that is called otherwise (a named
 * gesture): `on` undone is off, and of "ride vox" nobody would know what it is. */
static bool format_value_now(const Document *document, const HistoryEntry *entry, char *out, size_t size)
{
    Address address;
    char words[280];
    if (!entry->address || address_resolve(&document->model, entry->address, &address, NULL) != STATUS_OK ||
        !address.param || address.param->law == LAW_SWITCH)
        return false;
    address_describe(&document->model, &address, words, sizeof words);
    return strncmp(entry->title, words, strlen(words)) == 0 &&
           address_format_text(&document->model, &address, out, size);
}

/* "Undone: Vox fader -7 dB. It is -6 dB": what holds now, unless the title ends with it. */
static void say_step(const Document *document, const HistoryEntry *entry, bool undo, char *out, size_t size)
{
    char value[300];
    bool of_another = entry->author && strcmp(entry->author, document->author) != 0;
    int used = snprintf(out, size, "%s: %.600s%s%.60s%s", undo ? "Undone" : "Redone", entry->title,
                        of_another ? " (by " : "", of_another ? entry->author : "", of_another ? ")" : "");
    if (!format_value_now(document, entry, value, sizeof value))
        return;
    size_t length = strlen(value), titled = strlen(entry->title);
    if (titled < length || strcmp(entry->title + titled - length, value) != 0)
        snprintf(out + used, size - (size_t)used, ". It is %s", value);
}

static bool step(Document *document, Answer *answer, HistoryEntry *entry, bool undo)
{
    ProblemList problems = {0};
    *answer = (Answer){0};
    document->gesture_entry = false;
    answer->resolved = text_copy(undo ? "undo" : "redo");
    answer->status = answer->resolved ? edit_log_to_change(&entry->log, undo, document->revision + 1, &answer->change)
                                      : STATUS_NO_MEMORY;
    if (answer->status == STATUS_OK) {
        if (undo)
            document_unwind(document, &entry->log);
        else
            document_rewind(document, &entry->log);
        document->history.done += undo ? -1 : 1;
        document->revision++;
        answer->status = document_refresh(document, &problems);
    }
    problems_clear(&problems);
    if (answer->status == STATUS_OK)
        say_step(document, entry, undo, answer->text, sizeof answer->text);
    else
        snprintf(answer->text, sizeof answer->text, "Not %s: out of memory", undo ? "undone" : "redone");
    return answer->status == STATUS_OK;
}

static bool refuse_step(Answer *answer, const char *text)
{
    *answer = (Answer){.status = STATUS_NOT_FOUND};
    snprintf(answer->text, sizeof answer->text, "%s", text);
    return false;
}

bool document_join(Document *document, Answer *answer)
{
    History *history = &document->history;
    if (history->done < 2 || history->done < history->count)
        return refuse_step(answer, history->done < 2 ? "Not joined: there are not two edits to join"
                                                     : "Not joined: what was undone comes after them");
    HistoryEntry *last = &history->entries[history->done - 1];
    *answer = (Answer){.resolved = text_copy("join")};
    answer->status = answer->resolved ? edit_log_join(&last[-1].log, &last->log) : STATUS_NO_MEMORY;
    if (answer->status != STATUS_OK) {
        snprintf(answer->text, sizeof answer->text, "Not joined: out of memory");
        return false;
    }
    join_addresses(&last[-1], last->address);
    snprintf(answer->text, sizeof answer->text, "Joined: %.900s", last[-1].title);
    entry_clear(last);
    history->count = --history->done;
    history->saved = history->saved == history->done  ? -1
                     : history->saved > history->done ? history->done
                                                      : history->saved;
    return true;
}

bool document_undo(Document *document, Answer *answer)
{
    History *history = &document->history;
    if (history->done == 0)
        return refuse_step(answer, "Not undone: there is nothing to undo");
    return step(document, answer, &history->entries[history->done - 1], true);
}

bool document_redo(Document *document, Answer *answer)
{
    History *history = &document->history;
    if (history->done == history->count)
        return refuse_step(answer, "Not redone: there is nothing to redo");
    return step(document, answer, &history->entries[history->done], false);
}

void document_forget_undone(Document *document)
{
    forget_redo(&document->history);
}

int document_undo_count(const Document *document)
{
    return document->history.done;
}

int document_redo_count(const Document *document)
{
    return document->history.count - document->history.done;
}

const char *document_history_title(const Document *document, int index)
{
    const History *history = &document->history;
    return index >= 0 && index < history->count ? history->entries[index].title : NULL;
}

int document_history_saved(const Document *document)
{
    return document->history.saved;
}

const char *document_undo_title(const Document *document, int index)
{
    const History *history = &document->history;
    return index >= 0 && index < history->done ? history->entries[history->done - 1 - index].title : NULL;
}

bool document_is_changed(const Document *document)
{
    const LineFile *file = &document->source.files[0];
    if (document->saved_count != file->count)
        return true;
    for (int i = 0; i < file->count; i++)
        if (!line_equal(file->lines[i], document->saved[i]))
            return true;
    return false;
}

void document_mark_saved(Document *document)
{
    const LineFile *file = &document->source.files[0];
    Line **saved = malloc((size_t)file->count * sizeof(Line *) + 1);
    for (int i = 0; saved && i < file->count; i++)
        saved[i] = line_keep(file->lines[i]);
    for (int i = 0; i < document->saved_count; i++)
        line_drop(document->saved[i]);
    free(document->saved);
    document->saved = saved;
    document->history.saved = document->history.done;
    document->saved_count = saved ? file->count : 0; /* without memory: counted as changed, which loses nothing */
}
