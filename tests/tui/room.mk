# SPDX-License-Identifier: GPL-3.0-or-later
# The desk is tested with real documents and a session made up (fake_session.c).
TUI_TEST_CFLAGS = $(HOUSE_CFLAGS) $(CMOCKA_CFLAGS)
TUI_TEST_LIBS = libtui.a libprojects.a libdsp.a libbase.a $(NCURSES_LIBS) $(CMOCKA_LIBS)
TUI_FAKES = tests/tui/shape_kind.c tests/tui/shape_kind.h tests/tui/fake_session.c tests/tui/fake_session.h tests/tui/song.h
TUI_BENCH = tests/tui/bench.c tests/tui/bench.h $(TUI_FAKES)
TUI_STAGE = tests/tui/stage.c tests/tui/stage.h tests/tui/shape_kind.c tests/tui/shape_kind.h tests/tui/song.h
TUI_TESTS = \
  tests/tui/test_actions \
  tests/tui/test_desk \
  tests/tui/test_flow \
  tests/tui/test_history \
  tests/tui/test_host \
  tests/tui/test_input \
  tests/tui/test_jobs \
  tests/tui/test_keymap \
  tests/tui/test_levels \
  tests/tui/test_looks \
  tests/tui/test_loudness \
  tests/tui/test_plot \
  tests/tui/test_prompt \
  tests/tui/test_screens \
  tests/tui/test_strip \
  tests/tui/test_text \
  tests/tui/test_timeline \
  tests/tui/test_timeline_keys

check_PROGRAMS += $(TUI_TESTS) tests/tui/desk_demo
TESTS += $(TUI_TESTS) tests/tui/new_screen.py tests/tui/terminal.py
EXTRA_DIST += tests/tui/new_screen.py \
  tests/tui/screens/help-120x40-ascii.txt \
  tests/tui/screens/help-200x60-ascii.txt \
  tests/tui/screens/help-80x24-ascii.txt \
  tests/tui/screens/help-search-80x24-ascii.txt \
  tests/tui/screens/history-120x40-ascii.txt \
  tests/tui/screens/history-120x40-utf8.txt \
  tests/tui/screens/history-200x60-ascii.txt \
  tests/tui/screens/history-200x60-utf8.txt \
  tests/tui/screens/history-80x24-ascii.txt \
  tests/tui/screens/history-80x24-utf8.txt \
  tests/tui/screens/loudness-120x40-ascii.txt \
  tests/tui/screens/loudness-120x40-utf8.txt \
  tests/tui/screens/loudness-200x60-ascii.txt \
  tests/tui/screens/loudness-200x60-utf8.txt \
  tests/tui/screens/loudness-80x24-ascii.txt \
  tests/tui/screens/loudness-80x24-utf8.txt \
  tests/tui/screens/mixer-120x40-ascii.txt \
  tests/tui/screens/mixer-120x40-utf8.txt \
  tests/tui/screens/mixer-200x60-ascii.txt \
  tests/tui/screens/mixer-200x60-utf8.txt \
  tests/tui/screens/mixer-80x24-ascii.txt \
  tests/tui/screens/mixer-80x24-utf8.txt \
  tests/tui/screens/mixer-hostile-80x24-utf8.txt \
  tests/tui/screens/mixer-narrow-80x24-ascii.txt \
  tests/tui/screens/mixer-solo-80x24-ascii.txt \
  tests/tui/screens/strip-120x40-ascii.txt \
  tests/tui/screens/strip-120x40-utf8.txt \
  tests/tui/screens/strip-200x60-ascii.txt \
  tests/tui/screens/strip-200x60-utf8.txt \
  tests/tui/screens/strip-80x24-ascii.txt \
  tests/tui/screens/strip-80x24-utf8.txt \
  tests/tui/screens/strip-comp-120x40-ascii.txt \
  tests/tui/screens/strip-comp-120x40-utf8.txt \
  tests/tui/screens/strip-deesser-120x40-ascii.txt \
  tests/tui/screens/strip-deesser-120x40-utf8.txt \
  tests/tui/screens/strip-delay-120x40-ascii.txt \
  tests/tui/screens/strip-delay-120x40-utf8.txt \
  tests/tui/screens/strip-gate-80x24-ascii.txt \
  tests/tui/screens/strip-multiband-120x40-ascii.txt \
  tests/tui/screens/strip-multiband-120x40-utf8.txt \
  tests/tui/screens/strip-transient-120x40-ascii.txt \
  tests/tui/screens/strip-transient-120x40-utf8.txt \
  tests/tui/screens/timeline-120x40-ascii.txt \
  tests/tui/screens/timeline-120x40-utf8.txt \
  tests/tui/screens/timeline-200x60-ascii.txt \
  tests/tui/screens/timeline-200x60-utf8.txt \
  tests/tui/screens/timeline-80x24-ascii.txt \
  tests/tui/screens/timeline-80x24-utf8.txt \
  tests/tui/screens/timeline-lane-80x24-ascii.txt \
  tests/tui/terminal.py

