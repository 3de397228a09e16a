/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audio/io/file/soundfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/io/file/compressed.h"
#include "audio/io/file/tags.h"

enum { DECODE_FRAMES = 4096 };

static Status open_regular(const char *path, int *fd, struct stat *about, Error *error)
{
    /* Non-blocking, or opening a FIFO would wait for its writer. */
    int opened = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (opened < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return error_set(error, STATUS_NOT_FOUND, "does not exist");
        if (errno == ELOOP)
            return error_set(error, STATUS_BAD_VALUE, "is a symbolic link that leads to itself");
        if (errno == ENXIO)
            return error_set(error, STATUS_BAD_VALUE, "is a socket or a device, not a file");
        return error_set_os(error, errno, "cannot be opened");
    }
    const char *what = NULL;
    if (fstat(opened, about) != 0) {
        int os_error = errno;
        close(opened);
        return error_set_os(error, os_error, "cannot be opened");
    }
    if (S_ISDIR(about->st_mode))
        what = "is a folder";
    else if (S_ISFIFO(about->st_mode))
        what = "is a named pipe, not a file";
    else if (!S_ISREG(about->st_mode))
        what = "is a device, not a file";
    else if (about->st_size == 0)
        what = "is empty";
    if (what) {
        close(opened);
        return error_set(error, STATUS_BAD_VALUE, "%s", what);
    }
    *fd = opened;
    return STATUS_OK;
}

static void set_identity(SoundFileInfo *info, const struct stat *about)
{
    info->device = about->st_dev;
    info->inode = about->st_ino;
    info->size = (uint64_t)about->st_size;
    info->mtime_ns = (int64_t)about->st_mtim.tv_sec * 1000000000 + about->st_mtim.tv_nsec;
}

static Status judge(double channels, double rate_hz, Error *error)
{
    if (channels == 0)
        return error_set(error, STATUS_BAD_VALUE, "has no channels; 1 or 2 are mixed");
    if (channels > SOUNDFILE_CHANNELS_MAX)
        return error_set(error, STATUS_BAD_VALUE, "has %.0f channels; 1 or 2 are mixed", channels);
    if (!(rate_hz >= SOUNDFILE_RATE_MIN_HZ && rate_hz <= SOUNDFILE_RATE_MAX_HZ && rate_hz == (double)(int)rate_hz))
        return error_set(error, STATUS_BAD_VALUE,
                         "has a sample rate of %.15g Hz; whole rates from 8000 to 192000 Hz are mixed", rate_hz);
    return STATUS_OK;
}

static Status look_at_layout(SoundFile *file, int64_t base, int64_t file_bytes, Error *error)
{
    FileLayout *layout = &file->layout;
    SoundFileInfo *info = &file->info;
    Status status = layout_read(file->fd, base, file_bytes, layout, error);
    if (status == STATUS_OK)
        status = judge(layout->samples.channels, layout->rate_hz, error);
    if (status != STATUS_OK)
        return status;
    int frame_bytes = unpack_frame_bytes(layout->samples);
    int64_t there = file_bytes > layout->data_offset ? (file_bytes - layout->data_offset) / frame_bytes : 0;
    info->stated_frames = layout->stated_frames < 0 ? there : layout->stated_frames;
    info->frames = info->stated_frames < there ? info->stated_frames : there;
    info->channels = layout->samples.channels;
    info->rate_hz = (int)layout->rate_hz;
    info->bits = layout->bits;
    info->is_float = unpack_kind_is_float(layout->samples.kind);
    info->has_time_reference = layout->has_time_reference;
    info->time_reference_frames = layout->time_reference_frames;
    info->format = layout->format;
    return STATUS_OK;
}

static Status look_at_codec(SoundFile *file, View *view, int64_t from, int64_t to, Error *error)
{
    CodecInfo about;
    Excerpt excerpt = {.fd = file->fd};
    SoundFileInfo *info = &file->info;
    int64_t lost_frames;
    Status status = compressed_find(view, from, to, &excerpt, &lost_frames, error);
    if (status == STATUS_OK)
        status = codec_open(&file->codec, &excerpt, &about, error);
    else
        excerpt_clear(&excerpt);
    if (status == STATUS_OK)
        status = judge(about.channels, about.rate_hz, error);
    if (status != STATUS_OK)
        return status;
    info->frames = about.frames;
    info->stated_frames = about.frames + lost_frames;
    info->channels = about.channels;
    info->rate_hz = about.rate_hz;
    info->bits = about.bits;
    info->lossy = about.bits == 0;
    info->format = about.format;
    return STATUS_OK;
}

