# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += \
  tests/audio/base/test_buffer \
  tests/audio/base/test_clock \
  tests/audio/base/test_maths \
  tests/audio/base/test_printable \
  tests/audio/base/test_sha256
TESTS += \
  tests/audio/base/test_buffer \
  tests/audio/base/test_clock \
  tests/audio/base/test_maths \
  tests/audio/base/test_printable \
  tests/audio/base/test_sha256
tests_audio_base_test_buffer_SOURCES = tests/audio/base/test_buffer.c
tests_audio_base_test_buffer_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_base_test_buffer_LDADD = libbase.a $(CMOCKA_LIBS)
tests_audio_base_test_maths_SOURCES = tests/audio/base/test_maths.c
tests_audio_base_test_maths_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_base_test_maths_LDADD = libbase.a $(CMOCKA_LIBS)
tests_audio_base_test_sha256_SOURCES = tests/audio/base/test_sha256.c
tests_audio_base_test_sha256_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_base_test_sha256_LDADD = libbase.a $(CMOCKA_LIBS)
tests_audio_base_test_printable_SOURCES = tests/audio/base/test_printable.c
tests_audio_base_test_printable_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_base_test_printable_LDADD = libbase.a $(CMOCKA_LIBS)
tests_audio_base_test_clock_SOURCES = tests/audio/base/test_clock.c
tests_audio_base_test_clock_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_base_test_clock_LDADD = libbase.a $(CMOCKA_LIBS)
