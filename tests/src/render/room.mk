# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += tests/src/render/test_job
TESTS += tests/src/render/test_job
tests_src_render_test_job_SOURCES = $(SONG_TEST_SOURCES) tests/src/render/test_job.c
tests_src_render_test_job_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS) $(JANSSON_CFLAGS)
tests_src_render_test_job_LDADD = librender.a $(SONG_TEST_LIBS) $(JANSSON_LIBS)
