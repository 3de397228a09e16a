# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/journal/file.c \
  projects/journal/file.h \
  projects/journal/journal.c \
  projects/journal/journal.h \
  projects/journal/recovery.c \
  projects/journal/recovery.h \
  projects/journal/text.c \
  projects/journal/text.h \
  projects/journal/threads.c \
  projects/journal/threads.h

EXTRA_DIST += projects/journal/README.md
