/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the samples of an uncompressed sound file lie: WAV (RIFF, RIFX), RF64 and BW64, W64, AIFF and AIFF-C, CAF.
 *
 * Read by our own hand, in bounded time and memory, because libsndfile trusts or repairs what a header says without a
 * word. Sources: Microsoft, Multimedia Programming Interface 1.0 (RIFF); EBU Tech 3306 (RF64) and 3285 (bext); Sony
 * Wave64; Apple AIFF-C (1991) and CAF specifications.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_LAYOUT_H
#define TTYMIX_AUDIO_IO_FILE_LAYOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "audio/base/status.h"
#include "audio/io/file/unpack.h"

typedef struct FileLayout {
    const char *format;    /* "WAV" */
    SampleFormat samples;  /* samples.channels as stated: 0..65535, not yet judged */
    int bits;              /* that count; the container may be wider */
    double rate_hz;        /* as stated, not yet judged */
    int64_t data_offset;   /* bytes, from the start of the file */
    int64_t data_bytes;    /* as stated: may be more than there are */
    bool to_the_end;       /* the stated size means nothing (0 or unknown): the samples run to the end of the file */
    int64_t stated_frames; /* as the header says; -1 where it says nothing */
    bool has_time_reference;
    int64_t time_reference_frames;
} FileLayout;

/* True when the first bytes of a file (16 or fewer are looked at) are of one of these containers. */
bool layout_is_known(const unsigned char *bytes, int count);

/* Reads the header from `fd` by pread; the container begins at `base` (behind a tag, or 0). STATUS_UNSUPPORTED: samples
 * of a kind that is not mixed; STATUS_BAD_VALUE: the header makes no sense; STATUS_IO. error.text continues a sentence
 * that begins with the file's name. */
NODISCARD Status layout_read(int fd, int64_t base, int64_t file_bytes, FileLayout *layout, Error *error);

#endif
