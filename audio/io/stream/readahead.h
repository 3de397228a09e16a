/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The disk thread: brings the pages of stems into memory before they are heard, and lets them go when memory is short.
 *
 * Memory: pages that are not wanted go first, oldest first.  What the bound cannot hold is the end of the read-ahead
 * and the heads; three pages per cued stem, and what is asked for, are always held.
 */
#ifndef TTYMIX_AUDIO_IO_STREAM_READAHEAD_H
#define TTYMIX_AUDIO_IO_STREAM_READAHEAD_H

#include "audio/io/stream/pages.h"
#include "audio/io/stream/stem.h"
#include "audio/io/stream/store.h"

typedef struct ReadAhead ReadAhead;

/* Starts the thread (with all signals blocked). Control thread, as all below unless said otherwise. */
NODISCARD Status readahead_new(ReadAhead **ahead, const StoreSetup *setup, Error *error);
/* Ends the thread and frees; the stems' pages belong to the stems. NULL is safe. */
void readahead_free(ReadAhead *ahead);
/* Watches a stem from now on: its file's identity is looked at now and then. */
NODISCARD Status readahead_add(ReadAhead *ahead, Stem *stem);
NODISCARD Status readahead_set_cues(ReadAhead *ahead, const StoreCue *cues, int count);
bool readahead_is_ready(ReadAhead *ahead, int64_t position, int frames);
/* Any thread, wait-free. */
RT_SAFE void readahead_follow(ReadAhead *ahead, int64_t position, bool loop_on, int64_t loop_from, int64_t loop_to);
/* What the audio thread announces its reading to. */
RT_SAFE PageEpoch *readahead_epoch(ReadAhead *ahead);
/* Bytes of pages in memory now, for tests. Any thread. */
uint64_t readahead_bytes(const ReadAhead *ahead);

#endif
