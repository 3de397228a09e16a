# SPDX-License-Identifier: GPL-3.0-or-later
libengine_a_SOURCES += \
  audio/engine/plan/banks.c \
  audio/engine/plan/compare.c \
  audio/engine/plan/plan.c \
  audio/engine/plan/plan.h \
  audio/engine/plan/route.c \
  audio/engine/plan/schedule.c \
  audio/engine/plan/schedule.h \
  audio/engine/plan/signals.c \
  audio/engine/plan/tail.c
