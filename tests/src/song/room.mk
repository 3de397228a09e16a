# SPDX-License-Identifier: GPL-3.0-or-later
# What the tests of song, mix and render stand on.
SONG_TEST_SOURCES = tests/projects/scratch.c tests/projects/scratch.h tests/src/songs.c tests/src/songs.h
SONG_TEST_LIBS = libmix.a libprojects.a $(AUDIO_ROOMS) $(AUDIO_LIBS) $(CMOCKA_LIBS)
check_PROGRAMS += tests/src/song/test_song
TESTS += tests/src/song/test_song
tests_src_song_test_song_SOURCES = $(SONG_TEST_SOURCES) tests/src/song/test_song.c
tests_src_song_test_song_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_src_song_test_song_LDADD = $(SONG_TEST_LIBS)
check_PROGRAMS += tests/src/song/test_overview
TESTS += tests/src/song/test_overview
tests_src_song_test_overview_SOURCES = $(SONG_TEST_SOURCES) tests/src/song/test_overview.c
tests_src_song_test_overview_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_src_song_test_overview_LDADD = $(SONG_TEST_LIBS)
