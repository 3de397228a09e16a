# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/merge/diff.c \
  projects/merge/diff.h \
  projects/merge/draft.c \
  projects/merge/draft.h \
  projects/merge/facts.c \
  projects/merge/facts.h \
  projects/merge/line.c \
  projects/merge/line.h \
  projects/merge/merge.c \
  projects/merge/merge.h \
  projects/merge/name.c \
  projects/merge/name.h \
  projects/merge/order.c \
  projects/merge/order.h \
  projects/merge/sections.c \
  projects/merge/sections.h \
  projects/merge/text.c \
  projects/merge/text.h

EXTRA_DIST += projects/merge/README.md
