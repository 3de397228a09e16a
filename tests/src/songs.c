/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/src/songs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HEADER_BYTES = 44 };

static void put(unsigned char *to, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        to[i] = (unsigned char)(value >> (8 * i));
}

void songs_write_level(const char *path, int channels, int frames, int rate_hz, float value)
{
    unsigned char head[HEADER_BYTES] = "RIFF....WAVEfmt ";
    uint32_t bytes = (uint32_t)(frames * channels) * 4;
    put(head + 4, HEADER_BYTES - 8 + bytes, 4);
    put(head + 16, 16, 4);
    put(head + 20, 3, 2); /* IEEE float */
    put(head + 22, (uint32_t)channels, 2);
    put(head + 24, (uint32_t)rate_hz, 4);
    put(head + 28, (uint32_t)(rate_hz * channels * 4), 4);
    put(head + 32, (uint32_t)channels * 4, 2);
    put(head + 34, 32, 2);
    memcpy(head + 36, "data", 4);
    put(head + 40, bytes, 4);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(head, 1, sizeof head, file), sizeof head);
    for (int i = 0; i < frames * channels; i++)
        assert_int_equal(fwrite(&value, sizeof value, 1, file), 1);
    assert_int_equal(fclose(file), 0);
}

float *songs_read_floats(const char *path, int channels, int *frames)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    size_t size = (size_t)ftell(file);
    rewind(file);
    unsigned char *bytes = malloc(size);
    assert_int_equal(fread(bytes, 1, size, file), size);
    fclose(file);
    size_t at = 12;
    uint32_t length = 0;
    while (at + 8 <= size) { /* chunks: a name, a length, as many bytes and one more if they are odd */
        length = (uint32_t)bytes[at + 4] | (uint32_t)bytes[at + 5] << 8 | (uint32_t)bytes[at + 6] << 16 |
                 (uint32_t)bytes[at + 7] << 24;
        if (memcmp(bytes + at, "data", 4) == 0)
            break;
        at += 8 + length + (length & 1);
    }
    assert_true(at + 8 + length <= size);
    float *samples = malloc(length + 1);
    memcpy(samples, bytes + at + 8, length);
    free(bytes);
    *frames = (int)(length / sizeof(float)) / channels;
    return samples;
}

void songs_open(Project *project, const char *path)
{
    ProjectSetup setup = {.offline = true};
    ProblemList problems = {0};
    Error error = {0};
    Status status = project_open(project, path, &setup, &problems, &error);
    if (problems.count)
        print_message("%s:%d: %s\n", path, problems.items[0].line, problems.items[0].text);
    assert_int_equal(problems.count, 0);
    assert_int_equal(status, STATUS_OK);
}
