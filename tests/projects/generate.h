/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random projects and random commands, the same for the same seed. */
#ifndef TTYMIX_TESTS_PROJECTS_GENERATE_H
#define TTYMIX_TESTS_PROJECTS_GENERATE_H

#include <stdint.h>

#include "audio/base/buffer.h"
#include "projects/document/document.h"

typedef struct Random {
    uint64_t state;
} Random;

/* 0 <= result < below. */
unsigned random_below(Random *random, unsigned below);
/* A valid project in any look that the format allows: spacing, comments, line ends, byte order mark, missing last end.
 */
void generate_project(Random *random, Buffer *out);
/* A command that fits the document, or now and then one that does not. */
void generate_command(Random *random, const Document *document, char *out, size_t size);
/* The whole text of a document, NUL-terminated; the caller frees it. */
char *text_of(const Document *document, size_t *length);

#endif
