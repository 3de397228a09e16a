/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One stem of a store: a sound file at the project's rate, and what went wrong with it. */
#ifndef TTYMIX_AUDIO_IO_STREAM_STEM_H
#define TTYMIX_AUDIO_IO_STREAM_STEM_H

#include <pthread.h>
#include <stdatomic.h>

#include "audio/engine/stream.h"
#include "audio/io/file/soundfile.h"
#include "audio/io/stream/pages.h"

typedef struct Stem {
    Stream stream; /* first: what the engine sees */
    struct StemStore *store;
    PageTable pages; /* playback: what is in memory */
    char *path;      /* owned */
    SoundFile file;
    int rate_hz;             /* the project's */
    pthread_mutex_t waiting; /* one waiting reader at a time in what follows */
    SoundFileWindow raw;     /* at the project's rate: bytes; owned, made when first needed */
    float *page;             /* at another rate: the page last rendered, planar; owned, made when first needed */
    int64_t page_index;
    /* Trouble so far, in frames and samples; each kind is told once. */
    atomic_llong missing_frames, bad_samples;
    atomic_int os_error;
    atomic_int identity; /* a Status, as last looked at */
    Status told_identity;
    bool told_missing, told_bad, told_error;
} Stem;

/* Opens `path` for a project at `rate_hz`. error.text continues a sentence that begins with the file's name. */
NODISCARD Status stem_new(Stem **stem, const char *path, int rate_hz, Error *error);
/* NULL is safe. */
void stem_free(Stem *stem);

/* Makes one page: frames index * STORE_PAGE_FRAMES and on, at the project's rate; silence from the stem's end on.
 * Blocks; any thread but audio. */
void stem_render_page(Stem *stem, int64_t index, float *const *out);
/* Fills out[channel][0..frames) from frame `from` on; silence outside. Blocks; any thread but audio. */
void stem_render(Stem *stem, int64_t from, int frames, float *const *out);
/* Looks whether the file at the stem's path is still the one that was opened. Any thread but audio. */
void stem_check_identity(Stem *stem);
/* Puts what is new of the stem's troubles into words, each kind once; false if nothing is. `*lost`: sound that the file
 * had may be missing. One thread. */
bool stem_next_trouble(Stem *stem, char *text, size_t size, bool *lost);

#endif
