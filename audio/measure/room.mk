# SPDX-License-Identifier: GPL-3.0-or-later
noinst_LIBRARIES += libmeasure.a
libmeasure_a_SOURCES = \
  audio/measure/analysis.c \
  audio/measure/analysis.h \
  audio/measure/ballistics.c \
  audio/measure/ballistics.h \
  audio/measure/delivery.c \
  audio/measure/delivery.h \
  audio/measure/image.c \
  audio/measure/image.h \
  audio/measure/levels.c \
  audio/measure/levels.h \
  audio/measure/loudgate.c \
  audio/measure/loudgate.h \
  audio/measure/loudness.c \
  audio/measure/loudness.h \
  audio/measure/loudrange.c \
  audio/measure/loudrange.h \
  audio/measure/lowpass.c \
  audio/measure/lowpass.h \
  audio/measure/mastermeter.c \
  audio/measure/mastermeter.h \
  audio/measure/overview.c \
  audio/measure/overview.h \
  audio/measure/spectrum.c \
  audio/measure/spectrum.h \
  audio/measure/truepeak.c \
  audio/measure/truepeak.h
libmeasure_a_CFLAGS = $(HOUSE_CFLAGS) $(FFTW_CFLAGS)
EXTRA_DIST += audio/measure/README.md
