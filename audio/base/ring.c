/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/ring.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

Status ring_init(Ring *ring, size_t record_size, size_t capacity)
{
    size_t places = 1;
    while (places < capacity)
        places *= 2;
    if (record_size == 0 || places > SIZE_MAX / record_size)
        return STATUS_BAD_VALUE;
    unsigned char *records = calloc(places, record_size);
    if (!records)
        return STATUS_NO_MEMORY;
    ring->records = records;
    ring->record_size = record_size;
    ring->mask = places - 1;
    atomic_init(&ring->written, 0);
    atomic_init(&ring->read, 0);
    return STATUS_OK;
}

void ring_clear(Ring *ring)
{
    free(ring->records);
    ring->records = NULL;
    ring->mask = 0;
}

static unsigned char *record_at(const Ring *ring, size_t position)
{
    return ring->records + (position & ring->mask) * ring->record_size;
}

bool ring_push(Ring *ring, const void *record)
{
    size_t written = atomic_load_explicit(&ring->written, memory_order_relaxed);
    size_t read = atomic_load_explicit(&ring->read, memory_order_acquire);
    if (written - read > ring->mask)
        return false;
    memcpy(record_at(ring, written), record, ring->record_size);
    atomic_store_explicit(&ring->written, written + 1, memory_order_release);
    return true;
}

bool ring_pop(Ring *ring, void *record)
{
    size_t read = atomic_load_explicit(&ring->read, memory_order_relaxed);
    size_t written = atomic_load_explicit(&ring->written, memory_order_acquire);
    if (read == written)
        return false;
    memcpy(record, record_at(ring, read), ring->record_size);
    atomic_store_explicit(&ring->read, read + 1, memory_order_release);
    return true;
}

bool ring_is_empty(const Ring *ring)
{
    return atomic_load_explicit(&ring->written, memory_order_acquire) ==
           atomic_load_explicit(&ring->read, memory_order_acquire);
}

size_t ring_room(const Ring *ring)
{
    size_t waiting = atomic_load_explicit(&ring->written, memory_order_acquire) -
                     atomic_load_explicit(&ring->read, memory_order_acquire);
    return ring->mask + 1 - waiting;
}
