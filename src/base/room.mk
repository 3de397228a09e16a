# SPDX-License-Identifier: GPL-3.0-or-later
libmix_a_SOURCES += \
  src/base/arena.c \
  src/base/arena.h \
  src/base/paths.c \
  src/base/paths.h \
  src/base/signals.c \
  src/base/signals.h
