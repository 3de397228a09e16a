/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A compressed file as its decoder gets to see it: bytes put at the front, then stretches of the file in their order.
 *
 * So a decoder meets neither the tags and the junk around the sound, nor another stream between its own, nor a header
 * that says a wrong number or none. Read by any thread once it is made.
 */
#ifndef TTYMIX_AUDIO_IO_FILE_EXCERPT_H
#define TTYMIX_AUDIO_IO_FILE_EXCERPT_H

#include <stdbool.h>
#include <stdint.h>

enum { EXCERPT_HEAD_BYTES_MAX = 2048, EXCERPT_PARTS_MAX = 1 << 22 };

typedef struct ExcerptPart {
    int64_t at;   /* as seen, from the end of the head on */
    int64_t from; /* in the file */
} ExcerptPart;

/* Begins as {.fd}. */
typedef struct Excerpt {
    int fd;        /* borrowed */
    int64_t bytes; /* as seen, with the head */
    int head_bytes;
    unsigned char head[EXCERPT_HEAD_BYTES_MAX];
    ExcerptPart *parts; /* owned */
    int count, room;
} Excerpt;

/* Puts a head before what is there, or will be: once. `count` is EXCERPT_HEAD_BYTES_MAX at most. */
void excerpt_put_head(Excerpt *excerpt, const unsigned char *bytes, int count);
/* Makes a head of the first `count` bytes (as above) of what is there, so that they can be changed; false if there are
 * fewer. */
bool excerpt_lift_head(Excerpt *excerpt, int count);
/* Appends a stretch of the file; one that goes on where the last ended becomes one with it. False without memory, or
 * with EXCERPT_PARTS_MAX parts. */
bool excerpt_add(Excerpt *excerpt, int64_t from, int64_t bytes);
/* As pread: fewer than `count` bytes at the end or when the file cannot be read. */
int64_t excerpt_read(const Excerpt *excerpt, int64_t at, void *bytes, int64_t count);
/* Safe for a zeroed one, and twice. */
void excerpt_clear(Excerpt *excerpt);

#endif
