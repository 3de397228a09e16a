# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/canvas/canvas.c \
  tui/canvas/canvas.h \
  tui/canvas/flow.c \
  tui/canvas/flow.h \
  tui/canvas/glyphs.c \
  tui/canvas/glyphs.h \
  tui/canvas/paint.c \
  tui/canvas/paint.h \
  tui/canvas/terminal.c \
  tui/canvas/terminal.h \
  tui/canvas/text.c \
  tui/canvas/text.h \
  tui/canvas/theme.c \
  tui/canvas/theme.h
EXTRA_DIST += tui/canvas/README.md
