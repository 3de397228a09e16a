/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/song/overview.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "audio/base/sha256.h"

enum {
    HEADER_BYTES = 128,
    BLOCK_BYTES = 6,
    BLOCKS_KEPT = 2048,
    READ_FRAMES = 16384,
    SAMPLES = 16,
    SAMPLE_BYTES = 4096
};
enum { ENDS_BYTES = 65536, CHECK_BYTES = 1 << 16 };

/* ---- where things stand in the file ---- */

static int64_t place_of_level(int64_t frames, int level)
{
    int64_t place = HEADER_BYTES;
    for (int i = 0; i < level; i++)
        place += overview_blocks(frames, i) * BLOCK_BYTES;
    return place;
}

static int64_t file_size(int64_t frames)
{
    return place_of_level(frames, overview_levels(frames));
}

static void pack_block(const OverviewBlock *block, unsigned char *out)
{
    const uint16_t words[3] = {(uint16_t)block->low, (uint16_t)block->high, block->rms};
    for (int i = 0; i < 3; i++) {
        out[2 * i] = (unsigned char)(words[i] & 0xff);
        out[2 * i + 1] = (unsigned char)(words[i] >> 8);
    }
}

static OverviewBlock unpack_block(const unsigned char *in)
{
    uint16_t words[3];
    for (int i = 0; i < 3; i++)
        words[i] = (uint16_t)(in[2 * i] | in[2 * i + 1] << 8);
    return (OverviewBlock){.low = (int16_t)words[0], .high = (int16_t)words[1], .rms = words[2]};
}

static bool write_all(int fd, const void *bytes, size_t length, int64_t at)
{
    const char *from = bytes;
    while (length > 0) {
        ssize_t written = pwrite(fd, from, length, (off_t)at);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        from += written;
        at += written;
        length -= (size_t)written;
    }
    return true;
}

/* Bytes that were there; fewer at the end of the file, -1 where it cannot be read. */
static int64_t read_all(int fd, void *bytes, size_t length, int64_t at)
{
    size_t got = 0;
    while (got < length) {
        ssize_t now = pread(fd, (char *)bytes + got, length - got, (off_t)(at + (int64_t)got));
        if (now < 0 && errno == EINTR)
            continue;
        if (now < 0)
            return -1;
        if (now == 0)
            break;
        got += (size_t)now;
    }
    return (int64_t)got;
}

/* Of all blocks; false where they cannot be read. */
static bool sum_of_blocks(int fd, char hex[SHA256_HEX_SIZE])
{
    unsigned char bytes[CHECK_BYTES];
    Sha256 sha;
    int64_t got;
    sha256_init(&sha);
    for (int64_t at = HEADER_BYTES; (got = read_all(fd, bytes, sizeof bytes, at)) > 0; at += got)
        sha256_update(&sha, bytes, (size_t)got);
    sha256_final_hex(&sha, hex);
    return got == 0;
}

static void make_header(int64_t frames, const char *sum, char out[HEADER_BYTES])
{
    memset(out, ' ', HEADER_BYTES);
    int used = snprintf(out, HEADER_BYTES, "ttymix overview 1 %" PRId64 " %s", frames, sum);
    out[used] = ' ';
    out[HEADER_BYTES - 1] = '\n';
}

/* ---- the name of a content ---- */

static bool add_piece(Sha256 *sha, int fd, int64_t at, size_t length)
{
    unsigned char bytes[ENDS_BYTES];
    int64_t got = read_all(fd, bytes, length, at < 0 ? 0 : at);
    if (got >= 0)
        sha256_update(sha, bytes, (size_t)got);
    return got >= 0;
}

static bool name_content(int fd, const SoundFileInfo *info, char hex[SHA256_HEX_SIZE])
{
    char facts[160];
    Sha256 sha;
    int64_t size = (int64_t)info->size;
    int used = snprintf(facts, sizeof facts, "ttymix overview 1 %" PRId64 " %" PRId64 " %" PRId64 " %d\n", size,
                        info->mtime_ns, info->frames, info->channels);
    sha256_init(&sha);
    sha256_update(&sha, facts, (size_t)used);
    bool fine = add_piece(&sha, fd, 0, ENDS_BYTES) && add_piece(&sha, fd, size - ENDS_BYTES, ENDS_BYTES);
    for (int i = 1; i <= SAMPLES && fine; i++)
        fine = add_piece(&sha, fd, size / (SAMPLES + 1) * i, SAMPLE_BYTES);
    sha256_final_hex(&sha, hex);
    return fine;
}

/* ---- finding ---- */

static bool is_sound(int fd, int64_t frames)
{
    struct stat status;
    char header[HEADER_BYTES], want[HEADER_BYTES], sum[SHA256_HEX_SIZE];
    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || status.st_uid != geteuid() ||
        status.st_size != file_size(frames) || read_all(fd, header, sizeof header, 0) != HEADER_BYTES ||
        !sum_of_blocks(fd, sum))
        return false;
    make_header(frames, sum, want);
    return memcmp(header, want, sizeof want) == 0;
}

