# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += \
  tests/projects/safety_tool \
  tests/projects/test_diff \
  tests/projects/test_journal \
  tests/projects/test_lock \
  tests/projects/test_merge \
  tests/projects/test_save
TESTS += \
  tests/projects/test_faults.py \
  tests/projects/test_diff \
  tests/projects/test_journal \
  tests/projects/test_lock \
  tests/projects/test_merge \
  tests/projects/test_save

EXTRA_DIST += tests/projects/test_faults.py
tests_projects_safety_tool_SOURCES = tests/projects/safety_tool.c
tests_projects_safety_tool_CFLAGS = $(HOUSE_CFLAGS)
tests_projects_safety_tool_LDADD = libprojects.a libbase.a

tests_projects_test_journal_SOURCES = tests/projects/scratch.c tests/projects/scratch.h tests/projects/test_journal.c
tests_projects_test_journal_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_journal_LDADD = libprojects.a libbase.a $(CMOCKA_LIBS)

tests_projects_test_lock_SOURCES = tests/projects/scratch.c tests/projects/scratch.h tests/projects/test_lock.c
tests_projects_test_lock_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_lock_LDADD = libprojects.a libbase.a $(CMOCKA_LIBS)

tests_projects_test_save_SOURCES = tests/projects/scratch.c tests/projects/scratch.h tests/projects/test_save.c
tests_projects_test_save_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_save_LDADD = libprojects.a libbase.a $(CMOCKA_LIBS)

tests_projects_test_diff_SOURCES = tests/projects/test_diff.c
tests_projects_test_diff_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_diff_LDADD = libprojects.a libbase.a $(CMOCKA_LIBS)

tests_projects_test_merge_SOURCES = tests/projects/test_merge.c
tests_projects_test_merge_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_merge_LDADD = libprojects.a libbase.a $(CMOCKA_LIBS)
