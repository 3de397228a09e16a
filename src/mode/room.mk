# SPDX-License-Identifier: GPL-3.0-or-later
ttymix_SOURCES += \
  src/mode/analyze.c \
  src/mode/bounce.c \
  src/mode/bounce.h \
  src/mode/desk.c \
  src/mode/desk.h \
  src/mode/list.c \
  src/mode/list.h \
  src/mode/new.c \
  src/mode/new.h \
  src/mode/play.c \
  src/mode/play.h \
  src/mode/progress.c \
  src/mode/progress.h
