# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += \
  tests/projects/test_journal \
  tests/projects/test_lock \
  tests/projects/test_save
TESTS += \
  tests/projects/test_journal \
  tests/projects/test_lock \
  tests/projects/test_save

tests_projects_test_journal_SOURCES = tests/projects/scratch.c tests/projects/scratch.h tests/projects/test_journal.c
tests_projects_test_journal_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_journal_LDADD = libprojects.a libbase.a $(CMOCKA_LIBS)

tests_projects_test_lock_SOURCES = tests/projects/scratch.c tests/projects/scratch.h tests/projects/test_lock.c
tests_projects_test_lock_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_lock_LDADD = libprojects.a libbase.a $(CMOCKA_LIBS)

tests_projects_test_save_SOURCES = tests/projects/scratch.c tests/projects/scratch.h tests/projects/test_save.c
tests_projects_test_save_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_save_LDADD = libprojects.a libbase.a $(CMOCKA_LIBS)
