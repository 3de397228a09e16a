/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A project that is open: its document, its stems and where it lies. Control thread. */
#ifndef TTYMIX_SRC_SONG_SONG_H
#define TTYMIX_SRC_SONG_SONG_H

#include <stdbool.h>

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

/* Reads a project.  What is wrong with its text is added to `problems`; warnings do not fail.  BAD_VALUE: it has
 * errors, all of them in `problems` (error->text stays empty).  NOT_FOUND, REFUSED, IO: the file cannot be read;
 * error->text is a sentence that names it.  NO_MEMORY: it, or the threads that read stems.  After a failure there is
 * nothing to close. */
NODISCARD Status project_open(Project *project, const char *path, const ProjectSetup *setup, ProblemList *problems,
                              Error *error);
/* Safe for a zeroed one, and twice. */
void project_close(Project *project);
/* The same text and stems, read again for a thread of its own, with a store that waits for its stems. Close `to`
 * whatever comes back. */
NODISCARD Status project_copy(Project *to, const Project *from, Error *error);

typedef struct IncludeReader { /* whose includes; borrows from the project */
    const char *folder, *real_folder;
    bool allow_outside;
} IncludeReader;
void project_include_reader(const Project *project, IncludeReader *reader);
/* A SourceReader on an IncludeReader. */
Status project_read_include(void *context, const char *path, char **text, size_t *length, Error *error);

/* Opens every stem of the document.  What is wrong with each is added to `problems`: missing and unreadable ones as
 * errors, and warnings (cut off, other rate).  A stem is told of once, when it is met first: a second call adds what is
 * new.  `*missing` counts the places that name one which cannot be heard, told of now or earlier.  Fails only without
 * memory. */
NODISCARD Status project_check_stems(Project *project, ProblemList *problems, int *missing);
/* Adds a warning for each clip that asks for more of its file than there is. Fails only without memory. */
NODISCARD Status project_check_clips(Project *project, ProblemList *problems);
/* Reads every stem of floating-point samples.  Those with NaN or infinite ones are added as errors and counted in
 * `*bad` (a bounce does not write what it cannot play), values beyond full scale as warnings; with count, first place
 * and the largest value.  Each stem is told of once.  Fails only without memory. */
NODISCARD Status project_check_samples(Project *project, ProblemList *problems, int *bad);

#endif
