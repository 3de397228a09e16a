# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/action/action.h \
  tui/action/key_table.c \
  tui/action/say.c \
  tui/action/strip.c \
  tui/action/transport.c \
  tui/action/value.c \
  tui/action/view.c
