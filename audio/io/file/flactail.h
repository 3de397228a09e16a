/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of a FLAC file is there, seen from its last frame, without decoding: STREAMINFO says how long the whole was.
 *
 * Source: RFC 9639, sections 8.2 (STREAMINFO) and 9.1 (frame header), 9.3 (footer).
 */
#ifndef TTYMIX_AUDIO_IO_FILE_FLACTAIL_H
#define TTYMIX_AUDIO_IO_FILE_FLACTAIL_H

#include "audio/io/file/excerpt.h"

/* What the first metadata block says. */
typedef struct FlacStreamInfo {
    int block_frames; /* the largest */
    int channels, bits;
    int64_t frames; /* 0 = not stated */
} FlacStreamInfo;

enum { FLAC_HEAD_BYTES = 42 }; /* "fLaC" and the whole of STREAMINFO */

/* Of the first FLAC_HEAD_BYTES of a file; false if they are something else. */
bool flactail_read_head(const unsigned char *head, FlacStreamInfo *info);
/* Writes another number of frames into them. */
void flactail_state_frames(unsigned char *head, int64_t frames);

/* Frames (of sound) up to the end of the last FLAC frame that is whole, whatever is stated; -1 where that cannot be
 * told (no frame found near the end of a file with much behind its sound).  A frame that ends the stated length counts
 * as whole, so that what is appended to it does no harm. */
int64_t flactail_frames(const Excerpt *file, const FlacStreamInfo *info);

#endif