static int find_kept(const char *kept, int64_t frames)
{
    int fd = kept ? open(kept, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK) : -1;
    if (fd >= 0 && is_sound(fd, frames))
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

/* ---- making ---- */

typedef struct LevelBuffer {
    unsigned char bytes[BLOCKS_KEPT * BLOCK_BYTES];
    int count;
    int64_t first;
} LevelBuffer;
typedef struct Making {
    int fd;
    int64_t frames;
    LevelBuffer levels[OVERVIEW_LEVELS_MAX];
    OverviewMaker maker;
    float left[READ_FRAMES], right[READ_FRAMES];
} Making;

static bool flush_level(Making *making, int level)
{
    LevelBuffer *buffer = &making->levels[level];
    bool written = write_all(making->fd, buffer->bytes, (size_t)buffer->count * BLOCK_BYTES,
                             place_of_level(making->frames, level) + buffer->first * BLOCK_BYTES);
    buffer->first += buffer->count;
    buffer->count = 0;
    return written;
}

static bool put_block(void *context, int level, int64_t index, const OverviewBlock *block)
{
    Making *making = context;
    LevelBuffer *buffer = &making->levels[level];
    if (index >= overview_blocks(making->frames, level))
        return true;
    pack_block(block, buffer->bytes + buffer->count * BLOCK_BYTES);
    return ++buffer->count < BLOCKS_KEPT || flush_level(making, level);
}

static Status fill(Making *making, SoundFile *file, OverviewWatch *watch)
{
    float *out[2] = {making->left, making->right};
    const float *const in[2] = {making->left, making->right};
    int levels = overview_levels(making->frames);
    SoundFileTrouble trouble = {0};
    overview_begin(&making->maker, file->info.channels, put_block, making);
    for (int64_t at = 0; at < making->frames; at += READ_FRAMES) {
        int frames = making->frames - at < READ_FRAMES ? (int)(making->frames - at) : READ_FRAMES;
        if (atomic_load(&watch->cancelled))
            return STATUS_INTERRUPTED;
        soundfile_read(file, NULL, at, frames, out, &trouble);
        if (trouble.os_error != 0 || !overview_add(&making->maker, in, frames))
            return STATUS_IO;
        atomic_fetch_add(&watch->frames, frames);
    }
    bool written = overview_end(&making->maker, levels);
    for (int i = 0; i < levels && written; i++)
        written = flush_level(making, i);
    return written ? STATUS_OK : STATUS_IO;
}

static Status make(int fd, SoundFile *file, OverviewWatch *watch)
{
    char header[HEADER_BYTES], sum[SHA256_HEX_SIZE];
    Making *making = calloc(1, sizeof *making);
    if (!making)
        return STATUS_NO_MEMORY;
    making->fd = fd;
    making->frames = file->info.frames;
    Status status = fill(making, file, watch);
    if (status == STATUS_OK && !sum_of_blocks(fd, sum))
        status = STATUS_IO;
    if (status == STATUS_OK) {
        make_header(making->frames, sum, header);
        status = write_all(fd, header, sizeof header, 0) ? STATUS_OK : STATUS_IO;
    }
    free(making);
    return status;
}

/* A file without a name, for a cache that cannot be written. */
static int nameless(void)
{
    FILE *file = tmpfile();
    int fd = file ? fcntl(fileno(file), F_DUPFD_CLOEXEC, 0) : -1;
    if (file)
        fclose(file);
    return fd;
}

static Status make_kept(int *fd, const char *kept, SoundFile *file, OverviewWatch *watch)
{
    char part[4200] = "";
    *fd = -1;
    if (kept && snprintf(part, sizeof part, "%s.%ld", kept, (long)getpid()) < (int)sizeof part) {
        unlink(part); /* of a program of that number that was killed */
        *fd = open(part, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    }
    bool named = *fd >= 0;
    *fd = named ? *fd : nameless();
    Status status = *fd >= 0 ? make(*fd, file, watch) : STATUS_IO;
    if (named && (status != STATUS_OK || rename(part, kept) != 0))
        unlink(part);
    if (status != STATUS_OK && *fd >= 0)
        close(*fd);
    return status;
}

Status overview_open(Overview *overview, const char *folder, const char *path, OverviewWatch *watch, Error *error)
{
    SoundFile file = {.fd = -1};
    char key[SHA256_HEX_SIZE], kept[4096];
    *overview = (Overview){.fd = -1};
    Status status = soundfile_open(&file, path, error);
    if (status != STATUS_OK)
        return status;
    bool has_name = folder && name_content(file.fd, &file.info, key) &&
                    snprintf(kept, sizeof kept, "%s/%s.overview", folder, key) < (int)sizeof kept;
    overview->frames = file.info.frames;
    overview->rate_hz = file.info.rate_hz;
    overview->fd = find_kept(has_name ? kept : NULL, file.info.frames);
    if (overview->fd < 0)
        status = make_kept(&overview->fd, has_name ? kept : NULL, &file, watch);
    else
        atomic_fetch_add(&watch->frames, file.info.frames);
    soundfile_close(&file);
    if (status != STATUS_OK) {
        *overview = (Overview){.fd = -1};
        return error_set(error, status,
                         status == STATUS_INTERRUPTED ? "cancelled" : "its waveform could not be read or written");
    }
    return STATUS_OK;
}

void overview_close(Overview *overview)
{
    if (overview->fd >= 0)
        close(overview->fd);
    *overview = (Overview){.fd = -1};
}

static bool get_blocks(void *context, int level, int64_t first, int count, OverviewBlock *blocks)
{
    const Overview *overview = context;
    unsigned char bytes[OVERVIEW_COLUMNS_MAX * BLOCK_BYTES];
    if (count > OVERVIEW_COLUMNS_MAX)
        return false;
    size_t length = (size_t)count * BLOCK_BYTES;
    if (read_all(overview->fd, bytes, length, place_of_level(overview->frames, level) + first * BLOCK_BYTES) !=
        (int64_t)length)
        return false;
    for (int i = 0; i < count; i++)
        blocks[i] = unpack_block(bytes + i * BLOCK_BYTES);
    return true;
}

bool overview_read(const Overview *overview, double from, double step, int count, OverviewBlock *columns)
{
    Overview copy = *overview;
    return copy.fd >= 0 && overview_columns(copy.frames, from, step, count, get_blocks, &copy, columns);
}