static Status look_at(SoundFile *file, int64_t file_bytes, Error *error)
{
    View view = {.fd = file->fd, .size = file_bytes};
    int64_t from, to;
    tags_find(&view, &from, &to);
    int count = file_bytes - from < 40 ? (int)(file_bytes - from) : 40;
    const unsigned char *start = view_at(&view, from, count);
    if (!start)
        return error_set_os(error, view.os_error, "cannot be read");
    Status status;
    if (layout_is_known(start, count))
        status = look_at_layout(file, from, file_bytes, error);
    else if (compressed_is_known(start, count) || from > 0)
        status = look_at_codec(file, &view, from, to, error);
    else
        return error_set(error, STATUS_BAD_VALUE,
                         "is not a sound file (WAV, RF64, W64, AIFF, CAF, FLAC, Ogg Vorbis, Opus and MP3 are mixed)");
    if (status == STATUS_OK && file->info.frames <= 0)
        return error_set(error, STATUS_BAD_VALUE,
                         file->info.stated_frames > 0 ? "is cut off before its first sample" : "has no samples in it");
    return status;
}

Status soundfile_open(SoundFile *file, const char *path, Error *error)
{
    SoundFile opened = {.fd = -1};
    struct stat about;
    Status status = open_regular(path, &opened.fd, &about, error);
    if (status != STATUS_OK)
        return status;
    status = look_at(&opened, about.st_size, error);
    if (status == STATUS_OK && opened.codec) {
        opened.decoded = malloc(sizeof *opened.decoded * DECODE_FRAMES * SOUNDFILE_CHANNELS_MAX);
        if (!opened.decoded)
            status = error_set(error, STATUS_NO_MEMORY, "cannot be opened: out of memory");
    }
    if (status != STATUS_OK) {
        codec_close(opened.codec);
        close(opened.fd);
        return status;
    }
    set_identity(&opened.info, &about);
    *file = opened;
    pthread_mutex_init(&file->decoding, NULL);
    return STATUS_OK;
}

void soundfile_close(SoundFile *file)
{
    if (file->fd < 0)
        return;
    codec_close(file->codec);
    free(file->decoded);
    close(file->fd);
    pthread_mutex_destroy(&file->decoding);
    *file = (SoundFile){.fd = -1};
}

Status soundfile_inspect(const char *path, SoundFileInfo *info, Error *error)
{
    SoundFile file;
    Status status = soundfile_open(&file, path, error);
    if (status != STATUS_OK)
        return status;
    *info = file.info;
    soundfile_close(&file);
    return STATUS_OK;
}

Status soundfile_check_identity(const char *path, const SoundFileInfo *info)
{
    struct stat about;
    SoundFileInfo now = {0};
    if (stat(path, &about) != 0)
        return STATUS_NOT_FOUND;
    set_identity(&now, &about);
    bool same = now.device == info->device && now.inode == info->inode && now.size == info->size &&
                now.mtime_ns == info->mtime_ns;
    return same ? STATUS_OK : STATUS_CHANGED;
}

static void fill_silence(float *const *out, int channels, int from, int to)
{
    for (int channel = 0; channel < channels && to > from; channel++)
        memset(out[channel] + from, 0, sizeof(float) * (size_t)(to - from));
}

