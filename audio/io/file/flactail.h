/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How much of a FLAC file is there, seen from its last frame, without decoding: STREAMINFO says how long the whole was.
 *
 * Source: RFC 9639, sections 8.2 (STREAMINFO) and 9.1 (frame header), 9.3 (footer).
 */
#ifndef TTYMIX_AUDIO_IO_FILE_FLACTAIL_H
#define TTYMIX_AUDIO_IO_FILE_FLACTAIL_H

#include <stdint.h>

/* Frames (of sound) up to the end of the last FLAC frame that is whole; -1 where that cannot be told (no STREAMINFO at
 * the start of the file, no frame found near its end).  A file whose last frame is the one that ends the stated length
 * counts as whole, so that tags appended to it do no harm. */
int64_t flactail_frames(int fd, int64_t file_bytes);

#endif
