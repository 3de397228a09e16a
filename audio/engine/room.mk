# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libengine.a
libengine_a_SOURCES = \
  audio/engine/engine.c \
  audio/engine/engine.h \
  audio/engine/meter.h \
  audio/engine/spec.h \
  audio/engine/stream.h
libengine_a_CFLAGS = $(HOUSE_CFLAGS)
