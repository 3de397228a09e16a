# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libengine.a
libengine_a_SOURCES = \
  audio/engine/engine.c \
  audio/engine/engine.h \
  audio/engine/meter.h \
  audio/engine/monitorspec.c \
  audio/engine/monitorspec.h \
  audio/engine/spec.h \
  audio/engine/stream.h
libengine_a_CFLAGS = $(HOUSE_CFLAGS)
EXTRA_DIST += audio/engine/README.md
include audio/engine/live/room.mk
include audio/engine/offline/room.mk
include audio/engine/plan/room.mk
include audio/engine/step/room.mk
