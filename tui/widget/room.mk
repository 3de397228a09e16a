# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/widget/curve.c \
  tui/widget/curve.h \
  tui/widget/fader.c \
  tui/widget/fader.h \
  tui/widget/meter.c \
  tui/widget/meter.h \
  tui/widget/plot.c \
  tui/widget/plot.h \
  tui/widget/reading.c \
  tui/widget/reading.h \
  tui/widget/scale.c \
  tui/widget/scale.h \
  tui/widget/scatter.c \
  tui/widget/scatter.h \
  tui/widget/wave.c \
  tui/widget/wave.h
EXTRA_DIST += tui/widget/README.md
