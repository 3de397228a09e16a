# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += \
  tests/projects/safety_tool \
  tests/projects/test_diff \
  tests/projects/test_journal \
  tests/projects/test_lock \
  tests/projects/test_merge \
  tests/projects/test_save
TESTS += \
  tests/projects/test_diff \
  tests/projects/test_faults.py \
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

# What reads, edits and undoes projects as text.
check_PROGRAMS += tests/projects/test_document
TESTS += tests/projects/test_document
tests_projects_test_document_SOURCES = \
  tests/projects/generate.c \
  tests/projects/generate.h \
  tests/projects/kinds.h \
  tests/projects/test_document.c
tests_projects_test_document_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_document_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
EXTRA_DIST += \
  tests/projects/examples/bare.mix \
  tests/projects/examples/crlf.mix \
  tests/projects/examples/drums.mix \
  tests/projects/examples/everything.mix \
  tests/projects/examples/mastering.mix \
  tests/projects/examples/names.mix \
  tests/projects/examples/night_bus.mix \
  tests/projects/examples/no_end.mix \
  tests/projects/examples/podcast.mix \
  tests/projects/examples/tempo.mix \
  tests/projects/examples/untidy.mix \
  tests/projects/examples/versions.mix
check_PROGRAMS += tests/projects/test_commands
TESTS += tests/projects/test_commands
tests_projects_test_commands_SOURCES = tests/projects/test_commands.c
tests_projects_test_commands_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_commands_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_completion
TESTS += tests/projects/test_completion
tests_projects_test_completion_SOURCES = tests/projects/scratch.c tests/projects/scratch.h tests/projects/test_completion.c
tests_projects_test_completion_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_completion_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_new_command
TESTS += tests/projects/test_new_command
tests_projects_test_new_command_SOURCES = tests/projects/louder.c tests/projects/test_new_command.c
tests_projects_test_new_command_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_new_command_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_every_command
TESTS += tests/projects/test_every_command
tests_projects_test_every_command_SOURCES = \
  tests/projects/generate.c \
  tests/projects/generate.h \
  tests/projects/test_every_command.c
tests_projects_test_every_command_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_every_command_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_growth
TESTS += tests/projects/test_growth
# The room once more, for a test that counts its steps.
check_LIBRARIES += tests/projects/libcounted.a
tests_projects_libcounted_a_SOURCES = $(libprojects_a_SOURCES)
tests_projects_libcounted_a_CFLAGS = $(HOUSE_CFLAGS) -fsanitize-coverage=trace-pc
tests_projects_test_growth_SOURCES = tests/projects/test_growth.c
tests_projects_test_growth_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_growth_LDADD = tests/projects/libcounted.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_tempo
TESTS += tests/projects/test_tempo
tests_projects_test_tempo_SOURCES = tests/projects/generate.c tests/projects/generate.h tests/projects/test_tempo.c
tests_projects_test_tempo_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_tempo_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_messages
TESTS += tests/projects/test_messages
tests_projects_test_messages_SOURCES = \
  tests/projects/generate.c \
  tests/projects/generate.h \
  tests/projects/kinds.h \
  tests/projects/test_messages.c
tests_projects_test_messages_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_messages_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_values
TESTS += tests/projects/test_values
tests_projects_test_values_SOURCES = tests/projects/generate.c tests/projects/generate.h tests/projects/kinds.h tests/projects/test_values.c
tests_projects_test_values_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_values_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_points
TESTS += tests/projects/test_points
tests_projects_test_points_SOURCES = tests/projects/generate.c tests/projects/generate.h tests/projects/kinds.h tests/projects/test_points.c
tests_projects_test_points_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_points_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_ride
TESTS += tests/projects/test_ride
tests_projects_test_ride_SOURCES = tests/projects/test_ride.c
tests_projects_test_ride_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_ride_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_solo
TESTS += tests/projects/test_solo
tests_projects_test_solo_SOURCES = tests/projects/generate.c tests/projects/generate.h tests/projects/kinds.h tests/projects/test_solo.c
tests_projects_test_solo_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_solo_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_lint
TESTS += tests/projects/test_lint
tests_projects_test_lint_SOURCES = tests/projects/edited.c tests/projects/edited.h tests/projects/test_lint.c
tests_projects_test_lint_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_lint_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
check_PROGRAMS += tests/projects/test_versions
TESTS += tests/projects/test_versions
tests_projects_test_versions_SOURCES = tests/projects/edited.c tests/projects/edited.h tests/projects/test_versions.c
tests_projects_test_versions_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_versions_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)

check_PROGRAMS += tests/projects/test_clips
TESTS += tests/projects/test_clips
tests_projects_test_clips_SOURCES = tests/projects/generate.c tests/projects/generate.h tests/projects/kinds.h tests/projects/test_clips.c
tests_projects_test_clips_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_clips_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)

# Defaults, which need no line.
check_PROGRAMS += tests/projects/test_defaults
TESTS += tests/projects/test_defaults
tests_projects_test_defaults_SOURCES = tests/projects/test_defaults.c
tests_projects_test_defaults_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
tests_projects_test_defaults_LDADD = libprojects.a libdsp.a libbase.a $(CMOCKA_LIBS)
