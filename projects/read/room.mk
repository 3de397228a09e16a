# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/read/clip.c \
  projects/read/head.c \
  projects/read/lane.c \
  projects/read/processor.c \
  projects/read/read.c \
  projects/read/read.h \
  projects/read/reader.c \
  projects/read/references.c \
  projects/read/strip.c \
  projects/read/version.c \
  projects/read/waive.c

EXTRA_DIST += projects/read/README.md
