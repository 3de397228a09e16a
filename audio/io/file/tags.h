/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags that stand around the sound of a file and are no part of it.
 *
 * Sources: id3.org, ID3v2.4.0 structure (3.1 header, 3.4 footer), ID3v1; Lyrics3 v2.00; APEv2 specification
 * (hydrogenaudio).
 */
#ifndef TTYMIX_AUDIO_IO_FILE_TAGS_H
#define TTYMIX_AUDIO_IO_FILE_TAGS_H

#include "audio/io/file/view.h"

/* Bytes of an ID3v2 tag at `at`, with its footer; 0 where none begins. */
int64_t tags_id3_bytes(View *view, int64_t at);
/* Where the sound of the file may lie: behind all ID3v2 tags at its head, before ID3v1, Lyrics3 and APE tags at its
 * end. *from <= *to. */
void tags_find(View *view, int64_t *from, int64_t *to);

#endif
