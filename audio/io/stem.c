/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/stem.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

Status stem_new(Stem **stem, const char *path, int rate_hz, Error *error)
{
    Stem *made = calloc(1, sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
    made->file.fd = -1;
    made->rate_hz = rate_hz;
    made->path = strdup(path);
    Status status = made->path ? soundfile_open(&made->file, path, error)
                               : error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
    if (status == STATUS_OK && made->file.info.rate_hz != rate_hz)
        status = error_set(error, STATUS_UNSUPPORTED, "has a rate of %d Hz, the project %d Hz", made->file.info.rate_hz, rate_hz);
    if (status != STATUS_OK) {
        stem_free(made);
        return status;
    }
    made->stream.channels = made->file.info.channels;
    made->stream.frames = made->file.info.frames;
    *stem = made;
    return STATUS_OK;
}

void stem_free(Stem *stem)
{
    if (!stem)
        return;
    soundfile_close(&stem->file);
    free(stem->window);
    free(stem->path);
    free(stem);
}

static void note_trouble(Stem *stem, const SoundFileTrouble *trouble)
{
    if (trouble->missing_frames)
        atomic_fetch_add(&stem->missing_frames, trouble->missing_frames);
    if (trouble->bad_samples)
        atomic_fetch_add(&stem->bad_samples, trouble->bad_samples);
    if (trouble->os_error)
        atomic_store(&stem->os_error, trouble->os_error);
}

void stem_render(Stem *stem, int64_t from, int frames, float *const *out)
{
    SoundFileTrouble trouble = {0};
    soundfile_read(&stem->file, from, frames, out, &trouble);
    note_trouble(stem, &trouble);
}

bool stem_next_trouble(Stem *stem, char *text, size_t size)
{
    if (!stem->told_error && atomic_load(&stem->os_error)) {
        stem->told_error = true;
        snprintf(text, size, "cannot be read: %s; silence is played instead", strerror(atomic_load(&stem->os_error)));
        return true;
    }
    if (!stem->told_missing && atomic_load(&stem->missing_frames)) {
        stem->told_missing = true;
        snprintf(text, size, "ends before its %" PRId64 " frames; silence is played instead", stem->file.info.frames);
        return true;
    }
    if (!stem->told_bad && atomic_load(&stem->bad_samples)) {
        stem->told_bad = true;
        snprintf(text, size, "has samples that are not numbers (NaN or infinite); silence is played for them");
        return true;
    }
    return false;
}

bool stem_check_identity(Stem *stem, char *text, size_t size)
{
    Status now = soundfile_check_identity(stem->path, &stem->file.info);
    if (now == stem->identity)
        return false;
    stem->identity = now;
    if (now == STATUS_OK)
        return false;
    snprintf(text, size, now == STATUS_NOT_FOUND ? "has vanished since it was opened" : "was changed or replaced since it was opened");
    return true;
}
