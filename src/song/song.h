/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project that is open: its document, its stems and where it lies. Control thread. */
#ifndef TTYMIX_SRC_SONG_SONG_H
#define TTYMIX_SRC_SONG_SONG_H

#include <stdbool.h>
#include <stdio.h>

#include "audio/io/stream/store.h"
#include "projects/disk/save.h"
#include "projects/document/document.h"
#include "src/song/stems.h"

typedef struct ProjectSetup {
    bool offline; /* for a bounce: see StoreSetup */
    bool allow_outside;
    bool create; /* a project that is not there yet begins empty */
    bool fresh;  /* begins empty whatever is there */
} ProjectSetup;

typedef struct Project {
    char *path;
    Document *document;
    StemStore *store;
    StemTable stems;
    FileIdentity identity; /* of the file as it was read */
    char *saved_text;      /* the bytes last read or written: the base of a merge */
    size_t saved_length;
    bool is_new; /* not on disk yet */
} Project;

/* Reads a project; says what is wrong with it on `talk` (one problem a line). EXIT_DONE, or the status to exit with.
 * Warnings are said and do not fail. */
int project_open(Project *project, const char *path, const ProjectSetup *setup, FILE *talk);
void project_close(Project *project);
/* The same text and stems, read again for a thread of its own, with a store that waits for its stems. Close `to`
 * whatever comes back. */
NODISCARD Status project_copy(Project *to, const Project *from, Error *error);

typedef struct IncludeReader { /* whose includes; borrows from the project */
    const char *folder, *real_folder;
    bool allow_outside;
} IncludeReader;
void project_include_reader(const Project *project, IncludeReader *reader);
/* A DocumentReader on an IncludeReader. */
Status project_read_include(void *context, const char *path, char **text, size_t *length, Error *error);

/* Opens every stem of the document and says what is wrong with each on `talk`: missing and unreadable ones (counted in
 * `missing`), and warnings (cut off, other rate). False only without memory. */
bool project_check_stems(Project *project, FILE *talk, int *missing);

/* One line for each problem, escaped for a terminal. */
void problems_print(const ProblemList *problems, FILE *talk);

#endif
