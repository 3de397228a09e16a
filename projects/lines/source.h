/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of a project: the lines of its files, and the sections that they fall into.
 *
 * The document owns one and changes its lines; reading makes a model of it and leaves it as it is.  A strip or lane may
 * have sections in several files: they are chained, the one that counts last at the end.  Strips and lanes are numbered
 * here, and the model keeps the numbers: in the order in which their first sections stand, the master behind all
 * others, whether it has a section or not.  One thread at a time.
 */
#ifndef TTYMIX_PROJECTS_LINES_SOURCE_H
#define TTYMIX_PROJECTS_LINES_SOURCE_H

#include "projects/lines/includes.h"
#include "projects/lines/lines.h"
#include "projects/lines/problems.h"
#include "projects/model/model.h"

enum {
    LINE_LENGTH_MAX = 65536,
    LINE_COUNT_MAX = 1000000,
    SECTION_MAX = 100000,
    STRIP_MAX = 4096,
    INCLUDE_DEPTH_MAX = 8
};

/* A stretch of lines: a header with what follows to the next header; the head of a file has no header line. */
typedef struct Section {
    int file;         /* index into files; 0 = the main file */
    int first, count; /* lines, the header among them */
    SectionKind kind;
    char *name;    /* of a strip, or the address of an automation; or NULL */
    int owner;     /* number of its strip or lane; -1 = none */
    int next;      /* the next section of the same owner, -1 = none */
    bool reopened; /* an earlier file has the same section */
    bool changed;  /* some line did since it was read */
} Section;

typedef struct Source {
    LineFile *files; /* 0 = main; then includes in the order they were met */
    int file_count, file_capacity;
    int *file_order; /* files in the order in which their facts count: includes first, the main file last */
    int file_order_count;
    bool includes_missing; /* a replica without a reader */
    int version;           /* of the first line */
    bool is_newer;         /* than this program knows: to be read only */
    Section *sections;     /* of all files in that order */
    int section_count, section_capacity;
    int *strip_first, *lane_first; /* first section of each strip and lane; -1 = none (the master) */
    int strip_count, lane_count;
    int main_section; /* index of the main file's head; its other sections follow it to the end */
    bool stale;       /* the structure changed: sections must be found, and everything read, again */
    bool edited;      /* some section changed, or stale */
    int errors;       /* found in the first line and in headers, outside what sections say */
} Source;

void source_clear(Source *source);
/* Forgets the sections, and what is numbered by them. */
void source_clear_sections(Source *source);
/* Takes the main file's text, reads the files that it includes and those that they include.  A NULL `reader` leaves
 * them out, with a warning. */
NODISCARD Status source_open(Source *source, const char *name, const char *text, size_t length, SourceReader reader,
                             void *context, ProblemList *problems);
/* Finds version and sections of every file; problems of the first line, of headers and of their order. */
NODISCARD Status source_find_sections(Source *source, ProblemList *problems);
/* All sections are as they were read. */
void source_mark_read(Source *source);
/* Changes lines of the main file and marks what must be read again.  References of `added` are taken.  Sections behind
 * the change keep their places; `*shifted_from` is the line (from 1) behind which line numbers moved by added_count -
 * removed, or 0 where nothing is kept (`stale`).  BAD_VALUE for lines that are not there; without memory nothing is
 * changed, but `stale` is set. */
NODISCARD Status source_splice(Source *source, int at, int removed, Line *const *added, int added_count,
                               int *shifted_from);

#endif
