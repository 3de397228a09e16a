# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/lines/includes.c \
  projects/lines/includes.h \
  projects/lines/lines.c \
  projects/lines/lines.h \
  projects/lines/problems.c \
  projects/lines/problems.h \
  projects/lines/sections.c \
  projects/lines/source.c \
  projects/lines/source.h

EXTRA_DIST += projects/lines/README.md
