/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The document's inside, for the files of this room only. */
#ifndef TTYMIX_PROJECTS_DOCUMENT_PARTS_H
#define TTYMIX_PROJECTS_DOCUMENT_PARTS_H

#include "projects/document/document.h"
#include "projects/lines/lines.h"
#include "projects/lines/problems.h"
#include "projects/model/nametable.h"

enum {
    LINE_LENGTH_MAX = 65536,
    LINE_COUNT_MAX = 1000000,
    SECTION_MAX = 100000,
    STRIP_MAX = 4096,
    PROCESSOR_MAX = 64,
    INCLUDE_DEPTH_MAX = 8
};

/* A stretch of lines: a header with what follows to the next header; the head of a file has no header line. */
typedef struct Section {
    int file;         /* index into files; 0 = the main file */
    int first, count; /* lines, the header among them */
    SectionKind kind;
    char *name;    /* of a strip, or the address of an automation; or NULL */
    int owner;     /* index of its strip or lane in the model; -1 = none */
    int next;      /* the next section of the same owner, -1 = none */
    bool reopened; /* an earlier file has the same section */
    bool dirty;    /* its lines changed since it was read */
    int errors;    /* found when it was last read */
} Section;

typedef struct LineSplice { /* as Splice, with counted lines */
    int at, removed_count, added_count;
    Line **lines; /* the removed, then the added; one reference each */
} LineSplice;

typedef struct Rename {
    char *from, *to;
} Rename;

/* What was done to the lines, in order; undone from its end. */
typedef struct EditLog {
    LineSplice *splices;
    int count, capacity;
    Rename *renames;
    int rename_count, rename_capacity;
} EditLog;

typedef struct HistoryEntry {
    char *title;
    EditLog log;
} HistoryEntry;

typedef struct History {
    HistoryEntry *entries; /* the first `done` can be undone, the others redone */
    int count, done, capacity;
} History;

struct Document {
    LineFile *files; /* 0 = main; then includes in the order they were met */
    int file_count, file_capacity;
    int *file_order; /* files in the order in which their facts count: includes first, the main file last */
    int file_order_count;
    bool includes_missing; /* a replica without a reader */
    Section *sections;     /* of all files in that order */
    int section_count, section_capacity;
    int *strip_first, *lane_first; /* first section of each strip and lane of the model, -1 = none */
    int main_section;              /* index of the main file's head; its other sections follow it to the end */
    Model model;
    bool stale;                                        /* the structure changed: everything must be read again */
    bool edited;                                       /* some section is dirty, or stale */
    int structure_errors, loop_errors, version_errors; /* found outside sections */
    NameTable *uids; /* "vox", "7.comp" -> uid; never forgets a strip that was deleted, for its undo */
    uint32_t next_uid;
    uint64_t revision;

    EditLog open_log;    /* of the command being run */
    DocumentRider rider; /* `move` NULL: nobody */
    History history;
    int gesture_depth;
    bool gesture_entry; /* the open gesture has an entry on top of the history */
    char *gesture_title;
    Line **saved; /* the lines at the last save */
    int saved_count;
};

/* sections.c: reads `ttymix N`. */
void document_read_version(Document *document, ProblemList *problems);
/* Finds the sections of every file; problems of headers and of their order. */
NODISCARD Status document_find_sections(Document *document, ProblemList *problems);
void document_clear_sections(Document *document);
/* Index of the main file's section that holds a line (its head for what stands before the first header). */
int document_section_of_line(const Document *document, int line);

/* read.c: makes the model anew from all lines / only where lines changed. */
NODISCARD Status document_read_all(Document *document, ProblemList *problems);
NODISCARD Status document_refresh(Document *document, ProblemList *problems);
int document_error_count(const Document *document);
/* Gives strips and processors the numbers they had. */
void document_assign_uids(Document *document, Strip *strip);
/* A strip's number goes on under another name. */
void document_rename_uid(Document *document, const char *from, const char *to);

/* splice.c: changes lines of the main file, notes it in `log` (may be NULL), marks what must be read again. */
NODISCARD Status document_splice(Document *document, EditLog *log, int at, int removed, Line *const *added,
                                 int added_count);
NODISCARD Status edit_log_add_rename(EditLog *log, const char *from, const char *to);
/* Takes back everything in `log` from splice `keep` on (lines, not the model). */
void document_unwind(Document *document, const EditLog *log);
void document_rewind(Document *document, const EditLog *log);
void edit_log_clear(EditLog *log);
/* Moves the items of `from` to the end of `to`. */
NODISCARD Status edit_log_join(EditLog *to, EditLog *from);
/* The log as a Change, forwards or backwards. */
NODISCARD Status edit_log_to_change(const EditLog *log, bool backwards, uint64_t revision, Change *change);

/* history.c */
void undo_history_clear(History *history);
NODISCARD Status document_commit(Document *document, const char *title);

#endif
