/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a document is made of, for the rooms that change it: document, edit and command. */
#ifndef TTYMIX_PROJECTS_DOCUMENT_INSIDE_H
#define TTYMIX_PROJECTS_DOCUMENT_INSIDE_H

#include "projects/document/document.h"
#include "projects/document/editlog.h"
#include "projects/lines/source.h"
#include "projects/model/uids.h"
#include "projects/read/read.h"

typedef struct HistoryEntry {
    char *title;
    char *address; /* of the one value that it set, for the value that holds when it is undone; NULL: of none or several
                    */
    char *author;  /* NULL: nobody in particular */
    int takes_back; /* the number, from 1, of the entry that this one takes back though others came between; 0: none */
    EditLog log;
} HistoryEntry;

typedef struct History {
    HistoryEntry *entries; /* the first `done` can be undone, the others redone */
    int count, done, capacity;
    int saved; /* how many were done at the last save; -1: none leads there any more */
} History;

struct Document {
    Source source;
    Model model;
    Reading reading;
    UidTable uids;
    uint64_t revision;

    EditLog open_log;    /* of the command being run */
    int open_takes_back; /* HistoryEntry.takes_back of the entry that it will be */
    char author[48];
    DocumentRider rider;   /* `move` NULL: nobody */
    DocumentGlider glider; /* likewise */
    History history;
    int gesture_depth;
    bool gesture_entry; /* the open gesture has an entry on top of the history */
    char *gesture_title;
    bool restless; /* every refresh makes all anew, so that whoever holds a pointer over one is found out: tests */
    Line **saved;  /* the lines at the last save */
    int saved_count;
};

/* refresh.c: makes the model anew from all lines / only where lines changed.  Without memory everything is read again
 * the next time. */
NODISCARD Status document_read_all(Document *document, ProblemList *problems);
NODISCARD Status document_refresh(Document *document, ProblemList *problems);
/* Errors of the text as it was last read. */
int document_error_count(const Document *document);
/* A strip's number goes on under another name. */
void document_rename_uid(Document *document, const char *from, const char *to);

/* splice.c: changes lines of the main file, notes it in `log` (may be NULL), marks what must be read again. */
NODISCARD Status document_splice(Document *document, EditLog *log, int at, int removed, Line *const *added,
                                 int added_count);
/* Takes back everything in `log`, or does it again (lines, not the model). */
void document_unwind(Document *document, const EditLog *log);
void document_rewind(Document *document, const EditLog *log);

/* history.c */
void undo_history_clear(History *history);
/* Puts the open log on the history; `resolved` is the command in exact addresses. */
NODISCARD Status document_commit(Document *document, const char *title, const char *resolved);

#endif
