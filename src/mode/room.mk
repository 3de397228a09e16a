# SPDX-License-Identifier: GPL-3.0-or-later
ttymix_SOURCES += \
  src/mode/analysisprint.c \
  src/mode/analysisprint.h \
  src/mode/analyze.c \
  src/mode/analyze.h \
  src/mode/attach.c \
  src/mode/attach.h \
  src/mode/bounce.c \
  src/mode/bounce.h \
  src/mode/check.c \
  src/mode/check.h \
  src/mode/checkprint.c \
  src/mode/checkprint.h \
  src/mode/checksetup.c \
  src/mode/checksetup.h \
  src/mode/describe.c \
  src/mode/describe.h \
  src/mode/desk.c \
  src/mode/desk.h \
  src/mode/deskrun.c \
  src/mode/deskrun.h \
  src/mode/devices.c \
  src/mode/devices.h \
  src/mode/list.c \
  src/mode/list.h \
  src/mode/new.c \
  src/mode/new.h \
  src/mode/play.c \
  src/mode/play.h \
  src/mode/progress.c \
  src/mode/progress.h \
  src/mode/remote.c \
  src/mode/remote.h \
  src/mode/serve.c \
  src/mode/serve.h
