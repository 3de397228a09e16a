/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/audio/io/sounds.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[256];

void bytes_put(Bytes *to, const void *bytes, size_t count)
{
    if (to->count + count > to->room) {
        to->room = (to->count + count) * 2;
        to->bytes = realloc(to->bytes, to->room);
        if (!to->bytes)
            abort();
    }
    memcpy(to->bytes + to->count, bytes, count);
    to->count += count;
}

void bytes_put_number(Bytes *to, uint64_t value, int count, bool big_endian)
{
    unsigned char bytes[8];
    for (int i = 0; i < count; i++)
        bytes[big_endian ? count - 1 - i : i] = (unsigned char)(value >> (8 * i));
    bytes_put(to, bytes, (size_t)count);
}

void sounds_make_folder(void)
{
    const char *base = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/ttymix-io-XXXXXX", base ? base : "/tmp");
    if (!mkdtemp(folder))
        abort();
}

int sounds_run(const char *format)
{
    char command[2048];
    snprintf(command, sizeof command, "cd '%s' && { %s; }", folder, format);
    return system(command);
}

void sounds_clear(void)
{
    char command[300];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    if (system(command) != 0)
        abort();
}

const char *sounds_path(const char *name)
{
    static char paths[8][512];
    static int next;
    next = (next + 1) % 8;
    snprintf(paths[next], sizeof paths[next], "%s/%s", folder, name);
    return paths[next];
}

void sounds_write(const char *name, const void *bytes, size_t count)
{
    FILE *file = fopen(sounds_path(name), "wb");
    if (!file || fwrite(bytes, 1, count, file) != count || fclose(file) != 0)
        abort();
}

int32_t sounds_sample(int64_t i, int channel)
{
    uint64_t x = (uint64_t)i * 2 + (uint64_t)channel + 1;
    x *= 0x9e3779b97f4a7c15u;
    x ^= x >> 29;
    x *= 0xbf58476d1ce4e5b9u;
    return (int32_t)(uint32_t)(x >> 32);
}

float sounds_expected(const WavText *wav, int64_t i, int channel)
{
    int32_t sample = sounds_sample(i, channel);
    if (wav->tag == 3)
        return (float)(sample / 2147483648.0);
    int32_t kept = wav->bits == 32 ? sample : (int32_t)((uint32_t)sample >> (32 - wav->bits) << (32 - wav->bits));
    return (float)(kept / 2147483648.0);
}

static void put_sample(Bytes *to, const WavText *wav, int64_t i, int channel)
{
    int32_t sample = sounds_sample(i, channel);
    if (wav->tag == 3 && wav->bits == 32) {
        float value = (float)(sample / 2147483648.0);
        bytes_put(to, &value, 4);
    } else if (wav->tag == 3) {
        double value = sample / 2147483648.0;
        bytes_put(to, &value, 8);
    } else {
        uint32_t kept = (uint32_t)sample >> (32 - wav->bits);
        bytes_put_number(to, wav->bits == 8 ? kept ^ 0x80u : kept, wav->bits / 8, false);
    }
}

void sounds_write_wav(const char *name, const WavText *wav)
{
    Bytes file = {0};
    int frame_bytes = wav->channels * wav->bits / 8;
    uint64_t true_bytes = (uint64_t)wav->frames * (uint64_t)frame_bytes;
    bytes_put(&file, "RIFF", 4);
    bytes_put_number(&file, true_bytes + 36, 4, false);
    bytes_put(&file, "WAVEfmt ", 8);
    bytes_put_number(&file, 16, 4, false);
    bytes_put_number(&file, (uint64_t)wav->tag, 2, false);
    bytes_put_number(&file, (uint64_t)wav->channels, 2, false);
    bytes_put_number(&file, (uint64_t)wav->rate, 4, false);
    bytes_put_number(&file, (uint64_t)wav->rate * (uint64_t)frame_bytes, 4, false);
    bytes_put_number(&file, (uint64_t)frame_bytes, 2, false);
    bytes_put_number(&file, (uint64_t)wav->bits, 2, false);
    bytes_put(&file, "data", 4);
    bytes_put_number(&file, wav->stated_bytes < 0 ? true_bytes : (uint64_t)wav->stated_bytes, 4, false);
    for (int64_t i = 0; i < wav->frames; i++)
        for (int channel = 0; channel < wav->channels; channel++)
            put_sample(&file, wav, i, channel);
    sounds_write(name, file.bytes, file.count);
    free(file.bytes);
}
