# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libengine.a
libengine_a_SOURCES = \
  audio/engine/apply.c \
  audio/engine/apply.h \
  audio/engine/banks.c \
  audio/engine/clips.c \
  audio/engine/clips.h \
  audio/engine/compare.c \
  audio/engine/dataflow.c \
  audio/engine/dataflow.h \
  audio/engine/denormals.c \
  audio/engine/denormals.h \
  audio/engine/engine.c \
  audio/engine/engine.h \
  audio/engine/gains.c \
  audio/engine/gains.h \
  audio/engine/lane.c \
  audio/engine/lane.h \
  audio/engine/meter.h \
  audio/engine/meters.c \
  audio/engine/meters.h \
  audio/engine/monitor.c \
  audio/engine/monitor.h \
  audio/engine/pipeline.c \
  audio/engine/pipeline.h \
  audio/engine/plan.c \
  audio/engine/plan.h \
  audio/engine/player.c \
  audio/engine/private.h \
  audio/engine/route.c \
  audio/engine/schedule.c \
  audio/engine/schedule.h \
  audio/engine/signals.c \
  audio/engine/spec.h \
  audio/engine/state.c \
  audio/engine/state.h \
  audio/engine/steps_bank.c \
  audio/engine/steps_mix.c \
  audio/engine/steps_source.c \
  audio/engine/stream.h \
  audio/engine/swap.c \
  audio/engine/swap.h \
  audio/engine/tell.c \
  audio/engine/tell.h \
  audio/engine/timeline.c \
  audio/engine/timeline.h \
  audio/engine/workspace.c
libengine_a_CFLAGS = $(HOUSE_CFLAGS)
EXTRA_DIST += audio/engine/README.md
