# SPDX-License-Identifier: GPL-3.0-or-later
libdsp_a_SOURCES += \
  audio/dsp/shape/clipper.c \
  audio/dsp/shape/gain.c \
  audio/dsp/shape/imager.c \
  audio/dsp/shape/saturate.c \
  audio/dsp/shape/shaper.c \
  audio/dsp/shape/shaper.h
dsp_kernels += \
  audio/dsp/shape/gain_kernel.c \
  audio/dsp/shape/gain_kernel.h \
  audio/dsp/shape/imager_kernel.c \
  audio/dsp/shape/imager_kernel.h \
  audio/dsp/shape/shaper_kernel.c \
  audio/dsp/shape/shaper_lane.h
EXTRA_DIST += audio/dsp/shape/README.md
