/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The header of a WAV or RF64 file, as bytes. Nothing in it depends on the day or the program's version.
 *
 * A file gets a JUNK chunk of the size of a ds64 chunk, so that it can become RF64 in place (EBU Tech 3306, 3.3); its
 * first bytes say "ttymix". A pipe gets none, and sizes of 0xFFFFFFFF.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_WAVHEADER_H
#define TTYMIX_AUDIO_IO_FILE_WAVHEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WAVHEADER_BYTES_MAX = 128 };

typedef struct WavHeader {
    int channels, rate_hz, bits;
    bool is_float;
    bool force_rf64; /* else RF64 only where 32 bits are too few */
    bool is_pipe;    /* of unknown length */
    uint64_t frames;
} WavHeader;

/* Writes the header and returns its size, which depends on is_float and is_pipe only. */
int wavheader_make(const WavHeader *header, unsigned char bytes[WAVHEADER_BYTES_MAX]);
/* Whether a file that begins with these bytes has a header that wavheader_make has made, of a file: byte for byte. */
bool wavheader_is_ours(const unsigned char *bytes, size_t length);

#endif
