# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/desk/bare.c \
  tui/desk/bare.h \
  tui/desk/desk.c \
  tui/desk/desk.h \
  tui/desk/frame.c \
  tui/desk/frame.h \
  tui/desk/keys.c \
  tui/desk/keys.h \
  tui/desk/life.c \
  tui/desk/life.h \
  tui/desk/loop.c \
  tui/desk/loop.h
EXTRA_DIST += tui/desk/README.md
