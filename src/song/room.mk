# SPDX-License-Identifier: GPL-3.0-or-later
libmix_a_SOURCES += \
  src/song/agreed.c \
  src/song/agreed.h \
  src/song/check.c \
  src/song/copy.c \
  src/song/found.c \
  src/song/found.h \
  src/song/impulse.c \
  src/song/impulse.h \
  src/song/latin.c \
  src/song/latin.h \
  src/song/offer.c \
  src/song/offer.h \
  src/song/output.c \
  src/song/output.h \
  src/song/overview.c \
  src/song/overview.h \
  src/song/preset.c \
  src/song/preset.h \
  src/song/song.c \
  src/song/song.h \
  src/song/stems.c \
  src/song/stems.h \
  src/song/version.c \
  src/song/version.h
