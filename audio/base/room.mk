# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libbase.a
libbase_a_SOURCES = \
  audio/base/attributes.h \
  audio/base/buffer.c \
  audio/base/buffer.h \
  audio/base/clock.c \
  audio/base/clock.h \
  audio/base/cpu.c \
  audio/base/cpu.h \
  audio/base/denormals.c \
  audio/base/denormals.h \
  audio/base/maths.c \
  audio/base/maths.h \
  audio/base/printable.c \
  audio/base/printable.h \
  audio/base/ring.c \
  audio/base/ring.h \
  audio/base/sha256.c \
  audio/base/sha256.h \
  audio/base/sha256_blocks.h \
  audio/base/sha256_x86.c \
  audio/base/status.c \
  audio/base/status.h \
  audio/base/units.c \
  audio/base/units.h \
  audio/base/utf8.c \
  audio/base/utf8.h
libbase_a_CFLAGS = $(HOUSE_CFLAGS)