/* Reads all of `count` bytes if they are there; returns how many were. */
static int read_bytes(int fd, void *bytes, int count, int64_t offset, int *os_error)
{
    int done = 0;
    while (done < count) {
        ssize_t got = pread(fd, (char *)bytes + done, (size_t)(count - done), offset + done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            *os_error = errno;
        if (got <= 0)
            break;
        done += (int)got;
    }
    return done;
}

/* Makes the window hold frame `at`, and up to `frames` more; false if that cannot be had. */
static bool fill_window(SoundFile *file, SoundFileWindow *window, int64_t at, int frames, SoundFileTrouble *trouble)
{
    int frame_bytes = unpack_frame_bytes(file->layout.samples), most = SOUNDFILE_WINDOW_BYTES / frame_bytes;
    int64_t left = file->info.frames - at;
    int wanted = frames < most ? frames : most;
    if (wanted > left)
        wanted = (int)left;
    window->from = at;
    window->frames = read_bytes(file->fd, window->bytes, wanted * frame_bytes,
                                file->layout.data_offset + at * frame_bytes, &trouble->os_error) /
                     frame_bytes;
    return window->frames > 0;
}

/* From the kernel into a buffer that stays in the cache, and out of it. `ahead`: the window outlives the call, so that
 * it is filled whole.
 */
static int read_layout(SoundFile *file, SoundFileWindow *window, bool ahead, int64_t from, int frames,
                       float *const *out, SoundFileTrouble *trouble)
{
    SampleFormat format = file->layout.samples;
    int done = 0;
    while (done < frames) {
        int64_t at = from + done;
        bool there = at >= window->from && at < window->from + window->frames;
        if (!there && !fill_window(file, window, at, ahead ? SOUNDFILE_WINDOW_BYTES : frames - done, trouble))
            break;
        int skip = (int)(at - window->from), ready = window->frames - skip;
        int count = ready < frames - done ? ready : frames - done;
        float *to[SOUNDFILE_CHANNELS_MAX] = {out[0] + done, format.channels > 1 ? out[1] + done : NULL};
        trouble->bad_samples +=
            unpack_frames(format, window->bytes + (size_t)skip * unpack_frame_bytes(format), count, to);
        done += count;
    }
    return done;
}

static int read_layout_at_once(SoundFile *file, int64_t from, int frames, float *const *out, SoundFileTrouble *trouble)
{
    unsigned char bytes[SOUNDFILE_WINDOW_BYTES + UNPACK_PADDING_BYTES];
    SoundFileWindow window = {.bytes = bytes};
    return read_layout(file, &window, false, from, frames, out, trouble);
}

/* Makes `decoded` hold the frame `from`; false if that cannot be had. */
static bool decode_at(SoundFile *file, int64_t from, SoundFileTrouble *trouble)
{
    if (from >= file->decoded_from && from < file->decoded_from + file->decoded_frames)
        return true;
    /* On the way forward from the very end of the buffer, or wherever else. */
    int64_t left = file->info.frames - from;
    int wanted = left < DECODE_FRAMES ? (int)left : DECODE_FRAMES;
    file->decoded_from = from;
    file->decoded_frames = codec_read(file->codec, from, wanted, file->decoded);
    trouble->bad_samples += unpack_make_finite(file->decoded, file->decoded_frames * file->info.channels);
    return file->decoded_frames > 0;
}

static int read_codec(SoundFile *file, int64_t from, int frames, float *const *out, SoundFileTrouble *trouble)
{
    int channels = file->info.channels, done = 0;
    pthread_mutex_lock(&file->decoding);
    while (done < frames && decode_at(file, from + done, trouble)) {
        int skip = (int)(from + done - file->decoded_from), ready = file->decoded_frames - skip;
        int count = ready < frames - done ? ready : frames - done;
        const float *in = file->decoded + (size_t)skip * channels;
        for (int channel = 0; channel < channels; channel++)
            for (int i = 0; i < count; i++)
                out[channel][done + i] = in[i * channels + channel];
        done += count;
    }
    pthread_mutex_unlock(&file->decoding);
    return done;
}

void soundfile_read(SoundFile *file, SoundFileWindow *window, int64_t from, int frames, float *const *out,
                    SoundFileTrouble *trouble)
{
    int channels = file->info.channels;
    int before = from >= 0 ? 0 : -from < frames ? (int)-from : frames;
    int64_t left = file->info.frames - (from + before);
    int wanted = left <= 0 ? 0 : left < frames - before ? (int)left : frames - before;
    float *to[SOUNDFILE_CHANNELS_MAX] = {out[0] + before, channels > 1 ? out[1] + before : NULL};
    int got = 0;
    if (wanted > 0 && file->codec)
        got = read_codec(file, from + before, wanted, to, trouble);
    else if (wanted > 0 && window)
        got = read_layout(file, window, true, from + before, wanted, to, trouble);
    else if (wanted > 0)
        got = read_layout_at_once(file, from + before, wanted, to, trouble);
    trouble->missing_frames += wanted - got;
    fill_silence(out, channels, 0, before);
    fill_silence(out, channels, before + got, frames);
}
