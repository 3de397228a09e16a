/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a known sound for the fault tests: writer_tool FILE FORMAT SEED. Exit status 1 and a message when it fails. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "audio/io/file/writer.h"

enum { FRAMES = 100000, RUN = 4096 };

static int fail(const char *path, const Error *error)
{
    fprintf(stderr, "%s: %s\n", path, error->text);
    return 1;
}

int main(int argc, char **argv)
{
    static float left[RUN], right[RUN];
    float *planar[2] = {left, right};
    Error error = {0};
    Writer *writer;
    WriterSetup setup = {.format = FORMAT_WAV, .bits = 24, .channels = 2, .rate_hz = 48000, .dither = DITHER_TPDF};
    if (argc != 4)
        return 2;
    setup.format = strcmp(argv[2], "flac") == 0 ? FORMAT_FLAC : FORMAT_WAV;
    setup.dither_seed = (uint64_t)atoi(argv[3]);
    if (writer_open(&writer, argv[1], &setup, &error) != STATUS_OK)
        return fail(argv[1], &error);
    for (int done = 0; done < FRAMES; done += RUN) {
        for (int i = 0; i < RUN; i++)
            left[i] = right[i] = (float)((done + i) % 600) / 600 - 0.5f;
        if (writer_write(writer, planar, RUN, &error) != STATUS_OK) {
            writer_abort(writer);
            return fail(argv[1], &error);
        }
    }
    if (writer_close(writer, NULL, &error) != STATUS_OK)
        return fail(argv[1], &error);
    return 0;
}
