/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finished file, read to its end. */
#include <stdlib.h>

#include "audio/io/file/soundfile.h"
#include "src/qc/audit.h"
#include "src/qc/tell.h"

enum { BLOCK_FRAMES = 4096 };

/* A mono file is heard on both sides. */
static Status read_all_of(SoundFile *file, DeliveryMeter *meter, Error *error)
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
    Status status = soundfile_open(&file, path, error);
    if (status != STATUS_OK)
        return status;
    status = delivery_new(&meter, file.info.rate_hz, lint_looks_at(lint, rule_find("qc/low-side")));
    if (status != STATUS_OK)
        status = error_set(error, status, status == STATUS_NO_MEMORY ? "out of memory" : "cannot be measured");
    if (status == STATUS_OK)
        status = read_all_of(&file, meter, error);
    if (status == STATUS_OK) {
        delivery_read(meter, &audit.sound);
        audit_tell(&audit, output_tellers, false);
    }
    delivery_free(meter);
    soundfile_close(&file);
    return status;
}
