/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small window on a file, moved by pread: for headers, tags and pages that lie anywhere in it. One thread at a time.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_VIEW_H
#define TTYMIX_AUDIO_IO_FILE_VIEW_H

#include <stdbool.h>
#include <stdint.h>

enum { VIEW_BYTES = 4096 };

/* Begins as {.fd, .size}. */
typedef struct View {
    int fd;       /* borrowed */
    int os_error; /* of the last call that gave NULL; 0: the file ends before */
    int64_t size; /* of the file, or of what is to be seen of it */
    int64_t start;
    int length;
    unsigned char bytes[VIEW_BYTES];
} View;

/* `count` (at most VIEW_BYTES) bytes at `offset`, valid until the next call; NULL beyond the end of the file or on an
 * error. */
const unsigned char *view_at(View *view, int64_t offset, int count);

/* A whole number of 1 to 8 bytes. */
uint64_t view_number(const unsigned char *bytes, int count, bool big_endian);

#endif
