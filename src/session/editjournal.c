/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/editjournal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/base/buffer.h"
#include "projects/text/escape.h"

enum { FLUSH_BYTES = 1 << 20, RECORD_BYTES = 32 };

void editjournal_base_sha256(const Project *song, char out[SHA256_HEX_SIZE])
{
    char *text = NULL;
    size_t length = 0;
    if (song->saved_text)
        sha256_hex(song->saved_text, song->saved_length, out);
    else if (document_text(song->document, &text, &length) == STATUS_OK)
        sha256_hex(text, length, out);
    else
        sha256_hex("", 0, out);
    free(text);
}

char *editjournal_text_command(const char *text, size_t length)
{
    Buffer buffer = {0};
    buffer_append_text(&buffer, "text ");
    text_append_quoted(&buffer, text, length);
    return buffer_take(&buffer);
}

/* A disk that refuses from the beginning is told of before the first edit. */
static void note_first_failure(EditJournal *self)
{
    JournalStatus status;
    self->told_failing = journal_poll(self->journal, &status) && status.failing;
    if (self->told_failing)
        board_warn(self->board, STANDING_JOURNAL, NOTICE_WARN, "Edits are not journalled: %.250s.", status.error.text);
}

bool editjournal_is_written(const EditJournal *self)
{
    return self->journal && !self->told_failing;
}

void editjournal_open(EditJournal *self, Lock *lock, bool continues)
{
    char sha[SHA256_HEX_SIZE];
    Error error = {0};
    editjournal_base_sha256(self->song, sha);
    board_withdraw(self->board, STANDING_JOURNAL);
    Status status =
        journal_open(&self->journal, self->song->path, sha, continues ? JOURNAL_CONTINUE : JOURNAL_NEW, &error);
    if (status != STATUS_OK) {
        board_warn(self->board, STANDING_JOURNAL, NOTICE_WARN, "Edits are not journalled: %.250s.", error.text);
        return;
    }
    journal_guard(self->journal, lock);
    note_first_failure(self);
}

/* From here on nothing of the history is among the records. */
static void forget_history(EditJournal *self)
{
    self->shared_undo = self->shared_redo = 0;
    self->gesture_split = self->gesture_depth > 0;
}

void editjournal_close(EditJournal *self, bool clean)
{
    journal_close(self->journal, clean);
    self->journal = NULL;
    forget_history(self); /* the next one has none of its records */
}

void editjournal_forget(EditJournal *self)
{
    self->gesture_depth = 0;
    forget_history(self);
}

/* ---- records ---- */

static void say_full(EditJournal *self)
{
    board_notice(self->board, NOTICE_ERROR, "The journal is full: write the project now.");
}

static void keep_replayed(EditJournal *self, const char *record)
{
    char *copy = text_copy(record);
    if (copy && array_grow(&self->replayed, self->replayed_count, &self->replayed_room, sizeof copy))
        self->replayed[self->replayed_count++] = copy;
    else
        free(copy);
}

static void append(EditJournal *self, const char *record, const char *typed)
{
    if (self->replaying)
        keep_replayed(self, record);
    else if (self->journal && journal_append(self->journal, record, typed) != STATUS_OK)
        say_full(self);
}

static void append_whole_text(EditJournal *self, const char *typed)
{
    char *text, *record = NULL;
    size_t length;
    if (document_text(self->song->document, &text, &length) == STATUS_OK) {
        record = editjournal_text_command(text, length);
        free(text);
    }
    if (record)
        append(self, record, typed);
    else
        board_notice(self->board, NOTICE_ERROR,
                     "The last step is not journalled (out of memory): write the project now.");
    free(record);
}

static void note_step(EditJournal *self, bool undo, const char *typed)
{
    int *from = undo ? &self->shared_undo : &self->shared_redo, *to = undo ? &self->shared_redo : &self->shared_undo;
    if (*from > 0) {
        *from -= 1;
        *to += 1;
        append(self, undo ? "undo" : "redo", typed);
        return;
    }
    self->shared_undo = self->shared_redo = 0;
    append_whole_text(self, typed);
}

/* Two entries become one.  Where the records have made only the last of them, an undo has no meaning among the records
 * from here on. */
static void note_join(EditJournal *self, const char *typed)
{
    self->shared_redo = 0;
    if (self->shared_undo < 2) {
        self->shared_undo = 0;
        return;
    }
    self->shared_undo--;
    append(self, "join", typed);
}

static bool is_word(const char *line, const char *word)
{
    size_t length = strlen(word);
    return strncmp(line, word, length) == 0 && (line[length] == '\0' || line[length] == ' ' || line[length] == '\t');
}

static void note_gesture(EditJournal *self, int step)
{
    self->gesture_depth += step;
    if (self->gesture_depth <= 0) {
        self->gesture_depth = 0;
        self->gesture_split = false;
    }
}

