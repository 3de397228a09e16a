# SPDX-License-Identifier: GPL-3.0-or-later
# A session without a screen: the library, and nothing of the modes.
SESSION_STAGE = tests/src/session/stage.c tests/src/session/stage.h tests/projects/scratch.c tests/projects/scratch.h
SESSION_TEST_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
SESSION_TEST_LIBS = libsession.a librender.a libmix.a libprojects.a $(AUDIO_ROOMS) $(AUDIO_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)
SESSION_TESTS = \
  tests/src/session/test_edits \
  tests/src/session/test_end \
  tests/src/session/test_glide \
  tests/src/session/test_parts \
  tests/src/session/test_soundtap
check_PROGRAMS += $(SESSION_TESTS)
TESTS += $(SESSION_TESTS)
tests_src_session_test_edits_SOURCES = $(SESSION_STAGE) tests/src/session/test_edits.c
tests_src_session_test_edits_CFLAGS = $(SESSION_TEST_CFLAGS)
tests_src_session_test_edits_LDADD = $(SESSION_TEST_LIBS)
tests_src_session_test_end_SOURCES = $(SESSION_STAGE) tests/src/session/test_end.c
tests_src_session_test_end_CFLAGS = $(SESSION_TEST_CFLAGS)
tests_src_session_test_end_LDADD = $(SESSION_TEST_LIBS)
tests_src_session_test_glide_SOURCES = $(SESSION_STAGE) tests/src/session/test_glide.c
tests_src_session_test_glide_CFLAGS = $(SESSION_TEST_CFLAGS)
tests_src_session_test_glide_LDADD = $(SESSION_TEST_LIBS)
tests_src_session_test_parts_SOURCES = $(SESSION_STAGE) tests/src/session/test_parts.c
tests_src_session_test_parts_CFLAGS = $(SESSION_TEST_CFLAGS)
tests_src_session_test_parts_LDADD = $(SESSION_TEST_LIBS)
tests_src_session_test_soundtap_SOURCES = tests/src/session/test_soundtap.c
tests_src_session_test_soundtap_CFLAGS = $(SESSION_TEST_CFLAGS)
tests_src_session_test_soundtap_LDADD = $(SESSION_TEST_LIBS)
