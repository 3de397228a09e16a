# SPDX-License-Identifier: GPL-3.0-or-later
libdsp_a_SOURCES += \
  audio/dsp/limiter/gain.c \
  audio/dsp/limiter/gain.h \
  audio/dsp/limiter/limiter.c \
  audio/dsp/limiter/line.c \
  audio/dsp/limiter/line.h \
  audio/dsp/limiter/unit.c \
  audio/dsp/limiter/unit.h
EXTRA_DIST += audio/dsp/limiter/README.md