void editjournal_note(EditJournal *self, const char *resolved, const char *typed, int undo_before)
{
    int undo_now = document_undo_count(self->song->document);
    if (is_word(resolved, "undo") || is_word(resolved, "redo")) {
        note_step(self, resolved[0] == 'u', typed);
        return;
    }
    if (is_word(resolved, "join")) {
        note_join(self, typed);
        return;
    }
    if (is_word(resolved, "begin"))
        note_gesture(self, 1);
    else if (is_word(resolved, "end"))
        note_gesture(self, -1);
    else {
        self->shared_undo = self->gesture_split ? 0 : self->shared_undo + (undo_now > undo_before);
        self->shared_redo = 0;
    }
    append(self, resolved, typed);
}

/* ---- the place is another's, and ours again ---- */

bool editjournal_regain(EditJournal *self, Lock *lock)
{
    return self->journal && journal_regain(self->journal, lock);
}

void editjournal_return(EditJournal *self, Lock *lock)
{
    Journal *apart = self->journal;
    self->journal = NULL;
    forget_history(self);
    editjournal_open(self, lock, false);
    if (self->journal)
        self->apart = apart;
    else
        self->journal = apart;
}

void editjournal_settle(EditJournal *self)
{
    if (!self->apart)
        return;
    if (document_is_changed(self->song->document))
        append_whole_text(self, NULL);
    journal_close(self->apart, journal_flush(self->journal, NULL) == STATUS_OK);
    self->apart = NULL;
}

bool editjournal_say_end(EditJournal *self, char *out, size_t size)
{
    Error error = {0};
    JournalStatus status;
    if (!self->journal) {
        snprintf(out, size, "Ended with unsaved edits, which are lost: they were not journalled.");
        return false;
    }
    if (journal_flush(self->journal, &error) != STATUS_OK) {
        snprintf(out, size, "Ended with unsaved edits, which are lost: %.300s.", error.text);
        return false;
    }
    (void)journal_poll(self->journal, &status);
    const char *file = strrchr(status.file, '/');
    if (status.is_apart)
        snprintf(out, size, "Ended with unsaved edits; they are kept in %.300s.", file ? file + 1 : status.file);
    else
        snprintf(out, size, "Ended with unsaved edits; the next start offers to recover them.");
    return true;
}

/* ---- around a save, a merge, a recovery ---- */

void editjournal_mark(EditJournal *self, const char *text, size_t length)
{
    char sha[SHA256_HEX_SIZE];
    forget_history(self);
    if (!self->journal)
        return;
    sha256_hex(text, length, sha);
    Status ignored = journal_mark(self->journal, sha); /* a full queue is told of by editjournal_poll */
    (void)ignored;
    ignored = journal_flush(self->journal, NULL);
    (void)ignored;
}

void editjournal_saved(EditJournal *self)
{
    if (self->journal)
        journal_saved(self->journal);
}

void editjournal_rebase(EditJournal *self, const char *sha256, const char *line)
{
    forget_history(self);
    if (self->journal && journal_rebase(self->journal, sha256, line, "merge") != STATUS_OK)
        say_full(self);
}

void editjournal_begin_replay(EditJournal *self)
{
    self->replaying = true;
    forget_history(self);
}

void editjournal_end_replay(EditJournal *self)
{
    self->replaying = false;
}

/* The queue of the journal holds 4 MiB, and takes no more once it was full: long recoveries wait for the disk. */
static void append_replayed(EditJournal *self)
{
    size_t waiting = 0;
    for (int i = 0; i < self->replayed_count; i++) {
        size_t length = strlen(self->replayed[i]);
        if (waiting + length > FLUSH_BYTES) {
            Status ignored =
                journal_flush(self->journal, NULL); /* a disk that refuses is told of by editjournal_poll */
            (void)ignored;
            waiting = 0;
        }
        waiting += length + RECORD_BYTES;
        append(self, self->replayed[i], NULL);
    }
}

void editjournal_take_replayed(EditJournal *self, bool again)
{
    if (again && self->journal)
        append_replayed(self);
    for (int i = 0; i < self->replayed_count; i++)
        free(self->replayed[i]);
    free(self->replayed);
    self->replayed = NULL;
    self->replayed_count = self->replayed_room = 0;
}

void editjournal_poll(EditJournal *self)
{
    JournalStatus status;
    if (!self->journal || !journal_poll(self->journal, &status))
        return;
    if (status.full)
        board_warn(self->board, STANDING_JOURNAL, NOTICE_ERROR,
                   "Edits are no longer journalled%s%s: write the project now.", status.failing ? ", " : "",
                   status.failing ? status.error.text : "");
    else if (status.failing)
        board_warn(self->board, STANDING_JOURNAL, NOTICE_ERROR, "The journal cannot be written: %s. It is tried again.",
                   status.error.text);
    else if (self->told_failing)
        board_notice(self->board, NOTICE_INFO, "The journal is written again.");
    self->told_failing = status.full || status.failing;
    if (!self->told_failing)
        board_withdraw(self->board, STANDING_JOURNAL);
}
