/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/extremes.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "audio/base/maths.h"
#include "audio/io/file/view.h"

enum { BLOCK_FRAMES = 4096, SAMPLE_BYTES_MAX = 8 };

/* By the bits, so that a signalling NaN is never handed on as a number. */
static double sample_at(const unsigned char *bytes, SampleFormat format)
{
    bool wide = format.kind == SAMPLE_F64;
    uint64_t bits = view_number(bytes, wide ? 8 : 4, format.big_endian);
    uint32_t narrow_bits = (uint32_t)bits;
    double value;
    float narrow;
    memcpy(&value, &bits, sizeof value);
    memcpy(&narrow, &narrow_bits, sizeof narrow);
    return wide ? value : (double)narrow;
}

static void take(SoundExtremes *extremes, int channel, int64_t frame, double value)
{
    double magnitude = fabs(value);
    if (!isfinite(value)) {
        if (extremes->bad_samples++ == 0)
            extremes->bad_first = frame;
        return;
    }
    if (magnitude > 1 && extremes->over_samples++ == 0)
        extremes->over_first = frame;
    if (magnitude > extremes->peak[channel]) {
        extremes->peak[channel] = magnitude;
        extremes->peak_frame[channel] = frame;
    }
}

static int64_t read_block(const SoundFile *file, unsigned char *bytes, int64_t frame)
{
    int64_t frame_bytes = unpack_frame_bytes(file->layout.samples), left = file->info.frames - frame;
    int64_t count = left < BLOCK_FRAMES ? left : BLOCK_FRAMES;
    ssize_t got;
    do
        got = pread(file->fd, bytes, (size_t)(count * frame_bytes), file->layout.data_offset + frame * frame_bytes);
    while (got < 0 && errno == EINTR);
    return got < 0 ? 0 : got / frame_bytes;
}

void extremes_find(const SoundFile *file, SoundExtremes *extremes)
{
    unsigned char bytes[BLOCK_FRAMES * SOUNDFILE_CHANNELS_MAX * SAMPLE_BYTES_MAX];
    SampleFormat format = file->layout.samples;
    *extremes = (SoundExtremes){0};
    if (file->codec || !unpack_kind_is_float(format.kind))
        return;
    int sample_bytes = unpack_frame_bytes(format) / format.channels;
    for (int64_t frame = 0, count = 1; frame < file->info.frames && count > 0; frame += count) {
        count = read_block(file, bytes, frame);
        for (int64_t i = 0; i < count * format.channels; i++)
            take(extremes, (int)(i % format.channels), frame + i / format.channels,
                 sample_at(bytes + i * sample_bytes, format));
    }
}

double extremes_peak_db(const SoundExtremes *extremes)
{
    double peak = extremes->peak[0] > extremes->peak[1] ? extremes->peak[0] : extremes->peak[1];
    return maths_db_from_lin(peak);
}
