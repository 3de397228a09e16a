# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/text/escape.c \
  projects/text/escape.h \
  projects/text/number.c \
  projects/text/number.h \
  projects/text/suggest.c \
  projects/text/suggest.h \
  projects/text/timevalue.c \
  projects/text/timevalue.h \
  projects/text/title.c \
  projects/text/title.h \
  projects/text/token.c \
  projects/text/token.h \
  projects/text/value.c \
  projects/text/value.h \
  projects/text/value_format.c

EXTRA_DIST += projects/text/README.md
