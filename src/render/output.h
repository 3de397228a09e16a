/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a bounce may write: never over the project, an include, a stem, or what is not a regular file. Control thread.
 */
#ifndef TTYMIX_SRC_RENDER_OUTPUT_H
#define TTYMIX_SRC_RENDER_OUTPUT_H

#include "audio/io/file/writer.h"
#include "src/song/song.h"

/* The format that a name asks for ("x.flac"); false if its extension is none of ours. */
bool format_of_name(const char *path, FileFormat *format);
/* "TITLE.wav" beside the project; a title's '/' and control characters become '_'. malloc'd; NULL without memory. */
char *output_default(const Project *project, FileFormat format);
/* STATUS_REFUSED with a sentence if `path` may not be written. "-" always may. */
NODISCARD Status output_check(const Project *project, const char *path, Error *error);

#endif
