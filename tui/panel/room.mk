# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/panel/brush.c \
  tui/panel/brush.h \
  tui/panel/chain.c \
  tui/panel/header.c \
  tui/panel/layout.c \
  tui/panel/master.c \
  tui/panel/panel.h \
  tui/panel/parameters.c \
  tui/panel/picture.c \
  tui/panel/picture.h \
  tui/panel/picture_bands.c \
  tui/panel/picture_history.c \
  tui/panel/picture_plot.c \
  tui/panel/picture_response.c \
  tui/panel/picture_sound.c \
  tui/panel/picture_transfer.c \
  tui/panel/processor.h \
  tui/panel/status.c \
  tui/panel/strip.c \
  tui/panel/strip_levels.c
EXTRA_DIST += tui/panel/README.md
