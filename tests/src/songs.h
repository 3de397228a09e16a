/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small songs for the tests of song, mix and render: sounds whose every sample is known, and projects that play them.
 */
#ifndef TTYMIX_TESTS_SRC_SONGS_H
#define TTYMIX_TESTS_SRC_SONGS_H

#include "src/song/song.h"

/* A WAV file of floats, all of them `value`. */
void songs_write_level(const char *path, int channels, int frames, int rate_hz, float value);
/* The float samples of a WAV file that the writer made; malloc'd, `*frames` of `channels` each, interleaved. */
float *songs_read_floats(const char *path, int channels, int *frames);
/* Opens a project for rendering; every problem of its text fails the test. */
void songs_open(Project *project, const char *path);

#endif
