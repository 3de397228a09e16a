/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/sha256.h"

#include <string.h>

#include "audio/base/sha256_blocks.h"

/* The first 32 bits of the fractions of the cube roots of the first 64 primes (FIPS 180-4, 4.2.2). */
const uint32_t sha256_round_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotate_right(uint32_t x, int bits)
{
    return x >> bits | x << (32 - bits);
}

static uint32_t load_big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static void expand_message(uint32_t words[64], const unsigned char *block)
{
    for (int t = 0; t < 16; t++)
        words[t] = load_big_endian(block + 4 * t);
    for (int t = 16; t < 64; t++) {
        uint32_t a = words[t - 15], b = words[t - 2];
        uint32_t small_0 = rotate_right(a, 7) ^ rotate_right(a, 18) ^ a >> 3;
        uint32_t small_1 = rotate_right(b, 17) ^ rotate_right(b, 19) ^ b >> 10;
        words[t] = small_1 + words[t - 7] + small_0 + words[t - 16];
    }
}

/* One block of 64 bytes (6.2.2); v[] are the working variables a to h. */
static void compress_block(uint32_t state[8], const unsigned char *block)
{
    uint32_t words[64], v[8];
    expand_message(words, block);
    memcpy(v, state, sizeof v);
    for (int t = 0; t < 64; t++) {
        uint32_t big_1 = rotate_right(v[4], 6) ^ rotate_right(v[4], 11) ^ rotate_right(v[4], 25);
        uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t t1 = v[7] + big_1 + choice + sha256_round_constants[t] + words[t];
        uint32_t big_0 = rotate_right(v[0], 2) ^ rotate_right(v[0], 13) ^ rotate_right(v[0], 22);
        uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        v[7] = v[6], v[6] = v[5], v[5] = v[4];
        v[4] = v[3] + t1;
        v[3] = v[2], v[2] = v[1], v[1] = v[0];
        v[0] = t1 + big_0 + majority;
    }
    for (int i = 0; i < 8; i++)
        state[i] += v[i];
}

static void compress_blocks(uint32_t state[8], const unsigned char *blocks, size_t count)
{
    if (sha256_has_instructions()) {
        sha256_compress_by_instructions(state, blocks, count);
        return;
    }
    for (; count > 0; count--, blocks += 64)
        compress_block(state, blocks);
}

void sha256_init(Sha256 *sha)
{
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(sha->state, first, sizeof first);
    sha->length = 0;
}

void sha256_update(Sha256 *sha, const void *bytes, size_t length)
{
    const unsigned char *from = bytes;
    size_t used = sha->length % sizeof sha->block;
    sha->length += length;
    if (used > 0) {
        size_t part = sizeof sha->block - used;
        if (part > length)
            part = length;
        if (part > 0)
            memcpy(sha->block + used, from, part);
        if (used + part < sizeof sha->block)
            return;
        compress_blocks(sha->state, sha->block, 1);
        from += part;
        length -= part;
    }
    size_t whole = length / sizeof sha->block;
    compress_blocks(sha->state, from, whole);
    from += whole * sizeof sha->block;
    length -= whole * sizeof sha->block;
    if (length > 0)
        memcpy(sha->block, from, length);
}

void sha256_final_hex(Sha256 *sha, char hex[SHA256_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    static const unsigned char padding[64] = {0x80};
    uint64_t bits = sha->length * 8;
    unsigned char length_bytes[8];
    for (int i = 0; i < 8; i++)
        length_bytes[i] = (unsigned char)(bits >> (56 - 8 * i));
    size_t used = sha->length % 64;
    sha256_update(sha, padding, used < 56 ? 56 - used : 120 - used);
    sha256_update(sha, length_bytes, sizeof length_bytes);
    for (int i = 0; i < 64; i++)
        hex[i] = digits[sha->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    hex[64] = '\0';
}

void sha256_hex(const void *bytes, size_t length, char hex[SHA256_HEX_SIZE])
{
    Sha256 sha;
    sha256_init(&sha);
    sha256_update(&sha, bytes, length);
    sha256_final_hex(&sha, hex);
}
