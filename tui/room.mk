# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libtui.a
libtui_a_SOURCES = \
  tui/host.c \
  tui/host.h
libtui_a_CFLAGS = $(HOUSE_CFLAGS) $(NCURSES_CFLAGS)
