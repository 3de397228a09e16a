# SPDX-License-Identifier: GPL-3.0-or-later
libio_a_SOURCES += \
  audio/io/device/child.c \
  audio/io/device/device.c \
  audio/io/device/device.h \
  audio/io/device/feed.c \
  audio/io/device/name.c \
  audio/io/device/name.h \
  audio/io/device/null.c \
  audio/io/device/output.h \
  audio/io/device/portaudio.c \
  audio/io/device/portaudio.h \
  audio/io/device/process.c \
  audio/io/device/process.h \
  audio/io/device/pump.c \
  audio/io/device/pump.h \
  audio/io/device/share.c \
  audio/io/device/share.h
EXTRA_DIST += audio/io/device/README.md
