/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/base/cpu.h"

#include <stdatomic.h>
#if defined(__x86_64__) || defined(__i386__)
#include <cpuid.h>
#endif

enum { ASKED = 1, HAS_AVX2 = 2, HAS_SHA = 4, HAS_AVX512 = 8 };

static atomic_int known; /* 0: not asked yet; in a virtual machine the question is slow */

#if defined(__x86_64__) || defined(__i386__)
static bool find_sha(void)
{
    unsigned a, b, c, d;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & bit_SSSE3) || !(c & bit_SSE4_1))
        return false;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && b >> 29 & 1;
}

static bool find_avx512(void)
{
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx2");
}

static int ask(void)
{
    return ASKED | (__builtin_cpu_supports("avx2") ? HAS_AVX2 : 0) | (find_sha() ? HAS_SHA : 0) |
           (find_avx512() ? HAS_AVX512 : 0);
}
#else
static int ask(void)
{
    return ASKED;
}
#endif

static bool has(int what)
{
    int answer = atomic_load_explicit(&known, memory_order_relaxed);
    if (!answer) {
        answer = ask();
        atomic_store_explicit(&known, answer, memory_order_relaxed);
    }
    return answer & what;
}

bool cpu_has_avx2(void)
{
    return has(HAS_AVX2);
}

bool cpu_has_avx512(void)
{
    return has(HAS_AVX512);
}

bool cpu_has_sha(void)
{
    return has(HAS_SHA);
}

void cpu_use_extensions(CpuLevel most)
{
    static const int answered[CPU_LEVELS] = {ASKED, ~HAS_AVX512, ~0};
    atomic_store(&known, ask() & answered[most]);
}
