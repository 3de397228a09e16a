# SPDX-License-Identifier: GPL-3.0-or-later
libdsp_a_SOURCES += \
  audio/dsp/math/convolver.c \
  audio/dsp/math/convolver.h \
  audio/dsp/math/fft.c \
  audio/dsp/math/fft.h \
  audio/dsp/math/kaiser.c \
  audio/dsp/math/kaiser.h \
  audio/dsp/math/key_filter.c \
  audio/dsp/math/key_filter.h \
  audio/dsp/math/kweight.c \
  audio/dsp/math/kweight.h \
  audio/dsp/math/lane_delay.h \
  audio/dsp/math/lane_svf.h \
  audio/dsp/math/peakscan.c \
  audio/dsp/math/peakscan.h \
  audio/dsp/math/svf.h
dsp_kernels += \
  audio/dsp/math/convolver_kernel.c \
  audio/dsp/math/peakscan_kernel.c
EXTRA_DIST += audio/dsp/math/README.md
