/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finished file, read to its end. */
#include <math.h>
#include <stdlib.h>

#include "audio/io/file/soundfile.h"
#include "src/qc/audit.h"
#include "src/qc/tell.h"

enum { BLOCK_FRAMES = 4096 };

/* Samples of up to 24 bits are exact as floats. */
static bool counts_bits(const SoundFileInfo *info)
{
    return !info->is_float && !info->lossy && info->bits > 0 && info->bits <= 24;
}

/* The bits that some sample of a block has, as integers of `bits`. */
static uint32_t bits_of(float *const *channels, int count, int frames, int bits)
{
    uint32_t used = 0;
    for (int c = 0; c < count; c++)
        for (int i = 0; i < frames; i++)
            used |= (uint32_t)(int32_t)lrintf(ldexpf(channels[c][i], bits - 1));
    return used;
}

static int count_used(uint32_t used, int bits)
{
    int unused = 0;
    while (unused < bits && !(used & 1u << unused))
        unused++;
    return bits - unused;
}

/* A mono file is heard on both sides. */
static Status read_all_of(SoundFile *file, DeliveryMeter *meter, uint32_t *used, Error *error)
{
    float *memory = calloc(2 * (size_t)BLOCK_FRAMES, sizeof *memory);
    SoundFileTrouble trouble = {0};
    if (!memory)
        return error_set(error, STATUS_NO_MEMORY, "out of memory");
    float *out[2] = {memory, memory + BLOCK_FRAMES};
    const float *const in[2] = {out[0], file->info.channels == 2 ? out[1] : out[0]};
    for (int64_t at = 0; at < file->info.frames; at += BLOCK_FRAMES) {
        int frames = file->info.frames - at < BLOCK_FRAMES ? (int)(file->info.frames - at) : BLOCK_FRAMES;
        soundfile_read(file, NULL, at, frames, out, &trouble);
        delivery_add(meter, in, frames);
        *used |= counts_bits(&file->info) ? bits_of(out, file->info.channels, frames, file->info.bits) : 0;
    }
    free(memory);
    if (trouble.missing_frames)
        return error_set(error, STATUS_IO, "could not be read to its end");
    if (trouble.bad_samples)
        return error_set(error, STATUS_BAD_VALUE, "%lld samples are not numbers (NaN or infinite)",
                         (long long)trouble.bad_samples);
    return STATUS_OK;
}

Status audit_file(Lint *lint, const char *path, Error *error)
{
    SoundFile file = {.fd = -1};
    DeliveryMeter *meter = NULL;
    Audit audit = {.lint = lint, .error = error};
    uint32_t used = 0;
    Status status = soundfile_open(&file, path, error);
    if (status != STATUS_OK)
        return status;
    status = audit_new_meter(lint, file.info.rate_hz, &meter);
    if (status != STATUS_OK)
        status = error_set(error, status, status == STATUS_NO_MEMORY ? "out of memory" : "cannot be measured");
    if (status == STATUS_OK)
        status = read_all_of(&file, meter, &used, error);
    if (status == STATUS_OK) {
        delivery_read(meter, &audit.sound);
        audit.bits = used ? file.info.bits : 0;
        audit.used_bits = used ? count_used(used, file.info.bits) : 0;
        audit.sound.equal = audit.sound.equal && file.info.channels == 2; /* one channel does not pretend */
        audit_tell(&audit, output_tellers, false);
    }
    delivery_free(meter);
    soundfile_close(&file);
    return status;
}
