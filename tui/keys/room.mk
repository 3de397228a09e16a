# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/keys/input.c \
  tui/keys/input.h \
  tui/keys/keymap.c \
  tui/keys/keymap.h \
  tui/keys/screens.c \
  tui/keys/screens.h
EXTRA_DIST += tui/keys/README.md
