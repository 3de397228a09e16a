# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/desk/desk.c \
  tui/desk/desk.h \
  tui/desk/keys.c \
  tui/desk/loop.c \
  tui/desk/voice.c \
  tui/desk/voice.h
