# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/document/document.c \
  projects/document/document.h \
  projects/document/history.c \
  projects/document/parts.h \
  projects/document/refresh.c \
  projects/document/splice.c
