/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frames of an MP3 file, counted.
 *
 * A header of an MP3 file need not say how long it is, and one that does may be wrong; a guess from the file's size and
 * the first frame's bit rate is off by any ratio.  So every frame header is walked, and the decoder is given a first
 * frame (a Xing "Info" frame) that states what was counted.
 *
 * Sources: ISO/IEC 11172-3 2.4.1.3 and 13818-3 (headers); Xing VBR header SDK (1998); LAME's mp3info-rev1 (delay and
 * padding); Fraunhofer's VBRI as in FFmpeg's documentation of demuxers.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_MPEGFRAMES_H
#define TTYMIX_AUDIO_IO_FILE_MPEGFRAMES_H

#include "audio/base/status.h"
#include "audio/io/file/excerpt.h"
#include "audio/io/file/view.h"

/* True for the first four bytes of an MPEG audio frame, layer III. */
bool mpegframes_is_header(const unsigned char *bytes);

/* Walks the frames between `from` and `to`.  `excerpt` gets the frames of sound behind a frame that states their
 * number;
 * `*lost_frames` how many frames of time the file's own header promises beyond them (0: none, or nothing is stated).
 * BAD_VALUE, UNSUPPORTED, IO, NO_MEMORY; error->text continues a sentence that begins with the file's name. */
NODISCARD Status mpegframes_find(View *view, int64_t from, int64_t to, Excerpt *excerpt, int64_t *lost_frames,
                                 Error *error);

#endif
