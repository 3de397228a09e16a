/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/session/soundtap.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct SoundTap {
    /* A frame is below `written` once it is there, and below `begun` before an older one in its place is touched. */
    _Alignas(64) _Atomic uint64_t written;
    _Alignas(64) _Atomic uint64_t begun;
    _Atomic uint64_t frames[SOUNDTAP_FRAMES]; /* left and right */
};
_Static_assert((SOUNDTAP_FRAMES & (SOUNDTAP_FRAMES - 1)) == 0, "a power of two");

SoundTap *soundtap_new(void)
{
    SoundTap *tap = aligned_alloc(64, (sizeof *tap + 63) / 64 * 64);
    if (tap)
        memset(tap, 0, sizeof *tap);
    return tap;
}

void soundtap_free(SoundTap *tap)
{
    free(tap);
}

/* The order of writes and reads is that of a sequence lock (Boehm, Can Seqlocks Get Along with Programming Language
 * Memory Models?, 2012). */
void soundtap_write(SoundTap *tap, const float *const planar[2], int frames)
{
    uint64_t at = atomic_load_explicit(&tap->written, memory_order_relaxed);
    atomic_store_explicit(&tap->begun, at + (uint64_t)frames, memory_order_relaxed);
    atomic_thread_fence(memory_order_release);
    for (int i = 0; i < frames; i++) {
        float pair[2] = {planar[0][i], planar[1][i]};
        uint64_t frame;
        memcpy(&frame, pair, sizeof frame);
        atomic_store_explicit(&tap->frames[(at + (uint64_t)i) % SOUNDTAP_FRAMES], frame, memory_order_relaxed);
    }
    atomic_store_explicit(&tap->written, at + (uint64_t)frames, memory_order_release);
}

uint64_t soundtap_written(const SoundTap *tap)
{
    return atomic_load_explicit(&tap->written, memory_order_acquire);
}

/* The first frame that is surely untouched when `begun` frames were begun. */
static uint64_t oldest(uint64_t begun)
{
    return begun > SOUNDTAP_FRAMES ? begun - SOUNDTAP_FRAMES : 0;
}

static void skip_to(uint64_t frame, uint64_t *from, uint64_t *lost)
{
    if (frame <= *from)
        return;
    *lost += frame - *from;
    *from = frame;
}

int soundtap_read(const SoundTap *tap, uint64_t *from, float *interleaved, int frames, uint64_t *lost)
{
    uint64_t written = soundtap_written(tap);
    skip_to(oldest(written), from, lost);
    uint64_t there = written - *from;
    int count = there < (uint64_t)frames ? (int)there : frames;
    for (int i = 0; i < count; i++) {
        uint64_t frame =
            atomic_load_explicit(&tap->frames[(*from + (uint64_t)i) % SOUNDTAP_FRAMES], memory_order_relaxed);
        memcpy(interleaved + 2 * i, &frame, sizeof frame);
    }
    atomic_thread_fence(memory_order_acquire);
    uint64_t safe = oldest(atomic_load_explicit(&tap->begun, memory_order_relaxed));
    int spoilt = safe <= *from ? 0 : safe - *from < (uint64_t)count ? (int)(safe - *from) : count;
    memmove(interleaved, interleaved + 2 * spoilt, (size_t)(count - spoilt) * 2 * sizeof *interleaved);
    *lost += (uint64_t)spoilt;
    *from += (uint64_t)count;
    return count - spoilt;
}
