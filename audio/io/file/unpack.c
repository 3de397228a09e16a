/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/unpack.h"

#include <stdint.h>
#include <string.h>

#include "audio/base/cpu.h"
#include "audio/io/file/unpack_kernels.h"

static const int kind_bytes[SAMPLE_KIND_COUNT] = {
    [SAMPLE_U8] = 1,  [SAMPLE_S8] = 1,  [SAMPLE_S16] = 2, [SAMPLE_S24] = 3,
    [SAMPLE_S32] = 4, [SAMPLE_F32] = 4, [SAMPLE_F64] = 8,
};

static bool has_avx2(void)
{
#ifdef HAVE_AVX2_KERNELS
    return cpu_has_avx2();
#else
    return false;
#endif
}

int unpack_frame_bytes(SampleFormat format)
{
    return kind_bytes[format.kind] * format.channels;
}

bool unpack_kind_is_float(SampleKind kind)
{
    return kind == SAMPLE_F32 || kind == SAMPLE_F64;
}

/* Bits of a safe float for the bits of any float. */
static inline uint32_t finite_bits(uint32_t bits, int *bad)
{
    const uint32_t limit = 0x49742400; /* UNPACK_LIMIT */
    uint32_t sign = bits & 0x80000000u, magnitude = bits & 0x7fffffffu;
    if (magnitude >= 0x7f800000u) {
        ++*bad;
        return 0;
    }
    if (magnitude < 0x00800000u)
        return sign;
    return sign | (magnitude > limit ? limit : magnitude);
}

/* True where finite_bits changes none: many at a time, as nearly all are so. */
static bool all_fine(const float *samples, int count)
{
    int32_t others = 0;
    for (int i = 0; i < count; i++) {
        int32_t magnitude;
        memcpy(&magnitude, samples + i, sizeof magnitude);
        magnitude &= 0x7fffffff;
        others |= (magnitude > 0x49742400) | ((magnitude > 0) & (magnitude < 0x00800000));
    }
    return !others;
}

int unpack_make_finite(float *samples, int count)
{
    int bad = 0;
    if (all_fine(samples, count))
        return 0;
    for (int i = 0; i < count; i++) {
        uint32_t bits;
        memcpy(&bits, samples + i, sizeof bits);
        bits = finite_bits(bits, &bad);
        memcpy(samples + i, &bits, sizeof bits);
    }
    return bad;
}

static inline uint32_t load_32(const unsigned char *p, bool big_endian)
{
    return big_endian ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]
                      : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static inline uint64_t load_64(const unsigned char *p, bool big_endian)
{
    uint64_t first = load_32(p, big_endian), second = load_32(p + 4, big_endian);
    return big_endian ? first << 32 | second : second << 32 | first;
}

static inline float float_from_double_bits(uint64_t bits, int *bad)
{
    uint64_t magnitude = bits & 0x7fffffffffffffffu;
    if (magnitude >= 0x7ff0000000000000u) {
        ++*bad;
        return 0;
    }
    double value;
    memcpy(&value, &bits, sizeof value);
    float narrow = (float)(value > UNPACK_LIMIT ? UNPACK_LIMIT : value < -UNPACK_LIMIT ? -UNPACK_LIMIT : value);
    unpack_make_finite(&narrow, 1);
    return narrow;
}

/* One channel of integers, left-justified in 32 bits: one conversion gives a / 2^31, which is a / 2^(b-1) of the b
 * bits. */
#define INTEGER_LOOP(name, expression)                                                                                 \
    static void name(const unsigned char *p, int step, int frames, float *out)                                         \
    {                                                                                                                  \
        for (int i = 0; i < frames; i++, p += step)                                                                    \
            out[i] = (float)(int32_t)(expression) * (1.0f / 2147483648.0f);                                            \
    }
INTEGER_LOOP(integers_u8, ((uint32_t)p[0] ^ 0x80u) << 24)
INTEGER_LOOP(integers_s8, (uint32_t)p[0] << 24)
INTEGER_LOOP(integers_s16_little, (uint32_t)p[1] << 24 | (uint32_t)p[0] << 16)
INTEGER_LOOP(integers_s16_big, (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16)
INTEGER_LOOP(integers_s24_little, (uint32_t)p[2] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[0] << 8)
INTEGER_LOOP(integers_s24_big, (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8)
INTEGER_LOOP(integers_s32_little, load_32(p, false))
INTEGER_LOOP(integers_s32_big, load_32(p, true))

typedef void IntegerLoop(const unsigned char *p, int step, int frames, float *out);
static IntegerLoop *const integer_loops[SAMPLE_F32][2] = {
    [SAMPLE_U8] = {integers_u8, integers_u8},
    [SAMPLE_S8] = {integers_s8, integers_s8},
    [SAMPLE_S16] = {integers_s16_little, integers_s16_big},
    [SAMPLE_S24] = {integers_s24_little, integers_s24_big},
    [SAMPLE_S32] = {integers_s32_little, integers_s32_big},
};

static int unpack_f32(const unsigned char *p, int step, bool big_endian, int frames, float *out)
{
    int bad = 0;
    for (int i = 0; i < frames; i++, p += step) {
        uint32_t bits = finite_bits(load_32(p, big_endian), &bad);
        memcpy(out + i, &bits, sizeof bits);
    }
    return bad;
}

static int unpack_f64(const unsigned char *p, int step, bool big_endian, int frames, float *out)
{
    int bad = 0;
    for (int i = 0; i < frames; i++, p += step)
        out[i] = float_from_double_bits(load_64(p, big_endian), &bad);
    return bad;
}

/* Frames that a vector kernel took from the front; 0 when there is none for the format or the CPU. */
static int unpack_by_simd(SampleFormat format, const unsigned char *bytes, int frames, float *const *out, int *bad)
{
#ifdef HAVE_AVX2_KERNELS
    bool stereo = format.channels == 2;
    if (format.big_endian || !has_avx2())
        return 0;
    switch (format.kind) {
    case SAMPLE_S16:
        return stereo ? unpack_s16_stereo_avx2(bytes, frames, out[0], out[1])
                      : unpack_s16_mono_avx2(bytes, frames, out[0]);
    case SAMPLE_S24:
        return stereo ? unpack_s24_stereo_avx2(bytes, frames, out[0], out[1])
                      : unpack_s24_mono_avx2(bytes, frames, out[0]);
    case SAMPLE_F32:
        return stereo ? unpack_f32_stereo_avx2(bytes, frames, out[0], out[1], bad)
                      : unpack_f32_mono_avx2(bytes, frames, out[0], bad);
    default: return 0;
    }
#else
    (void)format, (void)bytes, (void)frames, (void)out, (void)bad, (void)has_avx2;
    return 0;
#endif
}

int unpack_frames(SampleFormat format, const void *bytes, int frames, float *const *out)
{
    int bad = 0, step = unpack_frame_bytes(format);
    int done = unpack_by_simd(format, bytes, frames, out, &bad);
    for (int channel = 0; channel < format.channels; channel++) {
        const unsigned char *p =
            (const unsigned char *)bytes + (size_t)done * step + (size_t)channel * kind_bytes[format.kind];
        float *to = out[channel] + done;
        if (format.kind == SAMPLE_F32)
            bad += unpack_f32(p, step, format.big_endian, frames - done, to);
        else if (format.kind == SAMPLE_F64)
            bad += unpack_f64(p, step, format.big_endian, frames - done, to);
        else
            integer_loops[format.kind][format.big_endian](p, step, frames - done, to);
    }
    return bad;
}
