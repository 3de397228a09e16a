# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += tests/audio/io/device_probe
tests_audio_io_device_probe_SOURCES = tests/audio/io/device_probe.c
tests_audio_io_device_probe_CFLAGS = $(HOUSE_CFLAGS)
tests_audio_io_device_probe_LDADD = libio.a libengine.a libbase.a $(SNDFILE_LIBS) $(SOXR_LIBS) $(PORTAUDIO_LIBS)
TESTS += tests/audio/io/test_device.py
EXTRA_DIST += tests/audio/io/test_device.py

IO_TESTS = \
  tests/audio/io/test_convert \
  tests/audio/io/test_device_rest \
  tests/audio/io/test_dither \
  tests/audio/io/test_guard \
  tests/audio/io/test_limited_noise \
  tests/audio/io/test_limited_songs \
  tests/audio/io/test_pack \
  tests/audio/io/test_playback \
  tests/audio/io/test_soundfile \
  tests/audio/io/test_store \
  tests/audio/io/test_writer
check_PROGRAMS += $(IO_TESTS)
TESTS += $(IO_TESTS) tests/audio/io/test_writer_faults.py
EXTRA_DIST += tests/audio/io/test_writer_faults.py
check_PROGRAMS += tests/audio/io/writer_tool
tests_audio_io_writer_tool_SOURCES = tests/audio/io/writer_tool.c
tests_audio_io_writer_tool_CFLAGS = $(HOUSE_CFLAGS)
tests_audio_io_writer_tool_LDADD = libio.a libengine.a libbase.a $(SNDFILE_LIBS) $(SOXR_LIBS) $(PORTAUDIO_LIBS)
IO_TEST_LIBS = libio.a libengine.a libmeasure.a libdsp.a libbase.a $(SNDFILE_LIBS) $(SOXR_LIBS) $(PORTAUDIO_LIBS) $(CMOCKA_LIBS)
IO_TEST_SOUNDS = tests/audio/io/sounds.c tests/audio/io/sounds.h

tests_audio_io_test_convert_SOURCES = tests/audio/io/test_convert.c
tests_audio_io_test_convert_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_convert_LDADD = $(IO_TEST_LIBS) -lm

tests_audio_io_test_device_rest_SOURCES = tests/audio/io/test_device_rest.c
tests_audio_io_test_device_rest_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_device_rest_LDADD = $(IO_TEST_LIBS) -lm

tests_audio_io_test_dither_SOURCES = tests/audio/io/test_dither.c
tests_audio_io_test_dither_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_dither_LDADD = $(IO_TEST_LIBS) -lm

tests_audio_io_test_guard_SOURCES = tests/audio/io/test_guard.c
tests_audio_io_test_guard_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_guard_LDADD = $(IO_TEST_LIBS) -lm

tests_audio_io_test_limited_noise_SOURCES = tests/audio/io/test_limited_noise.c
tests_audio_io_test_limited_noise_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_limited_noise_LDADD = $(IO_TEST_LIBS) -lm
tests_audio_io_test_limited_songs_SOURCES = tests/audio/io/test_limited_songs.c
tests_audio_io_test_limited_songs_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_limited_songs_LDADD = $(IO_TEST_LIBS) -lm

tests_audio_io_test_pack_SOURCES = tests/audio/io/test_pack.c $(IO_TEST_SOUNDS)
tests_audio_io_test_pack_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_pack_LDADD = $(IO_TEST_LIBS) -lm

tests_audio_io_test_playback_SOURCES = tests/audio/io/test_playback.c $(IO_TEST_SOUNDS)
tests_audio_io_test_playback_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_playback_LDADD = $(IO_TEST_LIBS)

tests_audio_io_test_soundfile_SOURCES = tests/audio/io/test_soundfile.c $(IO_TEST_SOUNDS)
tests_audio_io_test_soundfile_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_soundfile_LDADD = $(IO_TEST_LIBS)

tests_audio_io_test_store_SOURCES = tests/audio/io/test_store.c $(IO_TEST_SOUNDS)
tests_audio_io_test_store_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_store_LDADD = $(IO_TEST_LIBS)

tests_audio_io_test_writer_SOURCES = tests/audio/io/test_writer.c $(IO_TEST_SOUNDS)
tests_audio_io_test_writer_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_writer_LDADD = $(IO_TEST_LIBS) -lm

check_PROGRAMS += tests/audio/io/test_device_name
TESTS += tests/audio/io/test_device_name
tests_audio_io_test_device_name_SOURCES = tests/audio/io/test_device_name.c
tests_audio_io_test_device_name_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_device_name_LDADD = libio.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/io/test_device_share
TESTS += tests/audio/io/test_device_share
tests_audio_io_test_device_share_SOURCES = tests/audio/io/test_device_share.c
tests_audio_io_test_device_share_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_device_share_LDADD = libio.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/audio/io/test_resampler
TESTS += tests/audio/io/test_resampler
tests_audio_io_test_resampler_SOURCES = tests/audio/io/test_resampler.c
tests_audio_io_test_resampler_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_io_test_resampler_LDADD = libio.a libbase.a $(SOXR_LIBS) $(CMOCKA_LIBS)
