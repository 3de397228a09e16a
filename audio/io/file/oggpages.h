/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The one stream of sound in an Ogg file: its pages, or what they carry.
 *
 * Sources: RFC 3533 (pages), RFC 9639 section 10.1 (FLAC in Ogg), RFC 7845 (Opus), Vorbis I specification.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_OGGPAGES_H
#define TTYMIX_AUDIO_IO_FILE_OGGPAGES_H

#include <stdbool.h>

#include "audio/base/status.h"
#include "audio/io/file/excerpt.h"
#include "audio/io/file/view.h"

/* The pages between `from` and `to` of the first stream of sound: `excerpt` gets them as they are, so that what else is
 * in the file does not come between them; of FLAC what they carry, which is a plain FLAC file (`*is_flac`).
 * UNSUPPORTED: sound of another kind, or a chain of streams; BAD_VALUE, IO, NO_MEMORY. error->text continues a sentence
 * that begins with the file's name. */
NODISCARD Status oggpages_find(View *view, int64_t from, int64_t to, Excerpt *excerpt, bool *is_flac, Error *error);

#endif
