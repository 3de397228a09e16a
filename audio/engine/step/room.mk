# SPDX-License-Identifier: GPL-3.0-or-later
libengine_a_SOURCES += \
  audio/engine/step/bank.c \
  audio/engine/step/clips.c \
  audio/engine/step/clips.h \
  audio/engine/step/first.c \
  audio/engine/step/first.h \
  audio/engine/step/gains.c \
  audio/engine/step/gains.h \
  audio/engine/step/lane.c \
  audio/engine/step/lane.h \
  audio/engine/step/link.h \
  audio/engine/step/meters.c \
  audio/engine/step/meters.h \
  audio/engine/step/mix.c \
  audio/engine/step/path.c \
  audio/engine/step/path.h \
  audio/engine/step/plan.c \
  audio/engine/step/plan.h \
  audio/engine/step/probe.c \
  audio/engine/step/probe.h \
  audio/engine/step/run.c \
  audio/engine/step/run.h \
  audio/engine/step/snapshot.c \
  audio/engine/step/snapshot.h \
  audio/engine/step/source.c \
  audio/engine/step/state.c \
  audio/engine/step/state.h \
  audio/engine/step/step.h \
  audio/engine/step/timeline.c \
  audio/engine/step/timeline.h
EXTRA_DIST += audio/engine/step/README.md
