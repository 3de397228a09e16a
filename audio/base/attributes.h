/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words for compilers and readers.  Portable: every attribute vanishes where it is unknown. */
#ifndef TTYMIX_AUDIO_BASE_ATTRIBUTES_H
#define TTYMIX_AUDIO_BASE_ATTRIBUTES_H

#if defined(__GNUC__)
#define NODISCARD __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((__format__(__printf__, text, first)))
#define UNUSED __attribute__((unused))
#define ALIGNED(bytes) __attribute__((aligned(bytes)))
#else
#define NODISCARD
#define PRINTF_LIKE(text, first)
#define UNUSED
#define ALIGNED(bytes)
#endif

/* Marks a function that the audio thread may call: it never allocates, locks, waits, does I/O or logs. */
#define RT_SAFE

#define ARRAY_LEN(array) (sizeof(array) / sizeof((array)[0]))

#endif
