/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Compressed files on their way to the decoder: FLAC, FLAC in Ogg, Ogg Vorbis, Opus, MP3.
 *
 * The decoder (codec.h) believes headers, and guesses where they say nothing.  So it gets the sound alone, behind a
 * header that states how long it is: counted in MP3, found from the last frame in FLAC.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_COMPRESSED_H
#define TTYMIX_AUDIO_IO_FILE_COMPRESSED_H

#include <stdbool.h>

#include "audio/base/status.h"
#include "audio/io/file/excerpt.h"
#include "audio/io/file/view.h"

/* True when the bytes at the start of a file's sound (16 or fewer are looked at) are of a compressed kind that is read.
 */
bool compressed_is_known(const unsigned char *bytes, int count);

/* What the decoder gets of the sound between `from` and `to`.  `*lost_frames`: what the file's own header promises
 * beyond it (the file was cut off), else 0.  `excerpt` begins as {.fd}; clear it whatever comes back.  UNSUPPORTED,
 * BAD_VALUE, IO, NO_MEMORY; error->text continues a sentence that begins with the file's name. */
NODISCARD Status compressed_find(View *view, int64_t from, int64_t to, Excerpt *excerpt, int64_t *lost_frames,
                                 Error *error);

#endif
