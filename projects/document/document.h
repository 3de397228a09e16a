/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document: it owns the lines of the project's text and the model made of them, and changes only by commands.
 *
 * One thread at a time.  An edit is a *change*: a list of splices of lines.  Applying it backwards is the undo, byte
 * for byte; applying it to a copy of the document makes the copy equal (a desk's replica).  Reading and writing is
 * lossless.
 */
#ifndef TTYMIX_PROJECTS_DOCUMENT_DOCUMENT_H
#define TTYMIX_PROJECTS_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "projects/lines/includes.h"
#include "projects/lines/problems.h"
#include "projects/model/model.h"

typedef struct Document Document;

/* A document from text, and from the files that it includes, which `reader` reads (NULL: they are left out, with a
 * warning).  All problems are collected; with errors the document is still made where that makes sense (so
 * that it can be shown), NULL where not.  `name` is used in messages. */
NODISCARD Status document_parse(Document **document, const char *name, const char *text, size_t length,
                                SourceReader reader, void *context, ProblemList *problems);
/* The smallest project: `ttymix 1`, stage, rate, pan-law, an empty [master]. */
NODISCARD Status document_new(Document **document, const char *title, int rate_hz);
void document_free(Document *document);

const Model *document_model(const Document *document);
/* The main file's text, malloc'd; the caller frees it. NUL-terminated, length without the NUL. */
NODISCARD Status document_text(const Document *document, char **text, size_t *length);
/* The included files, as paths from the main file's folder, in the order in which they were met; NULL behind the last.
 */
const char *document_include(const Document *document, int index);
/* What one of them says, as it was read; malloc'd like document_text. */
NODISCARD Status document_include_text(const Document *document, int index, char **text, size_t *length);
/* Counts up by one with every change, undo and redo. */
uint64_t document_revision(const Document *document);

typedef struct Splice { /* at line `at` (from 0) take out `removed_count` lines, put in `added` */
    int at;
    int removed_count, added_count;
    char **removed, **added; /* whole lines with their line ends */
} Splice;
typedef struct Change {
    uint64_t revision; /* of the document after it */
    Splice *splices;   /* in order of application */
    int splice_count;
    char *renamed_from, *renamed_to; /* a strip's name, so that its uid goes on; or NULL */
} Change;
void change_clear(Change *change);
/* Makes a replica equal. Fails with STATUS_CHANGED, and changes nothing, if the removed lines are not there. */
NODISCARD Status document_apply_change(Document *replica, const Change *change);

/* What a command did. */
typedef struct Answer {
    Status status;
    char text[1024]; /* for a person: "Vox fader -4.5 dB", or what did not happen and why; safe to print */
    char *resolved; /* the command with absolute values and exact addresses, for the journal; NULL if nothing changed */
    Change change;  /* empty if nothing changed */
    int error_column; /* of the command line, from 1, or 0 */
} Answer;
void answer_clear(Answer *answer);

/* Runs one command line of the DOCUMENT scope (projects/command/command.h): all of it, or nothing. */
void document_execute(Document *document, const char *line, Answer *answer);

/* Somebody who takes moves of numbers that can be automated before they reach the document: a recording.  Values of
 * `set`, `reset`, `toggle` and of switches pass by it; what it takes is answered like any other, changes nothing and is
 * not resolved. */
typedef struct DocumentRider {
    void *context;
    /* What `+=` and `toggle` begin with, where it is not the document's value: true, and the value. */
    bool (*present)(void *context, const char *address, double *value);
    /* True: taken. */
    bool (*move)(void *context, const char *address, const ParamInfo *param, double value);
    /* A number was written by a command that is no move, and passed by nobody: `send`. */
    void (*wrote)(void *context, const char *address);
} DocumentRider;
/* Copied; NULL = nobody. */
void document_set_rider(Document *document, const DocumentRider *rider);

/* Somebody who lets a number be heard on its way, where `set` is given a time for it.  Asked before the number is
 * written; a command that fails afterwards is told to its followers. */
typedef struct DocumentGlider {
    void *context;
    /* `from` is the number that a rider hears, or the document's. True: taken whole, nothing is written. */
    bool (*glide)(void *context, const char *address, const ParamInfo *param, double from, double to, double seconds);
} DocumentGlider;
/* Copied; NULL = nobody: the number is written, and that is all. */
void document_set_glider(Document *document, const DocumentGlider *glider);

/* Gestures: edits between begin and end are one entry of the history. They nest. `title` or NULL. */
void document_begin(Document *document, const char *title);
void document_end(Document *document);
/* Makes one entry of the last two; false, with a sentence, where there are not two, or something was undone. */
bool document_join(Document *document, Answer *answer);
bool document_undo(Document *document, Answer *answer);
bool document_redo(Document *document, Answer *answer);
/* What was undone cannot be redone any more. */
void document_forget_undone(Document *document);
/* Titles for the history screen, newest first; NULL past the end. */
int document_undo_count(const Document *document);
int document_redo_count(const Document *document);
const char *document_undo_title(const Document *document, int index);
/* Several people may edit one document: who does so from now on; "" = nobody in particular. */
void document_set_author(Document *document, const char *author);
/* The newest entry of the author that is set which no later one takes back; -1: there is none. */
int document_find_mine(const Document *document);
/* Who set an address last, of the `newer_than` newest entries; NULL: none of them did by itself. */
const char *document_find_changer(const Document *document, const char *address, int newer_than);
/* The main file's text before and after the entry `index` (newest first, of those that can be undone); malloc'd. */
NODISCARD Status document_texts_around(const Document *document, int index, char **before, char **after);
/* By place in the history, the oldest first: document_undo_count of them are done, document_redo_count behind them are
 * undone. NULL past the end. */
const char *document_history_title(const Document *document, int index);
/* How many of them were done when it was saved (0: as it was opened); -1: no undo or redo leads there any more. */
int document_history_saved(const Document *document);
/* True when the text differs from the text at the last document_mark_saved. */
bool document_is_changed(const Document *document);
void document_mark_saved(Document *document);

#endif
