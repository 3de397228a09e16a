/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/dither.h"

/* The finisher of splitmix64 (Steele, Lea, Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014). */
static uint64_t mixed(uint64_t x)
{
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

DitherKey dither_key(uint64_t seed, uint64_t frame, int channel)
{
    uint64_t key = mixed(mixed(mixed(seed) + (frame >> 32)) + (uint64_t)channel);
    return (DitherKey){(uint32_t)key, (uint32_t)(key >> 32)};
}
