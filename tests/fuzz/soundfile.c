/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzes everything that looks at a stem: headers, the end of FLAC files, decoding (libFuzzer; seeds: any small sound
 * files). The input is the file. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "audio/io/file/soundfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

static void check_finite(const float *samples, int count)
{
    for (int i = 0; i < count; i++)
        if (!(samples[i] >= -UNPACK_LIMIT && samples[i] <= UNPACK_LIMIT))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    enum { FRAMES = 700 };
    char path[64];
    float left[FRAMES], right[FRAMES], *out[2] = {left, right};
    SoundFile file;
    Error error = {0};
    int fd = memfd_create("sound", 0);
    if (fd < 0 || write(fd, bytes, count) != (ssize_t)count)
        abort();
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    if (soundfile_open(&file, path, &error) == STATUS_OK) {
        const int64_t places[] = {0, 300, file.info.frames / 2, file.info.frames - 350, file.info.frames};
        SoundFileTrouble trouble = {0};
        if (file.info.frames <= 0 || file.info.channels < 1 || file.info.channels > 2)
            abort();
        for (size_t i = 0; i < ARRAY_LEN(places); i++) {
            soundfile_read(&file, NULL, places[i], FRAMES, out, &trouble);
            check_finite(left, FRAMES);
            if (file.info.channels == 2)
                check_finite(right, FRAMES);
        }
        soundfile_close(&file);
    } else if (!error.text[0]) {
        abort();
    }
    close(fd);
    return 0;
}
