/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE /* memfd_create */
#include "audio/io/device/share.h"

#include <errno.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static DeviceShare *share_map_fd(int fd)
{
    void *memory = mmap(NULL, sizeof(DeviceShare), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, fd, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

Status device_share_new(DeviceShare **share, int *fd, Error *error)
{
    int memory = memfd_create("ttymix-device", MFD_CLOEXEC);
    if (memory < 0 || ftruncate(memory, sizeof(DeviceShare)) < 0) {
        int os_error = errno;
        if (memory >= 0)
            close(memory);
        return error_set_os(error, os_error, "cannot make memory to share with the sound device");
    }
    DeviceShare *made = share_map_fd(memory);
    if (!made) {
        close(memory);
        return error_set(error, STATUS_NO_MEMORY, "no memory to share with the sound device");
    }
    memset(made, 0, sizeof *made);
    made->magic = DEVICE_SHARE_MAGIC;
    made->size = sizeof *made;
    *share = made;
    *fd = memory;
    return STATUS_OK;
}

Status device_share_map(DeviceShare **share, int fd)
{
    struct stat about;
    if (fstat(fd, &about) < 0 || !S_ISREG(about.st_mode) || about.st_size != (off_t)sizeof(DeviceShare))
        return STATUS_BAD_VALUE;
    DeviceShare *mapped = share_map_fd(fd);
    if (!mapped)
        return STATUS_NO_MEMORY;
    if (mapped->magic != DEVICE_SHARE_MAGIC || mapped->size != sizeof(DeviceShare)) {
        device_share_free(mapped);
        return STATUS_BAD_VALUE;
    }
    *share = mapped;
    return STATUS_OK;
}

void device_share_free(DeviceShare *share)
{
    if (share)
        munmap(share, sizeof *share);
}

int device_share_fill(const DeviceShare *share)
{
    uint64_t fill = atomic_load_explicit(&share->written, memory_order_acquire) -
                    atomic_load_explicit(&share->read, memory_order_acquire);
    return fill > DEVICE_RING_FRAMES ? DEVICE_RING_FRAMES : (int)fill;
}

int device_share_write(DeviceShare *share, const float *frames, int count)
{
    int room = DEVICE_RING_FRAMES - device_share_fill(share);
    if (count > room)
        count = room;
    uint64_t at = atomic_load_explicit(&share->written, memory_order_relaxed);
    int place = (int)(at % DEVICE_RING_FRAMES);
    int first = count < DEVICE_RING_FRAMES - place ? count : DEVICE_RING_FRAMES - place;
    memcpy(share->ring + 2 * place, frames, sizeof(float) * 2 * (size_t)first);
    memcpy(share->ring, frames + 2 * first, sizeof(float) * 2 * (size_t)(count - first));
    atomic_store_explicit(&share->written, at + (uint64_t)count, memory_order_release);
    return count;
}

static void frames_spread(float *to, const float *from, int count, int channels)
{
    if (channels == 2) {
        memcpy(to, from, sizeof(float) * 2 * (size_t)count);
        return;
    }
    for (int i = 0; i < count; i++, to += channels) {
        to[0] = channels == 1 ? 0.5f * (from[2 * i] + from[2 * i + 1]) : from[2 * i];
        if (channels > 1)
            to[1] = from[2 * i + 1];
        for (int c = 2; c < channels; c++)
            to[c] = 0.0f;
    }
}

int device_share_read(DeviceShare *share, float *frames, int count, int channels)
{
    int fill = device_share_fill(share);
    if (count > fill)
        count = fill;
    uint64_t at = atomic_load_explicit(&share->read, memory_order_relaxed);
    int place = (int)(at % DEVICE_RING_FRAMES);
    int first = count < DEVICE_RING_FRAMES - place ? count : DEVICE_RING_FRAMES - place;
    frames_spread(frames, share->ring + 2 * place, first, channels);
    frames_spread(frames + channels * first, share->ring, count - first, channels);
    atomic_store_explicit(&share->read, at + (uint64_t)count, memory_order_release);
    return count;
}

void device_word_tell(DeviceWord *word)
{
    atomic_fetch_add(&word->count, 1);
    if (atomic_load(&word->waiting))
        syscall(SYS_futex, &word->count, FUTEX_WAKE, 16, NULL, NULL, 0);
}

void device_word_wait(DeviceWord *word, uint32_t seen, int64_t deadline_ns)
{
    struct timespec until = {deadline_ns / 1000000000, deadline_ns % 1000000000};
    atomic_fetch_add(&word->waiting, 1);
    /* The kernel looks at the word again, so an event between our look and its sleep is not missed. */
    syscall(SYS_futex, &word->count, FUTEX_WAIT_BITSET, seen, &until, NULL, FUTEX_BITSET_MATCH_ANY);
    atomic_fetch_sub(&word->waiting, 1);
}
