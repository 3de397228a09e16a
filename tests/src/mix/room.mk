# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += \
  tests/src/mix/test_compile \
  tests/src/mix/test_first_mix
TESTS += \
  tests/src/mix/test_compile \
  tests/src/mix/test_first_mix
tests_src_mix_test_compile_SOURCES = $(SONG_TEST_SOURCES) tests/src/mix/test_compile.c
tests_src_mix_test_compile_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_src_mix_test_compile_LDADD = $(SONG_TEST_LIBS)
tests_src_mix_test_first_mix_SOURCES = $(SONG_TEST_SOURCES) tests/src/mix/test_first_mix.c
tests_src_mix_test_first_mix_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_src_mix_test_first_mix_LDADD = $(SONG_TEST_LIBS)
