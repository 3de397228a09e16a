/* SPDX-License-Identifier: GPL-3.0-or-later */
/* driver RUNS SEED FILE...: runs a fuzz target without libFuzzer, on seeded mutations of the files. */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t fuzz_state;

static size_t fuzz_below(size_t below)
{
    fuzz_state = fuzz_state * 6364136223846793005u + 1442695040888963407u;
    return (size_t)(fuzz_state >> 33) % below;
}

/* One change: a byte, a piece doubled, moved or cut out, a word that means something. */
static size_t fuzz_mutate(uint8_t *data, size_t size, size_t room)
{
    static const char *const words[] = {"\n",         "\"",
                                        "[",          "]",
                                        "#",          "-inf",
                                        "1e999",      "nan",
                                        "-0",         "99999999999",
                                        "0:00",       "17|1|0",
                                        " frames",    "include \"y\"\n",
                                        "[master]\n", "[track a]\n",
                                        "key a",      "bypass",
                                        ";",          "\\u{202E}",
                                        "\\x00",      "\xff",
                                        "\r",         "\xef\xbb\xbf",
                                        "1",          "mute",
                                        "send b",     "\n:\n",
                                        "undo\n",     "a.fader",
                                        "*",          "/",
                                        "."};
    size_t at = size ? fuzz_below(size) : 0, count = 1 + fuzz_below(20);
    const char *word = words[fuzz_below(sizeof words / sizeof words[0])];
    size_t length = strlen(word);
    switch (fuzz_below(5)) {
    case 0:
        if (size)
            data[at] = (uint8_t)fuzz_below(256);
        return size;
    case 1: /* out */
        count = at + count > size ? size - at : count;
        memmove(data + at, data + at + count, size - at - count);
        return size - count;
    case 2: /* doubled */
        count = at + count > size ? size - at : count;
        if (size + count > room)
            return size;
        memmove(data + at + count, data + at, size - at);
        return size + count;
    case 3: /* from elsewhere */
        if (size > 40)
            memmove(data + fuzz_below(size - 20), data + fuzz_below(size - 20), 20);
        return size;
    default:
        if (size + length > room)
            return size;
        memmove(data + at + length, data + at, size - at);
        memcpy(data + at, word, length);
        return size + length;
    }
}

static size_t read_seed(const char *path, uint8_t *seed, size_t room)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        perror(path);
        exit(1);
    }
    size_t size = fread(seed, 1, room, file);
    fclose(file);
    return size;
}

int main(int argc, char **argv)
{
    enum { ROOM = 1 << 16 };
    static uint8_t seed[ROOM], data[ROOM];
    if (argc < 4) {
        fputs("usage: driver RUNS SEED FILE...\n", stderr);
        return 2;
    }
    fuzz_state = (uint64_t)atol(argv[2]);
    for (int i = 3; i < argc; i++) {
        size_t size = read_seed(argv[i], seed, ROOM / 2);
        for (long run = atol(argv[1]); run > 0; run--) {
            size_t length = size;
            memcpy(data, seed, size);
            for (size_t k = 1 + fuzz_below(8); k > 0; k--)
                length = fuzz_mutate(data, length, ROOM);
            LLVMFuzzerTestOneInput(data, length);
        }
    }
    return 0;
}
