# SPDX-License-Identifier: GPL-3.0-or-later
libio_a_SOURCES += \
  audio/io/stream/pageplan.c \
  audio/io/stream/pageplan.h \
  audio/io/stream/pages.c \
  audio/io/stream/pages.h \
  audio/io/stream/readahead.c \
  audio/io/stream/readahead.h \
  audio/io/stream/stem.c \
  audio/io/stream/stem.h \
  audio/io/stream/store.c \
  audio/io/stream/store.h
EXTRA_DIST += audio/io/stream/README.md
