# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/document/document.c \
  projects/document/document.h \
  projects/document/editlog.c \
  projects/document/editlog.h \
  projects/document/history.c \
  projects/document/inside.h \
  projects/document/past.c \
  projects/document/refresh.c \
  projects/document/splice.c

EXTRA_DIST += projects/document/README.md
