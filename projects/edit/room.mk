# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/edit/edit.h \
  projects/edit/fields.c \
  projects/edit/lines.c \
  projects/edit/strip.c

EXTRA_DIST += projects/edit/README.md
