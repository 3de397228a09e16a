# SPDX-License-Identifier: GPL-3.0-or-later
libengine_a_SOURCES += \
  audio/engine/plan/banks.c \
  audio/engine/plan/banks.h \
  audio/engine/plan/compare.c \
  audio/engine/plan/compare.h \
  audio/engine/plan/make.c \
  audio/engine/plan/paths.c \
  audio/engine/plan/paths.h \
  audio/engine/plan/plan.h \
  audio/engine/plan/route.c \
  audio/engine/plan/route.h \
  audio/engine/plan/schedule.c \
  audio/engine/plan/schedule.h \
  audio/engine/plan/setup.c \
  audio/engine/plan/signals.c \
  audio/engine/plan/signals.h \
  audio/engine/plan/strips.c \
  audio/engine/plan/strips.h \
  audio/engine/plan/tables.c \
  audio/engine/plan/tables.h \
  audio/engine/plan/tail.c \
  audio/engine/plan/tail.h \
  audio/engine/plan/work.c \
  audio/engine/plan/work.h
EXTRA_DIST += audio/engine/plan/README.md
