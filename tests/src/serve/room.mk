# SPDX-License-Identifier: GPL-3.0-or-later
# Desks at a session, without a screen.
check_PROGRAMS += tests/src/serve/test_serve
TESTS += tests/src/serve/test_serve
tests_src_serve_test_serve_SOURCES = $(SESSION_STAGE) tests/src/serve/test_serve.c
tests_src_serve_test_serve_CFLAGS = $(SESSION_TEST_CFLAGS)
tests_src_serve_test_serve_LDADD = libserve.a libtui.a $(SESSION_TEST_LIBS) $(NCURSES_LIBS)
