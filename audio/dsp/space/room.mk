# SPDX-License-Identifier: GPL-3.0-or-later
libdsp_a_SOURCES += \
  audio/dsp/space/convolve.c \
  audio/dsp/space/delay.c \
  audio/dsp/space/reverb.c \
  audio/dsp/space/reverb_layout.c \
  audio/dsp/space/reverb_layout.h \
  audio/dsp/space/reverb_tank.c \
  audio/dsp/space/reverb_tank.h
dsp_kernels += \
  audio/dsp/space/reverb_kernel.c
EXTRA_DIST += audio/dsp/space/README.md
