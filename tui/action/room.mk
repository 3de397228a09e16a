# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/action/action.h \
  tui/action/band.c \
  tui/action/chain.c \
  tui/action/clip.c \
  tui/action/edit.c \
  tui/action/key_table.c \
  tui/action/key_table.h \
  tui/action/lane.c \
  tui/action/line.c \
  tui/action/macro.c \
  tui/action/say.c \
  tui/action/strip.c \
  tui/action/timeline.c \
  tui/action/timeline.h \
  tui/action/transport.c \
  tui/action/value.c \
  tui/action/view.c
EXTRA_DIST += tui/action/README.md
