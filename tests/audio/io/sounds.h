/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files made for tests, byte by byte, and a folder to put them in. */
#ifndef TTYMIX_TESTS_AUDIO_IO_SOUNDS_H
#define TTYMIX_TESTS_AUDIO_IO_SOUNDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes put together. Zero it first; free `bytes`. */
typedef struct Bytes {
    unsigned char *bytes;
    size_t count, room;
} Bytes;

void bytes_put(Bytes *to, const void *bytes, size_t count);
void bytes_put_number(Bytes *to, uint64_t value, int count, bool big_endian);

/* A new folder under TMPDIR; sounds_clear removes it with what is in it. */
void sounds_make_folder(void);
void sounds_clear(void);
/* The path of `name` in it, valid for the next 8 calls. */
const char *sounds_path(const char *name);
void sounds_write(const char *name, const void *bytes, size_t count);
/* A text of the shell with %s for the folder; its exit status. */
int sounds_run(const char *format);

/* Sample i of a channel, a full range of 32-bit integers: the same everywhere. */
int32_t sounds_sample(int64_t i, int channel);

/* What a WAV says and holds. */
typedef struct WavText {
    int tag, channels, rate, bits; /* tag 1, 3 */
    int64_t frames;                /* made of sounds_sample */
    int64_t stated_bytes;          /* of data; -1: what is true */
} WavText;
void sounds_write_wav(const char *name, const WavText *wav);
/* What reading must give for such a sample: exact. */
float sounds_expected(const WavText *wav, int64_t i, int channel);

#endif
