# SPDX-License-Identifier: GPL-3.0-or-later
libengine_a_SOURCES += \
  audio/engine/step/bank.c \
  audio/engine/step/clips.c \
  audio/engine/step/clips.h \
  audio/engine/step/denormals.c \
  audio/engine/step/denormals.h \
  audio/engine/step/gains.c \
  audio/engine/step/gains.h \
  audio/engine/step/lane.c \
  audio/engine/step/lane.h \
  audio/engine/step/meters.c \
  audio/engine/step/meters.h \
  audio/engine/step/mix.c \
  audio/engine/step/source.c \
  audio/engine/step/state.c \
  audio/engine/step/state.h \
  audio/engine/step/timeline.c \
  audio/engine/step/timeline.h \
  audio/engine/step/workspace.c
