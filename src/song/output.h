/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where something may be written: one answer for everybody who writes a file that a user named.
 *
 * Nothing is overwritten that is part of the project, and nothing that was hardly meant: no sound over a project or a
 * preset, no project over a recording, nothing by a name that nobody typed over what ttymix did not make.  What is
 * written by a name of ttymix's own (journal, lock, NAME.ttymix.part) needs no question.  Any thread that owns the
 * project.
 */
#ifndef TTYMIX_SRC_SONG_OUTPUT_H
#define TTYMIX_SRC_SONG_OUTPUT_H

#include "audio/io/file/writer.h"
#include "src/song/song.h"

/* What for a file is written. */
typedef enum OutputUse {
    OUTPUT_SOUND,   /* a bounce to a file that was named */
    OUTPUT_IMPLIED, /* a WAV or RF64 file whose name nobody typed: of a strip, or of the song's title */
    OUTPUT_COPY,    /* the text, to another file than the project's: `write FILE` */
    OUTPUT_PROJECT  /* a project in the place of an old one: `--new --force` */
} OutputUse;

/* What lies where something is to be written. */
typedef enum OutputPlace {
    OUTPUT_FREE,     /* nothing, or what may be replaced */
    OUTPUT_NAMELESS, /* the name is "" */
    OUTPUT_UNKNOWN,  /* it cannot be looked at: error->text says why */
    OUTPUT_BESIDE,   /* a lock, a journal */
    OUTPUT_FOLDER,
    OUTPUT_NO_FILE, /* a device, a FIFO, a socket */
    OUTPUT_LINK,
    OUTPUT_ITSELF,  /* the project's own file */
    OUTPUT_STEM,    /* a sound file that the project plays, or played since it was opened */
    OUTPUT_INCLUDE, /* a file that the project includes */
    OUTPUT_OTHER,   /* another project */
    OUTPUT_PRESET,
    OUTPUT_RECORDING, /* a sound file, where a text is to be written */
    OUTPUT_FOREIGN    /* a file that ttymix did not make, by a name that nobody typed */
} OutputPlace;

/* Whether `path` is free for `use`.  OK; or REFUSED, IO (it cannot be looked at) with a text that goes on after the
 * file's name: "is a stem of the project".  `*place`, unless it is NULL, is what was found, always.  "-", standard
 * output, is free for sound. */
NODISCARD Status output_check(const Project *project, const char *path, OutputUse use, OutputPlace *place,
                              Error *error);

/* The format that a name asks for ("x.flac"); false if its extension is none of ours. */
bool format_of_name(const char *path, FileFormat *format);
/* "TITLE.wav" beside the project; a title's '/' and control characters become '_'. malloc'd; NULL without memory. */
char *output_default(const Project *project, FileFormat format);

#endif