tests_tui_desk_demo_SOURCES = tests/tui/desk_demo.c $(TUI_FAKES)
tests_tui_desk_demo_CFLAGS = $(HOUSE_CFLAGS)
tests_tui_desk_demo_LDADD = libtui.a libprojects.a libdsp.a libbase.a $(NCURSES_LIBS)
tests_tui_test_actions_SOURCES = tests/tui/test_actions.c $(TUI_BENCH)
tests_tui_test_actions_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_actions_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_desk_SOURCES = tests/tui/test_desk.c $(TUI_BENCH)
tests_tui_test_desk_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_desk_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_jobs_SOURCES = tests/tui/test_jobs.c $(TUI_BENCH)
tests_tui_test_jobs_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_jobs_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_flow_SOURCES = tests/tui/test_flow.c
tests_tui_test_flow_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_flow_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_history_SOURCES = tests/tui/test_history.c tests/tui/bench.c tests/tui/bench.h tests/tui/fake_session.c \
  tests/tui/fake_session.h $(TUI_STAGE)
tests_tui_test_history_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_history_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_host_SOURCES = tests/tui/test_host.c
tests_tui_test_host_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_host_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_input_SOURCES = tests/tui/test_input.c
tests_tui_test_input_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_input_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_keymap_SOURCES = tests/tui/test_keymap.c
tests_tui_test_keymap_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_keymap_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_plot_SOURCES = tests/tui/test_plot.c
tests_tui_test_plot_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_plot_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_prompt_SOURCES = tests/tui/test_prompt.c
tests_tui_test_prompt_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_prompt_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_text_SOURCES = tests/tui/test_text.c
tests_tui_test_text_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_text_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_levels_SOURCES = tests/tui/test_levels.c
tests_tui_test_levels_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_levels_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_loudness_SOURCES = tests/tui/test_loudness.c tests/tui/bench.c tests/tui/bench.h tests/tui/fake_session.c \
  tests/tui/fake_session.h $(TUI_STAGE)
tests_tui_test_loudness_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_loudness_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_looks_SOURCES = tests/tui/test_looks.c $(TUI_STAGE)
tests_tui_test_looks_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_looks_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_screens_SOURCES = tests/tui/test_screens.c $(TUI_STAGE)
tests_tui_test_screens_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_screens_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_strip_SOURCES = tests/tui/test_strip.c tests/tui/bench.c tests/tui/bench.h tests/tui/fake_session.c \
  tests/tui/fake_session.h tests/tui/strip_song.h $(TUI_STAGE)
tests_tui_test_strip_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_strip_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_timeline_SOURCES = tests/tui/test_timeline.c $(TUI_STAGE)
tests_tui_test_timeline_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_timeline_LDADD = $(TUI_TEST_LIBS)
tests_tui_test_timeline_keys_SOURCES = tests/tui/test_timeline_keys.c $(TUI_BENCH)
tests_tui_test_timeline_keys_CFLAGS = $(TUI_TEST_CFLAGS)
tests_tui_test_timeline_keys_LDADD = $(TUI_TEST_LIBS)
