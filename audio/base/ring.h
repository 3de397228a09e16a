/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bounded queue of fixed-size records between exactly one writer thread and one reader thread.
 *
 * Wait-free on both sides.  `ring_init` and `ring_clear` belong to the owner, while nobody else uses the ring.
 */
#ifndef TTYMIX_AUDIO_BASE_RING_H
#define TTYMIX_AUDIO_BASE_RING_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

#include "audio/base/status.h"

typedef struct Ring {
    unsigned char *records; /* owned */
    size_t record_size;     /* bytes */
    size_t mask;            /* capacity - 1; the capacity is a power of two */
    _Alignas(64) atomic_size_t written;
    _Alignas(64) atomic_size_t read;
} Ring;

/* Allocates room for at least `capacity` records of `record_size` bytes. Main thread. */
NODISCARD Status ring_init(Ring *ring, size_t record_size, size_t capacity);
/* Frees the room; a zeroed ring is fine. Main thread. */
void ring_clear(Ring *ring);

/* Copies one record in; false if full. Writer's thread. */
RT_SAFE bool ring_push(Ring *ring, const void *record);
/* Copies the oldest record out; false if empty. Reader's thread. */
RT_SAFE bool ring_pop(Ring *ring, void *record);
/* True when all that was written has been read. */
RT_SAFE bool ring_is_empty(const Ring *ring);
/* Free places; exact for the writer. */
RT_SAFE size_t ring_room(const Ring *ring);

#endif
