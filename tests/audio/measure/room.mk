# SPDX-License-Identifier: GPL-3.0-or-later
MEASURE_ROOMS = libmeasure.a libdsp.a libbase.a $(EBUR128_LIBS) $(FFTW_LIBS) $(CMOCKA_LIBS)
EXTRA_DIST += tests/audio/measure/signal.h

check_PROGRAMS += tests/audio/measure/test_loudness
TESTS += tests/audio/measure/test_loudness
tests_audio_measure_test_loudness_SOURCES = tests/audio/measure/test_loudness.c
tests_audio_measure_test_loudness_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_measure_test_loudness_LDADD = $(MEASURE_ROOMS)

check_PROGRAMS += tests/audio/measure/test_truepeak
TESTS += tests/audio/measure/test_truepeak
tests_audio_measure_test_truepeak_SOURCES = tests/audio/measure/test_truepeak.c
tests_audio_measure_test_truepeak_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_measure_test_truepeak_LDADD = $(MEASURE_ROOMS)

check_PROGRAMS += tests/audio/measure/test_analysis
TESTS += tests/audio/measure/test_analysis
tests_audio_measure_test_analysis_SOURCES = tests/audio/measure/test_analysis.c
tests_audio_measure_test_analysis_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_measure_test_analysis_LDADD = $(MEASURE_ROOMS)

check_PROGRAMS += tests/audio/measure/test_ballistics
TESTS += tests/audio/measure/test_ballistics
tests_audio_measure_test_ballistics_SOURCES = tests/audio/measure/test_ballistics.c
tests_audio_measure_test_ballistics_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_measure_test_ballistics_LDADD = $(MEASURE_ROOMS)

check_PROGRAMS += tests/audio/measure/test_delivery
TESTS += tests/audio/measure/test_delivery
tests_audio_measure_test_delivery_SOURCES = tests/audio/measure/test_delivery.c
tests_audio_measure_test_delivery_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_measure_test_delivery_LDADD = $(MEASURE_ROOMS)

check_PROGRAMS += tests/audio/measure/test_overview
TESTS += tests/audio/measure/test_overview
tests_audio_measure_test_overview_SOURCES = tests/audio/measure/test_overview.c
tests_audio_measure_test_overview_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_measure_test_overview_LDADD = $(MEASURE_ROOMS)

check_PROGRAMS += tests/audio/measure/test_image
TESTS += tests/audio/measure/test_image
tests_audio_measure_test_image_SOURCES = tests/audio/measure/test_image.c
tests_audio_measure_test_image_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_audio_measure_test_image_LDADD = $(MEASURE_ROOMS)
