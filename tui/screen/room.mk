# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/screen/help.c \
  tui/screen/mixer.c \
  tui/screen/mixer.h \
  tui/screen/screen.c \
  tui/screen/screen.h \
  tui/screen/strip.c
EXTRA_DIST += tui/screen/README.md
