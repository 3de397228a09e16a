# SPDX-License-Identifier: GPL-3.0-or-later
check_PROGRAMS += tests/tui/desk_demo
tests_tui_desk_demo_SOURCES = tests/tui/desk_demo.c tests/tui/fake_session.c tests/tui/fake_session.h tests/tui/fake_projects.c tests/tui/song.h
tests_tui_desk_demo_CFLAGS = $(HOUSE_CFLAGS)
tests_tui_desk_demo_LDADD = libtui.a libdsp.a libbase.a $(NCURSES_LIBS)
