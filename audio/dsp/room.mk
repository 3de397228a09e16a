# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libdsp.a
libdsp_a_SOURCES = \
  audio/dsp/param.c \
  audio/dsp/param.h \
  audio/dsp/processor.c \
  audio/dsp/processor.h
libdsp_a_CFLAGS = $(HOUSE_CFLAGS)
