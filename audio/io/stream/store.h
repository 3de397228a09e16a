/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stem store: every stem of a project as a Stream (audio/engine/stream.h), read ahead by a disk thread or read at
 * once by a bounce.
 *
 * Stems are cut into pages of STORE_PAGE_FRAMES frames at the project's rate.  A page holds planar floats, so that the
 * audio thread only copies; compressed stems are decoded, stems at another rate converted, each page by its own soxr
 * run with a fixed pre-roll, so that any position gives the same bits.  The first page of every cue stays in memory
 * while there is room, so that a start is immediate.  Pages the audio thread may be looking at are never freed under
 * it.  A bounce keeps no pages: uncompressed stems at the project's rate are unpacked straight into the engine's
 * buffers.
 */
#ifndef TTYMIX_AUDIO_IO_STREAM_STORE_H
#define TTYMIX_AUDIO_IO_STREAM_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "audio/engine/stream.h"
#include "audio/io/file/soundfile.h"

enum { STORE_PAGE_FRAMES = 8192 };

typedef struct StemStore StemStore;

typedef struct StoreSetup {
    int rate_hz;           /* the project's */
    bool offline;          /* a bounce: no disk thread, pages are read by who needs them */
    double read_ahead_s;   /* 2 */
    uint64_t memory_bytes; /* bound of pages in playback, 64 MiB by default (0); raised to three pages per cued stem
                              where that is more */
} StoreSetup;

/* Control thread for everything below, but for Stream.ops->read. */
NODISCARD Status store_new(StemStore **store, const StoreSetup *setup, Error *error);
/* After the engine has let go of every stream. */
void store_free(StemStore *store);

/* Opens a stem (once: the same path gives the same stream). `info` may be NULL. Warnings (cut off, other rate) are the
 * caller's to make from `info`. */
NODISCARD Status store_open(StemStore *store, const char *path, Stream **stream, SoundFileInfo *info, Error *error);

/* What will be heard where, so that the disk thread can run ahead: replaces the list. */
typedef struct StoreCue {
    Stream *stream;
    int64_t start, offset, length;
} StoreCue;
NODISCARD Status store_set_cues(StemStore *store, const StoreCue *cues, int count);
/* The disk thread follows this position (called from any thread, wait-free). A loop makes it read around its end. */
void store_follow(StemStore *store, int64_t position, bool loop_on, int64_t loop_from, int64_t loop_to);
/* Asks for the pages at `position`; true once all that will be heard in the next `frames` frames (at most
 * STORE_PAGE_FRAMES are looked at) are in memory. Poll it before a locate; what was asked for stays wanted for 2 s. */
bool store_is_ready(StemStore *store, int64_t position, int frames);
/* The audio thread calls it at the end of every block: what it read from is no longer looked at, and may be reused.
 * Without it memory is never given back. */
RT_SAFE void store_quiesce(StemStore *store);
/* Bytes of pages in memory now (playback). Any thread. */
uint64_t store_page_bytes(const StemStore *store);

typedef struct StoreProblem {
    char path[512];
    char text[256];
    bool lost; /* sound that the file had when it was opened may be missing, or was none (NaN); false: all of it was
                  read (deleted meanwhile) */
} StoreProblem;
/* Takes a problem found since (file replaced, vanished, read error, NaN in it); false if none. */
bool store_next_problem(StemStore *store, StoreProblem *problem);

#endif
