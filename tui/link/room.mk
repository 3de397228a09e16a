# SPDX-License-Identifier: GPL-3.0-or-later
libtui_a_SOURCES += \
  tui/link/autos.c \
  tui/link/autos.h \
  tui/link/facts.c \
  tui/link/facts.h \
  tui/link/host.c \
  tui/link/host.h \
  tui/link/image.c \
  tui/link/image.h \
  tui/link/included.c \
  tui/link/included.h \
  tui/link/look.c \
  tui/link/parse.c \
  tui/link/parse.h \
  tui/link/past.c \
  tui/link/past.h \
  tui/link/waves.c \
  tui/link/waves.h \
  tui/link/wire.c \
  tui/link/wire.h
EXTRA_DIST += tui/link/README.md
