/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SHA-256: the name of a text or of a stream of samples that two people can compare.
 *
 * Streaming: init, any number of updates of any size, final.  The result depends on the bytes only, not on how they
 * were cut. No allocation, no I/O; plain memory that the caller owns; one thread at a time a Sha256. Source: FIPS
 * 180-4, sections 4.1.2, 4.2.2, 5 and 6.2; test vectors of NIST CAVP.
 */
#ifndef TTYMIX_AUDIO_BASE_SHA256_H
#define TTYMIX_AUDIO_BASE_SHA256_H

#include <stddef.h>
#include <stdint.h>

enum { SHA256_HEX_SIZE = 65 }; /* 64 lower-case hex digits and a NUL */

typedef struct Sha256 {
    uint32_t state[8];
    uint64_t length;         /* bytes so far */
    unsigned char block[64]; /* the first length % 64 bytes wait here */
} Sha256;

void sha256_init(Sha256 *sha);
void sha256_update(Sha256 *sha, const void *bytes, size_t length);
/* Ends the stream and writes the digest; `sha` must be initialised again before further use. */
void sha256_final_hex(Sha256 *sha, char hex[SHA256_HEX_SIZE]);

/* All three in one call. */
void sha256_hex(const void *bytes, size_t length, char hex[SHA256_HEX_SIZE]);

#endif
