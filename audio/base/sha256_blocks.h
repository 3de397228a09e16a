/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks by the processor's own SHA instructions. Private to sha256*.c. */
#ifndef TTYMIX_AUDIO_BASE_SHA256_BLOCKS_H
#define TTYMIX_AUDIO_BASE_SHA256_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern const uint32_t sha256_round_constants[64];

/* False where the processor, or the compiler's target, has no such instructions. */
bool sha256_has_instructions(void);
/* Takes `count` blocks of 64 bytes into the state (FIPS 180-4, 6.2.2). Only where sha256_has_instructions. */
void sha256_compress_by_instructions(uint32_t state[8], const unsigned char *blocks, size_t count);

#endif
