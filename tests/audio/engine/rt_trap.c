/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/audio/engine/rt_trap.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

static __thread bool armed;
static __thread const char *caught;

static void note(const char *name)
{
    if (armed && !caught)
        caught = name;
}

void rt_trap_enter(void)
{
    caught = NULL;
    armed = true;
}

const char *rt_trap_leave(void)
{
    armed = false;
    return caught;
}

/* The C library's own allocator under its other name, so that no lookup is needed before the first allocation. */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *memory, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *memory);

void *malloc(size_t size)
{
    note("malloc");
    return __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    note("calloc");
    return __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    note("realloc");
    return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    note("aligned_alloc");
    return __libc_memalign(alignment, size);
}

void free(void *memory)
{
    note("free");
    __libc_free(memory);
}

#define REAL(name)                                                                                                     \
    static __typeof__(&name) real;                                                                                     \
    note(#name);                                                                                                       \
    if (!real)                                                                                                         \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    REAL(pthread_mutex_lock);
    return real(mutex);
}

int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *mutex)
{
    REAL(pthread_cond_wait);
    return real(condition, mutex);
}

int nanosleep(const struct timespec *time, struct timespec *left)
{
    REAL(nanosleep);
    return real(time, left);
}

int usleep(useconds_t time)
{
    REAL(usleep);
    return real(time);
}

ssize_t read(int fd, void *buffer, size_t size)
{
    REAL(read);
    return real(fd, buffer, size);
}

ssize_t write(int fd, const void *buffer, size_t size)
{
    REAL(write);
    return real(fd, buffer, size);
}

FILE *fopen(const char *path, const char *mode)
{
    REAL(fopen);
    return real(path, mode);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    mode_t mode = (mode_t)va_arg(arguments, int);
    va_end(arguments);
    REAL(open);
    return real(path, flags, mode);
}
