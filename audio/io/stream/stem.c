/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/stream/stem.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/io/file/convert.h"
#include "audio/io/stream/store.h"

Status stem_new(Stem **stem, const char *path, int rate_hz, Error *error)
{
    Stem *made = calloc(1, sizeof *made);
    if (!made)
        return error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
    pthread_mutex_init(&made->waiting, NULL);
    made->file.fd = -1;
    made->rate_hz = rate_hz;
    made->path = strdup(path);
    Status status = made->path ? soundfile_open(&made->file, path, error)
                               : error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
    if (status != STATUS_OK) {
        stem_free(made);
        return status;
    }
    made->stream.channels = made->file.info.channels;
    made->stream.frames = convert_length(made->file.info.frames, made->file.info.rate_hz, rate_hz);
    *stem = made;
    return STATUS_OK;
}

void stem_free(Stem *stem)
{
    if (!stem)
        return;
    page_table_clear(&stem->pages);
    soundfile_close(&stem->file);
    pthread_mutex_destroy(&stem->waiting);
    free(stem->raw.bytes);
    free(stem->page);
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

/* What convert_page reads from. */
typedef struct PageInput {
    Stem *stem;
    SoundFileTrouble trouble;
} PageInput;

static void read_input(void *context, int64_t from, int frames, float *const *planar)
{
    PageInput *input = context;
    soundfile_read(&input->stem->file, NULL, from, frames, planar, &input->trouble);
}

static bool is_converted(const Stem *stem)
{
    return stem->file.info.rate_hz != stem->rate_hz;
}

void stem_render_page(Stem *stem, int64_t index, float *const *out)
{
    PageInput input = {.stem = stem};
    int64_t from = index * STORE_PAGE_FRAMES, left = stem->stream.frames - from;
    int frames = left < STORE_PAGE_FRAMES ? (int)left : STORE_PAGE_FRAMES, channels = stem->stream.channels;
    if (!is_converted(stem)) {
        read_input(&input, from, STORE_PAGE_FRAMES, out);
    } else {
        if (convert_page(read_input, &input, channels, stem->file.info.rate_hz, stem->rate_hz, from, frames, out) !=
            STATUS_OK) {
            input.trouble.os_error = ENOMEM;
            frames = 0;
        }
        for (int channel = 0; channel < channels; channel++) {
            unpack_make_finite(out[channel], frames);
            memset(out[channel] + frames, 0, sizeof(float) * (size_t)(STORE_PAGE_FRAMES - frames));
        }
    }
    note_trouble(stem, &input.trouble);
}

/* Makes `page` hold the page of that index; false without memory. */
static bool turn_page(Stem *stem, int64_t index)
{
    if (!stem->page) {
        stem->page = malloc(sizeof(float) * STORE_PAGE_FRAMES * SOUNDFILE_CHANNELS_MAX);
        stem->page_index = -1;
    }
    if (!stem->page || index == stem->page_index)
        return stem->page != NULL;
    float *planes[SOUNDFILE_CHANNELS_MAX] = {stem->page, stem->page + STORE_PAGE_FRAMES};
    stem_render_page(stem, index, planes);
    stem->page_index = index;
    return true;
}

/* Fills from a page, or with silence, and returns how many frames that were. */
static int copy_from_page(Stem *stem, int64_t from, int frames, float *const *out, int done)
{
    bool inside = from >= 0 && from < stem->stream.frames && turn_page(stem, from / STORE_PAGE_FRAMES);
    int64_t skip = inside ? from % STORE_PAGE_FRAMES : 0;
    int64_t run = inside ? STORE_PAGE_FRAMES - skip : from < 0 ? -from : frames;
    int count = run < frames ? (int)run : frames;
    for (int channel = 0; channel < stem->stream.channels; channel++) {
        if (inside)
            memcpy(out[channel] + done, stem->page + channel * STORE_PAGE_FRAMES + skip, sizeof(float) * (size_t)count);
        else
            memset(out[channel] + done, 0, sizeof(float) * (size_t)count);
    }
    return count;
}

static SoundFileWindow *raw_window(Stem *stem)
{
    if (!stem->raw.bytes && !stem->file.codec)
        stem->raw.bytes = malloc(SOUNDFILE_WINDOW_BYTES + UNPACK_PADDING_BYTES);
    return stem->raw.bytes ? &stem->raw : NULL;
}

void stem_render(Stem *stem, int64_t from, int frames, float *const *out)
{
    SoundFileTrouble trouble = {0};
    pthread_mutex_lock(&stem->waiting);
    if (is_converted(stem))
        for (int done = 0; done < frames;)
            done += copy_from_page(stem, from + done, frames - done, out, done);
    else
        soundfile_read(&stem->file, raw_window(stem), from, frames, out, &trouble);
    pthread_mutex_unlock(&stem->waiting);
    note_trouble(stem, &trouble);
}

void stem_check_identity(Stem *stem)
{
    atomic_store(&stem->identity, (int)soundfile_check_identity(stem->path, &stem->file.info));
}

static bool tell_once(bool *told, bool happened)
{
    bool tell = happened && !*told;
    *told = *told || happened;
    return tell;
}

bool stem_next_trouble(Stem *stem, char *text, size_t size, bool *lost)
{
    *lost = true;
    int os_error = atomic_load(&stem->os_error);
    Status identity = (Status)atomic_load(&stem->identity);
    if (tell_once(&stem->told_error, os_error != 0)) {
        snprintf(text, size, "cannot be read: %s; silence is played instead", strerror(os_error));
    } else if (tell_once(&stem->told_missing, atomic_load(&stem->missing_frames) > 0)) {
        snprintf(text, size, "ends before its %" PRId64 " frames; silence is played instead", stem->file.info.frames);
    } else if (tell_once(&stem->told_bad, atomic_load(&stem->bad_samples) > 0)) {
        snprintf(text, size, "has samples that are not numbers (NaN or infinite); silence is played for them");
    } else if (identity != stem->told_identity) {
        stem->told_identity = identity;
        if (identity == STATUS_OK)
            return false;
        *lost = identity != STATUS_NOT_FOUND; /* a deleted file is read to its end */
        snprintf(text, size, "%s",
                 identity == STATUS_NOT_FOUND ? "has vanished since it was opened"
                                              : "was changed or replaced since it was opened");
    } else {
        return false;
    }
    return true;
}
