# SPDX-License-Identifier: GPL-3.0-or-later
libprojects_a_SOURCES += \
  projects/lint/document.c \
  projects/lint/lint.c \
  projects/lint/lint.h \
  projects/lint/profile.c \
  projects/lint/profile.h \
  projects/lint/rule.c \
  projects/lint/rule.h \
  projects/lint/rules_mix.c \
  projects/lint/rules_qc.c

EXTRA_DIST += projects/lint/README.md
